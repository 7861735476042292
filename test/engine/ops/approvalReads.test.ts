import { approvers, idOf, MAKING, shownBy, WORKFLOW } from '../../support/approving';
import { ENTITY } from '../../support/core';
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

test('one request by its ID', async () => {
	const id = idOf(await maker.askToIssue(5));
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
	const odd = await stage.run('approvalRequest.get', { approvalRequestId: 'no ID' });
	expect(odd.failed[0].json.error).toBe(
		`'Approval Request ID' is not the ID of an approval request: "no ID"`,
	);
});

test('a failed request is data here', async () => {
	const id = idOf(await maker.askToIssue(1, { referenceId: 'nobody' }));
	await maker.decide(id, { requestType: 'EARN-BADGE' });
	const { items } = await stage.run('approvalRequest.get', { approvalRequestId: id });
	expect(items[0].json).toMatchObject({ state: 'failed' });
});

test('many, narrowed by every filter', async () => {
	await maker.askToIssue(1);
	stage.sandbox.journal.clear();
	const { items } = await stage.run(
		'approvalRequest.getAll',
		{
			returnAll: true,
			filters: {
				...ENTITY,
				endDate: '2036-01-31T23:30:00Z',
				requestType: 'earn-badge',
				startDate: '2023-12-27T00:00:00',
				states: ['AdminTask', 'failed', 'approved'],
				userId: 232134,
			},
			sort: { sortBy: 'endDate', sortOrder: 'asc' },
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
	for (let customer = 1; customer <= 3; customer += 1) await maker.askToIssue(customer);
	const [first] = stage.sandbox.state.requests.values();
	for (let n = 0; n < 120; n += 1) {
		const id = `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`;
		stage.sandbox.state.requests.set(id, { ...first, id });
	}
	stage.sandbox.journal.clear();
	const all = await stage.run('approvalRequest.getAll', { returnAll: true });
	expect(new Set(all.items.map(({ json }) => json.requestId)).size).toBe(123);
	expect(all.items).toHaveLength(123);
	expect(stage.requests().map(({ query }) => query.PageNo)).toEqual(['0', '1']);
	expect(shownBy(all)).not.toMatch(/authorization|c3RvcmU/i);
	stage.sandbox.journal.clear();
	const few = await stage.run('approvalRequest.getAll', { limit: 2 });
	expect(few.items).toHaveLength(2);
	expect(stage.requests().map(({ query }) => query)).toEqual([{ limit: '2', PageNo: '0' }]);
});

test('in short: how it stands, and which badge it is about for whom; whole unless asked', async () => {
	const one = idOf(await maker.askToIssue(5));
	const several = idOf(await maker.askToEnrol('6, 7'));
	const { items } = await stage.run('approvalRequest.getAll', { simplify: true });
	const about = { badgeMetaId: MAKING.badgeId, badgeId: MAKING.badgeId };
	const made = { userId: expect.any(Number), userName: expect.any(String), endTime: null };
	const open = { ...made, state: 'AdminTask', startTime: expect.any(String) };
	expect(items.map(({ json }) => json)).toEqual(
		expect.arrayContaining([
			{ ...open, ...about, requestId: one, requestType: 'earn-badge', customerId: 5 },
			{ ...open, ...about, requestId: several, requestType: 'issue-badge', customers: [6, 7] },
		]),
	);
	const got = await stage.run('approvalRequest.get', { approvalRequestId: one, simplify: true });
	expect(got.items[0].json).toMatchObject({ requestId: one, customerId: 5 });
	const whole = await stage.run('approvalRequest.get', { approvalRequestId: one });
	expect(whole.items[0].json).toHaveProperty('details');
});
