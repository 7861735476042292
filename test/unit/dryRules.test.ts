import type { Expectation } from '../../nodes/shared/capillary/expectation';
import type {
	BadgeFacts,
	CustomerFacts,
} from '../../nodes/CapillaryBadges/execution/deliver/dry/facts';
import { badgeFacts } from '../../nodes/CapillaryBadges/execution/deliver/dry/facts';
import type { Seen } from '../../nodes/CapillaryBadges/execution/deliver/dry/findings';
import { judge } from '../../nodes/CapillaryBadges/execution/deliver/dry/judge';
import { leftOf } from '../../nodes/CapillaryBadges/execution/deliver/dry/limits';
import { RULES } from '../../nodes/CapillaryBadges/execution/deliver/dry/rules';

/** The rules of a dry run, as a table: what is read, and what each rule makes of it. */

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;
const at = (days: number) => new Date(NOW + days * DAY);

const BADGE: BadgeFacts = {
	isOn: true,
	state: 'live',
	from: NOW - 100 * DAY,
	until: NOW + 100 * DAY,
	needsEnrolment: false,
	owners: ['Loyalty'],
	claims: [{ ownerType: 'Loyalty', referenceId: '1', isActive: true }],
	issued: 2,
	limits: { customer: [], badge: [] },
};

const NOTHING: CustomerFacts = { earns: [], issuals: [], limits: { customer: [], badge: [] } };

const instance = (more: object): NonNullable<CustomerFacts['earns']>[number] => ({
	id: 'a1',
	at: NOW - DAY,
	state: 'held',
	from: NOW - DAY,
	until: NOW + 50 * DAY,
	json: {},
	...more,
});

interface Given {
	badge?: Partial<BadgeFacts> | 'unread' | 'missing';
	customer?: Partial<CustomerFacts> | 'unread' | 'missing';
	about?: Seen['about'];
	input?: Record<string, unknown>;
	body?: Record<string, unknown>;
	approval?: Record<string, unknown>;
	names?: string[];
}

const MISSING = {
	missing: { what: 'It was not found', fix: 'Check it.', certainty: 'notDone' },
} as const;

function readOf<Facts extends object>(facts: Facts, given: Partial<Facts> | string | undefined) {
	if (given === 'unread') return { unread: 'No' };
	if (given === 'missing') return MISSING;
	return given === undefined ? undefined : { found: { ...facts, ...(given as Partial<Facts>) } };
}

const seenOf = ({ badge = {}, customer, about, input, body, approval, names }: Given): Seen => ({
	about: { badgeId: 'B', customerId: 5, ownerType: 'Loyalty', referenceId: '1', ...about },
	input: input ?? {},
	body: body ?? {},
	now: NOW,
	badge: readOf(BADGE, badge),
	customer: readOf(NOTHING, customer),
	approval: approval && { found: approval },
	names: names && { found: new Set(names) },
});

/** What a rule says in short: ok, a code, `?` for what is not known, `so` for what is so already. */
function shortly(rule: Expectation, given: Given): string {
	const { refused, isSo, notKnown } = judge({ rules: [rule] }, seenOf(given), new Map(), {
		all: false,
		ours: false,
	});
	if (refused) return String(refused.code ?? refused.what);
	if (notKnown.length > 0) return '?';
	return isSo ? 'so' : 'ok';
}

const other = { ownerType: 'Milestones', referenceId: '1' };
const gone = [{ ownerType: 'Loyalty', referenceId: '1', isActive: false }];
const one = (level: string, max: unknown) => [
	{ constraintType: `${level}_FIXED_VALUE`, maxEarnLimit: max },
];
const used = (count: unknown) => [
	{ constraintType: 'OVERALL', earnConstraintBlockStatistics: { currentEarnCount: count } },
];
const CUSTOMER_FULL = 'Customer 5 has used up the limit of badge B';
const BADGE_FULL = 'The limit of badge B is used up';

const TABLE: Record<Expectation, Array<[given: Given, said: string]>> = {
	badge: [
		[{}, 'ok'],
		[{ badge: 'missing' }, 'It was not found'],
		[{ badge: 'unread' }, '?'],
	],
	openToOwner: [
		[{}, 'ok'],
		[{ about: { ownerType: 'LOYALTY' } }, 'ok'],
		[{ about: other }, '714'],
		[{ badge: { owners: [] } }, '?'],
		[{ badge: { owners: undefined } }, '?'],
		[{ badge: 'unread' }, 'ok'],
	],
	unclaimed: [
		[{}, 'so'],
		[{ about: other }, 'ok'],
		[{ badge: { claims: gone } }, 'ok'],
		[{ badge: { claims: undefined } }, '?'],
	],
	claimToGiveUp: [
		[{}, 'ok'],
		[{ about: other }, '737'],
		[{ badge: { claims: gone } }, '737'],
		[{ badge: { claims: undefined } }, '?'],
	],
	claim: [
		[{}, 'ok'],
		[{ about: { ownerType: 'loyalty' } }, 'ok'],
		[{ about: { referenceId: '10' } }, '810'],
		[{ about: other }, '810'],
		[{ badge: { claims: [] } }, '810'],
		[{ badge: { claims: gone } }, '810'],
		[{ badge: { claims: undefined } }, '?'],
		[{ about: { ownerType: 'none', referenceId: undefined } }, 'ok'],
		[{ badge: 'missing' }, 'ok'],
	],
	on: [
		[{}, 'ok'],
		[{ badge: { isOn: false } }, 'so'],
		[{ badge: { isOn: undefined } }, '?'],
	],
	off: [
		[{}, 'so'],
		[{ badge: { isOn: false } }, 'ok'],
	],
	live: [
		[{}, 'ok'],
		[{ badge: { isOn: false } }, '815'],
		[{ badge: { state: 'upcoming' } }, '815'],
		[{ badge: { state: 'over' } }, '815'],
		[{ badge: { state: undefined } }, '?'],
		[{ badge: { isOn: undefined } }, '?'],
		[{ badge: { isOn: undefined, state: 'over' } }, '815'],
	],
	switchedOn: [
		[{}, 'ok'],
		[{ badge: { isOn: false } }, '815'],
		[{ badge: { isOn: undefined } }, '?'],
	],
	earnDate: [
		[{}, 'ok'],
		[{ input: { earnEventDate: at(-99) } }, 'ok'],
		[{ input: { earnEventDate: at(-101) } }, '816'],
		[{ input: { earnEventDate: at(1) } }, 'ok'],
		[{ input: { earnEventDate: at(1.01) } }, '750'],
		[{ input: { earnEventDate: at(1.01) }, badge: 'unread' }, '750'],
		[{ input: { earnEventDate: at(-101) }, badge: { needsEnrolment: true } }, 'ok'],
		[{ input: { earnEventDate: at(-1) }, badge: { from: undefined } }, '?'],
	],
	enrolDate: [
		[{}, 'ok'],
		[{ input: { issueEventDate: at(-101) } }, '816'],
		[{ input: { issueEventDate: at(101) } }, '816'],
		[{ input: { issueEventDate: at(99) } }, 'ok'],
		[{ badge: { from: NOW + 1 } }, '816'],
		[{ badge: { until: undefined } }, '?'],
	],
	limits: [
		[{}, 'ok'],
		[{ badge: { limits: { customer: [], badge: one('BADGE', 3) } } }, 'ok'],
		[{ badge: { limits: { customer: [], badge: one('BADGE', 2) } } }, BADGE_FULL],
		[{ badge: { issued: undefined, limits: { customer: [], badge: one('BADGE', 2) } } }, '?'],
		[{ badge: { limits: { customer: undefined, badge: [] } } }, '?'],
		[{ badge: { limits: { customer: one('CUSTOMER_BADGE', 1), badge: [] } } }, '?'],
		[
			{
				badge: { limits: { customer: one('CUSTOMER_BADGE', 1), badge: [] } },
				customer: { limits: { customer: used(1), badge: [] } },
			},
			CUSTOMER_FULL,
		],
		[
			{
				badge: { limits: { customer: one('CUSTOMER_BADGE', 1), badge: [] } },
				customer: { limits: { customer: used(0), badge: [] } },
			},
			'ok',
		],
	],
	customer: [
		[{}, 'ok'],
		[{ customer: {} }, 'ok'],
		[{ customer: 'missing' }, 'It was not found'],
		[{ customer: 'unread' }, '?'],
	],
	enrolment: [
		[{}, 'ok'],
		[{ badge: { needsEnrolment: true } }, '?'],
		[{ badge: { needsEnrolment: undefined } }, '?'],
		[{ badge: { needsEnrolment: true }, customer: {} }, '811'],
		[{ badge: { needsEnrolment: true }, customer: { issuals: [instance({})] } }, 'ok'],
		[{ badge: { needsEnrolment: undefined }, customer: { issuals: [instance({})] } }, 'ok'],
		[{ badge: { needsEnrolment: true }, customer: { issuals: undefined } }, '?'],
		[
			{ badge: { needsEnrolment: true }, customer: { issuals: [instance({ state: undefined })] } },
			'?',
		],
		[
			{ badge: { needsEnrolment: true }, customer: { issuals: [instance({ state: 'revoked' })] } },
			'811',
		],
		[
			{
				badge: { needsEnrolment: true },
				customer: { issuals: [instance({})] },
				input: { earnEventDate: at(-9) },
			},
			'811',
		],
		// What could not be read of the customer is said once, by another rule.
		[{ badge: { needsEnrolment: true }, customer: 'unread' }, 'ok'],
	],
	notEnrolled: [
		[{}, '?'],
		[{ customer: {} }, 'ok'],
		[{ customer: { issuals: [instance({})] } }, '1040'],
		[{ customer: { issuals: [instance({ state: 'revoked' }), instance({})] } }, '1040'],
		[{ customer: { issuals: [instance({ state: 'expired' })] } }, 'ok'],
		[{ customer: { issuals: [instance({ state: undefined })] } }, '?'],
	],
	issuedBadge: [
		[{ input: { earnedBadgeId: 'A1' } }, '?'],
		[{ input: { earnedBadgeId: 'A1' }, customer: {} }, '814'],
		[{ input: { earnedBadgeId: 'A1' }, customer: { earns: [instance({})] } }, 'ok'],
		[{ input: { earnedBadgeId: 'b2' }, customer: { earns: [instance({})] } }, '814'],
		[
			{ input: { earnedBadgeId: 'A1' }, customer: { earns: [instance({ state: 'revoked' })] } },
			'814',
		],
		[{ input: { earnedBadgeId: 'A1' }, customer: { earns: [instance({ id: undefined })] } }, '?'],
	],
	enrolmentToEnd: [
		[{}, '?'],
		[{ customer: {} }, '404'],
		[{ customer: { issuals: [instance({})] } }, 'ok'],
		[{ customer: { issuals: [instance({ state: 'revoked' })] } }, '404'],
		[{ customer: { issuals: [instance({ state: 'expired' })] } }, '?'],
		[{ input: { enrolment: { issueId: 'A1' } }, customer: { issuals: [instance({})] } }, 'ok'],
		[{ input: { enrolment: { issueId: 'b2' } }, customer: { issuals: [instance({})] } }, '404'],
	],
	undecided: [
		[{ approval: { state: 'AdminTask' } }, 'ok'],
		[{ approval: { state: 'approved' } }, '2002'],
		[{ approval: {} }, '?'],
		[
			{
				approval: { state: 'AdminTask', requestType: 'earn-badge' },
				input: { requestType: 'EARN-BADGE' },
			},
			'ok',
		],
		[
			{
				approval: { state: 'AdminTask', requestType: 'earn-badge' },
				input: { requestType: 'ISSUE-BADGE' },
			},
			'2007',
		],
	],
	freeName: [
		[{ names: ['a'], body: { name: 'A' } }, 'ok'],
		[{ names: ['A'], body: { name: 'A' } }, '725'],
		[{ names: [], body: { name: 'A' } }, 'ok'],
	],
};

test('there is a line for each rule', () => {
	expect(Object.keys(TABLE).sort()).toEqual(Object.keys(RULES).sort());
});

const rows = Object.entries(TABLE).flatMap(([rule, cases]) =>
	cases.map(([given, said]) => [rule as Expectation, given, said] as const),
);

test.each(rows)('%s: %j → %s', (rule, given, said) => {
	expect(shortly(rule, given)).toBe(said);
});

test('what is done before counts as done where the options say so', () => {
	const ours = { ownerType: 'Loyalty', referenceId: '1' };
	const outcome = (owner: object, passes: { all: boolean; ours: boolean }) => {
		const seen = seenOf({ customer: { issuals: [instance(owner)] } });
		const { refused, isSo } = judge({ rules: ['notEnrolled'] }, seen, new Map(), passes);
		return [refused?.code, isSo];
	};
	expect(outcome(ours, { all: false, ours: false })).toEqual([1040, false]);
	expect(outcome(ours, { all: true, ours: false })).toEqual([undefined, true]);
	expect(outcome(ours, { all: false, ours: true })).toEqual([undefined, true]);
	expect(outcome(other, { all: false, ours: true })).toEqual([1040, false]);
});

test('what one uses up, the next one lacks', () => {
	const limits = { customer: [], badge: one('BADGE', 4) };
	const all = new Map<string, number>();
	const says = [1, 2, 3].map((customerId) => {
		const seen = seenOf({ badge: { limits }, about: { customerId } });
		return judge({ rules: ['limits'] }, seen, all, { all: false, ours: false }).refused?.what;
	});
	expect(says).toEqual([undefined, undefined, BADGE_FULL]);
});

test('an issue for another date leaves the windows of now open, for those after it', () => {
	const window = { constraintType: 'BADGE_ROLLING_WINDOW', rollType: 'DAYS', maxEarnLimit: 9 };
	const counts = { currentEarnCountDays: 1 };
	const counted = [{ constraintType: 'ROLLING_WINDOW', earnConstraintBlockStatistics: counts }];
	const all = new Map<string, number>();
	const says = [{}, { earnEventDate: at(-9) }, {}].map((input) => {
		const seen = seenOf({
			badge: { limits: { customer: [], badge: [window] } },
			customer: { limits: { customer: [], badge: counted } },
			input,
		});
		return judge({ rules: ['limits'] }, seen, all, { all: false, ours: false }).notKnown.length;
	});
	expect(says).toEqual([0, 1, 1]);
});

const WINDOWS = [
	[{ maxEarnForDays: 3, rollForDays: 1 }, { currentEarnCountDays: 1 }, [2], true],
	[
		{ maxEarnForWeeks: 3, maxEarnForDays: 9 },
		{ currentEarnCountWeeks: 1, currentEarnCountDays: 8 },
		[1],
		true,
	],
	[{ maxEarnForMonths: 3 }, { currentEarnCountDays: 1 }, [], false],
	[{ rollType: 'WEEKS', maxEarnLimit: 2 }, { currentEarnCountWeeks: 5 }, [0], true],
	[{}, {}, [], false],
] as const;

test.each(WINDOWS)(
	'a rolling window %j with counts %j leaves %j',
	(limit, counts, left, isWhole) => {
		const set = [{ constraintType: 'BADGE_ROLLING_WINDOW', ...limit }];
		const seen = [{ constraintType: 'ROLLING_WINDOW', earnConstraintBlockStatistics: counts }];
		expect(leftOf(set, seen, true)).toEqual({ left, isWhole });
		// Windows are counted for now alone.
		expect(leftOf(set, seen, false)).toEqual({ left: [], isWhole: false });
	},
);

test('a count that may belong to several limits belongs to none', () => {
	const limit = { constraintType: 'BADGE_FIXED_WINDOW', maxEarnLimit: 1, referenceId: 'w' };
	const count = (id: string | null) => ({
		constraintType: 'FIXED_WINDOW',
		fixedWindowReferenceId: id,
		earnConstraintBlockStatistics: { currentEarnCount: 1 },
	});
	expect(leftOf([limit], [count('v'), count('w')], true)).toEqual({ left: [0], isWhole: true });
	expect(leftOf([limit], [count(null), count('w')], true)).toEqual({
		left: [],
		isWhole: false,
	});
	expect(leftOf([{ constraintType: 'BADGE_NO_LIMIT' }], [], true)).toEqual({
		left: [],
		isWhole: true,
	});
	expect(leftOf([{ constraintType: 'BADGE_NEW_KIND' }], [], true)).toEqual({
		left: [],
		isWhole: false,
	});
});

test('the server says whether a badge is live, and dates do where it does not', () => {
	const stateOf = (record: object) => badgeFacts(record, NOW)?.state;
	const seconds = (days: number) => at(days).getTime() / 1000;
	expect(stateOf({ status: 'UPCOMING', startOn: seconds(-1), expiresOn: seconds(1) })).toBe(
		'upcoming',
	);
	expect(stateOf({ status: 'ENDED' })).toBe('over');
	expect(stateOf({ startOnISO: at(-1).toISOString(), expiresOn: seconds(1) })).toBe('live');
	expect(stateOf({ startOn: seconds(1) })).toBe('upcoming');
	expect(stateOf({ expiresOn: seconds(-1) })).toBe('over');
	expect(stateOf({ startOn: seconds(-1) })).toBeUndefined();
	expect(badgeFacts(['no record'], NOW)?.state).toBeUndefined();
	expect(badgeFacts('text', NOW)).toBeUndefined();
});
