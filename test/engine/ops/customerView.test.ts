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

const path = `${ROOT}/customer/${CUSTOMER}`;
const list = (parameters: object = {}, more: object = {}) =>
	stage.run('customerBadge.getForCustomer', { customerId: CUSTOMER, ...parameters }, more);

test.each(['old', 'new'] as const)('lists what the customer earned (%s)', async (generation) => {
	stage.sandbox.state.generation = generation;
	const { items } = await list();
	expect(asked(stage)).toEqual([
		{ method: 'GET', path, query: { badgeType: 'EARNED', page: '0', size: '50', limit: '50' } },
	]);
	expect(linked(items)).toEqual(
		[
			[SEED.enrolBadge, 'Marathon Month', 'ISSUE_EARN'],
			[SEED.earnBadge, 'Frequent Flyer', 'EARN'],
		].map(([badgeMetaId, name, earnType]) => ({
			item: 0,
			customerId: CUSTOMER,
			badgeMetaId,
			badgeId: badgeMetaId,
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
			groupId: { mode: 'list', value: SEED.groups[0] },
		},
		sort: { sortOn: 'RANK' },
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
		{
			item: 2,
			who: 'nobody',
			error: `'Customer' is not a customer ID: "nobody"`,
			details: {
				advice:
					"Customer IDs are positive whole numbers up to 9007199254740991. For an email address or the like, choose its 'Customer Identifier Type'. Nothing was sent for this item.",
			},
		},
	]);
});
