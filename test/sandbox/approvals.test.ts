/** The approval flow (docs/api.md#approvals). */
import { by, Client, EARN, ISSUE_BULK, refusal, type Reply, SEED, WORKFLOW } from './client';

let now = Date.UTC(2026, 5, 1, 12);
let client: Client;
beforeAll(async () => {
	client = await Client.start({ clock: () => now });
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const ENTITY = { tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' };
const task = (path: string, body: object, headers: object) => ({
	entityInfo: ENTITY,
	payload: {
		'IntouchAPITask-Payload': {
			hostname: 'https://eucrm.cc.capillarytech.com',
			path,
			method: 'POST',
			pathParams: {},
			queryParams: {},
			body,
			headers: { 'content-type': 'application/json', ...headers },
		},
	},
});
const earnTask = (change: object = {}, headers: object = { Authorization: client.authorization }) =>
	task(
		EARN,
		{
			badgeMetaId: SEED.requestBadge,
			customerId: 7,
			requestId: 'inner',
			triggeredBy: by('Goodwill_Module', '123'),
			...change,
		},
		headers,
	);
const request = (body: unknown, type = 'EARN-BADGE'): Promise<Reply> =>
	client.post(`${WORKFLOW}/${type}`, body, client.approvalHeaders);
const decide = (requestId: string, actionDecision: string, type = 'EARN-BADGE'): Promise<Reply> =>
	client.put(
		`${WORKFLOW}/${type}`,
		{
			requestId,
			actionName: 'AdminTask',
			payload: { 'AdminTask-Payload': { actionDecision, actionMessage: 'because' } },
		},
		client.approvalHeaders,
	);
const read = (path: string): Promise<Reply> =>
	client.get(`${WORKFLOW}/${path}`, client.approvalHeaders);

test('a rejected request has no effect', async () => {
	const { requestId } = (await request(earnTask())).body.data;
	const { status, body } = await decide(requestId, 'rejected');
	expect([status, body.data.state, body.data.endTime]).toEqual([
		200,
		'rejected',
		'2026-06-01T12:00:00',
	]);
	expect(body.data.details['AdminTask-Payload']).toEqual({
		actionDecision: 'rejected',
		actionMessage: 'because',
	});
	expect(body.data.details.IntouchAPITask_Output).toBeUndefined();
	expect(client.sandbox.state.earns.size).toBe(0);
});

test.each([
	['a rule', { triggeredBy: by('Goodwill_Module', '0') }, undefined, 409, 810],
	['a missing field', { requestId: undefined }, undefined, 400, 804],
	['its credentials', {}, { Authorization: 'Basic bm8=' }, 401, 401],
])('an inner call that fails by %s makes it failed', async (_, change, headers, status, code) => {
	const { requestId } = (await request(earnTask(change, headers))).body.data;
	const { body } = await decide(requestId, 'approved');
	expect(body.data.state).toBe('failed');
	const output = body.data.details.IntouchAPITask_Output;
	expect([output.status, output.body.errors[0].code]).toEqual([status, code]);
	expect(client.sandbox.state.earns.size).toBe(0);
});

test('the same inner request id is accepted once: the second request fails', async () => {
	const first = (await request(earnTask())).body.data.requestId;
	const second = (await request(earnTask())).body.data.requestId;
	expect((await decide(first, 'approved')).body.data.state).toBe('approved');
	expect((await decide(second, 'approved')).body.data.state).toBe('failed');
	expect(client.sandbox.state.earns.size).toBe(1);
});

test('ISSUE-BADGE: one bare customer is echoed as a list and enrolled', async () => {
	const body = { badgeMetaId: SEED.enrolBadge, customers: 113460811, requestId: 'i' };
	const made = await request(
		task(ISSUE_BULK, body, { Authorization: client.authorization }),
		'ISSUE-BADGE',
	);
	expect(made.body.data.requestType).toBe('issue-badge');
	expect(made.body.data.details['IntouchAPITask-Payload'].body.customers).toEqual([113460811]);
	const decided = await decide(made.body.data.requestId, 'approved', 'ISSUE-BADGE');
	expect(decided.body.data.state).toBe('approved');
	expect([...client.sandbox.state.issuals.values()].map((one) => one.customerId)).toEqual([
		113460811,
	]);
});

test('a decided request cannot be decided again, an unknown one not at all', async () => {
	const { requestId } = (await request(earnTask())).body.data;
	await decide(requestId, 'rejected');
	expect(refusal(await decide(requestId, 'approved'))).toEqual([409, 400]);
	expect(refusal(await decide('nope', 'approved'))).toEqual([404, 404]);
	expect(refusal(await decide(requestId, 'maybe'))).toEqual([400, 400]);
	expect(refusal(await decide(requestId, 'approved', 'ISSUE-BADGE'))).toEqual([404, 404]);
	expect(refusal(await decide(requestId, 'approved', 'SOME-BADGE'))).toEqual([400, 400]);
});

test.each(['tillId', 'storeId', 'zoneId', 'conceptId'])('%s is mandatory', async (name) => {
	const { status, body } = await request({ ...earnTask(), entityInfo: { ...ENTITY, [name]: '' } });
	expect([status, body.errors]).toEqual([
		400,
		[{ code: 400, message: `entityInfo.${name} is mandatory`, reference: `entityInfo.${name}` }],
	]);
});

test('a payload with another path is refused', async () => {
	expect(refusal(await request(task(ISSUE_BULK, {}, {})))).toEqual([400, 400]);
	expect(refusal(await request({ entityInfo: ENTITY }))).toEqual([400, 400]);
	expect(client.sandbox.state.requests.size).toBe(0);
});

test('reading requests: one, and a list with filters and pages', async () => {
	const ids: string[] = [];
	for (const customerId of [1, 2, 3]) {
		ids.push(
			(await request(earnTask({ customerId, requestId: `r${customerId}` }))).body.data.requestId,
		);
		now += 1000;
	}
	await decide(ids[0] ?? '', 'rejected');
	const one = await read(`requests/${ids[0]}`);
	expect([one.body.data.requestId, one.body.data.state]).toEqual([ids[0], 'rejected']);
	const listed = async (query: string): Promise<string[]> =>
		(await read(`requests?${query}`)).body.data.map((row: { requestId: string }) => row.requestId);
	expect(await listed('')).toEqual([ids[2], ids[1], ids[0]]);
	expect(await listed('sortBy=startDate&sortOrder=asc')).toEqual(ids);
	expect(await listed('states=rejected,failed')).toEqual([ids[0]]);
	expect(await listed('limit=2&PageNo=1')).toEqual([ids[0]]);
	expect(await listed('tillId=2')).toEqual([]);
	expect(await listed('userId=232134&conceptId=4&requestType=earn-badge')).toEqual([
		ids[2],
		ids[1],
		ids[0],
	]);
	expect(await listed('startDate=2026-06-02')).toEqual([]);
	expect((await listed('startDate=2026-06-01&endDate=2026-06-01')).length).toBe(3);
	expect(refusal(await read('requests?states=open'))).toEqual([400, 400]);
	expect(refusal(await read('requests?startDate=1780315200'))).toEqual([400, 400]);
	const { pagination } = (await read('requests?limit=2')).body;
	expect(pagination).toEqual({
		totalElements: 3,
		totalPages: 2,
		numberOfElements: 2,
		number: 0,
	});
	expect(refusal(await read('requests/nope'))).toEqual([404, 404]);
});
