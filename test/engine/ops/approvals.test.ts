import { SEED } from '../../../sandbox';
import type { NodeRun } from '../../support/engine';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const WORKFLOW = '/api_gateway/v2/request-workflow';
const badgeId = SEED.requestBadge;
const OWNER = { ownerType: 'Goodwill_Module', referenceId: '123' };
const ENTITY = {
	tillId: '50682289',
	storeId: '50682288',
	zoneId: '50682286',
	conceptId: '50678331',
};
const MAKING = { badgeId, ...OWNER, ...ENTITY };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const idOf = ({ items }: NodeRun) => String(items[0].json.requestId);
const askToEnrol = (customers: unknown, more: object = {}) =>
	stage.run('approvalRequest.requestEnrol', { ...MAKING, customers: customers as string, ...more });
const askToIssue = (customerId: number, more: object = {}) =>
	stage.run('approvalRequest.requestEarn', { ...MAKING, customerId, ...more });
const decide = (approvalRequestId: string, parameters: object = {}) =>
	stage.run('approvalRequest.decide', {
		requestType: 'ISSUE-BADGE',
		approvalRequestId,
		...parameters,
	});
/** Everything a run put out, to look for secrets. */
const shownBy = ({ items, failed, error }: NodeRun) => JSON.stringify([items, failed, error]);

describe('ask to enrol', () => {
	test('sends the documented request, all customers of an item in one', async () => {
		const made = await stage.run(
			'approvalRequest.requestEnrol',
			{
				...MAKING,
				customers: '={{ $json.who }}',
				additionalFields: { requestId: 'order-7', issueEventDate: 1713860055 },
			},
			{ items: [{ who: 113460811 }, { who: '1, 2' }] },
		);
		const authorization = stage.requests()[0].headers.authorization;
		expect(stage.requests().map(({ method, path }) => [method, path])).toEqual(
			Array(2).fill(['POST', `${WORKFLOW}/ISSUE-BADGE`]),
		);
		const [first] = stage.requests();
		expect([first.headers['x-cap-api-auth-org-id'], first.headers['x-cap-ui-auth-token']]).toEqual([
			stage.sandbox.credentials.orgId,
			stage.sandbox.credentials.userToken,
		]);
		const task = (customers: number[]) => ({
			hostname: stage.sandbox.url,
			path: '/api_gateway/v1/badges/badgeMeta/customer/issueBulk',
			method: 'POST',
			pathParams: {},
			queryParams: {},
			body: {
				badgeMetaId: badgeId,
				customers,
				requestId: 'order-7',
				issueEventDate: 1713860055,
				triggeredBy: OWNER,
			},
			headers: { Authorization: authorization, 'content-type': 'application/json' },
		});
		const sent = stage.requests().map(({ body }) => body as { payload: object });
		expect(sent).toEqual(
			[[113460811], [1, 2]].map((customers) => ({
				entityInfo: ENTITY,
				payload: { 'IntouchAPITask-Payload': task(customers) },
			})),
		);
		expect(linked(made.items)).toMatchObject(
			[0, 1].map((item) => ({
				item,
				requestId: expect.stringMatching(UUID),
				userId: 232134,
				userName: 'tomswayer@tipent.com',
				requestType: 'issue-badge',
				state: 'AdminTask',
				endTime: null,
				badgeMetaId: badgeId,
				details: { ValidateMakerAccess_Output: true, ValidatePayload_Output: true },
			})),
		);
		expect(shownBy(made)).not.toContain(authorization.slice('Basic '.length));
	});

	test('is refused with OAuth, and without organisation or user token, before anything is sent', async () => {
		const { clientKey, clientSecret } = stage.sandbox.credentials;
		const oauth = { ...stage.basic, authentication: 'oauth', clientKey, clientSecret };
		const lacking = async (credential: object) => {
			const { error } = await askToEnrolWith(credential);
			return error?.message;
		};
		const askToEnrolWith = (credential: object) =>
			stage.run(
				'approvalRequest.requestEnrol',
				{ ...MAKING, customers: '1' },
				{ credential: credential as never },
			);
		expect(await lacking(oauth)).toBe(
			'An approval request needs a credential with Basic authentication, since Capillary makes the call later, when an OAuth token has expired',
		);
		expect(await lacking({ ...stage.basic, orgId: '' })).toBe(
			"Approval requests need an 'Organization ID' in the credential",
		);
		expect(await lacking({ ...stage.basic, userToken: '' })).toBe(
			"Approval requests need a 'User Token' in the credential",
		);
		expect(stage.requests()).toEqual([]);
	});

	test('a wrong user token is explained', async () => {
		const credential = { ...stage.basic, userToken: 'nobody' };
		const { failed } = await stage.run(
			'approvalRequest.requestEnrol',
			{ ...MAKING, customers: '1' },
			{ credential },
		);
		expect(failed[0].json).toMatchObject({
			error: 'The credential may not use this part of the Capillary API',
			details: { httpStatus: 403 },
		});
	});

	test('a lost answer is not followed by a second request', async () => {
		stage.sandbox.faults.add({ match: { path: `${WORKFLOW}/ISSUE-BADGE` }, drop: 'after' });
		const { failed } = await askToEnrol('1', { options: { maxAttempts: 5 } });
		expect(failed[0].json.error).toBe(
			'The connection to Capillary was lost after sending, so the outcome is unknown',
		);
		expect(stage.sandbox.state.requests.size).toBe(1);
	});
});

describe('decide', () => {
	test('approves: the request is carried out, and no secret comes out', async () => {
		const id = idOf(await askToEnrol('1, 2'));
		stage.sandbox.journal.clear();
		const decided = await decide(id, { message: 'fine' });
		expect(stage.requests().map(({ method, path, body }) => [method, path, body])).toEqual([
			[
				'PUT',
				`${WORKFLOW}/ISSUE-BADGE`,
				{
					requestId: id,
					actionName: 'AdminTask',
					payload: {
						'AdminTask-Payload': { actionDecision: 'approved', actionMessage: 'fine' },
					},
				},
			],
		]);
		expect(linked(decided.items)).toMatchObject([
			{
				item: 0,
				requestId: id,
				state: 'approved',
				endTime: expect.any(String),
				details: {
					'AdminTask-Payload': { actionDecision: 'approved', actionMessage: 'fine' },
					IntouchAPITask_Output: {
						status: 200,
						body: { data: { issuedBadges: [{ customerId: 1 }, { customerId: 2 }] } },
					},
				},
			},
		]);
		expect(shownBy(decided)).not.toMatch(/authorization|c3RvcmU/i);
		expect([...stage.sandbox.state.issuals.values()].map(({ customerId }) => customerId)).toEqual([
			1, 2,
		]);
	});

	test('rejects: nothing is carried out, and a message is optional', async () => {
		const id = idOf(await askToIssue(1));
		const { items } = await decide(id, { requestType: 'EARN-BADGE', decision: 'rejected' });
		expect(items[0].json).toMatchObject({ requestId: id, state: 'rejected' });
		expect(stage.requests()[1].body).toMatchObject({
			payload: { 'AdminTask-Payload': { actionDecision: 'rejected' } },
		});
		expect(stage.sandbox.state.earns.size).toBe(0);
	});

	test('a call that is refused after the approval is a failed item', async () => {
		const id = idOf(await askToIssue(1, { referenceId: 'nobody' }));
		const { items, failed } = await decide(id, { requestType: 'EARN-BADGE' });
		expect(items).toEqual([]);
		expect(linked(failed)).toEqual([
			{
				item: 0,
				error: 'The request was approved, but Capillary did not carry out all of it',
				details: {
					code: 810,
					apiMessage: 'BadgeMeta needs to be claimed first',
					httpStatus: 200,
					advice:
						'Run Badge > Claim first, or use the reference ID of the claim. Then make a new approval request, since this one is closed.',
				},
			},
		]);
		expect(stage.sandbox.state.requests.get(id)?.state).toBe('failed');
	});

	test('customers that the approved call refused are named', async () => {
		await stage.run('customerBadge.enrol', { badgeId, ...OWNER, customers: '2' });
		const id = idOf(await askToEnrol('1, 2'));
		const { failed } = await decide(id);
		expect(failed[0].json.details).toMatchObject({
			code: 1040,
			apiMessage: 'customer 2: An active issue for the badge already exists.',
		});
		expect(stage.sandbox.state.issuals.size).toBe(2);
	});

	test.each([
		[{ state: 'failed' }, 'state failed'],
		[
			{ state: 'failed', details: { IntouchAPITask_Output: { status: 502, body: '<html>' } } },
			'state failed, HTTP status 502',
		],
		[
			{ state: 'approved', details: { IntouchAPITask_Output: { status: 401 } } },
			'state approved, HTTP status 401',
		],
	])('a state that says so counts, whatever the body is (%j)', async (data, apiMessage) => {
		const answer = { status: 200, json: { data: { requestId: 'r', ...data } } };
		stage.sandbox.faults.add({ answer });
		const { failed } = await decide('r');
		expect(failed[0].json.details).toMatchObject({ apiMessage });
	});

	test('an unknown request, and one that is decided', async () => {
		const { failed } = await decide('ef1bc378-a4d4-11ee-b2a9-462516199fc5');
		expect(failed[0].json).toMatchObject({
			error: 'The approval request was not found',
			details: { code: 404, httpStatus: 404 },
		});
		const id = idOf(await askToEnrol('1'));
		await decide(id, { decision: 'rejected' });
		const again = await decide(id);
		expect(again.failed[0].json.details).toMatchObject({
			apiMessage: 'Request is already rejected',
		});
	});

	test('a lost answer is not sent again', async () => {
		const id = idOf(await askToEnrol('1'));
		stage.sandbox.journal.clear();
		stage.sandbox.faults.add({ match: { method: 'PUT' }, drop: 'after' });
		const { failed } = await decide(id);
		expect(stage.requests()).toHaveLength(1);
		expect(failed[0].json.error).toContain('so the outcome is unknown');
	});
});

describe('read', () => {
	test('one request by its ID', async () => {
		const id = idOf(await askToIssue(5));
		stage.sandbox.journal.clear();
		const got = await stage.run('approvalRequest.get', { approvalRequestId: id });
		expect(stage.requests().map(({ method, path, query }) => [method, path, query])).toEqual([
			['GET', `${WORKFLOW}/requests/${id}`, {}],
		]);
		expect(linked(got.items)).toMatchObject([
			{ item: 0, requestId: id, requestType: 'earn-badge', state: 'AdminTask' },
		]);
		expect(shownBy(got)).not.toMatch(/authorization|c3RvcmU/i);
		const missing = await stage.run('approvalRequest.get', { approvalRequestId: 'nothing' });
		expect(missing.failed[0].json.error).toBe('The approval request was not found');
	});

	test('a failed request is data here', async () => {
		const id = idOf(await askToIssue(1, { referenceId: 'nobody' }));
		await decide(id, { requestType: 'EARN-BADGE' });
		const { items } = await stage.run('approvalRequest.get', { approvalRequestId: id });
		expect(items[0].json).toMatchObject({ state: 'failed' });
	});

	test('many, narrowed by every filter', async () => {
		await askToIssue(1);
		stage.sandbox.journal.clear();
		const { items } = await stage.run(
			'approvalRequest.getAll',
			{
				returnAll: true,
				filters: {
					...ENTITY,
					endDate: '2036-01-31T23:30:00Z',
					requestType: 'earn-badge',
					sortBy: 'endDate',
					sortOrder: 'asc',
					startDate: '2023-12-27T00:00:00',
					states: ['AdminTask', 'failed', 'approved'],
					userId: 232134,
				},
			},
			{ timezone: 'Asia/Kolkata' },
		);
		expect(stage.requests()[0].query).toEqual({
			...ENTITY,
			endDate: '2036-02-01',
			requestType: 'EARN-BADGE',
			sortBy: 'endDate',
			sortOrder: 'asc',
			startDate: '2023-12-27',
			states: 'AdminTask,failed,approved',
			userId: '232134',
			limit: '100',
			PageNo: '0',
		});
		expect(items.map(({ json }) => json.state)).toEqual(['AdminTask']);
	});

	test('page by page, each request once', async () => {
		for (let customer = 1; customer <= 3; customer += 1) await askToIssue(customer);
		const [first] = stage.sandbox.state.requests.values();
		for (let n = 0; n < 120; n += 1) {
			const id = `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
			stage.sandbox.state.requests.set(id, { ...first, id });
		}
		stage.sandbox.journal.clear();
		const all = await stage.run('approvalRequest.getAll', { returnAll: true });
		expect(new Set(all.items.map(({ json }) => json.requestId)).size).toBe(123);
		expect(all.items).toHaveLength(123);
		expect(stage.requests().map(({ query }) => query.PageNo)).toEqual(['0', '1', '2']);
		expect(shownBy(all)).not.toMatch(/authorization|c3RvcmU/i);
		stage.sandbox.journal.clear();
		const few = await stage.run('approvalRequest.getAll', { limit: 2 });
		expect(few.items).toHaveLength(2);
		expect(stage.requests().map(({ query }) => query)).toEqual([{ limit: '2', PageNo: '0' }]);
	});
});
