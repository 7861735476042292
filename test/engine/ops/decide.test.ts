import { approvers, MAKING, idOf, shownBy, WORKFLOW } from '../../support/approving';
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

test('rejects: nothing is carried out, and a message is optional', async () => {
	const id = idOf(await maker.askToIssue(1));
	const { items } = await maker.decide(id, { requestType: 'EARN-BADGE', decision: 'rejected' });
	expect(items[0].json).toMatchObject({ requestId: id, state: 'rejected' });
	expect(stage.requests()[1].body).toMatchObject({
		payload: { 'AdminTask-Payload': { actionDecision: 'rejected' } },
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
