/** The rules of a dry run on what a customer has of a badge; most need the option 'Check Customers'. */
import { customer, thisBadge } from '../../../../shared/capillary/advice';
import type { Instance } from '../../../../shared/capillary/customerBadge';
import type { CustomerFacts } from './facts';
import type { Finding, Reason, Rule, Seen } from './findings';
import { reasonOf, who } from './findings';
import { leftOf } from './limits';

/** How far off Capillary's clock may be: it is read from a header in whole seconds, and views may show those, too. */
const GRAIN_MS = 2000;

const factsOf = ({ customer: read }: Seen): CustomerFacts | undefined =>
	read && 'found' in read ? read.found : undefined;

const badgeOf = ({ badge }: Seen) => (badge && 'found' in badge ? badge.found : undefined);

/** A phrase of what reading a customer would tell; none where reading failed, since that is said already. */
const unless = ({ customer: read }: Seen, phrase: string): Finding[] =>
	read && !('found' in read) ? [] : [{ notKnown: phrase }];

const key = ({ about }: Seen, word: string) => `${word} ${about.badgeId} ${about.customerId}`;

/** Whether an enrolment holds at a time; undefined where the view does not say. */
function holdsAt({ state, from, until }: Instance, time: number): boolean | undefined {
	if (state === 'revoked' || state === 'expired') return false;
	if (from !== undefined && time + GRAIN_MS < from) return false;
	if (until !== undefined && time > until) return false;
	return state === 'held' ? true : undefined;
}

/** How a list of answers sums up: one yes is yes, all no is no. */
function anyOf(answers: ReadonlyArray<boolean | undefined>): boolean | undefined {
	if (answers.includes(true)) return true;
	return answers.includes(undefined) ? undefined : false;
}

/** Whether the customer is enrolled at a time; undefined where the view does not say, or was not read. */
export const isEnrolledAt = (facts: CustomerFacts | undefined, time: number) =>
	facts?.issuals && anyOf(facts.issuals.map((one) => holdsAt(one, time)));

const enrolment: Rule = (seen) => {
	const badge = badgeOf(seen);
	if (!badge || badge.needsEnrolment === false) return [];
	const { earnEventDate: date } = seen.input;
	const time = date instanceof Date ? date.getTime() : seen.now;
	const isEnrolled = isEnrolledAt(factsOf(seen), time);
	if (isEnrolled) return [];
	if (badge.needsEnrolment === undefined) {
		return [{ notKnown: `whether ${thisBadge(seen.about)} needs an enrolment` }];
	}
	if (isEnrolled === false) return [{ refused: reasonOf(811, seen) }];
	return unless(seen, `whether ${who(seen)} is enrolled`);
};

const notEnrolled: Rule = (seen) => {
	const facts = factsOf(seen);
	const isEnrolled = isEnrolledAt(facts, seen.now);
	const refused = reasonOf(1040, seen);
	if (isEnrolled) {
		const { ownerType, referenceId } = seen.about;
		const isOurs = facts?.issuals?.some(
			(one) =>
				holdsAt(one, seen.now) === true &&
				one.ownerType?.toLowerCase() === ownerType?.toLowerCase() &&
				one.referenceId === referenceId,
		);
		return [{ refused, isSo: true, isOurs }];
	}
	const uses: Finding = { uses: key(seen, 'enrolment'), left: 1, refused, isSo: true };
	if (isEnrolled === false) return [uses];
	return [uses, ...unless(seen, `whether ${who(seen)} is enrolled already`)];
};

/** One use of each limit that can be read; an issue for another date uses up no window of now. */
const usesOf = (left: readonly number[], what: string, refused: Reason): Finding[] =>
	left.flatMap((times, i): Finding[] => [{ uses: `${what} ${i}`, left: times, refused }]);

const hasWindow = (limits: CustomerFacts['limits']['badge']) =>
	limits?.some(({ constraintType }) => constraintType.endsWith('_WINDOW')) === true;

/** What an issue for another date leaves open for those for now that come after it. */
const sharing = (isNow: boolean, dated: string, open: string, refused: Reason): Finding[] =>
	isNow ? [{ notKnown: open, after: dated }] : [{ uses: dated, left: Infinity, refused }];

const limits: Rule = (seen) => {
	const badge = badgeOf(seen);
	if (!badge) return [];
	const facts = factsOf(seen);
	const isNow = !(seen.input.earnEventDate instanceof Date);
	const { about } = seen;
	const ofCustomer = leftOf(badge.limits.customer, facts?.limits.customer, isNow);
	const ofBadge = leftOf(badge.limits.badge, facts?.limits.badge, isNow, badge.issued);
	const what = (words: string) => ({
		what: words,
		fix: "Nothing can be issued until the limit leaves room again: see it with Customer Badge > Get, 'Simplify' off.",
	});
	const customerFull = what(`${customer(about)} has used up the limit of ${thisBadge(about)}`);
	const badgeFull = what(`The limit of ${thisBadge(about)} is used up`);
	const ofCustomerOpen = `whether ${who(seen)} has used up a limit`;
	const ofBadgeOpen = `whether a limit of ${thisBadge(about)} is used up`;
	const dated = key(seen, 'dated issues to');
	const datedAll = `dated issues of ${about.badgeId}`;
	return [
		...(ofCustomer.isWhole ? [] : unless(seen, ofCustomerOpen)),
		...(ofBadge.isWhole ? [] : [{ notKnown: ofBadgeOpen }]),
		// Another date may lie in the window of now, or not.
		...(hasWindow(badge.limits.customer)
			? sharing(isNow, dated, ofCustomerOpen, customerFull)
			: []),
		...(hasWindow(badge.limits.badge) ? sharing(isNow, datedAll, ofBadgeOpen, badgeFull) : []),
		...usesOf(ofCustomer.left, key(seen, 'issues to'), customerFull),
		...usesOf(ofBadge.left, `issues of ${about.badgeId}`, badgeFull),
	];
};

/** What becomes of taking something back: it is there, gone, or nobody knows. */
function takenBack(
	seen: Seen,
	found: readonly Instance[] | undefined,
	{ code, uses, phrase }: { code: number; uses: string; phrase: string },
): Finding[] {
	const refused = reasonOf(code, seen);
	const use: Finding = { uses, left: 1, refused, isSo: true };
	if (!found) return [use, ...unless(seen, phrase)];
	const isThere = anyOf(
		found.map(({ state }) => (state === 'held' ? true : state === 'revoked' ? false : undefined)),
	);
	if (isThere === false) return [{ refused, isSo: true }];
	return isThere ? [use] : [use, { notKnown: phrase }];
}

const isNamed = (id: unknown) => (one: Instance) =>
	one.id?.toLowerCase() === String(id).toLowerCase();

const issuedBadge: Rule = (seen) => {
	const { earnedBadgeId } = seen.input;
	const earns = factsOf(seen)?.earns;
	// A view without IDs shows that there is one, and not which.
	const isShown = earns?.every(({ id }) => id !== undefined);
	return takenBack(seen, isShown ? earns?.filter(isNamed(earnedBadgeId)) : undefined, {
		code: 814,
		uses: `issued badge ${String(earnedBadgeId)}`,
		phrase: `whether ${who(seen)} holds this issued badge`,
	});
};

const enrolmentToEnd: Rule = (seen) => {
	const { enrolment: one } = seen.input;
	const id = typeof one === 'object' && one !== null && 'issueId' in one ? one.issueId : undefined;
	const issuals = factsOf(seen)?.issuals;
	const meant = id === undefined ? issuals : issuals?.filter(isNamed(id));
	return takenBack(seen, meant, {
		code: 404,
		uses: `${key(seen, 'end of enrolment')} ${String(id)}`,
		phrase: `whether ${who(seen)} has ${id === undefined ? 'an' : 'this'} enrolment`,
	});
};

export const CUSTOMER_RULES = { enrolment, notEnrolled, limits, issuedBadge, enrolmentToEnd };
