/** Habits of rules and answers about several customers. */
import {
	BADGES,
	by,
	Client,
	EARN,
	EARN_BULK,
	ISSUE_BULK,
	META,
	refusal,
	type Reply,
	REVOKE_ISSUE,
	SEED,
} from './client';

let client: Client;
beforeAll(async () => {
	client = await Client.start();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const habits: Client['sandbox']['setHabits'] = (some) => client.sandbox.setHabits(some);
const triggeredBy = by('Loyalty', '626');
let running = 0;
const requestId = (): string => `b${(running += 1)}`;
const earn = (badgeMetaId: string, customerId: number): Promise<Reply> =>
	client.post(EARN, { badgeMetaId, customerId, requestId: requestId(), triggeredBy });
const earnBulk = (customerIds: number[]): Promise<Reply> =>
	client.post(EARN_BULK, {
		badgeMetaId: SEED.earnBadge,
		customerIds,
		requestId: requestId(),
		triggeredBy,
	});
const enrol = (customers: number[]): Promise<Reply> =>
	client.post(ISSUE_BULK, { badgeMetaId: SEED.enrolBadge, customers, triggeredBy });
const importing = (...customers: number[]): Promise<Reply> =>
	client.post(
		`${BADGES}/import/customerBadges`,
		customers.map((customerId) => ({
			badgeMetaId: SEED.earnBadge,
			customerId,
			earnEventDate: 1_674_292_011,
			earnExpiresOn: 1_926_235_957,
		})),
	);
const reject = (id: number): void => {
	client.sandbox.state.rejectedCustomers.set(id, { code: 1026, message: 'no' });
};
const counts = () => {
	const { earns, issuals } = client.sandbox.state;
	return [earns.size, issuals.size];
};
type Row = { customerId: number; error?: { code: number } | null };
const who = (rows: Row[]): number[] => rows.map(({ customerId }) => customerId);

describe('enrol-twice', () => {
	test.each([
		['refused', 1040, 1],
		['allowed', undefined, 2],
		['returned', undefined, 1],
	] as const)('%s', async (habit, code, enrolments) => {
		habits({ 'enrol-twice': habit });
		const first = (await enrol([5])).body.data.issuedBadges[0];
		const second = (await enrol([5])).body.data.issuedBadges[0];
		expect([second.error?.code, counts()[1]]).toEqual([code, enrolments]);
		expect(second.issuedId === first.issuedId).toBe(habit !== 'allowed');
	});
});

test('enrolment used-up: a second earn needs a second enrolment, which is then no 1040', async () => {
	habits({ enrolment: 'used-up' });
	await enrol([5]);
	expect((await earn(SEED.enrolBadge, 5)).status).toBe(200);
	expect(refusal(await earn(SEED.enrolBadge, 5))).toEqual([409, 811]);
	expect((await enrol([5])).body.data.issuedBadges[0].status).toBe('ACTIVE');
	expect((await earn(SEED.enrolBadge, 5)).status).toBe(200);
});

describe('bad-customer whole', () => {
	beforeEach(() => habits({ 'bad-customer': 'whole' }));

	test('a rejected customer refuses the batch, and nothing is done', async () => {
		reject(6);
		for (const call of [earnBulk, enrol, (ids: number[]) => importing(...ids)]) {
			expect(refusal(await call([5, 6, 7]))).toEqual([400, 1026]);
		}
		expect(counts()).toEqual([0, 0]);
		expect((await earnBulk([5, 7])).body.data.earnedCount).toBe(2);
	});

	test('so does one who is enrolled already, or not yet', async () => {
		await enrol([5]);
		expect(refusal(await enrol([4, 5]))).toEqual([409, 1040]);
		const body = { badgeMetaId: SEED.enrolBadge, customerIds: [5, 6], requestId: 'w', triggeredBy };
		expect(refusal(await client.post(EARN_BULK, body))).toEqual([409, 811]);
		expect(counts()).toEqual([0, 1]);
	});
});

test('unknown-customer alone: an error in its row, and the others are done', async () => {
	habits({ 'unknown-customer': 'alone' });
	client.sandbox.state.unknownCustomers.add(6);
	const { earnedBadgesList, failedEarnBadgeErrorList } = (await earnBulk([5, 6, 7])).body.data;
	expect([who(earnedBadgesList), failedEarnBadgeErrorList]).toEqual([
		[5, 7],
		[{ customerId: 6, errorCode: 1026, errorMessage: 'Customer is not found' }],
	]);
	const rows = (await enrol([5, 6])).body.data.issuedBadges;
	expect(rows.map(({ error }: Row) => error?.code)).toEqual([undefined, 1026]);
	expect((await importing(5, 6)).body.map(({ errors }: Reply['body']) => errors?.[0].code)).toEqual(
		[undefined, 1026],
	);
	expect((await earn(SEED.earnBadge, 6)).status).toBe(400);
});

test('batch-cap: 1060 above it', async () => {
	habits({ 'batch-cap': 2 });
	for (const call of [earnBulk, enrol, (ids: number[]) => importing(...ids)]) {
		expect(refusal(await call([5, 6, 7]))).toEqual([400, 1060]);
		expect((await call([5, 6])).status).toBe(200);
	}
});

test('limit-code: the code of a limit that is used up', async () => {
	habits({ 'limit-code': 4711 });
	const once = () =>
		client.post(EARN, {
			badgeMetaId: client.id('Once Per Customer'),
			customerId: 5,
			requestId: requestId(),
		});
	await once();
	expect(refusal(await once())).toEqual([409, 4711]);
});

describe('claim-again', () => {
	const claim = () => client.post(`${META}/${SEED.claimBadge}/claim`, by('Loyalty', 'ABC'));

	test('warned', async () => {
		const { status, body } = await claim();
		expect([status, body.warnings[0].code, body.data.badgeMetaId]).toEqual([200, 900, null]);
	});

	test('refused', async () => {
		habits({ 'claim-again': 'refused' });
		expect(refusal(await claim())).toEqual([400, 900]);
	});

	test('plain', async () => {
		habits({ 'claim-again': 'plain' });
		const { status, body } = await claim();
		expect([status, body.warnings, body.data.isActive]).toEqual([200, [], true]);
	});
});

describe('bulk-answer single', () => {
	beforeEach(() => habits({ 'bulk-answer': 'single' }));

	test('one customer is answered in the shape of earn', async () => {
		const { data } = (await earnBulk([5])).body;
		expect([data.customerId, data.earnedBadgeId.length, 'earnedBadgesList' in data]).toEqual([
			5,
			24,
			false,
		]);
		reject(6);
		expect(refusal(await earnBulk([6]))).toEqual([400, 1026]);
	});

	test('several are a list as ever', async () => {
		expect(who((await earnBulk([5, 6])).body.data.earnedBadgesList)).toEqual([5, 6]);
	});
});

describe('rows of answers about many', () => {
	const revoke = (customers: number[]) =>
		client.post(REVOKE_ISSUE, { badgeMetaId: SEED.enrolBadge, customers });
	const all = async () => {
		reject(9);
		const earned = (await earnBulk([5, 6, 9])).body.data;
		const enrolled = (await enrol([5, 6, 9])).body.data.issuedBadges;
		const imported: Reply['body'] = (await importing(5, 6, 9)).body;
		const revoked = (await revoke([5, 6, 9])).body.data.revokedIssuedBadges;
		return [
			[...who(earned.earnedBadgesList), ...who(earned.failedEarnBadgeErrorList)],
			who(enrolled),
			imported.map(({ data }: { data: Row | null }) => data?.customerId ?? 'failed'),
			who(revoked),
		];
	};

	test('row-order reversed', async () => {
		habits({ 'row-order': 'reversed' });
		expect(await all()).toEqual([
			[6, 5, 9],
			[9, 6, 5],
			['failed', 6, 5],
			[9, 6, 5],
		]);
	});

	test('left-out last: the deed is done, but not said', async () => {
		habits({ 'left-out': 'last' });
		expect(await all()).toEqual([[5], [5, 6], [5, 6], [5, 6]]);
		expect(counts()).toEqual([4, 2]);
	});

	test('left-out failed', async () => {
		habits({ 'left-out': 'failed' });
		expect(await all()).toEqual([
			[5, 6],
			[5, 6],
			[5, 6],
			[5, 6],
		]);
	});

	test('the old generation knows them, too', async () => {
		client.sandbox.state.generation = 'old';
		habits({ 'row-order': 'reversed', 'left-out': 'failed' });
		reject(9);
		expect(who((await earnBulk([5, 6, 9])).body.data.issuedBadges)).toEqual([6, 5]);
		expect(who((await enrol([5, 6, 9])).body.data.issuedBadges)).toEqual([6, 5]);
	});
});

describe('import-answer', () => {
	beforeEach(() => reject(6));

	test('data: one envelope around all', async () => {
		habits({ 'import-answer': 'data' });
		const { body } = await importing(5, 6);
		expect(body).toMatchObject({
			data: [{ customerId: 5 }, { error: { code: 1026 } }],
			errors: [],
		});
	});

	test('records: no envelope at all', async () => {
		habits({ 'import-answer': 'records' });
		expect((await importing(5, 6)).body).toMatchObject([
			{ customerId: 5, badgeMetaId: SEED.earnBadge },
			{ error: { code: 1026 } },
		]);
	});
});
