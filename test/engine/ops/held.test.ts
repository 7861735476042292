import { SEED } from '../../../sandbox';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const ROOT = '/api_gateway/v1/badges';
const CUSTOMER = 62090013;
const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };
const IDENTIFIERS = [
	['email', `customer${CUSTOMER}@example.com`],
	['mobile', `91${String(CUSTOMER).padStart(10, '0')}`],
	['externalId', `EXT-${CUSTOMER}`],
	['cardNumber', `CARD${CUSTOMER}`],
];
const ISO = /^\d{4}-\d\d-\d\dT/;

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(async () => {
	stage.sandbox.reset();
	const badge = { badgeId: SEED.enrolBadge, ...OWNER };
	await stage.run('customerBadge.enrol', { ...badge, customers: CUSTOMER });
	await stage.run('customerBadge.earn', { ...badge, customerId: CUSTOMER });
	await stage.run('customerBadge.earn', {
		...badge,
		badgeId: SEED.earnBadge,
		customerId: CUSTOMER,
	});
	stage.sandbox.journal.clear();
});
afterAll(() => stage.close());

const asked = () => stage.requests().map(({ method, path, query }) => ({ method, path, query }));

describe('get', () => {
	const path = `${ROOT}/management/${CUSTOMER}/badge/${SEED.enrolBadge}`;
	const get = (parameters: object = {}) =>
		stage.run('customerBadge.get', {
			badgeId: SEED.enrolBadge,
			customerId: CUSTOMER,
			...parameters,
		});

	test('asks for statistics and gives ten fields at most', async () => {
		const { items } = await get();
		expect(asked()).toEqual([{ method: 'GET', path, query: { includeStatistics: 'true' } }]);
		expect(stage.requests()[0].headers).not.toHaveProperty('x-cap-customer-identifier');
		expect(linked(items)).toEqual([
			{
				item: 0,
				id: SEED.enrolBadge,
				badgeMetaId: SEED.enrolBadge,
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

	test('without statistics, and from an older server', async () => {
		stage.sandbox.state.generation = 'old';
		const { items } = await get({ includeStatistics: false });
		expect(asked()[0].query).toEqual({ includeStatistics: 'false' });
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
			error: 'Capillary could not accept a value in the request',
			details: { code: 400, apiMessage: 'Customer not found: a/../b@c.d' },
		});
	});
});

describe('the customer view', () => {
	const path = `${ROOT}/customer/${CUSTOMER}`;
	const list = (parameters: object = {}, more: object = {}) =>
		stage.run('customerBadge.getForCustomer', { customerId: CUSTOMER, ...parameters }, more);

	test.each(['old', 'new'] as const)('lists what the customer earned (%s)', async (generation) => {
		stage.sandbox.state.generation = generation;
		const { items } = await list();
		expect(asked()).toEqual([
			{ method: 'GET', path, query: { badgeType: 'EARNED', page: '0', size: '50', limit: '50' } },
		]);
		expect(linked(items)).toEqual(
			[
				[SEED.enrolBadge, 'Marathon Month', 'ISSUE_EARN'],
				[SEED.earnBadge, 'Frequent Flyer', 'EARN'],
			].map(([badgeMetaId, name, earnType]) => ({
				item: 0,
				badgeMetaId,
				name,
				earnType,
				active: true,
				startOnISO: expect.stringMatching(ISO),
				expiresOnISO: expect.stringMatching(ISO),
				badgeGroupName: null,
				badgeRank: null,
				earnedCount: 1,
				lastEarnedOnDateISO: expect.stringMatching(ISO),
			})),
		);
	});

	test('takes every filter, and an identifier', async () => {
		const [type, customerId] = IDENTIFIERS[0];
		const { items } = await list({
			customerIdentifierType: type,
			customerId,
			badgeType: 'AVAILABLE',
			returnAll: true,
			simplify: false,
			filters: {
				includeExpired: true,
				sortOn: 'RANK',
				groupId: { mode: 'list', value: SEED.groups[0] },
			},
		});
		const [{ query, headers }] = stage.requests();
		expect(query).toEqual({
			badgeType: 'AVAILABLE',
			groupId: SEED.groups[0],
			includeExpired: 'true',
			sortOn: 'RANK',
			page: '0',
			size: '100',
			limit: '100',
		});
		expect(headers['x-cap-customer-identifier']).toBe('email');
		expect(items.map(({ json }) => [json.name, json.badgeRank])).toEqual([
			['Coffee Lover', 3],
			['Tea Lover', 2],
		]);
		expect(items[0].json).toHaveProperty('customerConstraints');
	});

	test('links each badge to the item that named the customer', async () => {
		const { items, failed } = await list(
			{ customerId: '={{ $json.who }}' },
			{ items: [{ who: 123 }, { who: CUSTOMER }, { who: 'nobody' }] },
		);
		expect(linked(items).map(({ item }) => item)).toEqual([1, 1]);
		expect(linked(failed)).toMatchObject([
			{ item: 2, who: 'nobody', error: `'Customer' is not a customer ID: "nobody"` },
		]);
	});
});

describe('the management view', () => {
	const path = `${ROOT}/management/${CUSTOMER}`;
	const list = (parameters: object = {}) =>
		stage.run('customerBadge.getAll', { customerId: CUSTOMER, ...parameters });

	test.each(['old', 'new'] as const)('lists what the customer earned (%s)', async (generation) => {
		stage.sandbox.state.generation = generation;
		const { items } = await list({
			limit: 1,
			filters: { sortOn: 'LAST_EARNED_ON_DATE', order: 'ASC' },
		});
		expect(asked()).toEqual([
			{
				method: 'GET',
				path,
				query: {
					badgeType: 'EARNED',
					sortOn: 'LAST_EARNED_ON_DATE',
					order: 'ASC',
					page: '0',
					size: '1',
				},
			},
		]);
		expect(linked(items)).toEqual([
			{
				item: 0,
				badgeMetaId: expect.stringMatching(/^[0-9a-f]{24}$/),
				name: expect.any(String),
				badgeType: expect.stringMatching(/^(ISSUE_)?EARN$/),
				badgeStatus: 'LIVE',
				active: true,
				expiresOnISO: expect.stringMatching(ISO),
				badgeGroupName: null,
				badgeRank: null,
				earnCount: 1,
				lastEarnedOnISO: expect.stringMatching(ISO),
			},
		]);
	});

	test('takes every filter', async () => {
		const filters = {
			action: 'DEACTIVATED',
			badgeStatus: 'live',
			claimedBy: 'Loyalty',
			expiresOn: '2036-06-01T00:00:00Z',
			expiresOnOperator: 'LESS_THAN',
			groupId: { mode: 'list', value: '' },
			name: 'sleep',
			order: 'ASC',
			owner: 'Loyalty',
			sortOn: 'LAST_MODIFIED_DATE',
			startOn: '2022-06-01T00:00:00Z',
		};
		const { items } = await list({ badgeType: 'AVAILABLE', returnAll: true, filters });
		expect(asked()[0].query).toEqual({
			badgeType: 'AVAILABLE',
			action: 'DEACTIVATED',
			badgeStatus: 'LIVE',
			claimedBy: 'Loyalty',
			expiresOn: '2036-06-01T00:00:00.000Z',
			expiresOnOperator: 'LESS_THAN',
			name: 'sleep',
			order: 'ASC',
			owner: 'Loyalty',
			sortOn: 'LAST_MODIFIED_DATE',
			startOn: '2022-06-01T00:00:00.000Z',
			startOnOperator: 'GREATER_THAN',
			page: '0',
			size: '100',
		});
		expect(items.map(({ json }) => json.name)).toEqual(['Sleeping Badge']);
	});

	test('a side without a date is not sent', async () => {
		await list({ filters: { startOnOperator: 'LESS_THAN' } });
		expect(asked()[0].query).toEqual({ badgeType: 'EARNED', page: '0', size: '50' });
	});

	test.each(['AVAILABLE', 'AVAILABLE_TO_ISSUE', 'EXPIRED'])(
		'lists %s badges in full',
		async (badgeType) => {
			const { items, failed } = await list({ badgeType, returnAll: true, simplify: false });
			expect(failed).toEqual([]);
			expect(asked()[0].query.badgeType).toBe(badgeType);
			expect(items.every(({ json }) => 'ownership' in json)).toBe(true);
		},
	);

	test('a value that Capillary does not take is explained', async () => {
		stage.sandbox.state.unknownCustomers.add(CUSTOMER);
		const { failed } = await list();
		expect(failed[0].json).toMatchObject({
			error: 'Capillary could not accept a value in the request',
			details: { code: 400, apiMessage: `Customer not found: ${CUSTOMER}`, customerId: CUSTOMER },
		});
	});
});
