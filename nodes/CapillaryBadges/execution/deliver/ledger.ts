/** Who is for which customer and badge: two who ask for the same need two proofs, also in two runs and two nodes of an execution. */
import type { About } from '../../../shared/capillary/catalogue';
import { isId } from '../../../shared/capillary/proof';
import type { Call, Outcome, Target } from '../plan/call';

/** Who asked for something. */
export type Asker = Pick<About, 'ownerType' | 'referenceId'>;

/** Who else is for what a look-up shows. */
export interface Rivals {
	/** Others who may have one without knowing it: those that wait, and those whose outcome is unknown. */
	waiting: readonly Asker[];
	/** Those who know that they have one. */
	had: readonly Asker[];
	/** The IDs of what they have. */
	taken: ReadonlySet<string>;
}

export interface Ledger {
	/** Notes how a target ended. */
	note(target: Target, outcome: Outcome): void;
	/**
	 * Who else is for the same customer and badge. Whoever asks for the same under the same request ID
	 * asks with the same request, and is none.
	 */
	rivals(target: Target, requestId?: string): Rivals;
	/** Ends the run. @param now epoch milliseconds */
	close(now: number): void;
}

/** One who is for something, and how it ended. */
interface Claimant {
	target: Target;
	outcome: Outcome | undefined;
	requestId: unknown;
}

/** What one run has of each claim. */
interface Page {
	run: string;
	began: number;
	/** Infinite while it is under way. */
	ended: number;
	endings(claim: string): Claimant[];
}

/** Runs closer than this may look like one in Capillary's views, whose clock is read in whole seconds. */
const GRAIN_MS = 2000;

/** Runs of nodes in one execution, by the context that n8n keeps for it: rounds of a loop, calls of a tool, several nodes. */
const pages = new WeakMap<object, Page[]>();
const pagesOf = (context: object) => pages.get(context) ?? [];

const idsOf = (outcome: Outcome): string[] =>
	'done' in outcome
		? outcome.done
				.flatMap(({ earnedBadgeId, issuedId }) => [earnedBadgeId, issuedId])
				.filter(isId)
				// A view may show as text what an answer had as a number.
				.map(String)
		: [];

/** What is asked for, whichever operation asks: what is done, the badge and the customer. */
const claimOf = (deed: string, { badgeId, customerId }: About) =>
	`${deed}|${badgeId?.toLowerCase()}|${customerId}`;

/** The request ID that an outcome tells of; undefined where it tells of none. */
function idIn(outcome: Outcome | undefined): unknown {
	if (!outcome) return undefined;
	return 'done' in outcome ? outcome.done[0]?.requestId : outcome.failure.requestId;
}

/** What is looked for by claim; indexed at the first question, since most runs ask none. */
function indexOf(deed: string, targets: readonly Target[], calls: readonly Call[]) {
	let byClaim: Map<string, Target[]> | undefined;
	let ids: Map<Target, string | undefined> | undefined;
	return {
		idOf(target: Target) {
			ids ??= new Map(calls.flatMap((call) => call.targets.map((one) => [one, call.requestId])));
			return ids.get(target);
		},
		of(claim: string): readonly Target[] {
			if (!byClaim) {
				byClaim = new Map();
				for (const target of targets) {
					const key = claimOf(deed, target.about);
					const same = byClaim.get(key);
					if (same) same.push(target);
					else byClaim.set(key, [target]);
				}
			}
			return byClaim.get(claim) ?? [];
		},
	};
}

const isSameOwner = (one: About, other: About) =>
	one.ownerType === other.ownerType && one.referenceId === other.referenceId;

type Rival = Claimant & { isOpen: boolean };

const isUnknown = (outcome: Outcome) =>
	'failure' in outcome && outcome.failure.certainty === 'unknown';

const askersOf = (rivals: readonly Rival[], has: (rival: Rival) => boolean): Asker[] =>
	rivals.filter(has).map(({ target: { about } }) => ({
		ownerType: about.ownerType,
		referenceId: about.referenceId,
	}));

/** What a run asks for, and how it ends. */
interface Asking {
	/** What is done, so that operations which do the same are told apart from others. */
	deed: string;
	targets: readonly Target[];
	calls: readonly Call[];
	/** How targets ended, which grows meanwhile. */
	outcomes: ReadonlyMap<Target, Outcome>;
}

/** What a run has, by claim. @param found what look-ups have shown, which grows meanwhile */
function pageOf(
	{ deed, targets, calls, outcomes }: Asking,
	found: ReadonlyMap<Target, Outcome>,
	{ nonce: run, began }: { nonce: string; began: number },
): Page {
	const index = indexOf(deed, targets, calls);
	const endings = (claim: string) =>
		index.of(claim).map((target): Claimant => {
			const outcome = found.get(target) ?? outcomes.get(target);
			return { target, outcome, requestId: idIn(outcome) ?? index.idOf(target) };
		});
	return { run, began, ended: Infinity, endings };
}

/** Those of an execution that may look like a run in Capillary's views: the page of an earlier try gives way. */
function withPage(pages: readonly Page[], mine: Page): Page[] {
	const known = pages.filter(({ run }) => run !== mine.run);
	const open = known.filter(({ ended }) => ended === Infinity);
	const first = Math.min(mine.began, ...open.map(({ began }) => began));
	return [...known.filter(({ ended }) => ended >= first - GRAIN_MS), mine];
}

/**
 * Opens the ledger of a run.
 * @param context what n8n keeps for an execution, and all runs of nodes in it share
 * @param journal what all tries of this run have in common, and when the first of them began
 */
export function openLedger(
	context: object,
	asking: Asking,
	journal: { nonce: string; began: number },
): Ledger {
	const found = new Map<Target, Outcome>();
	const mine = pageOf(asking, found, journal);
	pages.set(context, withPage(pagesOf(context), mine));
	return {
		note: (target, outcome) => void found.set(target, outcome),
		rivals(target, requestId) {
			const claim = claimOf(asking.deed, target.about);
			const near = pagesOf(context).filter(({ ended }) => ended >= mine.began - GRAIN_MS);
			const isAlike = (one: Claimant) =>
				String(one.requestId) === requestId && isSameOwner(one.target.about, target.about);
			const rivals = near.flatMap(({ ended, endings }) =>
				endings(claim)
					.filter((one) => one.target !== target && !isAlike(one))
					.map((one): Rival => ({ ...one, isOpen: ended === Infinity })),
			);
			return {
				waiting: askersOf(rivals, ({ outcome, isOpen }) => (outcome ? isUnknown(outcome) : isOpen)),
				had: askersOf(rivals, ({ outcome }) => outcome !== undefined && 'done' in outcome),
				taken: new Set(rivals.flatMap(({ outcome }) => (outcome ? idsOf(outcome) : []))),
			};
		},
		close(end) {
			mine.ended = end;
		},
	};
}
