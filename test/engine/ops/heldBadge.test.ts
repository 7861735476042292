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
