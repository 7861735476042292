import { SEED } from '../../../sandbox';
import { BADGE, createBadge } from '../../support/newBadge';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const META = '/api_gateway/v1/badges/badgeMeta';
const ID = /^[0-9a-f]{24}$/;

let stage: Stage;
beforeAll(async () => {
	stage = await startStage({ clock: () => Date.UTC(2026, 0, 1, 12) });
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const BODY = {
	name: 'badge 01',
	startOn: '2026-01-18T05:35:00.000Z',
	expiresOn: '2026-01-30T05:35:00.000Z',
	earnType: 'EARN',
	earnedBadgeExpiry: { expiryType: 'RELATIVE', relativeExpirytype: 'WEEKS', value: 2 },
	ownership: { restrictedToOwners: ['Loyalty', 'Milestones'] },
};

const create = async (more: object = {}, additionalFields: object = {}) =>
	await createBadge(stage, more, additionalFields);
const sent = () => stage.requests().at(-1);

test('the documented example: epoch seconds in, ISO dates out', async () => {
	const { items } = await create(
		{
			startOn: 1768714500,
			expiresOn: '1769751300',
			earnedBadgeExpiry: { date: { expiresOn: 1769751300 } },
			simplify: false,
		},
		{
			customerLimits: { fixedValue: [{ maxEarnLimit: 100 }] },
			badgeLimits: { fixedValue: [{ maxEarnLimit: 10000 }] },
		},
	);
	const dates = { startOn: '2026-01-18T05:35:00.000Z', expiresOn: '2026-01-30T05:35:00.000Z' };
	expect(sent()).toMatchObject({ method: 'POST', path: META, status: 201 });
	expect(sent()?.body).toEqual({
		...BODY,
		...dates,
		earnedBadgeExpiry: {
			expiryType: 'ABSOLUTE',
			type: 'FIXED_DATE',
			expiresOn: '2026-01-30T05:35:00.000Z',
		},
		customerConstraints: [{ constraintType: 'CUSTOMER_BADGE_FIXED_VALUE', maxEarnLimit: 100 }],
		badgeConstraints: [{ constraintType: 'BADGE_FIXED_VALUE', maxEarnLimit: 10000 }],
	});
	expect(linked(items)).toMatchObject([
		{
			item: 0,
			id: expect.stringMatching(ID),
			name: 'badge 01',
			startOn: 1768714500,
			startOnISO: '2026-01-18T05:35:00Z',
			expiresOnISO: '2026-01-30T05:35:00Z',
			earnType: 'EARN',
			status: 'UPCOMING',
			active: true,
			ownership: { restrictedToOwners: ['Loyalty', 'Milestones'], claims: [] },
		},
	]);
});

test('simplified: ten fields, flat but for the owners', async () => {
	const { items } = await create();
	const id = items[0].json.id;
	expect(items[0].json).toEqual({
		id,
		badgeMetaId: id,
		badgeId: id,
		name: 'badge 01',
		status: 'UPCOMING',
		active: true,
		earnType: 'EARN',
		startOnISO: '2026-01-18T05:35:00Z',
		expiresOnISO: '2026-01-30T05:35:00Z',
		description: null,
		owners: ['Loyalty', 'Milestones'],
	});
	expect(sent()?.body).toEqual(BODY);
});

test('without an expiry, what customers have ends with the badge', async () => {
	const withBadge = {
		expiryType: 'ABSOLUTE',
		type: 'WITH_BADGE_META',
		expireWithBadgeMeta: true,
	};
	await create({ earnedBadgeExpiry: {} });
	expect(sent()?.body).toEqual({ ...BODY, earnedBadgeExpiry: withBadge });
	await create({ earnType: 'ISSUE_EARN', earnedBadgeExpiry: {}, issuedBadgeExpiry: {} });
	expect(sent()?.body).toEqual({
		...BODY,
		earnType: 'ISSUE_EARN',
		earnedBadgeExpiry: withBadge,
		issuedBadgeExpiry: withBadge,
	});
	await create({ earnedBadgeExpiry: {} }, { otherFields: { earnedBadgeExpiry: { own: 1 } } });
	expect(sent()?.body).toEqual({ ...BODY, earnedBadgeExpiry: { own: 1 } });
});

test('a badge that needs enrolment, with everything that has a field', async () => {
	const { items } = await create(
		{
			earnType: 'ISSUE_EARN',
			owners: '={{ "loyalty promotion, Membercare" }}',
			earnedBadgeExpiry: { open: { ends: 'never' } },
			issuedBadgeExpiry: { open: { ends: 'withBadge' } },
			simplify: false,
		},
		{
			active: false,
			badgeGroupId: { __rl: true, mode: 'list', value: SEED.groups[1] },
			badgeRank: 3,
			customFields: {
				field: [
					{ name: 'Season', value: 'summer' },
					{ name: 'Since', value: '={{ DateTime.fromISO("2024-06-13T14:20:42Z") }}' },
				],
			},
			defaultTillId: '50682289',
			description: 'For ten coffees',
			images: { image: [{ name: 'cup.png', url: 'https://example.com/cup.png', tag: 'EARNED' }] },
			otherFields: '{"tags":[{"name":"a","value":"b"}]}',
		},
	);
	const body = {
		...BODY,
		earnType: 'ISSUE_EARN',
		ownership: { restrictedToOwners: ['Loyalty_Promotion', 'Membercare'] },
		earnedBadgeExpiry: { expiryType: 'NEVER' },
		issuedBadgeExpiry: {
			expiryType: 'ABSOLUTE',
			type: 'WITH_BADGE_META',
			expireWithBadgeMeta: true,
		},
		active: false,
		badgeGroupId: SEED.groups[1],
		badgeRank: 3,
		customFields: { Season: 'summer', Since: '2024-06-13T14:20:42.000Z' },
		defaultTillId: 50682289,
		description: 'For ten coffees',
		images: [{ name: 'cup.png', url: 'https://example.com/cup.png', tag: 'EARNED' }],
		tags: [{ name: 'a', value: 'b' }],
	};
	expect(sent()?.body).toEqual(body);
	const shown = Object.entries(body).filter(
		([name]) => !['defaultTillId', 'startOn', 'expiresOn'].includes(name),
	);
	expect(items[0].json).toMatchObject({
		...Object.fromEntries(shown),
		issuedBadgeExpiry: { ...body.issuedBadgeExpiry, expiresOn: null },
	});
});

test('each kind of limit, for customers and for the badge', async () => {
	const limits = {
		fixedValue: [{ maxEarnLimit: 1 }],
		rollingWindow: [
			{ maxEarnLimit: 2, rollValue: 7, rollType: 'DAYS' },
			{ maxEarnLimit: 3, rollValue: 1, rollType: 'MONTHS' },
		],
		windowOfDays: [{ maxEarnLimit: 4, refreshRate: 3 }],
		windowOfWeeks: [{ maxEarnLimit: 5, startDayOfTheWeek: 'TUESDAY' }],
		windowOfMonths: [{ maxEarnLimit: 6 }],
	};
	const { items } = await create({}, { customerLimits: limits, badgeLimits: limits });
	expect(items).toHaveLength(1);
	const windows = [
		{ durationType: 'DAYS', refreshRate: 3, maxEarnLimit: 4 },
		{ durationType: 'MONTHS', maxEarnLimit: 6 },
		{ durationType: 'WEEKS', startDayOfTheWeek: 'TUESDAY', maxEarnLimit: 5 },
	];
	const typed = (constraintType: string) => (window: object) => ({ constraintType, ...window });
	expect(sent()?.body).toEqual({
		...BODY,
		customerConstraints: [
			{ constraintType: 'CUSTOMER_BADGE_FIXED_VALUE', maxEarnLimit: 1 },
			...windows.map(typed('CUSTOMER_BADGE_FIXED_WINDOW')),
			{
				constraintType: 'CUSTOMER_BADGE_ROLLING_WINDOW',
				maxEarnForDays: 2,
				rollForDays: 7,
				maxEarnForMonths: 3,
				rollForMonths: 1,
			},
		],
		badgeConstraints: [
			{ constraintType: 'BADGE_FIXED_VALUE', maxEarnLimit: 1 },
			...windows.map(typed('BADGE_FIXED_WINDOW')),
			{ constraintType: 'BADGE_ROLLING_WINDOW', rollType: 'DAYS', rollValue: 7, maxEarnLimit: 2 },
			{ constraintType: 'BADGE_ROLLING_WINDOW', rollType: 'MONTHS', rollValue: 1, maxEarnLimit: 3 },
		],
	});
	await create(
		{ name: 'b2' },
		{ customerLimits: { noLimit: [{}] }, badgeLimits: { noLimit: [{}] } },
	);
	expect(sent()?.body).toMatchObject({
		customerConstraints: [{ constraintType: 'CUSTOMER_BADGE_NO_LIMIT' }],
		badgeConstraints: [{ constraintType: 'BADGE_NO_LIMIT' }],
	});
});

test("a start in the past needs 'Historical Badge'", async () => {
	const past = { startOn: '2020-01-01', expiresOn: '2022-01-01' };
	const { failed } = await create(past);
	expect(linked(failed)).toMatchObject([
		{
			error: 'The start date lies in the past',
			details: {
				code: 722,
				advice: "Use a later 'Starts On', or switch on 'Historical Badge' to allow a past date.",
			},
		},
	]);
	expect(sent()?.headers['x-cap-badges-migration']).toBeUndefined();
	const { items } = await create(past, { historical: true });
	expect(sent()?.headers['x-cap-badges-migration']).toBe('migration');
	expect(items[0].json).toMatchObject({ status: 'EXPIRED', startOnISO: '2020-01-01T00:00:00Z' });
});

test('dates without a zone count in the time zone of the workflow', async () => {
	await stage.run(
		'badge.create',
		{ ...BADGE, startOn: '2026-02-01T09:00:00', expiresOn: '2026-03-01 09:00:00' },
		{ timezone: 'Asia/Kolkata' },
	);
	expect(sent()?.body).toMatchObject({
		startOn: '2026-02-01T03:30:00.000Z',
		expiresOn: '2026-03-01T03:30:00.000Z',
	});
});
