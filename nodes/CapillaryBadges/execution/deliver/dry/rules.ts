/** The rules of a dry run, one for each thing that a request must find. Table: docs/delivery.md, what a dry run looks at. */
import type { Expectation } from '../../../../shared/capillary/expectation';
import { owner, thisBadge } from '../../../../shared/capillary/advice';
import { NO_OWNER } from '../../../../shared/capillary/ownerTypes';
import { toIsoUtc } from '../../../../shared/capillary/dates';
import type { BadgeFacts } from './facts';
import type { Finding, Read, Rule, Seen } from './findings';
import { reasonOf, who } from './findings';
import { CUSTOMER_RULES } from './customerRules';

/** The day in milliseconds that an issue may lie ahead (docs/api.md#numbers). */
const DAY_MS = 86_400_000;

/** A rule on the badge; where the badge could not be read, the rule `badge` says so. */
const onBadge =
	(rule: (badge: BadgeFacts, seen: Seen) => Finding[]): Rule =>
	(seen) =>
		seen.badge && 'found' in seen.badge ? rule(seen.badge.found, seen) : [];

/** What is missing is refused with its own words; what could not be read is not known. */
function thereIs(read: Read<unknown> | undefined, what: string): Finding[] {
	if (!read || 'found' in read) return [];
	if ('unread' in read) return [{ notKnown: `${what}: ${read.unread}` }];
	const { code, what: said, fix } = read.missing;
	return [{ refused: { code, what: said, fix } }];
}

/** The live claims that are exactly the one that is asked for; undefined where claims cannot be read. */
const ownClaims = ({ claims }: BadgeFacts, { about }: Seen) =>
	claims?.filter(
		({ ownerType, referenceId, isActive }) =>
			isActive !== false &&
			ownerType.toLowerCase() === about.ownerType?.toLowerCase() &&
			referenceId === about.referenceId,
	);

const claimKey = ({ about }: Seen) =>
	`claim ${about.badgeId} ${about.ownerType?.toLowerCase()} ${about.referenceId}`;

const claimNotKnown = ({ about }: Seen): Finding[] => [
	{ notKnown: `whether ${thisBadge(about)} is claimed by ${owner(about)}` },
];

/** Who else has claimed it, for whoever mistook owner or reference. */
function othersOf({ claims = [] }: BadgeFacts): string {
	const names = claims
		.filter(({ isActive }) => isActive !== false)
		.map((claim) => `${claim.ownerType} (${claim.referenceId})`);
	if (names.length === 0) return 'nobody has claimed it';
	const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
	return `it is claimed by ${names.slice(0, 3).join(', ')}${more}`;
}

const claim = onBadge((badge, seen) => {
	if (seen.about.ownerType === undefined || seen.about.ownerType === NO_OWNER) return [];
	const own = ownClaims(badge, seen);
	if (!own) return claimNotKnown(seen);
	return own.length > 0 ? [] : [{ refused: reasonOf(810, seen, othersOf(badge)) }];
});

const unclaimed = onBadge((badge, seen) => {
	const own = ownClaims(badge, seen);
	if (!own) return claimNotKnown(seen);
	return own.length > 0 ? [{ isSo: true }] : [];
});

const claimToGiveUp = onBadge((badge, seen) => {
	const own = ownClaims(badge, seen);
	if (!own) return claimNotKnown(seen);
	const refused = reasonOf(737, seen);
	return own.length === 0
		? [{ refused: reasonOf(737, seen, othersOf(badge)), isSo: true }]
		: [{ uses: claimKey(seen), left: 1, refused, isSo: true }];
});

const openToOwner = onBadge(({ owners }, seen) => {
	const { ownerType = '' } = seen.about;
	if (!owners || owners.length === 0) {
		return [{ notKnown: `whether ${thisBadge(seen.about)} is open to ${ownerType}` }];
	}
	const isOpen = owners.some((one) => one.toLowerCase() === ownerType.toLowerCase());
	return isOpen ? [] : [{ refused: reasonOf(714, seen, `its owners are ${owners.join(', ')}`) }];
});

/** Where the badge stands, in words; the reason that it is not live. */
function standing({ isOn, state, from, until }: BadgeFacts): string | undefined {
	if (isOn === false) return 'it is switched off';
	const day = (time: number | undefined) => (time === undefined ? '' : toIsoUtc(new Date(time)));
	if (state === 'upcoming') return `it starts later ${day(from)}`.trim();
	return state === 'over' ? `it has ended ${day(until)}`.trim() : undefined;
}

const live = onBadge((badge, seen) => {
	const why = standing(badge);
	if (why !== undefined) return [{ refused: reasonOf(815, seen, why) }];
	const isKnown = badge.isOn !== undefined && badge.state !== undefined;
	return isKnown ? [] : [{ notKnown: `whether ${thisBadge(seen.about)} is live` }];
});

const switchedOn = onBadge(({ isOn }, seen) => {
	if (isOn === false) return [{ refused: reasonOf(815, seen, 'it is switched off') }];
	return isOn ? [] : [{ notKnown: `whether ${thisBadge(seen.about)} is switched on` }];
});

/** Whether the badge is in the other state; if it is so already, the request succeeds nevertheless. */
const inState = (isOn: boolean) =>
	onBadge((badge, seen) => {
		if (badge.isOn === undefined) {
			return [{ notKnown: `whether ${thisBadge(seen.about)} is switched on` }];
		}
		return badge.isOn === isOn ? [] : [{ isSo: true }];
	});

const dateOf = (value: unknown): number | undefined =>
	value instanceof Date ? value.getTime() : undefined;

/** Whether a time lies between the start and the end of the badge. */
function withinBadge(time: number, { from, until }: BadgeFacts, seen: Seen): Finding[] {
	if ((from !== undefined && time < from) || (until !== undefined && time > until)) {
		return [{ refused: reasonOf(816, seen) }];
	}
	const isKnown = from !== undefined && until !== undefined;
	return isKnown ? [] : [{ notKnown: `when ${thisBadge(seen.about)} starts and ends` }];
}

const earnDate: Rule = (seen) => {
	const time = dateOf(seen.input.earnEventDate);
	if (time === undefined) return [];
	if (time > seen.now + DAY_MS) return [{ refused: reasonOf(750, seen) }];
	const read = seen.badge && 'found' in seen.badge ? seen.badge.found : undefined;
	// Where it must be enrolled, the dates of the enrolment count.
	if (read?.needsEnrolment !== false) return [];
	return withinBadge(time, read, seen);
};

const enrolDate = onBadge((badge, seen) =>
	withinBadge(dateOf(seen.input.issueEventDate) ?? seen.now, badge, seen),
);

const undecided: Rule = (seen) => {
	const { approval, input } = seen;
	const gaps = thereIs(approval, 'whether the approval request waits for a decision');
	if (!approval || !('found' in approval)) return gaps;
	const { state, requestType } = approval.found;
	const fold = (value: unknown) => String(value).toLowerCase();
	if (typeof requestType === 'string' && fold(requestType) !== fold(input.requestType)) {
		return [{ refused: reasonOf(2007, seen, `its type is ${requestType}`) }];
	}
	if (typeof state !== 'string') {
		return [{ notKnown: 'whether the approval request waits for a decision' }];
	}
	const decided = reasonOf(2002, seen);
	if (state !== 'AdminTask') return [{ refused: reasonOf(2002, seen, `it is ${state}`) }];
	return [{ uses: `request ${String(input.approvalRequestId)}`, left: 1, refused: decided }];
};

const freeName: Rule = (seen) => {
	const { names, nameCode = 725, body } = seen;
	const gaps = thereIs(names, 'whether the name is taken');
	if (!names || !('found' in names)) return gaps;
	const name = String(body.name);
	if (names.found.has(name)) return [{ refused: reasonOf(nameCode, seen) }];
	return [{ uses: `name ${name}`, left: 1, refused: reasonOf(nameCode, seen) }];
};

const customerThere: Rule = (seen) => thereIs(seen.customer, `what ${who(seen)} has`);

export const RULES: Readonly<Record<Expectation, Rule>> = {
	badge: ({ badge }) => thereIs(badge, 'how the badge stands'),
	openToOwner,
	unclaimed,
	claimToGiveUp,
	claim,
	on: inState(true),
	off: inState(false),
	live,
	switchedOn,
	earnDate,
	enrolDate,
	customer: customerThere,
	undecided,
	freeName,
	...CUSTOMER_RULES,
};
