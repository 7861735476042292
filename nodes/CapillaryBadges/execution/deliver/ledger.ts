/** Who is for which customer and badge: two who ask for the same need two proofs, also in two runs of a node. */
import type { Outcome, Target } from '../plan/call';

export interface Ledger {
	/** Notes how a target ended. */
	note(target: Target, outcome: Outcome): void;
	/** How many targets of the same subject have no outcome yet, and the IDs that those who ended have. */
	rivals(target: Target): { waiting: number; taken: ReadonlySet<string> };
	/** Ends the run. @param now epoch milliseconds */
	close(now: number): void;
}

/** What one run has of each subject. */
interface Page {
	began: number;
	/** Infinite while it is under way. */
	ended: number;
	endings(subject: string): Array<Outcome | undefined>;
}

/** Runs closer than this may look like one in Capillary's views, whose clock is read in whole seconds. */
const GRAIN_MS = 2000;

/** Runs of a node in one execution, by the context that n8n keeps for it: rounds of a loop, calls of a tool. */
const pages = new WeakMap<object, Page[]>();

const idsOf = (outcome: Outcome): string[] =>
	'done' in outcome
		? outcome.done
				.flatMap(({ earnedBadgeId, issuedId }) => [earnedBadgeId, issuedId])
				.filter((id): id is string => typeof id === 'string')
		: [];

/** The targets of each subject; indexed at the first question, since most runs ask none. */
function indexOf(targets: readonly Target[]): (subject: string) => readonly Target[] {
	let bySubject: Map<string, Target[]> | undefined;
	return (subject) => {
		if (!bySubject) {
			bySubject = new Map();
			for (const target of targets) {
				const same = bySubject.get(target.subject);
				if (same) same.push(target);
				else bySubject.set(target.subject, [target]);
			}
		}
		return bySubject.get(subject) ?? [];
	};
}

/**
 * Opens the ledger of a run.
 * @param context n8n's node context, which the runs of a node in one execution share
 * @param outcomes how targets ended, which grows meanwhile
 * @param began when its first try began, in epoch milliseconds of this n8n's clock
 */
export function openLedger(
	context: object,
	targets: readonly Target[],
	outcomes: ReadonlyMap<Target, Outcome>,
	began: number,
): Ledger {
	const found = new Map<Target, Outcome>();
	const ofSubject = indexOf(targets);
	const mine: Page = {
		began,
		ended: Infinity,
		endings: (subject) =>
			ofSubject(subject).map((target) => found.get(target) ?? outcomes.get(target)),
	};
	const known = pages.get(context) ?? [];
	const first = Math.min(
		began,
		...known.filter(({ ended }) => ended === Infinity).map((page) => page.began),
	);
	const kept = [...known.filter(({ ended }) => ended >= first - GRAIN_MS), mine];
	pages.set(context, kept);
	return {
		note: (target, outcome) => void found.set(target, outcome),
		rivals({ subject }) {
			const near = (pages.get(context) ?? [mine]).filter(
				({ ended }) => ended >= mine.began - GRAIN_MS,
			);
			const taken = near.flatMap((page) =>
				page.endings(subject).flatMap((ending) => (ending ? idsOf(ending) : [])),
			);
			const open = near.filter(({ ended }) => ended === Infinity);
			const waiting = open.flatMap((page) =>
				page.endings(subject).filter((ending) => ending === undefined),
			);
			return { waiting: waiting.length, taken: new Set(taken) };
		},
		close(end) {
			mine.ended = end;
		},
	};
}
