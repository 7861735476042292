import { SEED } from '../../../sandbox';
import { asked, CUSTOMER, giveBadges, IDENTIFIERS } from '../../support/holder';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const ROOT = '/api_gateway/v1/badges';
const ISO = /^\d{4}-\d\d-\d\dT/;

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => giveBadges(stage));
afterAll(() => stage.close());

const path = `${ROOT}/management/${CUSTOMER}/badge/${SEED.enrolBadge}`;
const get = (parameters: object = {}) =>
	stage.run('customerBadge.get', {
		badgeId: SEED.enrolBadge,
		customerId: CUSTOMER,
		...parameters,
	});

test('asks for statistics and gives ten fields at most', async () => {
	const { items } = await get();
	expect(asked(stage)).toEqual([{ method: 'GET', path, query: { includeStatistics: 'true' } }]);
	expect(stage.requests()[0].headers).not.toHaveProperty('x-cap-customer-identifier');
	expect(linked(items)).toEqual([
		{
			item: 0,
			id: SEED.enrolBadge,
			badgeMetaId: SEED.enrolBadge,
			badgeId: SEED.enrolBadge,
			customerId: CUSTOMER,
			name: 'Marathon Month',
			badgeType: 'ISSUE_EARN',
			badgeStatus: 'LIVE',
			expiresOnISO: expect.stringMatching(ISO),
			activeEarnedCount: 1,
			lastEarnedOnISO: expect.stringMatching(ISO),
			issuedStatus: 'ACTIVE',
			issuedCount: 1,
			earnCount: 1,
		},
	]);
});

test('gives the IDs of enrolments and issued badges in full', async () => {
	const { items } = await get({ simplify: false });
	const [earn] = stage.sandbox.state.earns.values();
	const [issual] = stage.sandbox.state.issuals.values();
	expect(items[0].json).toMatchObject({
		issualDetails: { issuals: [{ issueId: issual.id, issuedOnISO: expect.stringMatching(ISO) }] },
		earnDetails: { earns: [{ earnedBadgeId: earn.id }] },
	});
});

describe('one item per earned badge', () => {
	const split = (parameters: object = {}) => get({ splitOut: true, ...parameters });

	test('with the ID that Revoke Issued wants, and the customer', async () => {
		const owner = { ownerType: 'Loyalty', referenceId: '123694' };
		await stage.run('customerBadge.enrol', {
			badgeId: SEED.enrolBadge,
			...owner,
			customers: CUSTOMER,
		});
		await stage.run('customerBadge.earn', {
			badgeId: SEED.enrolBadge,
			...owner,
			customerId: CUSTOMER,
		});
		stage.sandbox.journal.clear();
		const [first, , second] = stage.sandbox.state.earns.keys();
		const { items } = await split({ includeStatistics: false });
		expect(asked(stage)).toEqual([{ method: 'GET', path, query: { includeStatistics: 'true' } }]);
		expect(linked(items)).toEqual(
			[first, second].map((earnedBadgeId) => ({
				item: 0,
				earnedBadgeId,
				badgeMetaId: SEED.enrolBadge,
				badgeId: SEED.enrolBadge,
				name: 'Marathon Month',
				customerId: CUSTOMER,
				earnStatus: 'ACTIVE',
				earnedOnISO: expect.stringMatching(ISO),
				earnEventDateISO: expect.stringMatching(ISO),
				earnExpiresOnISO: expect.stringMatching(ISO),
				ownerType: 'Loyalty',
				ownerReferenceId: '123694',
			})),
		);
		const revoke = { badgeId: SEED.enrolBadge, customerId: CUSTOMER, earnedBadgeId: first };
		await stage.run('customerBadge.revokeEarn', revoke);
		expect((await split()).items.map(({ json }) => json.earnedBadgeId)).toEqual([second]);
		const whole = await split({ simplify: false });
		expect(whole.items[0].json).toMatchObject({
			earnedOn: expect.any(Number),
			name: 'Marathon Month',
		});
	});

	test('no item where the customer has none', async () => {
		const { items, failed } = await split({ customerId: 123 });
		expect([items, failed]).toEqual([[], []]);
	});

	test('under the other name of its ID, and by email', async () => {
		stage.sandbox.setHabits({ 'earn-row-id': 'earnId' });
		const [first] = stage.sandbox.state.earns.keys();
		const email = {
			customerIdentifierType: 'email',
			customerId: `customer${CUSTOMER}@example.com`,
		};
		const { items } = await split(email);
		expect(items.map(({ json }) => json.earnedBadgeId)).toEqual([first]);
		expect(items[0].json).not.toHaveProperty('customerId');
	});

	test('a view that counts badges without showing each is no empty list', async () => {
		stage.sandbox.setHabits({ statistics: 'none' });
		const { items, failed } = await split();
		expect(items).toEqual([]);
		expect(failed[0].json).toMatchObject({
			error: 'Capillary does not show what this customer has one by one',
			details: { advice: expect.stringContaining("'One Item per Earned Badge' off") },
		});
	});

	test('never what another customer has', async () => {
		await stage.run('customerBadge.earn', {
			badgeId: SEED.earnBadge,
			ownerType: 'Loyalty',
			referenceId: '123694',
			customerId: 123,
		});
		stage.sandbox.setHabits({ 'row-customers': 'all' });
		const { items } = await split({ badgeId: SEED.earnBadge });
		expect(items.map(({ json }) => json.customerId)).toEqual([CUSTOMER]);
		const byEmail = await split({
			badgeId: SEED.earnBadge,
			customerIdentifierType: 'email',
			customerId: `customer${CUSTOMER}@example.com`,
		});
		expect([byEmail.items.length, byEmail.failed.length]).toEqual([0, 1]);
	});
});

test('without statistics, and from an older server', async () => {
	stage.sandbox.state.generation = 'old';
	const { items } = await get({ includeStatistics: false });
	expect(asked(stage)[0].query).toEqual({ includeStatistics: 'false' });
	expect(items[0].json).toMatchObject({
		activeEarnedCount: 1,
		expiresOnISO: expect.stringMatching(ISO),
	});
	expect(items[0].json).not.toHaveProperty('issuedCount');
});

test.each(IDENTIFIERS)('finds the customer by %s', async (customerIdentifierType, customerId) => {
	const { items } = await get({ customerIdentifierType, customerId });
	const [request] = stage.requests();
	expect(request.headers['x-cap-customer-identifier']).toBe(customerIdentifierType);
	expect(decodeURIComponent(request.path)).toBe(
		`${ROOT}/management/${customerId}/badge/${SEED.enrolBadge}`,
	);
	expect(items[0].json.activeEarnedCount).toBe(1);
});

test('says which badge or customer is not there', async () => {
	const missing = 'ffffffffffffffffffffffff';
	const badge = await get({ badgeId: missing });
	expect(badge.failed[0].json).toMatchObject({
		error: `Badge ${missing} was not found`,
		details: { code: 404, httpStatus: 404 },
	});
	const customer = await get({ customerIdentifierType: 'email', customerId: 'a/../b@c.d' });
	expect(stage.requests().at(-1)?.path).toContain('a%2F..%2Fb%40c.d');
	expect(customer.failed[0].json).toMatchObject({
		error: 'Capillary refused the request: Customer not found: a/../b@c.d',
		details: { code: 400, apiMessage: 'Customer not found: a/../b@c.d' },
	});
});
