import { SEED } from '../../../sandbox';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const REVOKE_ISSUE = '/api_gateway/v1/badges/badgeMeta/customer/revokeIssue';
const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };
const badgeId = SEED.enrolBadge;

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

/** Enrols customers; customer → ID of the enrolment. */
async function enrolled(...customers: number[]): Promise<Record<string, string>> {
	const { items } = await stage.run('customerBadge.enrol', { badgeId, ...OWNER, customers });
	stage.sandbox.journal.clear();
	return Object.fromEntries(items.map(({ json }) => [json.customerId, json.issuedId]));
}

const revoke = (parameters: object, items?: object[]) =>
	stage.run(
		'customerBadge.revokeEnrolment',
		{ badgeId, ...parameters },
		items && { items: items as never },
	);

test('of customers: one item each, those who have none reach the error output', async () => {
	const ids = await enrolled(1, 2);
	const { items, failed, hints } = await revoke({ customers: '3, 2, 1' });
	expect(stage.requests().map(({ method, path, body }) => [method, path, body])).toEqual([
		['POST', REVOKE_ISSUE, { badgeMetaId: badgeId, customers: [3, 2, 1] }],
	]);
	expect(linked(items)).toEqual(
		[2, 1].map((customerId) => ({
			item: 0,
			badgeMetaId: badgeId,
			badgeId,
			customerId,
			issuedId: ids[customerId],
			revokedIssuedBadges: [{ customerId, issuedId: ids[customerId] }],
		})),
	);
	expect(linked(failed)).toEqual([
		{
			item: 0,
			error: `Customer 3 has no such enrolment for badge ${badgeId}`,
			details: {
				code: 404,
				apiMessage: "Customer doesn't have issue instance",
				httpStatus: 200,
				supportId: expect.stringMatching(/^[0-9a-f]{8,}$/),
				customerId: 3,
				advice:
					"Nothing needs to be revoked. If you expected an enrolment, check it with Customer Badge > Get. To let this pass, set the option 'Already Done' to 'Continue'.",
				retry: 'no',
			},
		},
	]);
	expect(hints.map(({ message }) => message)).toEqual(['2 revoked, 1 not']);
});

test('of a customer with several: all of them are told', async () => {
	const { state } = stage.sandbox;
	await enrolled(1);
	const [first] = state.issuals.values();
	state.addIssual({ ...first, id: 'b'.repeat(24) });
	const { items } = await revoke({ customers: 1 });
	expect(items.map(({ json }) => json.revokedIssuedBadges)).toEqual([
		[
			{ customerId: 1, issuedId: first.id },
			{ customerId: 1, issuedId: 'b'.repeat(24) },
		],
	]);
});

test('single ones, gathered from the items; an enrolment of somebody else has no code', async () => {
	const ids = await enrolled(1, 2, 3);
	const { items, failed } = await revoke(
		{
			revoke: 'enrolment',
			customerId: '={{ $json.customer }}',
			issueId: '={{ $json.enrolment }}',
		},
		[
			{ customer: 1, enrolment: ids[1] },
			{ customer: 4, enrolment: ids[2] },
			{ customer: '3', enrolment: ids[3] },
		],
	);
	expect(stage.requests().map(({ body }) => body)).toEqual([
		{
			badgeMetaId: badgeId,
			revokeIssuals: [
				{ customerId: 1, issueId: ids[1] },
				{ customerId: 4, issueId: ids[2] },
				{ customerId: 3, issueId: ids[3] },
			],
		},
	]);
	expect(linked(items)).toMatchObject([
		{ item: 0, customerId: 1, issuedId: ids[1] },
		{ item: 2, customerId: 3, issuedId: ids[3] },
	]);
	expect(linked(failed)).toMatchObject([
		{
			item: 1,
			customer: 4,
			error: "Capillary refused the request: issue doesn't belong to customer",
			details: {
				apiMessage: "issue doesn't belong to customer",
				customerId: 4,
				advice: "Go by Capillary's own message: it gave no code.",
			},
		},
	]);
});

test('at most twenty in one request', async () => {
	const customers = Array.from({ length: 45 }, (_, i) => i + 1);
	await enrolled(...customers);
	const { items } = await revoke({ customers, options: { concurrency: 1 } });
	const sizes = stage.requests().map(({ body }) => (body as { customers: [] }).customers.length);
	expect(sizes).toEqual([20, 20, 5]);
	expect(items.map(({ json }) => json.customerId)).toEqual(customers);
	const refused = await revoke({ customers, options: { batchSize: 21 } });
	expect(refused.failed.map(({ json }) => json.error)).toEqual([
		"The option 'Batch Size' must be a whole number from 1 to 20, but is 21",
	]);
});

test('a smaller limit of the server (1060) is met by smaller requests', async () => {
	await enrolled(1, 2);
	stage.sandbox.faults.add({
		match: { path: REVOKE_ISSUE },
		answer: {
			status: 400,
			json: { data: null, errors: [{ code: 1060, message: 'Batch limit exceeded' }] },
		},
	});
	const { items } = await revoke({ customers: '1, 2' });
	expect(items.map(({ json }) => json.customerId)).toEqual([1, 2]);
});

test('"already done" lets a missing enrolment pass, but never a missing badge', async () => {
	const options = { alreadyDone: 'continue' };
	const { items } = await revoke({ customers: 9, options });
	expect(linked(items)).toEqual([
		{ item: 0, badgeMetaId: badgeId, badgeId, customerId: 9, alreadyDone: true },
	]);
	const missing = 'ffffffffffffffffffffffff';
	const { failed } = await revoke({ badgeId: missing, customers: 9, options });
	expect(failed.map(({ json }) => json.error)).toEqual([`Badge ${missing} was not found`]);
});

test('a lost answer is repeated, and what it did counts', async () => {
	await enrolled(1, 2);
	stage.sandbox.faults.add({ match: { path: REVOKE_ISSUE }, drop: 'after' });
	const { items } = await revoke({ customers: '1, 2' });
	expect(stage.requests().map(({ status }) => status)).toEqual([null, 200]);
	expect(items.map(({ json }) => [json.customerId, json.alreadyDone])).toEqual([
		[1, true],
		[2, true],
	]);
});

test('names nobody: refused before anything is sent; and if the server says so (1051)', async () => {
	const { failed } = await revoke({ customers: '={{ null }}' });
	expect(failed[0].json.error).toBe("'Customers' is missing");
	expect(stage.requests()).toEqual([]);
	stage.sandbox.faults.add({
		answer: {
			status: 200,
			json: {
				data: null,
				errors: [{ code: 1051, message: 'RevokeIssuals or CustomerId is mandatory' }],
			},
		},
	});
	const refused = await revoke({ customers: '1, 2' });
	expect(refused.failed.map(({ json }) => json.error)).toEqual([
		'Neither customers nor enrolments were named',
		'Neither customers nor enrolments were named',
	]);
});

test('25 enrolments of one customer take two requests, each item with its own', async () => {
	const { state } = stage.sandbox;
	await enrolled(1);
	const [first] = state.issuals.values();
	const ids = [
		first.id,
		...Array.from({ length: 24 }, (_, i) => `b${String(i).padStart(23, '0')}`),
	];
	for (const id of ids.slice(1)) state.addIssual({ ...first, id });
	const single = { revoke: 'enrolment', customerId: 1, issueId: '={{ $json.id }}' };
	const run = await revoke(
		single,
		ids.map((id) => ({ id })),
	);
	expect(stage.requests()).toHaveLength(2);
	expect(linked(run.items)).toEqual(
		ids.map((id, item) => ({
			item,
			badgeMetaId: badgeId,
			badgeId,
			customerId: 1,
			issuedId: id,
			revokedIssuedBadges: [{ customerId: 1, issuedId: id }],
		})),
	);
	const again = await revoke(
		single,
		ids.slice(0, 3).map((id) => ({ id })),
	);
	expect(again.failed.map(({ json }) => json.details)).toMatchObject(Array(3).fill({ code: 404 }));
});

const answering = (rows: object[]) =>
	stage.sandbox.faults.add({
		answer: {
			status: 200,
			json: { data: { badgeMetaId: badgeId, revokedIssuedBadges: rows, requestId: null } },
		},
	});
const NOT_THERE = { code: 404, message: "Customer doesn't have issue instance" };

test("some of a customer's enrolments ended: the item fails, and says which did", async () => {
	answering([
		{ customerId: 1, issuedId: 'a'.repeat(24), error: null },
		{ customerId: 1, issuedId: 'b'.repeat(24), error: { message: 'locked' } },
		{ customerId: 2, issuedId: 'c'.repeat(24), error: null },
	]);
	const { items, failed } = await revoke({ customers: '1, 2' });
	expect(items.map(({ json }) => json.customerId)).toEqual([2]);
	expect(failed[0].json).toMatchObject({
		error: 'Only 1 enrolment of 2 of customer 1 was revoked',
		details: { customerId: 1, apiMessage: 'locked' },
	});
	expect(JSON.stringify(failed[0].json)).toContain(`Revoked: ${'a'.repeat(24)}.`);
});

test('an answer that names another enrolment is no proof, and is quoted', async () => {
	answering([{ customerId: 1, issuedId: 'f'.repeat(24), error: null }]);
	const one = { revoke: 'enrolment', customerId: 1, issueId: 'a'.repeat(24) };
	const { items, failed } = await revoke(one);
	expect(items).toEqual([]);
	expect(failed[0].json).toMatchObject({
		error: "Capillary's answer contradicts the request, so the outcome is unknown",
		details: { apiMessage: expect.stringContaining('f'.repeat(24)) },
	});
});

test('of several enrolments, a refusal without an ID speaks of the ones left alone', async () => {
	answering([
		{ customerId: 1, issuedId: 'b'.repeat(24), error: null },
		{ customerId: 1, issuedId: null, error: NOT_THERE },
	]);
	const run = await revoke({ revoke: 'enrolment', customerId: 1, issueId: '={{ $json.id }}' }, [
		{ id: 'a'.repeat(24) },
		{ id: 'b'.repeat(24) },
	]);
	expect(linked(run.items)).toMatchObject([{ item: 1, issuedId: 'b'.repeat(24) }]);
	expect(linked(run.failed)).toMatchObject([{ item: 0, details: { code: 404 } }]);
});
