/** revokeIssue, revokeEarn and import (docs/api.md#revoke-enrolment, docs/api.md#revoke-earn, docs/api.md#import). */
import {
	BADGES,
	Client,
	EARN,
	ISSUE_BULK,
	refusal,
	REVOKE_EARN,
	REVOKE_ISSUE,
	SEED,
} from './client';

const NOW = Date.UTC(2026, 5, 1, 12);
const IMPORT = `${BADGES}/import/customerBadges`;
const NO_INSTANCE = { code: 404, message: "Customer doesn't have issue instance", reference: null };
let now = NOW;
let client: Client;
beforeAll(async () => {
	client = await Client.start({ clock: () => now });
});
beforeEach(() => {
	now = NOW;
	client.sandbox.reset();
});
afterAll(() => client.sandbox.close());

const enrol = (customers: unknown, change: object = {}) =>
	client.post(ISSUE_BULK, { badgeMetaId: SEED.enrolBadge, customers, ...change });
const revoke = (change: object) =>
	client.post(REVOKE_ISSUE, { badgeMetaId: SEED.enrolBadge, ...change });

describe('revokeIssue', () => {
	test('ends all enrolments of the customers', async () => {
		const { body } = await enrol([5, 6]);
		const [five] = body.data.issuedBadges;
		const revoked = await revoke({ customers: [5, 9] });
		expect([revoked.status, revoked.body]).toEqual([
			200,
			{
				data: {
					badgeMetaId: SEED.enrolBadge,
					revokedIssuedBadges: [
						{ customerId: 5, issuedId: five.issuedId, error: null },
						{ customerId: 9, issuedId: null, error: NO_INSTANCE },
					],
					requestId: null,
				},
				errors: [],
				warnings: [],
			},
		]);
		expect((await revoke({ customers: [5] })).body.data.revokedIssuedBadges[0].error).toEqual(
			NO_INSTANCE,
		);
	});

	test('revokeIssuals wins over customers and tells whose it is not', async () => {
		const { body } = await enrol([5, 6]);
		const [five, six] = body.data.issuedBadges;
		const revoked = await revoke({
			customers: [6],
			revokeIssuals: [
				{ customerId: '5', issueId: five.issuedId },
				{ customerId: '5', issueId: six.issuedId },
				{ customerId: '6', issueId: 'f'.repeat(24) },
			],
		});
		expect(revoked.body.data.revokedIssuedBadges).toEqual([
			{ customerId: 5, issuedId: five.issuedId, error: null },
			{
				customerId: 5,
				issuedId: six.issuedId,
				error: { message: "issue doesn't belong to customer", reference: null },
			},
			{ customerId: 6, issuedId: null, error: NO_INSTANCE },
		]);
		expect(client.sandbox.state.issuals.get(six.issuedId)?.revokedOn).toBeNull();
	});

	test('1051 with neither, 1060 above 20, 404, 715', async () => {
		const many = Array.from({ length: 21 }, (_, index) => index + 1);
		expect(refusal(await revoke({}))).toEqual([400, 1051]);
		expect(refusal(await revoke({ customers: many }))).toEqual([400, 1060]);
		expect((await revoke({ customers: many.slice(1) })).status).toBe(200);
		expect(refusal(await revoke({ badgeMetaId: 'f'.repeat(24), customers: [1] }))).toEqual([
			404, 404,
		]);
		expect(refusal(await revoke({ badgeMetaId: null, customers: [1] }))).toEqual([400, 715]);
	});
});

describe('revokeEarn', () => {
	const earned = async (customerId = 123): Promise<string> => {
		const requestId = `e${customerId}`;
		const { body } = await client.post(EARN, {
			badgeMetaId: SEED.earnBadge,
			customerId,
			requestId,
		});
		return body.data.earnedBadgeId as string;
	};
	const revokeEarn = (change: object, headers = {}) =>
		client.post(REVOKE_EARN, { badgeMetaId: SEED.earnBadge, customerId: 123, ...change }, headers);

	test('takes an earn back once: 814', async () => {
		const earnedBadgeId = await earned();
		const { status, body } = await revokeEarn({ earnedBadgeId });
		const data = { badgeMetaId: SEED.earnBadge, customerId: 123, earnedBadgeId, isActive: false };
		expect([status, body]).toEqual([200, { data, errors: [], warnings: [] }]);
		expect(refusal(await revokeEarn({ earnedBadgeId }))).toEqual([409, 814]);
	});

	test('not from another customer or badge: 814', async () => {
		const earnedBadgeId = await earned();
		expect(refusal(await revokeEarn({ earnedBadgeId, customerId: 124 }))).toEqual([409, 814]);
		const other = { earnedBadgeId, badgeMetaId: SEED.claimBadge };
		expect(refusal(await revokeEarn(other))).toEqual([409, 814]);
		expect(refusal(await revokeEarn({}))).toEqual([400, 400]);
		expect(refusal(await revokeEarn({ earnedBadgeId, customerId: '' }))).toEqual([400, 812]);
	});

	test('by another identifier, answered with the number', async () => {
		const earnedBadgeId = await earned();
		const header = { 'X-CAP-CUSTOMER-IDENTIFIER': 'email' };
		const body = { earnedBadgeId, customerId: 'customer123@example.com' };
		expect((await revokeEarn(body, header)).body.data.customerId).toBe(123);
	});
});

describe('import', () => {
	test('answers row by row with a bare array', async () => {
		const row = { badgeMetaId: SEED.claimBadge, customerId: 5, earnEventDate: 1674292011 };
		const { status, body } = await client.post(IMPORT, [
			{ ...row, earnExpiresOn: 1926235957 },
			{ ...row, badgeMetaId: 'f'.repeat(24), earnExpiresOn: 1926235957 },
			{ badgeMetaId: SEED.claimBadge, customerId: 6, earnExpiresOnISO: '2031-01-15T09:32:37Z' },
			row,
		]);
		expect(status).toBe(200);
		expect(body[0]).toEqual({
			data: {
				badgeMetaId: SEED.claimBadge,
				customerId: 5,
				earnedBadgeId: expect.any(String),
				expiresOn: 1926235957,
				expiresOnISO: '2031-01-15T09:32:37Z',
				requestId: expect.stringMatching(/^[0-9a-f-]{36}_1$/),
				issuedId: null,
			},
			errors: null,
			warnings: null,
		});
		expect(body[1]).toEqual({
			data: null,
			errors: [{ code: 1054, message: 'GLOBAL.BADGE_NOT_FOUND', reference: null }],
			warnings: null,
		});
		expect(body[2].data.requestId).toMatch(/_3$/);
		expect(body[3].errors[0].reference).toBe('earnExpiresOn');
		expect(client.sandbox.state.earns.get(body[0].data.earnedBadgeId)?.eventDate).toBe(
			1674292011000,
		);
	});

	test('an object is no list', async () => {
		expect(refusal(await client.post(IMPORT, {}))).toEqual([400, 400]);
	});
});
