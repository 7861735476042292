/** Who is for which customer and badge: two who ask for the same need two proofs, also in two runs of a node. */
import type { About } from '../../../shared/capillary/catalogue';
import type { Outcome, Target } from '../plan/call';

/** Who else is for what a look-up shows. */
export interface Rivals {
	/** How many may have one without knowing it: those that wait, and those whose outcome is unknown. */
	waiting: number;
	/** How many know that they have one. */
	had: number;
}

export interface Ledger {
	/** Notes how a target ended. */
	note(target: Target, outcome: Outcome): void;
	/** Who is for the same customer and badge, in all and under the same reference, and the IDs that they have. */
	rivals(target: Target): { all: Rivals; same: Rivals; taken: ReadonlySet<string> };
	/** Ends the run. @param now epoch milliseconds */
	close(now: number): void;
}

/** What one run has of each subject. */
interface Page {
	run: string;
	began: number;
	/** Infinite while it is under way. */
	ended: number;
	endings(subject: string): Array<{ target: Target; outcome: Outcome | undefined }>;
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

const isSameOwner = (one: About, other: About) =>
	one.ownerType === other.ownerType && one.referenceId === other.referenceId;

type Rival = ReturnType<Page['endings']>[number] & { isOpen: boolean };

const isUnknown = (outcome: Outcome | undefined) =>
	outcome !== undefined && 'failure' in outcome && outcome.failure.certainty === 'unknown';

const countOf = (rivals: readonly Rival[]): Rivals => ({
	waiting: rivals.filter(({ outcome, isOpen }) => (outcome ? isUnknown(outcome) : isOpen)).length,
	had: rivals.filter(({ outcome }) => outcome !== undefined && 'done' in outcome).length,
});

/**
 * Opens the ledger of a run.
 * @param context n8n's node context, which the runs of a node in one execution share
 * @param outcomes how targets ended, which grows meanwhile
 * @param journal what all tries of this run have in common, and when the first of them began
 */
export function openLedger(
	context: object,
	targets: readonly Target[],
	outcomes: ReadonlyMap<Target, Outcome>,
	{ nonce: run, began }: { nonce: string; began: number },
): Ledger {
	const found = new Map<Target, Outcome>();
	const ofSubject = indexOf(targets);
	const mine: Page = {
		run,
		began,
		ended: Infinity,
		endings: (subject) =>
			ofSubject(subject).map((target) => ({
				target,
				outcome: found.get(target) ?? outcomes.get(target),
			})),
	};
	// A further try takes the place of the one before.
	const known = (pages.get(context) ?? []).filter((page) => page.run !== run);
	const first = Math.min(
		began,
		...known.filter(({ ended }) => ended === Infinity).map((page) => page.began),
	);
	const kept = [...known.filter(({ ended }) => ended >= first - GRAIN_MS), mine];
	pages.set(context, kept);
	return {
		note: (target, outcome) => void found.set(target, outcome),
		rivals(target) {
			const near = (pages.get(context) ?? [mine]).filter(
				({ ended }) => ended >= mine.began - GRAIN_MS,
			);
			const rivals = near.flatMap(({ ended, endings }) =>
				endings(target.subject).map((one): Rival => ({ ...one, isOpen: ended === Infinity })),
			);
			const same = rivals.filter(({ target: { about } }) => isSameOwner(about, target.about));
			return {
				all: countOf(rivals),
				same: countOf(same),
				taken: new Set(rivals.flatMap(({ outcome }) => (outcome ? idsOf(outcome) : []))),
			};
		},
		close(end) {
			mine.ended = end;
		},
	};
}
