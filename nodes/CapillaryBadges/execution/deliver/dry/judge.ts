/** Judges the targets of a dry run by what was read of them. Pure. */
import type { Expectations } from '../../../../shared/capillary/expectation';
import type { Finding, Reason, Seen } from './findings';
import { RULES } from './rules';

/** What a dry run says of one target. */
export interface Judgement {
	/** Why it would be refused; undefined where reading finds nothing against it. */
	refused?: Reason;
	/** Whether it was done before, and counts as done. */
	isSo: boolean;
	/** What reading does not answer. */
	notKnown: string[];
}

/** What the run has used up so far, by what it is. */
export type Used = Map<string, number>;

/** What was done before and counts as done: all of it, or what the same owner and reference have done. */
interface Passes {
	/** The option 'Already Done' is 'Continue'. */
	all: boolean;
	/** The option 'Request ID Scope' is 'Content', and a look-up can show it. */
	ours: boolean;
}

type Use = Extract<Finding, { uses: string }>;

const isUse = (finding: Finding): finding is Use => 'uses' in finding;

/** A request that is approved later meets what is there then. */
const later = (reason: Reason): Reason => ({
	...reason,
	what: `Once approved, Capillary would refuse it as things stand. ${reason.what}`,
});

/**
 * What all rules say of one target, after those that come before it in the run.
 * @param used what those have used up; grows by what this one uses
 * @param passes what counts as done although it was done before
 */
export function judge(
	{ rules, onceApproved }: Expectations,
	seen: Seen,
	used: Used,
	passes: Passes,
): Judgement {
	const findings = rules.flatMap((rule) => RULES[rule](seen));
	const uses = findings.filter(isUse);
	const overdrawn = uses.find((use) => (used.get(use.uses) ?? 0) >= use.left);
	const against = findings.find((one) => 'refused' in one && !isUse(one)) ?? overdrawn;
	const isOpen = (after: string | undefined) => after === undefined || used.has(after);
	const notKnown = findings.flatMap((one) =>
		'notKnown' in one && isOpen(one.after) ? [one.notKnown] : [],
	);
	if (against && 'refused' in against) {
		const isOurs = 'isOurs' in against && against.isOurs === true;
		const isSo = 'isSo' in against && (passes.all || (passes.ours && isOurs));
		if (isSo) return { isSo, notKnown: [] };
		const { refused } = against;
		return { refused: onceApproved ? later(refused) : refused, isSo, notKnown: [] };
	}
	for (const { uses: what } of uses) used.set(what, (used.get(what) ?? 0) + 1);
	return { isSo: findings.some((one) => 'isSo' in one && !('refused' in one)), notKnown };
}
