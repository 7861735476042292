/* eslint-disable @n8n/community-nodes/require-node-api-error -- runs beside n8n, not inside it */
/** Asks all questions, takes back what was given, and never throws for what a server does. */
import type { Account } from '../../nodes/shared/capillary/account';
import { createClient } from './client';
import { unknown } from './findings';
import { createGifts, type Gift } from './gifts';
import { PROBES } from './probes';
import { takeBack } from './takeBack';
import type { Clock, Context, Finding, Probe, Subjects } from './types';
import { CannotAsk, Stopped } from './types';

export interface Plan extends Subjects {
	account: Account;
	/** Whether something may be given to the test customers. */
	write: boolean;
	timeout: number;
	pace: number;
	patience: number;
	/** Milliseconds after which nothing more is asked. */
	most: number;
}

/** Who watches a run. */
export interface Watcher {
	/** A line for whoever runs it; it may name customers and badges. */
	tell(line: string): void;
	/** Falls when the run is to end. */
	stop: AbortSignal;
	clock: Clock;
	/** Gifts as they are made, for whoever has to say what is left. */
	watch?(gifts: readonly Gift[]): void;
}

export interface Answer {
	probe: Probe;
	finding: Finding;
}

export interface Outcome {
	answers: Answer[];
	gifts: readonly Gift[];
	requests: number;
	/** Why the run ended early; undefined where it did not. */
	ended: string | undefined;
}

/** Questions that need no credential. */
const NOBODYS = new Set(['sign-in', 'wrong-sign-in', 'wrong-key', 'clock']);

/** Asks one question. @throws Stopped where nothing more is to be asked */
async function askOne(probe: Probe, context: Context): Promise<Finding> {
	try {
		const finding = await probe.ask(context);
		// What names no habit rests on the last answer; one that tells nothing is no difference.
		const isVoid = finding.verdict === 'other' && Object.keys(finding.habits).length === 0;
		return isVoid && context.client.seen.isLastVoid ? unknown(finding.saw) : finding;
	} catch (error) {
		if (error instanceof Stopped) throw error;
		if (error instanceof CannotAsk) return unknown(`Not asked: ${error.message}`);
		// Nothing of the error: it may quote an answer.
		return unknown('Not found out: an answer had a form that nobody expected');
	}
}

/** Asks the questions one after the other; why it ended early is added. */
async function askAll(context: Context, plan: Plan, { tell, clock, stop }: Watcher) {
	const answers: Answer[] = [];
	const from = clock.now();
	let isSignedIn = true;
	let ended: string | undefined;
	for (const probe of PROBES.filter(({ kind }) => plan.write || kind === 'read')) {
		if (clock.now() - from > plan.most) ended ??= 'it took too long';
		if (stop.aborted) ended ??= 'it was stopped';
		let finding = unknown('Not asked: the run had ended');
		if (!ended && !isSignedIn && !NOBODYS.has(probe.id)) {
			finding = unknown('Not asked: the credential is not accepted');
		} else if (!ended) {
			try {
				finding = await askOne(probe, context);
			} catch (error) {
				ended = error instanceof Error ? error.message : 'it was stopped';
			}
		}
		if (probe.id === 'sign-in') isSignedIn = finding.verdict === 'assumed';
		if (!ended) tell(`${probe.question} ${finding.saw}`);
		answers.push({ probe, finding });
	}
	return { answers, ended };
}

/** Runs the probe. What it gave is taken back before it ends, also when it is stopped. */
export async function runProbe(plan: Plan, watcher: Watcher): Promise<Outcome> {
	const { clock, stop, tell } = watcher;
	const { timeout, pace, patience, account } = plan;
	const client = createClient(account, { timeout, pace, stop }, clock);
	const gifts = createGifts(client, tell);
	watcher.watch?.(gifts.all);
	const context: Context = { ...plan, client, gifts, clock };
	const { answers, ended } = await askAll(context, plan, watcher);
	if (gifts.all.length > 0) tell('Taking back what was given …');
	const last = client.toTheEnd();
	await takeBack({ client: last, gifts, clock, patience });
	const requests = client.seen.requests + last.seen.requests;
	return { answers, gifts: gifts.all, requests, ended };
}
