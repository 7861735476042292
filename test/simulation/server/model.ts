/** The state of the modeled Capillary, and what all of its endpoints share. */
import type { Clock } from '../clock';
import type { Habits } from '../habits';
import type { Random } from '../random';

/** A badge that a customer has, or an enrolment for one. */
export interface Instance {
	id: string;
	kind: 'earn' | 'enrolment';
	customer: number;
	badge: string;
	owner: string | undefined;
	reference: string | undefined;
	/** When it came to be, by the server's clock, in epoch milliseconds. */
	at: number;
	/** Who asked for it. */
	by: string;
	active: boolean;
}

/** Something that was done, once. */
export interface Deed {
	/** What it was done to: the same text as the target's. */
	subject: string;
	by: string;
}

export interface Answer {
	status: number;
	body: unknown;
}

/** What an endpoint does with a request: how long it takes, and what comes of it. */
export interface Work {
	ms: number;
	/** @param share how much of a list is done, from 0 to 1; less than 1 where the server breaks down */
	finish(share: number): Answer;
}

export interface Model {
	habits: Habits;
	random: Random;
	clock: Clock;
	/** Epoch milliseconds by the server's clock. */
	now(): number;
	/** A new ID of 24 hexadecimal digits. */
	newId(): string;
	instances: Instance[];
	deeds: Deed[];
	/** Request IDs that are known, and since when; those at work, and until when. */
	used: Map<string, number>;
	busy: Map<string, number>;
	/** Badges that must be enrolled first. */
	enrolFirst: Set<string>;
	/** Customers who are not there, and those who may have no more. */
	strangers: Set<number>;
	full: Set<number>;
	/** Claims, as `owner|reference`. */
	claims: Set<string>;
	/** Names of groups and custom fields; approval requests that are open, by ID. */
	names: Set<string>;
	approvals: Map<string, 'open' | 'decided'>;
	/** Badges, groups and custom fields that are read and written back, by ID; whom somebody else has changed. */
	records: Map<string, Record<string, unknown>>;
	touched: Set<string>;
	/** What came under each request ID that the node made, and the IDs under which something else came later. */
	seen: Map<string, string>;
	changed: string[];
	/** Records that lost a member which nobody asked to change. */
	damaged: string[];
}

/** Who does what others do. */
export const OTHERS = 'others';

export function makeModel(habits: Habits, random: Random, clock: Clock): Model {
	let ids = 0;
	return {
		habits,
		random,
		clock,
		now: () => clock.now() + habits.skew,
		newId() {
			ids += 1;
			return `6a${ids.toString(16).padStart(22, '0')}`;
		},
		instances: [],
		deeds: [],
		used: new Map(),
		busy: new Map(),
		enrolFirst: new Set(),
		strangers: new Set(),
		full: new Set(),
		claims: new Set(),
		names: new Set(),
		approvals: new Map(),
		records: new Map(),
		touched: new Set(),
		seen: new Map(),
		changed: [],
		damaged: [],
	};
}

export interface ModelError {
	code?: number;
	message: string;
}

/** Statuses that the documents show with a code; 400 is the usual one. */
const STATUS: Readonly<Record<number, number>> = {
	404: 404,
	810: 409,
	811: 409,
	814: 409,
	999999: 500,
};

/** `errors` of a refused request, in the form that the habits ask for. */
function errorsOf({ habits }: Model, { code, message }: ModelError): unknown {
	if (habits.errorsAs === 'text') return message;
	if (habits.errorsAs === 'texts') return [message];
	const error = { code, message, reference: null };
	return habits.errorsAs === 'object' ? error : [error];
}

/** The answer to a request that is refused as a whole. */
export function refuse(model: Model, error: ModelError, status?: number): Answer {
	const { refusalStatus } = model.habits;
	const documented = STATUS[error.code ?? 400] ?? 400;
	return {
		status: status ?? (refusalStatus === 'documented' ? documented : refusalStatus),
		body: { data: null, errors: errorsOf(model, error), warnings: null },
	};
}

/** The answer to a request that was carried out. */
export function accept({ habits }: Model, data: unknown, status = 200): Answer {
	const warnings = habits.warnings ? [{ code: 7001, message: 'The coupon was not issued' }] : [];
	return { status, body: { data, errors: [], warnings } };
}

export const workMs = ({ habits, random }: Model) => {
	const [least, most] = habits.work;
	return random.int(least, most);
};

/** Work that is over at once, with nothing done. */
export const atOnce = (answer: Answer): Work => ({ ms: 0, finish: () => answer });

/** How a target is told from others in the records of who did what. */
export const granted = (customer: number, reference: string | undefined) =>
	`${customer}|${reference ?? ''}`;
