/** The words of the probe: what a question is, what was found, and what asking may use. */
import type { HabitName, Habits } from '../../sandbox';
import type { Client } from './client';
import type { Gifts } from './gifts';

/** Something that the documents do not settle; docs/choices.md lists all of them. */
export interface Question {
	/** In kebab-case; stays the same from report to report. */
	id: string;
	question: string;
	documents: string;
	assumes: string;
	/** What it means for a user of the node where a server does otherwise. */
	matters: string;
	/** The habits of the sandbox that are answers to it. */
	habits: readonly HabitName[];
}

/** What a server was seen to do. Its words are the probe's own: nothing of an answer stands in them. */
export interface Finding {
	saw: string;
	/** Whether it is what the node assumes; unknown where it could not be found out. */
	verdict: 'assumed' | 'other' | 'unknown';
	/** The habits that were seen, the usual ones included. */
	habits: Partial<Habits>;
}

/** A question with the way to ask a server. */
export interface Probe extends Question {
	/** A read changes nothing; a write gives something to a test customer and is taken back. */
	kind: 'read' | 'write';
	ask(context: Context): Promise<Finding>;
}

/** A question that cannot be answered from outside, and why. */
export interface Unseen extends Question {
	reason: string;
}

/** On whose behalf approvals are asked for. */
export type Entity = Record<'tillId' | 'storeId' | 'zoneId' | 'conceptId', string>;

/** Who says so, where a badge has several claims, or its claims are not shown. */
export interface Owner {
	ownerType: string;
	referenceId: string;
}

/** What things are tried on. */
export interface Subjects {
	/** IDs of test badges; the first is the one that most is tried on. */
	badges: readonly string[];
	/** IDs of test customers. */
	customers: readonly number[];
	/** A number that no customer has. */
	unknownCustomer: number | undefined;
	entity: Entity | undefined;
	owner: Owner | undefined;
}

/** Time, which a test may make pass. */
export interface Clock {
	/** Epoch milliseconds. */
	now(): number;
	/** Waits so many milliseconds; rejects with `Stopped` when the run is to end. */
	wait(ms: number): Promise<void>;
	/** The same, whatever happens: for taking back. */
	rest(ms: number): Promise<void>;
}

/** What asking may use. */
export interface Context extends Subjects {
	client: Client;
	clock: Clock;
	gifts: Gifts;
	/** How long is waited for a view to follow, and for a request ID to be forgotten; milliseconds. */
	patience: number;
}

/** Thrown where a question cannot be asked; its message is the finding. */
export class CannotAsk extends Error {}

/** Thrown where nothing more is to be asked; its message says why. */
export class Stopped extends Error {}
