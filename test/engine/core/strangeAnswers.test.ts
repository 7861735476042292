import { SEED } from '../../../sandbox';
import { GOOD } from '../../support/core';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const ONCE = { options: { maxAttempts: 1 } };
const EARN = { ...GOOD['customerBadge.earn'], ...ONCE };
const ENROL = { ...GOOD['customerBadge.enrol'], customers: '1, 2', ...ONCE };
const OTHER_BADGE = 'ffffffffffffffffffffffff';

const answerWith = (json: unknown, status = 200) =>
	stage.sandbox.faults.add({ answer: { status, json } });

const CONTRADICTED = "Capillary's answer contradicts the request, so the outcome is unknown";
const NOT_SAID =
	"Capillary's answer does not say what became of this item, so the outcome is unknown";

test('claiming again is a success', async () => {
	await stage.run('badge.claim', GOOD['badge.claim']);
	const { items, failed, hints } = await stage.run('badge.claim', GOOD['badge.claim']);
	expect(failed).toEqual([]);
	expect(linked(items)).toMatchObject([
		{ item: 0, badgeMetaId: SEED.claimBadge, referenceId: '123', alreadyDone: true },
	]);
	expect(hints).toEqual([]);
});

test('a warning reaches the item and the node', async () => {
	const data = { badgeMetaId: SEED.earnBadge, customerId: 62090013, earnedBadgeId: 'e1' };
	answerWith({
		data,
		errors: [],
		warnings: ['Coupon not given', { code: 7, message: 'No points' }],
	});
	const { items, hints } = await stage.run('customerBadge.earn', EARN);
	expect(items[0].json).toMatchObject({
		earnedBadgeId: 'e1',
		warnings: [{ message: 'Coupon not given' }, { code: 7, message: 'No points' }],
	});
	expect(hints.map(({ message }) => message)).toEqual([
		'Done, but Capillary warns for 1 item: Coupon not given; No points (code 7)',
	]);
});

test.each([
	['earn, another customer', 'customerBadge.earn', EARN, { customerId: 7, earnedBadgeId: 'e' }],
	[
		'earn, another badge',
		'customerBadge.earn',
		EARN,
		{ badgeMetaId: OTHER_BADGE, customerId: 62090013, earnedBadgeId: 'e' },
	],
	[
		'claim, another reference',
		'badge.claim',
		GOOD['badge.claim'],
		{ ownerType: 'Loyalty', referenceId: '9' },
	],
	[
		'claim, switched off',
		'badge.claim',
		GOOD['badge.claim'],
		{ ownerType: 'Loyalty', referenceId: '123', isActive: false },
	],
	[
		'activate, another badge',
		'badge.activate',
		{ badgeId: SEED.claimBadge },
		{ id: OTHER_BADGE, isActive: true },
	],
	[
		'activate, still off',
		'badge.activate',
		{ badgeId: SEED.claimBadge },
		{ id: SEED.claimBadge, isActive: 'false' },
	],
	[
		'revoke, another issued badge',
		'customerBadge.revokeEarn',
		{ badgeId: SEED.earnBadge, customerId: 1, earnedBadgeId: 'aaaaaaaaaaaaaaaaaaaaaaaa' },
		{ customerId: 1, earnedBadgeId: 'bbbbbbbbbbbbbbbbbbbbbbbb', isActive: false },
	],
])('an answer that names another is no proof: %s', async (_words, operation, parameters, data) => {
	answerWith({ data, errors: [], warnings: [] });
	const { items, failed } = await stage.run(operation, { ...parameters, ...ONCE });
	expect(items).toEqual([]);
	expect(failed.map(({ json }) => json.error)).toEqual([
		expect.stringMatching(/^Capillary's answer .*, so the outcome is unknown$/),
	]);
});

test('an update does not write another record over', async () => {
	const [group] = SEED.groups;
	stage.sandbox.faults.add({
		match: { method: 'GET' },
		answer: { status: 200, json: { data: { id: OTHER_BADGE, name: 'x', rank: 1 } } },
	});
	const { failed } = await stage.run('badgeGroup.update', {
		groupId: group,
		updateFields: { rank: 9 },
	});
	expect(failed).toHaveLength(1);
	expect(stage.requests().map(({ method }) => method)).toEqual(['GET']);
});

describe('an outcome in a bulk answer', () => {
	const enrolled = (customerId: unknown, more = {}) => ({
		customerId,
		issuedId: `i${String(customerId)}`,
		...more,
	});
	const outcome = async (data: unknown) => {
		answerWith({ data, errors: [], warnings: [] });
		const { items, failed } = await stage.run('customerBadge.enrol', ENROL);
		return [
			items.map(({ json }) => json.customerId),
			failed.map(({ json }) => [
				json.details && (json.details as { customerId: number }).customerId,
				json.error,
			]),
		];
	};

	test('is taken from whatever list names the customer', async () => {
		expect(await outcome({ others: [enrolled('2')], some: [enrolled(1)] })).toEqual([
			['1', '2'].map((id, i) => (i ? id : 1)),
			[],
		]);
	});

	test('is not taken from an entry that names another badge', async () => {
		expect(
			await outcome({ badgeMetaId: OTHER_BADGE, issuedBadges: [enrolled(1), enrolled(2)] }),
		).toEqual([
			[],
			[
				[1, CONTRADICTED],
				[2, CONTRADICTED],
			],
		]);
	});

	test('is unknown for one who is named as done and as refused', async () => {
		const error = { code: 4711, message: 'Blocked' };
		expect(
			await outcome({ issuedBadges: [enrolled(1), enrolled(2), enrolled(1, { error })] }),
		).toEqual([[2], [[1, NOT_SAID]]]);
	});

	test.each([
		['a text', 'Blocked'],
		['a list', [{ message: 'Blocked' }]],
	])('is a refusal where the error is %s', async (_words, error) => {
		expect(await outcome({ issuedBadges: [enrolled(1), { customerId: 2, error }] })).toEqual([
			[1],
			[[2, 'Capillary refused the request: Blocked']],
		]);
	});

	test('is a refusal in a list of those that failed, also without a reason', async () => {
		expect(await outcome({ issuedBadges: [enrolled(1)], failedList: [{ customerId: 2 }] })).toEqual(
			[
				[1],
				[
					[
						2,
						'Capillary refused the request: The customer stands in the list of those that failed, without a reason',
					],
				],
			],
		);
	});
});

test('issuing to many reads an answer in the shape of a single one', async () => {
	answerWith({ data: { badgeMetaId: SEED.earnBadge, customerId: 1, earnedBadgeId: 'e1' } });
	const { items, failed } = await stage.run('customerBadge.earnBulk', {
		badgeId: SEED.earnBadge,
		ownerType: 'none',
		customersFrom: 'list',
		customers: '1',
	});
	expect(failed).toEqual([]);
	expect(items[0].json).toMatchObject({ customerId: 1, earnedBadgeId: 'e1' });
});

describe('a refusal without an envelope', () => {
	test('403 with 4000 shows its words', async () => {
		answerWith({ errorMessage: 'Not authorized. Access is denied!', errorCode: 4000 }, 403);
		const { failed } = await stage.run('customerBadge.earn', EARN);
		expect(failed[0].json).toMatchObject({
			error: 'The credential may not use this part of the Capillary API',
			details: { code: 4000, apiMessage: 'Not authorized. Access is denied!', httpStatus: 403 },
		});
	});

	test('503 with 4001 means that nothing was done, and is tried again', async () => {
		answerWith({ errorMessage: 'Authorization status unavailable!', errorCode: 4001 }, 503);
		const again = await stage.run('customerBadge.earn', GOOD['customerBadge.earn']);
		expect(again.items).toHaveLength(1);
		answerWith({ errorMessage: 'Authorization status unavailable!', errorCode: 4001 }, 503);
		const { failed } = await stage.run('customerBadge.earn', EARN);
		expect(failed[0].json).toMatchObject({
			error: 'Capillary could not find out what the credential may do',
			details: { code: 4001, apiMessage: 'Authorization status unavailable!' },
		});
	});

	test('461 means: try later', async () => {
		answerWith({}, 461);
		const { failed } = await stage.run('customerBadge.earn', EARN);
		expect(failed[0].json).toMatchObject({
			error: 'Capillary is too busy to search now',
			details: { httpStatus: 461 },
		});
	});

	test('the text of a 401 is shown', async () => {
		answerWith('Authentication failed. Please check username and password', 401);
		const { failed } = await stage.run('customerBadge.earn', EARN);
		expect(failed[0].json.details).toMatchObject({
			apiMessage: 'Authentication failed. Please check username and password',
		});
	});
});

test("Capillary's words stand in the message, and the ID for its support in the details", async () => {
	answerWith({ data: null, errors: [{ code: 400, message: 'Customer not found: 999001. ' }] }, 400);
	const { failed } = await stage.run('customerBadge.earn', EARN);
	expect(failed[0].json).toMatchObject({
		error: 'Capillary refused the request: Customer not found: 999001',
		details: { supportId: expect.stringMatching(/^[0-9a-f-]{8,}$/) },
	});
	answerWith({ data: null, errors: [{ code: 31337, message: 'badgeExists' }] }, 400);
	const { error } = await stage.run('customerBadge.earn', EARN, { onError: 'stopWorkflow' });
	expect(error?.message).toBe('Capillary refused the request: badge Exists [item 0]');
	expect(error?.description).toMatch(/request ID [0-9a-f-]{8,} \(X-CAP-REQUEST-ID\)\./);
});

test('what the credential holds is removed wherever Capillary echoes it, and nothing else', async () => {
	const { password } = stage.sandbox.credentials;
	const userToken = String(stage.basic.userToken);
	const customFields = { Secret: 'open sesame', Password: 'none', Cookie: 'chocolate' };
	const tags = [
		{ name: 'X-CAP-UI-AUTH-TOKEN', value: userToken },
		{ name: password, value: 'kept' },
	];
	answerWith({ data: { id: SEED.earnBadge, name: `of ${userToken}`, customFields, tags } });
	const { items } = await stage.run('badge.get', { badgeId: SEED.earnBadge, simplify: false });
	expect(items[0].json).toMatchObject({
		customFields,
		name: 'of [removed]',
		tags: [
			{ name: 'X-CAP-UI-AUTH-TOKEN', value: '[removed]' },
			{ name: '[removed]', value: 'kept' },
		],
	});
	answerWith({ data: null, errors: `Token ${userToken} is no good` }, 400);
	const { failed } = await stage.run('badge.get', { badgeId: SEED.earnBadge });
	expect(failed[0].json).toMatchObject({
		error: 'Capillary refused the request: Token [removed] is no good',
		details: { apiMessage: 'Token [removed] is no good' },
	});
});

test('a token that is fetched on the way is removed, too', async () => {
	const { clientKey, clientSecret } = stage.sandbox.credentials;
	const credential = { ...stage.basic, authentication: 'oauth', clientKey, clientSecret };
	stage.sandbox.faults.add({
		match: { path: '/api_gateway/v1/badges/customer/earn' },
		answer: { status: 400, json: { errors: `of ${clientSecret}` } },
	});
	const credentials = { Capillary: credential };
	const { failed } = await stage.run('customerBadge.earn', EARN, { credential, credentials });
	expect(failed[0].json.error).toBe('Capillary refused the request: of [removed]');
	const [{ headers }] = stage.requests().slice(-1);
	const token = String(headers['x-cap-api-oauth-token']);
	expect(token.length).toBeGreaterThan(5);
	answerWith({ errors: `of ${token}` }, 400);
	const again = await stage.run('customerBadge.earn', EARN, { credential, credentials });
	expect(JSON.stringify(again.failed)).not.toContain(token);
});
