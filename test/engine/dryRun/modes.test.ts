import { SEED } from '../../../sandbox';
import { badgeNamed, GOOD, OWNER } from '../../support/core';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';
import { startTool } from '../../support/tool';

/** A dry run in each mode of n8n's, with input that is wrong, and with an earlier try. */

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const DRY = { options: { dryRun: true } };
const CHECKED = { options: { dryRun: true, checkCustomers: true } };
const EARN = { ...GOOD['customerBadge.earn'], customerId: '={{ $json.id }}' };
const ENROL = { badgeId: SEED.enrolBadge, ...OWNER };
const ids = (count: number) => Array.from({ length: count }, (_, i) => ({ id: 500 + i }));
const FROM_FIELD = { customersFrom: 'field', customerField: 'id' };

const CONTINUING = ['continueErrorOutput', 'continueRegularOutput'] as const;

test('where the node continues, input that is wrong fails as in a real run', async () => {
	const items = [{ id: 1 }, { id: 'ada@example.com' }, {}, { id: 4 }];
	for (const onError of CONTINUING) {
		const dry = await stage.run('customerBadge.earn', { ...EARN, ...DRY }, { items, onError });
		expect(stage.writes()).toEqual([]);
		const real = await stage.run('customerBadge.earn', EARN, { items, onError });
		stage.sandbox.reset();
		expect(linked(dry.failed)).toEqual(linked(real.failed));
		expect(linked(dry.items).map(({ item, error }) => [item, error])).toEqual(
			linked(real.items).map(({ item, error }) => [item, error]),
		);
	}
});

test('in stop mode it tells of all input that is wrong at once, beside what would be sent', async () => {
	const items = [{ id: 1 }, { id: 'ada@example.com' }, {}, { id: 4 }, { id: 5 }];
	const customerId = '={{ $json.id === 5 ? $("Nowhere").item.json.id : $json.id }}';
	const parameters = { ...EARN, customerId, ...DRY };
	const onError = 'stopWorkflow';
	const dry = await stage.run('customerBadge.earn', parameters, { items, onError });
	expect(dry.error).toBeUndefined();
	expect(linked(dry.items)).toMatchObject([
		{ item: 0, dryRun: true, wouldSend: true, customerId: 1 },
		{
			item: 1,
			dryRun: true,
			wouldSend: false,
			reason: expect.stringContaining('is an email address, not a customer ID'),
			advice: expect.stringContaining('Customer > Find'),
		},
		{ item: 2, wouldSend: false, reason: "'Customer ID' is missing" },
		{ item: 3, wouldSend: true, customerId: 4 },
		{ item: 4, wouldSend: false, reason: expect.stringContaining('could not be evaluated') },
	]);
	expect(dry.hints).toMatchObject([{ type: 'warning' }]);
	expect(dry.hints[0].message).toContain("2 customers would be sent, 3 would not (see 'reason').");
	expect(dry.hints[0].message).toContain(
		"As it is, it would send nothing, because of item 1, since 'On Error' is 'Stop Workflow'.",
	);
	expect(stage.writes()).toEqual([]);
	const real = await stage.run('customerBadge.earn', EARN, { items, onError });
	expect(real.error?.message).toContain('[item 1]');
	expect(stage.writes()).toEqual([]);
});

test('one request ID for several requests fails as in a real run, or is told in stop mode', async () => {
	const items = ids(3);
	const given = { ...EARN, additionalFields: { requestId: 'order-1' } };
	const onError = 'continueErrorOutput';
	const dry = await stage.run('customerBadge.earn', { ...given, ...DRY }, { items, onError });
	const real = await stage.run('customerBadge.earn', given, { items, onError });
	expect(linked(dry.failed)).toEqual(linked(real.failed));
	expect(real.failed).toHaveLength(3);
	const stopping = await stage.run(
		'customerBadge.earn',
		{ ...given, ...DRY },
		{ items, onError: 'stopWorkflow' },
	);
	expect(stopping.error).toBeUndefined();
	expect(stopping.items.map(({ json }) => [json.wouldSend, json.reason])).toEqual(
		real.failed.map(({ json }) => [false, json.error]),
	);
	expect(stage.writes()).toEqual([]);
});

test('each customer is told the request it travels in, and the body once for each request', async () => {
	const parameters = { ...ENROL, ...FROM_FIELD, options: { dryRun: true, batchSize: 2 } };
	const { items, hints } = await stage.run('customerBadge.enrol', parameters, { items: ids(5) });
	expect(linked(items)).toMatchObject(
		ids(5).map(({ id }, item) => ({
			item,
			wouldSend: true,
			badgeMetaId: SEED.enrolBadge,
			customerId: id,
			...OWNER,
			notKnown: [`whether customer ${id} is enrolled already`],
			request: {
				number: Math.floor(item / 2) + 1,
				method: 'POST',
				path: '/api_gateway/v1/badges/badgeMeta/customer/issueBulk',
				customers: item === 4 ? 1 : 2,
			},
		})),
	);
	expect(items.map(({ json }) => (json.request as { body?: unknown }).body)).toEqual([
		{
			badgeMetaId: SEED.enrolBadge,
			customers: [500, 501],
			requestId: '(made when it is sent)',
			triggeredBy: OWNER,
		},
		undefined,
		expect.objectContaining({ customers: [502, 503] }),
		undefined,
		expect.objectContaining({ customers: [504] }),
	]);
	expect(hints).toMatchObject([
		{
			type: 'info',
			message:
				"Dry run: nothing was changed. A real run takes 3 requests: 5 customers would be sent. For 5 items reading does not tell everything (see 'notKnown').",
		},
	]);
	// The badge once, and nothing else.
	expect(stage.requests().map(({ method, path }) => [method, path])).toEqual([
		['GET', `/api_gateway/v1/badges/badgeMeta/${SEED.enrolBadge}`],
	]);
});

test('Check Customers tells who is enrolled, who has it, and who is not known', async () => {
	const badgeId = SEED.enrolBadge;
	await stage.run('customerBadge.enrol', { ...ENROL, customers: [501, 502] });
	await stage.run('customerBadge.earn', { ...ENROL, customerId: 502 });
	stage.sandbox.state.unknownCustomers.add(503);
	stage.sandbox.journal.clear();
	const parameters = { ...ENROL, ...FROM_FIELD, ...CHECKED };
	const enrolling = await stage.run('customerBadge.enrol', parameters, { items: ids(4) });
	expect(enrolling.items.map(({ json }) => [json.wouldSend, json.enrolled, json.reason])).toEqual([
		[true, false, undefined],
		[false, true, `Customer 501 is already enrolled for badge ${badgeId}`],
		[false, true, `Customer 502 is already enrolled for badge ${badgeId}`],
		[true, undefined, undefined],
	]);
	expect(enrolling.items[3].json.notKnown).toEqual([
		'what customer 503 has: Capillary refused the request: Customer not found: 503',
	]);
	const issuing = await stage.run('customerBadge.earnBulk', parameters, { items: ids(3) });
	expect(issuing.items.map(({ json }) => [json.wouldSend, json.earnedBefore, json.reason])).toEqual(
		[
			[false, 0, `Customer 500 is not enrolled for badge ${badgeId}`],
			[true, 0, undefined],
			[true, 1, undefined],
		],
	);
	expect(issuing.hints).toMatchObject([
		{
			type: 'warning',
			message:
				"Dry run: nothing was changed. A real run takes 1 request: 2 customers would be sent, 1 would not (see 'reason').",
		},
	]);
	expect(stage.writes()).toEqual([]);
});

test('limits are counted through the run', async () => {
	const three = badgeNamed(stage.sandbox.state, 'First Three');
	const by = { badgeId: three, ownerType: 'Loyalty', referenceId: '1' };
	await stage.run('customerBadge.earn', { ...by, customerId: 9 });
	const parameters = { ...by, ...FROM_FIELD, ...CHECKED };
	const { items } = await stage.run('customerBadge.earnBulk', parameters, { items: ids(4) });
	expect(items.map(({ json }) => json.wouldSend)).toEqual([true, true, false, false]);
	expect(items[3].json.reason).toBe(`The limit of badge ${three} is used up`);

	const one = badgeNamed(stage.sandbox.state, 'Once Per Customer');
	const again = { ...by, badgeId: one, customers: '5,5,6', ...CHECKED };
	const twice = await stage.run('customerBadge.earnBulk', again);
	expect(twice.items.map(({ json }) => json.wouldSend)).toEqual([true, false, true]);
	const unchecked = await stage.run('customerBadge.earnBulk', { ...again, ...DRY });
	expect(unchecked.items.map(({ json }) => [json.wouldSend, json.notKnown])).toEqual([
		[true, ['whether customer 5 has used up a limit']],
		[true, ['whether customer 5 has used up a limit']],
		[true, ['whether customer 6 has used up a limit']],
	]);
});

test('in stop mode it says where a real run would stop, and goes on to the end', async () => {
	const items = [{ ref: '123694' }, { ref: 'nobody' }, { ref: '626' }];
	const parameters = { ...EARN, customerId: 7, referenceId: '={{ $json.ref }}', ...DRY };
	const {
		items: given,
		hints,
		error,
	} = await stage.run('customerBadge.earn', parameters, {
		items,
		onError: 'stopWorkflow',
	});
	expect(error).toBeUndefined();
	expect(given.map(({ json }) => json.wouldSend)).toEqual([true, false, true]);
	expect(given[1].json.reason).toBe(
		`Badge ${SEED.earnBadge} is not claimed by Loyalty with reference ID nobody: it is claimed by Loyalty (123694), Loyalty (626)`,
	);
	expect(hints[0].message).toContain(
		"It would stop at item 1, since 'On Error' is 'Stop Workflow'.",
	);
});

test('Retry On Fail neither repeats a dry run nor remembers it', async () => {
	const more = { retryOnFail: true, maxTries: 3, onError: 'stopWorkflow' as const };
	const parameters = { ...EARN, ownerType: 'Milestones', ...DRY };
	const { items, run } = await stage.run('customerBadge.earn', parameters, {
		items: ids(3),
		...more,
	});
	expect(items.map(({ json }) => json.wouldSend)).toEqual([false, false, false]);
	expect(stage.requests()).toHaveLength(1);
	expect(run.data.executionData?.contextData['node:Badges'] ?? {}).toEqual({});
});

test('after a try that failed, it tells what is done, and keeps the journal as it was', async () => {
	const state = stage.sandbox.state;
	state.rejectedCustomers.set(501, { code: 4711, message: 'No' });
	const real = await stage.run(
		'customerBadge.earn',
		{ ...EARN, options: { concurrency: 1 } },
		{
			items: ids(3),
			onError: 'stopWorkflow',
		},
	);
	expect(real.error?.message).toContain('[item 1]');
	const kept = JSON.stringify(real.run.data.executionData?.contextData);
	stage.sandbox.journal.clear();
	// n8n's Retry with the workflow as it is now.
	for (const { node } of real.run.data.executionData?.nodeExecutionStack ?? []) {
		node.parameters = { ...node.parameters, ...DRY };
	}
	const dry = await stage.run(
		'customerBadge.earn',
		{ ...EARN, ...DRY },
		{
			items: ids(3),
			onError: 'stopWorkflow',
			retryOf: real.run,
		},
	);
	expect(dry.error).toBeUndefined();
	expect(dry.items.map(({ json }) => [json.wouldSend, json.reason])).toEqual([
		[false, 'An earlier try of this run has done it'],
		[true, undefined],
		[true, undefined],
	]);
	expect(stage.writes()).toEqual([]);
	expect(JSON.stringify(dry.run.data.executionData?.contextData)).toBe(kept);
});

test('a record that two items change is said to be changed by both', async () => {
	const parameters = {
		groupId: SEED.groups[0],
		updateFields: { rank: '={{ $json.rank }}' },
		...DRY,
	};
	const items = [{ rank: 5 }, { rank: 6 }];
	const { items: given, hints } = await stage.run('badgeGroup.update', parameters, { items });
	expect(given).toMatchObject([
		{ json: { wouldSend: true, request: { method: 'PUT', body: { rank: 5 } } } },
		{ json: { notKnown: ['what an earlier item of this run changes of the same record'] } },
	]);
	expect(hints[0].message).toContain('takes 4 requests (2 of them only read): 2 records');
	expect(stage.writes()).toEqual([]);
});

test('names that are taken, and names that the run takes twice', async () => {
	const create = async (key: string, names: string[], more: object = {}) => {
		const items = names.map((name) => ({ name }));
		const parameters = { name: '={{ $json.name }}', ...more, ...DRY };
		const run = await stage.run(key, parameters, { items });
		return run.items.map(({ json }) => [json.wouldSend, json.reason]);
	};
	const taken = 'Another group has this name already';
	expect(
		await create('badgeGroup.create', ['Sports', 'sports', 'New', 'New'], { rank: 1 }),
	).toEqual([
		[false, taken],
		[true, undefined],
		[true, undefined],
		[false, taken],
	]);
	expect(await create('customField.create', ['Season', 'Other'], { dataType: 'STRING' })).toEqual([
		[false, 'Another custom field has this name already'],
		[true, undefined],
	]);
	const badge = {
		startOn: '2030-01-01',
		expiresOn: '2031-01-01',
		earnType: 'EARN',
		owners: ['Loyalty'],
		earnedBadgeExpiry: { period: { value: 2, unit: 'WEEKS' } },
	};
	expect(await create('badge.create', ['Coffee Lover', 'Coffee'], badge)).toEqual([
		[false, 'Another badge has this name already'],
		[true, undefined],
	]);
	expect(stage.writes()).toEqual([]);
});

test('a request for several customers tells of each of them', async () => {
	const made = { ownerType: 'Goodwill_Module', referenceId: '123', badgeId: SEED.requestBadge };
	const entity = { tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' };
	await stage.run('customerBadge.enrol', { ...made, customers: '5' });
	stage.sandbox.journal.clear();
	const { items, hints } = await stage.run('approvalRequest.requestEnrol', {
		...made,
		...entity,
		customers: '5,6',
		...CHECKED,
	});
	expect(items).toMatchObject([
		{
			json: {
				wouldSend: true,
				customers: [
					{
						customerId: 5,
						wouldSend: false,
						reason: expect.stringMatching(/^Once approved, .* already enrolled/),
					},
					{ customerId: 6, wouldSend: true },
				],
				request: { number: 1, customers: 2, path: '/api_gateway/v2/request-workflow/ISSUE-BADGE' },
			},
		},
	]);
	expect(hints[0].message).toContain('takes 1 request: 1 customer would be sent, 1 would not');
	expect(JSON.stringify(items)).not.toContain('Basic ');
	expect(stage.writes()).toEqual([]);
});

test('as a tool of an agent it answers in plain items, and writes nothing', async () => {
	const make = await startTool(stage.engine, {
		parameters: {
			resource: 'customerBadge',
			operation: 'earn',
			...EARN,
			...CHECKED,
		},
		credential: stage.basic,
		executionId: '7',
		retryOnFail: true,
		maxTries: 3,
	});
	expect(await make()({ id: 5 })).toMatchObject([{ dryRun: true, wouldSend: true, customerId: 5 }]);
	expect(stage.writes()).toEqual([]);
});

test('with OAuth nothing but a token is asked for by POST', async () => {
	const { clientKey, clientSecret } = stage.sandbox.credentials;
	const credential = { ...stage.basic, authentication: 'oauth', clientKey, clientSecret };
	const { items } = await stage.run(
		'customerBadge.earn',
		{ ...EARN, ...CHECKED },
		{
			credential,
			items: ids(20),
		},
	);
	expect(items).toHaveLength(20);
	expect(stage.writes()).toEqual([]);
	expect(JSON.stringify(items)).not.toContain(clientSecret);
});

test('on an operation that only reads, a value that was left behind does nothing', async () => {
	const parameters = { badgeId: SEED.earnBadge, ...DRY };
	const { items } = await stage.run('badge.get', parameters);
	expect(items[0].json).toMatchObject({ id: SEED.earnBadge });
	expect(items[0].json).not.toHaveProperty('dryRun');
});

test('a value that is neither true nor false is refused, and nothing is sent', async () => {
	const parameters = { ...GOOD['customerBadge.earn'], options: { dryRun: 'perhaps' } };
	const { failed } = await stage.run('customerBadge.earn', parameters);
	expect(failed[0].json.error).toMatch(/^The option 'Dry Run' must be true or false/);
	expect(stage.requests()).toEqual([]);
});
