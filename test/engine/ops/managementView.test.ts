import { asked, CUSTOMER, giveBadges } from '../../support/holder';
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

const path = `${ROOT}/management/${CUSTOMER}`;
const list = (parameters: object = {}) =>
	stage.run('customerBadge.getAll', { customerId: CUSTOMER, ...parameters });

test.each(['old', 'new'] as const)('lists what the customer earned (%s)', async (generation) => {
	stage.sandbox.state.generation = generation;
	const { items } = await list({
		limit: 1,
		sort: { sortOn: 'LAST_EARNED_ON_DATE', order: 'ASC' },
	});
	expect(asked(stage)).toEqual([
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
			customerId: CUSTOMER,
			badgeMetaId: expect.stringMatching(/^[0-9a-f]{24}$/),
			badgeId: expect.stringMatching(/^[0-9a-f]{24}$/),
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
		owner: 'Loyalty',
		startOn: '2022-06-01T00:00:00Z',
	};
	const sort = { order: 'ASC', sortOn: 'LAST_MODIFIED_DATE' };
	const { items } = await list({ badgeType: 'AVAILABLE', returnAll: true, filters, sort });
	expect(asked(stage)[0].query).toEqual({
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
	expect(asked(stage)[0].query).toEqual({ badgeType: 'EARNED', page: '0', size: '50' });
});

test.each(['AVAILABLE', 'AVAILABLE_TO_ISSUE', 'EXPIRED'])(
	'lists %s badges in full',
	async (badgeType) => {
		const { items, failed } = await list({ badgeType, returnAll: true, simplify: false });
		expect(failed).toEqual([]);
		expect(asked(stage)[0].query.badgeType).toBe(badgeType);
		expect(items.every(({ json }) => 'ownership' in json)).toBe(true);
	},
);

test('a value that Capillary does not take is explained', async () => {
	stage.sandbox.state.unknownCustomers.add(CUSTOMER);
	const { failed } = await list();
	expect(failed[0].json).toMatchObject({
		error: `Capillary refused the request: Customer not found: ${CUSTOMER}`,
		details: { code: 400, apiMessage: `Customer not found: ${CUSTOMER}`, customerId: CUSTOMER },
	});
});
