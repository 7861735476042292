import { SEED } from '../../../sandbox';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const REVOKE_EARN = '/api_gateway/v1/badges/customer/revokeEarn';
const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };
const CUSTOMER = 62090013;

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

async function earned(customerId = CUSTOMER): Promise<string> {
	const { items } = await stage.run('customerBadge.earn', {
		badgeId: SEED.earnBadge,
		...OWNER,
		customerId,
	});
	stage.sandbox.journal.clear();
	return String(items[0].json.earnedBadgeId);
}
const revoke = (parameters: object) =>
	stage.run('customerBadge.revokeEarn', { badgeId: SEED.earnBadge, ...parameters });

test.each(['old', 'new'] as const)('sends the documented request (%s)', async (generation) => {
	stage.sandbox.state.generation = generation;
	const earnedBadgeId = await earned();
	const { items } = await revoke({ customerId: String(CUSTOMER), earnedBadgeId });
	const [{ method, path, body, headers }] = stage.requests();
	expect([method, path, body]).toEqual([
		'POST',
		REVOKE_EARN,
		{ badgeMetaId: SEED.earnBadge, customerId: CUSTOMER, earnedBadgeId },
	]);
	expect(headers).not.toHaveProperty('x-cap-customer-identifier');
	expect(linked(items)).toEqual([
		{
			item: 0,
			badgeMetaId: SEED.earnBadge,
			badgeId: SEED.earnBadge,
			customerId: CUSTOMER,
			earnedBadgeId,
			isActive: false,
		},
	]);
	expect(stage.sandbox.state.earns.get(earnedBadgeId)?.isActive).toBe(false);
});

test.each([
	['email', `customer${CUSTOMER}@example.com`],
	['mobile', `91${String(CUSTOMER).padStart(10, '0')}`],
	['externalId', `EXT-${CUSTOMER}`],
	['cardNumber', `CARD${CUSTOMER}`],
])('finds the customer by %s', async (customerIdentifierType, customerId) => {
	const earnedBadgeId = await earned();
	const { items } = await revoke({ customerIdentifierType, customerId, earnedBadgeId });
	expect(stage.requests()[0].headers['x-cap-customer-identifier']).toBe(customerIdentifierType);
	expect(stage.requests()[0].body).toMatchObject({ customerId });
	expect(items[0].json).toMatchObject({ customerId: CUSTOMER, isActive: false });
});

test('a badge that is revoked already fails, or continues where the user says so', async () => {
	const earnedBadgeId = await earned();
	const parameters = { customerId: CUSTOMER, earnedBadgeId };
	await revoke(parameters);
	const { failed } = await revoke(parameters);
	expect(linked(failed)).toEqual([
		{
			item: 0,
			error: `Customer ${CUSTOMER} does not hold this issued badge any more`,
			details: {
				code: 814,
				apiMessage: 'Active earn instance is not present.',
				httpStatus: 409,
				supportId: expect.any(String),
				customerId: CUSTOMER,
				advice:
					"Check 'Earned Badge ID'. If it was revoked before, set the option 'Already Done' to 'Continue'.",
				retry: 'no',
			},
		},
	]);
	const { items } = await revoke({ ...parameters, options: { alreadyDone: 'continue' } });
	expect(items[0].json).toEqual({
		badgeMetaId: SEED.earnBadge,
		badgeId: SEED.earnBadge,
		customerId: CUSTOMER,
		alreadyDone: true,
	});
});

test('a lost answer is repeated, and what it did counts', async () => {
	const earnedBadgeId = await earned();
	stage.sandbox.faults.add({ match: { path: REVOKE_EARN }, drop: 'after' });
	const { items } = await revoke({ customerId: CUSTOMER, earnedBadgeId });
	expect(stage.requests().map(({ status }) => status)).toEqual([null, 409]);
	expect(items[0].json).toMatchObject({ customerId: CUSTOMER, alreadyDone: true });
});

test('a badge that is not there, and an ID that is none', async () => {
	const { failed } = await revoke({
		badgeId: 'ffffffffffffffffffffffff',
		customerId: CUSTOMER,
		earnedBadgeId: 'a'.repeat(24),
	});
	expect(failed[0].json).toMatchObject({
		error: 'Badge ffffffffffffffffffffffff was not found',
		details: { code: 404, httpStatus: 404 },
	});
	stage.sandbox.journal.clear();
	const refused = await revoke({ customerId: CUSTOMER, earnedBadgeId: 'no id / at all' });
	expect(refused.failed[0].json.error).toBe(
		`'Earned Badge ID' is not the ID of a customer's badge: "no id / at all"`,
	);
	expect(stage.requests()).toEqual([]);
});
