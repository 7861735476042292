import type { Expectation } from '../../nodes/shared/capillary/expectation';
import type {
	BadgeFacts,
	CustomerFacts,
} from '../../nodes/CapillaryBadges/execution/deliver/dry/facts';
import { badgeFacts, customerFacts } from '../../nodes/CapillaryBadges/execution/deliver/dry/facts';
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
	nameCode?: number;
	adviceOf?: Seen['adviceOf'];
	input?: Record<string, unknown>;
	body?: Record<string, unknown>;
	approval?: Record<string, unknown> | 'unread' | 'missing';
	names?: string[] | 'unread' | 'missing';
}

const MISSING = {
	missing: { what: 'It was not found', fix: 'Check it.', certainty: 'notDone' },
} as const;

function readOf<Facts extends object>(facts: Facts, given: Partial<Facts> | string | undefined) {
	if (given === 'unread') return { unread: 'No' };
	if (given === 'missing') return MISSING;
	return given === undefined ? undefined : { found: { ...facts, ...(given as Partial<Facts>) } };
}

const seenOf = ({
	badge = {},
	customer,
	about,
	input,
	body,
	approval,
	names,
	...more
}: Given): Seen => ({
	...more,
	about: { badgeId: 'B', customerId: 5, ownerType: 'Loyalty', referenceId: '1', ...about },
	input: input ?? {},
	body: body ?? {},
	now: NOW,
	badge: readOf(BADGE, badge),
	customer: readOf(NOTHING, customer),
	approval: readOf<Record<string, unknown>>({}, approval),
	names: Array.isArray(names) ? { found: new Set(names) } : readOf(new Set<string>(), names),
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
		[{ badge: { owners: ['Milestones', 'Loyalty'] } }, 'ok'],
		[{ about: { ownerType: undefined } }, '714'],
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
		[{ about: { ownerType: undefined }, badge: { claims: [] } }, 'ok'],
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
		[{ input: { earnEventDate: at(-100) } }, 'ok'],
		[{ input: { earnEventDate: at(1) } }, 'ok'],
		[{ badge: { from: NOW + 1 } }, 'ok'],
		[{ badge: { from: undefined } }, 'ok'],
		[{ input: { earnEventDate: at(-1) }, badge: 'unread' }, 'ok'],
		[{ input: { earnEventDate: at(-1) }, badge: { until: undefined } }, '?'],
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
		[{ input: { issueEventDate: at(100) } }, 'ok'],
		[{ input: { issueEventDate: at(99) }, badge: { from: undefined } }, '?'],
		[{ input: { issueEventDate: at(101) }, badge: { from: undefined } }, '816'],
		[{ badge: { from: NOW + 1 } }, '816'],
		[{ badge: { until: undefined } }, '?'],
	],
	limits: [
		[{}, 'ok'],
		[{ badge: { limits: { customer: [], badge: one('BADGE', 3) } } }, 'ok'],
		[{ badge: { limits: { customer: [], badge: one('BADGE', 2) } } }, BADGE_FULL],
		[{ badge: { issued: undefined, limits: { customer: [], badge: one('BADGE', 2) } } }, '?'],
		[{ badge: { limits: { customer: undefined, badge: [] } } }, '?'],
		[{ badge: { limits: { customer: undefined, badge: [] } }, customer: 'unread' }, 'ok'],
		[{ badge: 'missing' }, 'ok'],
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
		...[
			[{ from: NOW + 2000 }, 'ok'] as const,
			[{ from: NOW + 2001 }, '811'] as const,
			[{ from: undefined }, 'ok'] as const,
			[{ until: NOW }, 'ok'] as const,
			[{ until: NOW - 1 }, '811'] as const,
			[{ until: undefined }, 'ok'] as const,
		].map(([dates, said]): [Given, string] => [
			{ badge: { needsEnrolment: true }, customer: { issuals: [instance(dates)] } },
			said,
		]),
		[{ badge: 'unread' }, 'ok'],
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
		[{ input: { earnedBadgeId: 'A1' }, customer: { earns: undefined } }, '?'],
		[{ input: { earnedBadgeId: 'A1' }, customer: 'unread' }, 'ok'],
		[
			{
				input: { earnedBadgeId: 'A1' },
				customer: { earns: [instance({ id: 'b2' }), instance({}), instance({ id: 'c3' })] },
			},
			'ok',
		],
	],
	enrolmentToEnd: [
		[{}, '?'],
		[{ customer: {} }, '404'],
		[{ customer: { issuals: [instance({})] } }, 'ok'],
		[{ customer: { issuals: [instance({ state: 'revoked' })] } }, '404'],
		[{ customer: { issuals: [instance({ state: 'expired' })] } }, '?'],
		[{ input: { enrolment: { issueId: 'A1' } }, customer: { issuals: [instance({})] } }, 'ok'],
		[{ input: { enrolment: { issueId: 'b2' } }, customer: { issuals: [instance({})] } }, '404'],
		[{ input: { enrolment: null }, customer: { issuals: [instance({})] } }, 'ok'],
		[{ input: { enrolment: 'all' }, customer: { issuals: [instance({})] } }, 'ok'],
		[{ input: { enrolment: { issueId: 'A1' } }, customer: { issuals: undefined } }, '?'],
		[
			{
				input: { enrolment: { issueId: 'A1' } },
				customer: { issuals: [instance({ id: undefined })] },
			},
			'404',
		],
	],
	undecided: [
		[{ approval: { state: 'AdminTask' } }, 'ok'],
		[{ approval: { state: 'approved' } }, '2002'],
		[{ approval: {} }, '?'],
		[{}, 'ok'],
		[{ approval: 'missing' }, 'It was not found'],
		[{ approval: 'unread' }, '?'],
		[{ approval: { state: 'AdminTask', requestType: 5 } }, 'ok'],
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
		[{}, 'ok'],
		[{ names: 'missing' }, 'It was not found'],
		[{ names: 'unread' }, '?'],
		[{ names: ['A'], body: { name: 'A' }, nameCode: 4711 }, '4711'],
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

/** What a rule says in full, with a badge of which nothing is known but what is given. */
function words(rule: Expectation, given: Given, used = new Map<string, number>()): string[] {
	const { refused, notKnown } = judge({ rules: [rule] }, seenOf(given), used, {
		all: false,
		ours: false,
	});
	return refused ? [refused.what] : notKnown;
}

const FULL = {
	limits: { customer: one('CUSTOMER_BADGE', 1), badge: one('BADGE', 1) },
	issued: undefined,
};
const named = (...claims: Array<[string, string, boolean?]>) =>
	claims.map(([ownerType, referenceId, isActive]) => ({ ownerType, referenceId, isActive }));
const UNCLAIMED = 'Badge B is not claimed by Loyalty with reference ID 9';

const SAID: Array<[Expectation, Given, string[]]> = [
	['badge', { badge: 'unread' }, ['how the badge stands: No']],
	['customer', { customer: 'unread' }, ['what customer 5 has: No']],
	[
		'customer',
		{ customer: 'unread', about: { customerId: undefined } },
		['what the customer has: No'],
	],
	[
		'customer',
		{ customer: 'unread', about: { customerId: undefined, identifierValue: 'The Club' } },
		['what customer The Club has: No'],
	],
	['undecided', { approval: 'unread' }, ['whether the approval request waits for a decision: No']],
	['undecided', { approval: {} }, ['whether the approval request waits for a decision']],
	[
		'undecided',
		{ approval: { state: 'approved' } },
		['The approval request was decided before: it is approved'],
	],
	[
		'undecided',
		{ approval: { state: 'AdminTask', requestType: 'x' }, input: { requestType: 'y' } },
		[
			'Capillary does not know this approval request, or it does not wait for a decision: its type is x',
		],
	],
	['freeName', { names: 'unread' }, ['whether the name is taken: No']],
	[
		'claim',
		{ badge: { claims: undefined } },
		['whether badge B is claimed by Loyalty with reference ID 1'],
	],
	[
		'claim',
		{ about: { referenceId: '9' }, badge: { claims: named() } },
		[`${UNCLAIMED}: nobody has claimed it`],
	],
	[
		'claim',
		{ about: { referenceId: '9' }, badge: { claims: named(['A', '1', false], ['B', '2']) } },
		[`${UNCLAIMED}: it is claimed by B (2)`],
	],
	[
		'claim',
		{
			about: { referenceId: '9' },
			badge: { claims: named(['A', '1'], ['B', '2', true], ['C', '3']) },
		},
		[`${UNCLAIMED}: it is claimed by A (1), B (2), C (3)`],
	],
	[
		'claimToGiveUp',
		{
			about: { referenceId: '9' },
			badge: { claims: named(['A', '1'], ['B', '2'], ['C', '3'], ['D', '4'], ['E', '5']) },
		},
		[`${UNCLAIMED}: it is claimed by A (1), B (2), C (3) and 2 more`],
	],
	['openToOwner', { badge: { owners: [] } }, ['whether badge B is open to Loyalty']],
	[
		'openToOwner',
		{ badge: { owners: ['X', 'Y'] } },
		['The owner Loyalty is not allowed for this badge or organization: its owners are X, Y'],
	],
	['live', { badge: { isOn: false, state: 'over' } }, ['Badge B is not live: it is switched off']],
	[
		'live',
		{ badge: { state: 'upcoming', from: NOW + DAY } },
		['Badge B is not live: it starts later 2026-06-02T00:00:00.000Z'],
	],
	[
		'live',
		{ badge: { state: 'upcoming', from: undefined } },
		['Badge B is not live: it starts later'],
	],
	[
		'live',
		{ badge: { state: 'over', until: NOW } },
		['Badge B is not live: it has ended 2026-06-01T00:00:00.000Z'],
	],
	['live', { badge: { state: 'over', until: undefined } }, ['Badge B is not live: it has ended']],
	['live', { badge: { isOn: undefined } }, ['whether badge B is live']],
	['switchedOn', { badge: { isOn: false } }, ['Badge B is not live: it is switched off']],
	['switchedOn', { badge: { isOn: undefined } }, ['whether badge B is switched on']],
	['on', { badge: { isOn: undefined } }, ['whether badge B is switched on']],
	['enrolDate', { badge: { until: undefined } }, ['when badge B starts and ends']],
	['enrolment', { badge: { needsEnrolment: true } }, ['whether customer 5 is enrolled']],
	['enrolment', { badge: { needsEnrolment: undefined } }, ['whether badge B needs an enrolment']],
	['notEnrolled', {}, ['whether customer 5 is enrolled already']],
	[
		'limits',
		{ badge: FULL },
		['whether customer 5 has used up a limit', 'whether a limit of badge B is used up'],
	],
	['issuedBadge', {}, ['whether customer 5 holds this issued badge']],
	['enrolmentToEnd', {}, ['whether customer 5 has an enrolment']],
	[
		'enrolmentToEnd',
		{ input: { enrolment: { issueId: 'A1' } } },
		['whether customer 5 has this enrolment'],
	],
];

test.each(SAID)('%s: %j says %j', (rule, given, said) => {
	expect(words(rule, given)).toEqual(said);
});

test('a code means what the operation says it does', () => {
	const adviceOf = () => ({ what: 'Elsewhere it means this', fix: 'Do that.' });
	const { refused } = judge(
		{ rules: ['switchedOn'] },
		seenOf({ badge: { isOn: false }, adviceOf }),
		new Map(),
		{ all: false, ours: false },
	);
	expect(refused).toEqual({
		code: 815,
		what: 'Elsewhere it means this: it is switched off',
		fix: 'Do that.',
	});
	const none = seenOf({ badge: { isOn: false }, adviceOf: () => undefined });
	expect(judge({ rules: ['switchedOn'] }, none, new Map(), { all: false, ours: false })).toEqual({
		refused: expect.objectContaining({ what: 'Badge B is not live: it is switched off' }),
		isSo: false,
		notKnown: [],
	});
});

test('what is approved later is refused as things stand', () => {
	const seen = seenOf({ badge: { isOn: false } });
	const passes = { all: false, ours: false };
	const { refused } = judge({ rules: ['switchedOn'], onceApproved: true }, seen, new Map(), passes);
	expect(refused).toMatchObject({
		code: 815,
		what: 'Once approved, Capillary would refuse it as things stand. Badge B is not live: it is switched off',
	});
});

/** Deeds that only one request can do: what the next one in the run is told, unless it is about another. */
const ONCE: Array<[Expectation, Given, Given, string]> = [
	[
		'claimToGiveUp',
		{},
		{
			about: { referenceId: '2' },
			badge: { claims: named(['Loyalty', '1'], ['Loyalty', '2']) },
		},
		'Badge B is not claimed by Loyalty with reference ID 1',
	],
	[
		'notEnrolled',
		{ customer: {} },
		{ customer: {}, about: { customerId: 6 } },
		'Customer 5 is already enrolled for badge B',
	],
	[
		'issuedBadge',
		{ input: { earnedBadgeId: 'A1' }, customer: { earns: [instance({})] } },
		{ input: { earnedBadgeId: 'b2' }, customer: { earns: [instance({ id: 'b2' })] } },
		'Customer 5 does not hold this issued badge any more',
	],
	[
		'enrolmentToEnd',
		{ customer: { issuals: [instance({})] } },
		{ customer: { issuals: [instance({})] }, about: { badgeId: 'C' } },
		'Badge B was not found',
	],
	[
		'undecided',
		{ approval: { state: 'AdminTask' }, input: { approvalRequestId: 'x' } },
		{ approval: { state: 'AdminTask' }, input: { approvalRequestId: 'y' } },
		'The approval request was decided before',
	],
	[
		'freeName',
		{ names: [], body: { name: 'A' } },
		{ names: [], body: { name: 'B' } },
		'Another badge has this name already',
	],
];

test.each(ONCE)('%s: %j a second time, and not %j, is refused', (rule, given, other, said) => {
	const used = new Map<string, number>();
	expect(words(rule, given, used)).toEqual([]);
	expect(words(rule, other, used)).toEqual([]);
	expect(words(rule, given, used)).toEqual([said]);
});

test('what was done before in the run counts as done, too, where the option says so', () => {
	const passes = { all: true, ours: false };
	for (const [rule, given] of ONCE.filter(([name]) => !/undecided|freeName/.test(name))) {
		const used = new Map<string, number>();
		const judged = [1, 2].map(() => judge({ rules: [rule] }, seenOf(given), used, passes));
		expect(judged.map(({ refused, isSo }) => [rule, refused, isSo])).toEqual([
			[rule, undefined, false],
			[rule, undefined, true],
		]);
	}
	const gone = [instance({ state: 'revoked' })];
	const before: Array<[Expectation, Given]> = [
		['claimToGiveUp', { badge: { claims: [] } }],
		['issuedBadge', { input: { earnedBadgeId: 'A1' }, customer: { earns: gone } }],
		['enrolmentToEnd', { customer: { issuals: gone } }],
	];
	for (const [rule, given] of before) {
		expect(judge({ rules: [rule] }, seenOf(given), new Map(), passes)).toEqual({
			isSo: true,
			notKnown: [],
		});
	}
});

describe('an enrolment of the same owner and reference', () => {
	const ours = { ownerType: 'LOYALTY', referenceId: '1' };
	const counts = (...issuals: object[]) =>
		judge(
			{ rules: ['notEnrolled'] },
			seenOf({ customer: { issuals: issuals.map(instance) } }),
			new Map(),
			{ all: false, ours: true },
		).isSo;

	test('is found among others', () => {
		expect(counts(other, ours)).toBe(true);
		expect(counts(other, { ...ours, referenceId: '2' }, { referenceId: '1' })).toBe(false);
		expect(counts(other, { ...ours, state: 'revoked' })).toBe(false);
		expect(counts(other, { ownerType: undefined, referenceId: undefined })).toBe(false);
	});
});

describe('the view of a badge', () => {
	test('is read as far as it can be', () => {
		const limit = [{ constraintType: 'BADGE_NO_LIMIT', more: 1 }];
		const claims = [{ ownerType: 'Loyalty', referenceId: 1, isActive: 'yes' }];
		const record = {
			active: false,
			isActive: true,
			status: 'live',
			earnType: 'issue_earn',
			startOn: 1_577_836_800,
			startOnISO: '2021-01-01T00:00:00Z',
			expiresOnISO: '2030-01-01T00:00:00Z',
			ownership: { restrictedToOwners: ['Loyalty'], claims },
			earnedCount: 7,
			customerConstraints: limit,
			badgeConstraints: limit,
		};
		expect(badgeFacts(record, NOW)).toEqual({
			isOn: false,
			state: 'live',
			from: 1_577_836_800_000,
			until: Date.UTC(2030, 0, 1),
			needsEnrolment: true,
			owners: ['Loyalty'],
			claims: [{ ownerType: 'Loyalty', referenceId: '1', isActive: undefined }],
			issued: 7,
			limits: { customer: limit, badge: limit },
		});
		expect(badgeFacts({ isActive: true, earnType: 'EARN' }, NOW)).toMatchObject({
			isOn: true,
			needsEnrolment: false,
		});
	});

	test('leaves undefined what it does not show, or shows in an odd form', () => {
		const nothing = {
			...{ isOn: undefined, state: undefined, from: undefined, until: undefined },
			...{ needsEnrolment: undefined, owners: undefined, claims: undefined, issued: undefined },
			limits: { customer: undefined, badge: undefined },
		};
		const odd = {
			...{ active: 'on', status: 1, earnType: [], startOn: {}, expiresOnISO: 5 },
			...{ ownership: 'none', earnedCount: '7', customerConstraints: {}, badgeConstraints: [1] },
		};
		const isNull = Object.fromEntries(Object.keys(odd).map((name) => [name, null]));
		for (const record of [
			{},
			odd,
			isNull,
			{ ownership: { restrictedToOwners: 1, claims: [{}] } },
		]) {
			expect(badgeFacts(record, NOW)).toEqual(nothing);
		}
	});

	test('is live from its first to its last moment', () => {
		const stateOf = (startOnISO: number, expiresOnISO: number) =>
			badgeFacts(
				{
					startOnISO: new Date(startOnISO).toISOString(),
					expiresOnISO: new Date(expiresOnISO).toISOString(),
				},
				NOW,
			)?.state;
		expect(stateOf(NOW, NOW + 1)).toBe('live');
		expect(stateOf(NOW + 1, NOW + 2)).toBe('upcoming');
		expect(stateOf(NOW - 1, NOW)).toBe('over');
		expect(badgeFacts({ startOnISO: at(-1).toISOString() }, NOW)?.state).toBeUndefined();
		expect(badgeFacts({ expiresOnISO: at(1).toISOString() }, NOW)?.state).toBeUndefined();
	});
});

test('the view of a customer is read as far as it can be', () => {
	const limit = [{ constraintType: 'OVERALL' }];
	const view = {
		earnDetails: { earns: [{ earnId: 'e', customerId: 5 }] },
		issualDetails: { issuals: [] },
		customerConstraints: limit,
		badgeConstraints: limit,
	};
	expect(customerFacts(view, 5)).toEqual({
		earns: [expect.objectContaining({ id: 'e' })],
		issuals: [],
		limits: { customer: limit, badge: limit },
	});
	expect(customerFacts({ customerConstraints: null, badgeConstraints: 'none' }, 5)).toEqual({
		...{ earns: undefined, issuals: undefined },
		limits: { customer: undefined, badge: undefined },
	});
	for (const none of [null, undefined, [], 'text', 5])
		expect(customerFacts(none, 5)).toBeUndefined();
});

describe('what limits leave', () => {
	const windowOf = (more: object) => ({
		constraintType: 'BADGE_ROLLING_WINDOW',
		maxEarnLimit: 5,
		...more,
	});
	const countOf = (more: object, kind = 'ROLLING_WINDOW') => ({
		constraintType: kind,
		earnConstraintBlockStatistics: { currentEarnCountDays: 1, currentEarnCount: 1 },
		...more,
	});

	test('counts belong to a kind, and to a unit where both name one', () => {
		const days = windowOf({ rollType: 'DAYS' });
		expect(
			leftOf([days], [countOf({ rollType: 'WEEKS' }), countOf({ rollType: 'DAYS' })], true),
		).toEqual({ left: [4], isWhole: true });
		expect(leftOf([days], [countOf({}, 'OVERALL'), countOf({})], true).left).toEqual([4]);
		expect(leftOf([days], [countOf({ rollType: 'WEEKS' })], true)).toEqual({
			left: [],
			isWhole: false,
		});
		expect(leftOf([days], [countOf({ earnConstraintBlockStatistics: [1] })], true)).toEqual({
			left: [],
			isWhole: false,
		});
		expect(leftOf([windowOf({ rollType: 'YEARS' })], [countOf({})], true)).toEqual({
			left: [4],
			isWhole: true,
		});
		const unit = { maxEarnForDays: 5, maxEarnLimit: undefined };
		expect(leftOf([windowOf(unit)], [countOf({ rollType: 'DAYS' })], true).left).toEqual([4]);
	});

	test('a limit without a reference takes a count with one, and the other way round', () => {
		const fixed = (more: object) => ({
			constraintType: 'BADGE_FIXED_WINDOW',
			maxEarnLimit: 5,
			...more,
		});
		const count = (more: object) => countOf(more, 'FIXED_WINDOW');
		expect(leftOf([fixed({})], [count({ fixedWindowReferenceId: 'w' })], true).left).toEqual([4]);
		expect(leftOf([fixed({ referenceId: 'w' })], [count({})], true).left).toEqual([4]);
		const others = [count({ fixedWindowReferenceId: 'v' })];
		expect(leftOf([fixed({ referenceId: 'w' })], others, true).left).toEqual([]);
	});

	test('the total stands in for a count of all alone, and where none was read', () => {
		expect(leftOf(one('BADGE', 5), undefined, false, 2)).toEqual({ left: [3], isWhole: true });
		expect(leftOf(one('BADGE', 5), used(1), true, 2)).toEqual({ left: [4], isWhole: true });
		expect(leftOf([windowOf({ rollType: 'DAYS' })], undefined, true, 2)).toEqual({
			left: [],
			isWhole: false,
		});
		expect(leftOf(one('BADGE', 1), undefined, true, 2)).toEqual({ left: [0], isWhole: true });
		expect(leftOf(one('BADGE', '5'), undefined, true, 2)).toEqual({ left: [], isWhole: false });
		expect(leftOf(undefined, undefined, true, 2)).toEqual({ left: [], isWhole: false });
	});

	test('what was issued in all counts whatever date another issue is for', () => {
		expect(leftOf(one('CUSTOMER_BADGE', 5), used(1), false)).toEqual({ left: [4], isWhole: true });
	});

	test('each limit has its place, and one that cannot be read makes it not whole', () => {
		const three = [...one('BADGE', 9), { constraintType: 'BADGE_NEW' }, ...one('BADGE', 3)];
		const { left, isWhole } = leftOf(three, undefined, true, 2);
		expect([left[0], left[1], left[2], isWhole]).toEqual([7, undefined, 1, false]);
	});
});

test('an issue for another date is counted apart, for each customer and for the badge', () => {
	const windows = (level: string) => [{ constraintType: `${level}_FIXED_WINDOW`, maxEarnLimit: 9 }];
	const counted = [
		{ constraintType: 'FIXED_WINDOW', earnConstraintBlockStatistics: { currentEarnCount: 1 } },
	];
	const says = (level: 'customer' | 'badge', customers: number[]) => {
		const all = new Map<string, number>();
		const limits = {
			customer: level === 'customer' ? windows('CUSTOMER_BADGE') : [],
			badge: level === 'badge' ? windows('BADGE') : [],
		};
		return customers.map((customerId, i) =>
			words(
				'limits',
				{
					badge: { limits },
					customer: { limits: { customer: counted, badge: counted } },
					about: { customerId },
					input: i === 0 ? { earnEventDate: at(-9) } : {},
				},
				all,
			),
		);
	};
	const open = 'whether customer 5 has used up a limit';
	expect(says('customer', [5, 5, 6])).toEqual([[open], [open], []]);
	const badge = 'whether a limit of badge B is used up';
	expect(says('badge', [5, 5, 6])).toEqual([[badge], [badge], [badge]]);
});

test('a limit of the customer is used up for each of them', () => {
	const all = new Map<string, number>();
	const limits = { customer: one('CUSTOMER_BADGE', 2), badge: one('BADGE', 9) };
	const said = [5, 5, 5, 6].map((customerId) =>
		words(
			'limits',
			{
				badge: { limits },
				customer: { limits: { customer: used(0), badge: [] } },
				about: { customerId },
			},
			all,
		),
	);
	expect(said).toEqual([[], [], [CUSTOMER_FULL], []]);
});

test('each badge has limits of its own, of all dates and of another', () => {
	const all = new Map<string, number>();
	const says = (badgeId: string, limit: { constraintType: string }, input = {}) =>
		words(
			'limits',
			{
				badge: { limits: { customer: [], badge: [limit] }, issued: 0 },
				customer: {
					limits: {
						customer: [],
						badge: [
							{
								constraintType: 'ROLLING_WINDOW',
								earnConstraintBlockStatistics: { currentEarnCountDays: 1 },
							},
						],
					},
				},
				about: { badgeId },
				input,
			},
			all,
		);
	const [overall] = one('BADGE', 1);
	expect([says('B', overall), says('C', overall), says('B', overall)]).toEqual([
		[],
		[],
		[BADGE_FULL],
	]);
	const window = { constraintType: 'BADGE_ROLLING_WINDOW', rollType: 'DAYS', maxEarnLimit: 9 };
	const open = 'whether a limit of badge B is used up';
	expect(says('B', window, { earnEventDate: at(-9) })).toEqual([open]);
	expect([says('C', window), says('B', window)]).toEqual([[], [open]]);
});

test('a limit that is used up comes with what to do', () => {
	const seen = seenOf({ badge: { limits: { customer: [], badge: one('BADGE', 2) } } });
	const { refused } = judge({ rules: ['limits'] }, seen, new Map(), { all: false, ours: false });
	expect(refused).toEqual({
		what: BADGE_FULL,
		fix: "Nothing can be issued until the limit leaves room again: see it with Customer Badge > Get, 'Simplify' off.",
	});
});
