import { approvers, MAKING, idOf, shownBy, WORKFLOW } from '../../support/approving';
import type { NodeRun } from '../../support/engine';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
let maker: ReturnType<typeof approvers>;
beforeAll(async () => {
	stage = await startStage();
	maker = approvers(stage);
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

test('approves: the request is carried out, and no secret comes out', async () => {
	const id = idOf(await maker.askToEnrol('1, 2'));
	stage.sandbox.journal.clear();
	const decided = await maker.decide(id, { message: 'fine' });
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

test('rejects: nothing is carried out, and without a message its decision is one', async () => {
	const id = idOf(await maker.askToIssue(1));
	const { items } = await maker.decide(id, { requestType: 'EARN-BADGE', decision: 'rejected' });
	expect(items[0].json).toMatchObject({ requestId: id, state: 'rejected' });
	expect(stage.requests()[1].body).toMatchObject({
		payload: { 'AdminTask-Payload': { actionDecision: 'rejected', actionMessage: 'Rejected' } },
	});
	expect(stage.sandbox.state.earns.size).toBe(0);
});

test('a call that is refused after the approval is a failed item', async () => {
	const id = idOf(await maker.askToIssue(1, { referenceId: 'nobody' }));
	const { items, failed } = await maker.decide(id, { requestType: 'EARN-BADGE' });
	expect(items).toEqual([]);
	expect(linked(failed)).toEqual([
		{
			item: 0,
			error: 'The request was approved, but Capillary did not carry out all of it',
			details: {
				code: 810,
				apiMessage: 'BadgeMeta needs to be claimed first',
				httpStatus: 200,
				supportId: expect.stringMatching(/^[0-9a-f]{8,}$/),
				advice:
					'Run Badge > Claim first, or use the reference ID of the claim. Then make a new approval request, since this one is closed.',
				retry: 'no',
			},
		},
	]);
	expect(stage.sandbox.state.requests.get(id)?.state).toBe('failed');
});

test('customers that the approved call refused are named', async () => {
	await stage.run('customerBadge.enrol', { ...MAKING, customers: '2' });
	const id = idOf(await maker.askToEnrol('1, 2'));
	const { failed } = await maker.decide(id);
	expect(failed[0].json.details).toMatchObject({
		code: 1040,
		apiMessage: 'customer 2: An active issue for the badge already exists.',
		advice:
			'The customers that the message names are enrolled already: nothing needs to be done for them.',
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
	const { failed } = await maker.decide('r');
	expect(failed[0].json.details).toMatchObject({ apiMessage });
});

test('an unknown request, and one that is decided', async () => {
	const { failed } = await maker.decide('ef1bc378-a4d4-11ee-b2a9-462516199fc5');
	expect(failed[0].json).toMatchObject({
		error: 'The approval request was not found',
		details: { code: 404, httpStatus: 404 },
	});
	const id = idOf(await maker.askToEnrol('1'));
	await maker.decide(id, { decision: 'rejected' });
	const again = await maker.decide(id);
	expect(again.failed[0].json.details).toMatchObject({
		apiMessage: 'Request is already rejected',
	});
});

describe('the type as in the request', () => {
	const OWN = { requestType: undefined };

	test.each([
		['earn-badge', 'EARN-BADGE', (): Promise<NodeRun> => maker.askToIssue(1)],
		['issue-badge', 'ISSUE-BADGE', (): Promise<NodeRun> => maker.askToEnrol('1')],
	])('%s: it is read, then decided on', async (_said, type, ask) => {
		const id = idOf(await ask());
		stage.sandbox.journal.clear();
		const { items } = await maker.decide(id, OWN);
		expect(items[0].json).toMatchObject({ requestId: id, state: 'approved' });
		expect(stage.requests().map(({ method, path }) => [method, path])).toEqual([
			['GET', `${WORKFLOW}/requests/${id}`],
			['PUT', `${WORKFLOW}/${type}`],
		]);
	});

	test('a request that does not say what it asks for: nothing is decided', async () => {
		const requestId = 'ef1bc378-a4d4-11ee-b2a9-462516199fc5';
		const data = { requestId, state: 'AdminTask', requestType: 7 };
		stage.sandbox.faults.add({ answer: { status: 200, json: { data } } });
		const { failed } = await maker.decide(requestId, OWN);
		expect(failed[0].json).toMatchObject({
			error: 'The approval request does not say what it asks for: its type is 7',
			details: { advice: "Choose its 'Request Type'. Nothing was decided." },
		});
		expect(stage.requests()).toHaveLength(1);
	});

	test('an answer about another request: nothing is decided', async () => {
		const data = { requestId: 'ef1bc378-a4d4-11ee-b2a9-000000000000', state: 'AdminTask' };
		stage.sandbox.faults.add({ answer: { status: 200, json: { data } } });
		const { items, failed } = await maker.decide('ef1bc378-a4d4-11ee-b2a9-462516199fc5', OWN);
		expect([items.length, failed.length, stage.requests().length]).toEqual([0, 1, 1]);
	});
});

describe('a request that was decided before', () => {
	const CONTINUE = { options: { alreadyDone: 'continue' } };
	const decided = async (decision: string, referenceId = '123') => {
		const id = idOf(await maker.askToIssue(1, { referenceId }));
		await maker.decide(id, { requestType: 'EARN-BADGE', decision });
		stage.sandbox.journal.clear();
		return id;
	};
	const again = async (id: string, decision: string, more: object = {}) => {
		const { items, failed } = await maker.decide(id, { requestType: undefined, decision, ...more });
		expect(stage.requests().map(({ method }) => method)).toEqual(['GET']);
		return items[0]?.json ?? failed[0]?.json;
	};

	test.each(['approved', 'rejected'])('%s twice: says so, or counts as done', async (decision) => {
		const id = await decided(decision);
		expect(await again(id, decision)).toMatchObject({
			error: `The approval request was ${decision} before`,
			details: {
				code: 2002,
				advice:
					"Nothing needs to be done. To let this pass, set the option 'Already Done' to 'Continue'.",
			},
		});
		stage.sandbox.journal.clear();
		const type = { requestType: 'EARN-BADGE' };
		expect(await again(id, decision, { ...CONTINUE, ...type })).toMatchObject({
			requestId: id,
			state: decision,
			alreadyDone: true,
		});
	});

	test.each([
		['approved', 'rejected'],
		['rejected', 'approved'],
	])('%s, and now %s: never counts as done', async (before, decision) => {
		expect(await again(await decided(before), decision, CONTINUE)).toMatchObject({
			error: `The approval request was ${before} before, so it cannot be ${decision}`,
		});
	});

	test('approved, but not carried out: never counts as done', async () => {
		const id = await decided('approved', 'nobody');
		expect(await again(id, 'approved', CONTINUE)).toMatchObject({
			error: 'The approval request was approved before, but Capillary did not carry it out',
		});
	});

	test('while this node waited to send it again: nothing is sent', async () => {
		const id = idOf(await maker.askToIssue(1));
		stage.sandbox.journal.clear();
		stage.sandbox.faults.add({ match: { method: 'PUT' }, status: 429 });
		const json = { data: { requestId: id, state: 'approved', requestType: 'earn-badge' } };
		const open = { data: { ...json.data, state: 'AdminTask' } };
		stage.sandbox.faults.add({ match: { method: 'GET' }, answer: { status: 200, json: open } });
		stage.sandbox.faults.add({ match: { method: 'GET' }, answer: { status: 200, json } });
		const { failed } = await maker.decide(id, { requestType: undefined });
		expect(failed[0].json.error).toBe('Somebody else made this change meanwhile');
		expect(stage.requests().map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
	});
});

test('a lost answer is not sent again', async () => {
	const id = idOf(await maker.askToEnrol('1'));
	stage.sandbox.journal.clear();
	stage.sandbox.faults.add({ match: { method: 'PUT' }, drop: 'after' });
	const { failed } = await maker.decide(id);
	expect(stage.requests()).toHaveLength(1);
	expect(failed[0].json.error).toContain('so the outcome is unknown');
});

test.each([
	['approved', 'rejected'],
	['rejected', 'approved'],
])('%s sent and %s answered: unknown, with what was answered', async (decision, state) => {
	const requestId = 'ef1bc378-a4d4-11ee-b2a9-462516199fc5';
	stage.sandbox.faults.add({ answer: { status: 200, json: { data: { requestId, state } } } });
	const { items, failed } = await maker.decide(requestId, { decision });
	expect(items).toEqual([]);
	expect(failed[0].json).toMatchObject({
		error: "Capillary's answer contradicts the request, so the outcome is unknown",
		details: { apiMessage: JSON.stringify({ requestId, state }) },
	});
});

test('customers that the approved call refused for several reasons: each with its own', async () => {
	await stage.run('customerBadge.enrol', { ...MAKING, customers: '2' });
	stage.sandbox.setHabits({ 'unknown-customer': 'alone' });
	const id = idOf(await maker.askToEnrol('1, 2, 3'));
	stage.sandbox.state.unknownCustomers.add(3);
	const { failed } = await maker.decide(id);
	const { advice } = failed[0].json.details as { advice: string };
	expect(advice).toContain('Customer 2 (code 1040): enrolled already, nothing needs to be done.');
	expect(advice).toContain('Customer 3 (code 1026): Check the customer ID');
});
