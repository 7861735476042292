/** Habits of the form of answers, of signing in, and of headers. */
import {
	basic,
	BADGES,
	by,
	Client,
	EARN,
	ISSUE_BULK,
	META,
	refusal,
	SEED,
	WORKFLOW,
} from './client';

const NOW = Date.UTC(2026, 5, 1, 12);
let client: Client;
beforeAll(async () => {
	client = await Client.start({ clock: () => NOW });
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const habits: Client['sandbox']['setHabits'] = (some) => client.sandbox.setHabits(some);
const triggeredBy = by('Loyalty', '626');
const earn = (badgeMetaId: string = SEED.earnBadge) =>
	client.post(EARN, { badgeMetaId, customerId: 5, requestId: 'a', triggeredBy });
const enrol = () =>
	client.post(ISSUE_BULK, { badgeMetaId: SEED.enrolBadge, customers: [5], triggeredBy });
const rows = [
	{ badgeMetaId: SEED.earnBadge, customerId: 5, earnExpiresOn: 1_926_235_957 },
	{ badgeMetaId: '0'.repeat(24), customerId: 5, earnExpiresOn: 1_926_235_957 },
];
const importing = () => client.post(`${BADGES}/import/customerBadges`, rows);

describe('errors', () => {
	const sentence = '811 Badge issue is mandatory before earn';
	const object = { code: 811, message: 'Badge issue is mandatory before earn', reference: null };

	test.each([
		['list', [object], [{ code: 1054, message: 'GLOBAL.BADGE_NOT_FOUND', reference: null }]],
		['text', sentence, '1054 GLOBAL.BADGE_NOT_FOUND'],
		['texts', [sentence], ['1054 GLOBAL.BADGE_NOT_FOUND']],
		['object', object, { code: 1054, message: 'GLOBAL.BADGE_NOT_FOUND', reference: null }],
	] as const)('%s, of a call and of a row', async (habit, call, row) => {
		habits({ errors: habit });
		const { status, body } = await earn(SEED.enrolBadge);
		expect([status, body]).toEqual([409, { data: null, errors: call, warnings: null }]);
		const imported = (await importing()).body;
		expect([imported[0].errors, imported[1].errors]).toEqual([null, row]);
	});

	test('a success has none in any form', async () => {
		habits({ errors: 'text' });
		expect((await earn()).body.errors).toEqual([]);
	});
});

test('warnings some: on writes that were done, and on nothing else', async () => {
	habits({ warnings: 'some' });
	const warning = { code: 903, message: 'The coupon of the badge could not be issued' };
	expect((await earn()).body.warnings).toEqual([warning]);
	expect((await importing()).body.map(({ warnings }: { warnings: unknown }) => warnings)).toEqual([
		[warning],
		null,
	]);
	expect((await earn(SEED.enrolBadge)).body.warnings).toBeNull();
	expect((await client.get(META)).body.warnings).toEqual([]);
	const claimed = await client.post(`${META}/${SEED.claimBadge}/claim`, by('Loyalty', 'ABC'));
	expect(claimed.body.warnings).toEqual([expect.objectContaining({ code: 900 }), warning]);
});

test('side-members other: only what proves the deed is as documented', async () => {
	habits({ 'side-members': 'other' });
	const { issuedBadges, expiresOn, expiresOnISO } = (await enrol()).body.data;
	const end = NOW / 1000 + 30 * 86_400;
	expect([expiresOn, expiresOnISO]).toEqual(['2026-07-01T12:00:00Z', end]);
	expect(issuedBadges[0].issuedId).toMatch(/^[0-9a-f]{24}$/);
	const earned = (await earn(SEED.enrolBadge)).body.data;
	expect([typeof earned.issuedId, typeof earned.expiresOn, typeof earned.expiresOnISO]).toEqual([
		'number',
		'string',
		'number',
	]);
	expect(earned.earnedBadgeId).toMatch(/^[0-9a-f]{24}$/);
	const stored = (await client.get(`${META}/${SEED.earnBadge}`)).body.data;
	expect(typeof stored.expiresOn).toBe('number');
});

test('customer-ids text: in answers to writes, also in rows', async () => {
	habits({ 'customer-ids': 'text' });
	expect((await earn()).body.data.customerId).toBe('5');
	expect((await enrol()).body.data.issuedBadges[0].customerId).toBe('5');
	expect((await importing()).body[0].data.customerId).toBe('5');
});

describe('tokens', () => {
	const token = async (): Promise<string> => {
		const { clientKey: key, clientSecret: secret } = client.sandbox.credentials;
		const { body } = await client.post('/v3/oauth/token/generate', { key, secret });
		return body.data.accessToken as string;
	};
	const status = async (accessToken: string): Promise<number> =>
		(await client.get(META, { authorization: '', 'X-CAP-API-OAUTH-TOKEN': accessToken })).status;

	test('all within their time', async () => {
		const [first, second] = [await token(), await token()];
		expect([await status(first), await status(second)]).toEqual([200, 200]);
	});

	test('only the newest', async () => {
		habits({ tokens: 'newest' });
		const [first, second] = [await token(), await token()];
		expect([await status(first), await status(second)]).toEqual([401, 200]);
	});

	test('token-seconds', async () => {
		habits({ 'token-seconds': 7 });
		const { clientKey: key, clientSecret: secret } = client.sandbox.credentials;
		const { body } = await client.post('/v3/oauth/token/generate', { key, secret });
		expect(body.data.ttlSeconds).toBe(7);
	});
});

const SENTENCE = 'Authentication failed. Please check username and password';
test.each([
	['message', JSON.stringify({ message: SENTENCE }), 'application/json; charset=utf-8'],
	['text', SENTENCE, 'text/plain'],
	['empty', '', 'text/plain'],
] as const)('unauthorized %s', async (habit, text, type) => {
	habits({ unauthorized: habit });
	const reply = await client.get(META, { authorization: basic('store.server', 'no') });
	expect([reply.status, reply.text, reply.headers.get('content-type')]).toEqual([401, text, type]);
});

test('forbidden gateway: 4000 without an envelope', async () => {
	habits({ forbidden: 'gateway' });
	const { status, body } = await client.get(META, { 'X-CAP-API-AUTH-ORG-ID': '1' });
	expect([status, body]).toEqual([
		403,
		{ errorMessage: 'Not authorized. Access is denied!', errorCode: 4000 },
	]);
});

describe('clock and headers', () => {
	const date = async (): Promise<number> =>
		Date.parse((await client.get(META)).headers.get('date') ?? '');

	test.each([
		[{}, 0],
		[{ 'clock-ahead-seconds': 90 }, 90],
		[{ 'clock-behind-seconds': 3600 }, -3600],
	])('the Date header and what is stored go by the same clock: %j', async (some, seconds) => {
		habits(some);
		expect(await date()).toBe(NOW + seconds * 1000);
		const { earnedBadgeId } = (await earn()).body.data;
		expect(client.sandbox.state.earns.get(earnedBadgeId)?.earnedOn).toBe(NOW + seconds * 1000);
	});

	test('date-header absent', async () => {
		habits({ 'date-header': 'absent' });
		expect((await client.get(META)).headers.get('date')).toBeNull();
	});

	test('X-CAP-REQUEST-ID comes with every answer, also with refusals and faults', async () => {
		client.sandbox.faults.add({ status: 503 });
		const ids = [
			await client.get(META),
			await client.get('/nowhere'),
			await client.get(META, { authorization: '' }),
		].map(({ headers }) => headers.get('x-cap-request-id'));
		client.sandbox.faults.add({ cutBody: true });
		const { headers } = await fetch(client.sandbox.url + META);
		ids.push(headers.get('x-cap-request-id'));
		expect(ids).toEqual(Array.from({ length: 4 }, () => expect.stringMatching(/^[0-9a-f]{32}$/)));
	});
});

describe('auto-approval', () => {
	const ask = (customerId: number, badgeMetaId: string = SEED.earnBadge) =>
		client.post(
			`${WORKFLOW}/EARN-BADGE`,
			{
				entityInfo: { tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' },
				payload: {
					'IntouchAPITask-Payload': {
						hostname: 'https://eu.api.capillarytech.com',
						path: EARN,
						method: 'POST',
						body: { badgeMetaId, customerId, requestId: `r${customerId}`, triggeredBy },
						headers: { Authorization: client.authorization },
					},
				},
			},
			client.approvalHeaders,
		);

	test('off: it waits', async () => {
		const { data } = (await ask(5)).body;
		expect([data.state, data.endTime, client.sandbox.state.earns.size]).toEqual([
			'AdminTask',
			null,
			0,
		]);
	});

	test('on: approved and carried out, or failed', async () => {
		habits({ 'auto-approval': 'on' });
		expect([(await ask(5)).body.data.state, client.sandbox.state.earns.size]).toEqual([
			'approved',
			1,
		]);
		expect((await ask(6, SEED.enrolBadge)).body.data.state).toBe('failed');
	});
});

test('several habits at once, and reset() back to the start', async () => {
	habits({ errors: 'text', 'refused-id': 'used' });
	expect((await earn(SEED.enrolBadge)).body.errors).toContain('811');
	client.sandbox.reset();
	expect(refusal(await earn(SEED.enrolBadge))).toEqual([409, 811]);
});

describe('what a write says beside what it did', () => {
	test('the last one that is done is also named as refused', async () => {
		habits({ 'named-twice': 'last' });
		const { body } = await enrol();
		expect(body.data.issuedBadges).toMatchObject([
			{ customerId: 5, issuedId: expect.any(String) },
			{ customerId: 5, error: { code: 999_999 } },
		]);
	});

	test.each([
		['data', { data: { success: false } }],
		['envelope', { success: false, data: { earnedBadgeId: expect.any(String) } }],
	] as const)('success: false stands in the %s', async (place, shown) => {
		habits({ 'failure-words': place });
		const { status, body } = await earn();
		expect([status, body]).toEqual([200, expect.objectContaining({ data: expect.anything() })]);
		expect(body).toMatchObject(shown);
		expect(client.sandbox.state.earns.size).toBeGreaterThan(0);
	});

	test.each(['200', '422'] as const)('refusals have status %s', async (status) => {
		habits({ 'refusal-status': status });
		const answer = await earn(SEED.enrolBadge);
		expect([answer.status, answer.body.errors[0].code]).toEqual([Number(status), 811]);
	});

	test('every second call that gives badges is refused after its ID was noted', async () => {
		habits({ 'late-refusal': 'some', 'refused-id': 'used' });
		const give = (requestId: string) =>
			client.post(EARN, { badgeMetaId: SEED.earnBadge, customerId: 5, requestId, triggeredBy });
		expect((await give('a')).status).toBe(200);
		expect((await give('b')).body.errors[0].code).toBe(815);
		expect((await give('b')).body.errors[0].code).toBe(809);
	});

	test('a batch that is refused because of one customer names him', async () => {
		habits({ 'bad-customer': 'whole-named' });
		client.sandbox.state.rejectedCustomers.set(5, { code: 4711, message: 'Rejected' });
		const { body } = await enrol();
		expect(body.errors[0].message).toBe('Rejected (customer 5)');
	});
});
