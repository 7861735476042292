import type { IDataObject, INode } from 'n8n-workflow';
import { SEED } from '../../sandbox';
import { CapillaryBadges } from '../../nodes/CapillaryBadges/CapillaryBadges.node';
import { GOOD, OWNER } from '../support/core';
import type { Stage } from '../support/stage';
import { startStage } from '../support/stage';
import { startTool } from '../support/tool';

/** What a model is told, where the node is an agent's tool. */

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

/** Calls an operation once as an agent does, with the given arguments. */
async function ask(
	operation: string,
	parameters: INode['parameters'],
	args: IDataObject = {},
	onError?: INode['onError'],
) {
	const [resource, value] = operation.split('.');
	const make = await startTool(stage.engine, {
		credential: stage.basic,
		onError,
		parameters: { resource, operation: value, ...parameters },
	});
	return (await make()(args)) as IDataObject[] & { failed?: string };
}

const BULK = { badgeId: SEED.enrolBadge, ...OWNER, customers: '={{ $json.who }}' };
const EARN = { ...GOOD['customerBadge.earn'], customerId: '={{ $json.who }}' };

test('what was done is told by its outcome and the IDs, and by nothing else', async () => {
	const [issued, ...more] = await ask('customerBadge.earn', EARN, { who: '62090013' });
	expect(more).toEqual([]);
	expect(issued).toEqual({
		outcome: 'done',
		badgeId: SEED.earnBadge,
		customerId: 62_090_013,
		earnedBadgeId: expect.any(String),
		expiresOnISO: expect.any(String),
		requestId: expect.any(String),
	});
});

test('a record that is written is told by its ID and its name', async () => {
	const [group] = await ask('badgeGroup.create', { name: 'Gold', rank: 3 });
	expect(group).toMatchObject({ outcome: 'done', id: expect.any(String), name: 'Gold' });
	const [badge] = await ask('badge.update', {
		badgeId: SEED.enrolBadge,
		updateFields: { description: 'New' },
	});
	expect(Object.values(badge).filter((value) => typeof value === 'object')).toEqual([]);
	expect(badge).toMatchObject({ outcome: 'done', id: SEED.enrolBadge });
});

test('what was done before is told as done, and so marked', async () => {
	const again = { ...GOOD['badge.claim'], options: { alreadyDone: 'continue' } };
	await ask('badge.claim', again);
	expect(await ask('badge.claim', again)).toMatchObject([
		{ outcome: 'done', alreadyDone: true, ownerType: 'Loyalty', referenceId: '123' },
	]);
});

test('what is read comes as it is', async () => {
	const [badge] = await ask('badge.get', { badgeId: SEED.earnBadge });
	expect(badge).toMatchObject({ id: SEED.earnBadge });
	expect(badge).not.toHaveProperty('outcome');
	const list = await ask('badge.getAll', { limit: 3 });
	expect(list).toHaveLength(3);
});

test('a refusal says in its message alone what happened, what to do, and for whom: models get no more of an error', async () => {
	const twice = { ...EARN, additionalFields: { requestId: 'order-1' } };
	await ask('customerBadge.earn', twice, { who: '62090013' });
	const { failed } = await ask('customerBadge.earn', twice, { who: '62090013' });
	expect(failed).toMatch(/^Refused: Request ID order-1 was used before/);
	expect(failed).toContain("use another 'Request ID'");
	expect(failed).toContain('Customer 62090013, request ID order-1.');
	expect(failed).not.toMatch(/\[item|Details:|HTTP|\n/);
});

test('a value that is none is refused in one plain line', async () => {
	const { failed } = await ask('customerBadge.earn', EARN, { who: 'Ada' });
	expect(failed).toMatch(
		/^Refused: 'Customer ID' is not a customer ID: "Ada"\. .*Nothing was sent/,
	);
	expect(failed).not.toMatch(/\[item|Details:|\n/);
});

test('a fault of the whole run is one plain line, too', async () => {
	const { failed } = await ask(
		'customerBadge.earn',
		{ ...EARN, options: { maxAttempts: 0 } },
		{ who: '62090013' },
	);
	expect(failed).toMatch(/^Refused: The option 'Max Attempts' must be .*Nothing was sent\.$/);
});

test('a lost answer is told as unknown, and not as refused', async () => {
	stage.sandbox.faults.add({ match: { method: 'POST' }, drop: 'after' });
	const { failed } = await ask('badgeGroup.create', { name: 'Lost', rank: 3 });
	expect(failed).toMatch(/^Unknown: /);
});

test('where the node continues on failure, each customer has an entry', async () => {
	stage.sandbox.state.unknownCustomers.add(999_999_999_999);
	const answers = await ask(
		'customerBadge.enrol',
		BULK,
		{ who: '62090013, 999999999999' },
		'continueRegularOutput',
	);
	expect(answers).toMatchObject([
		{ outcome: 'done', customerId: 62_090_013 },
		{ outcome: 'refused', customerId: 999_999_999_999, reason: expect.any(String) },
	]);
	expect(Object.keys(answers[1])).not.toContain('details');
	expect(answers[1].whatToDo).toEqual(expect.any(String));
	const all = await ask('customerBadge.enrol', BULK, { who: 'Ada' }, 'continueRegularOutput');
	expect(all).toMatchObject([{ outcome: 'refused', whatToDo: expect.any(String) }]);
});

describe('Most Customers per Call', () => {
	const options = { maxCustomers: 2 };
	const three = { who: '62090013, 62090014, 62090015' };

	test('a call that names more is refused unsent, with the reason', async () => {
		const { failed } = await ask('customerBadge.enrol', { ...BULK, options }, three);
		expect(failed).toMatch(/^Refused: 3 customers are named, but 'Most Customers per Call' is 2/);
		expect(failed).toContain('Nothing was sent.');
		expect(stage.requests()).toEqual([]);
	});

	test('a call that names as many, also twice, is sent', async () => {
		const two = { who: '62090013, 62090014, 62090013' };
		const answers = await ask(
			'customerBadge.earnBulk',
			{ ...BULK, badgeId: SEED.earnBadge, options },
			two,
		);
		expect(answers.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
	});

	test('the items of a run count together, also where each names one customer', async () => {
		const items = ['62090013', '62090014', '62090015'].map((who) => ({ who }));
		const run = await stage.run('customerBadge.earn', { ...EARN, options }, { items });
		expect(run.items).toEqual([]);
		expect(run.failed.map(({ json }) => json.error)).toEqual(
			items.map(() => "3 customers are named, but 'Most Customers per Call' is 2"),
		);
		expect(stage.requests()).toEqual([]);
	});

	test('a request for approval counts the customers that it asks for', async () => {
		const { failed } = await ask(
			'approvalRequest.requestEnrol',
			{ ...BULK, tillId: '1', storeId: '1', zoneId: '1', conceptId: '1', options },
			three,
		);
		expect(failed).toMatch(/3 customers are named/);
		expect(stage.requests()).toEqual([]);
	});

	test('every operation that changes something for customers has it, and no other', () => {
		const { properties } = new CapillaryBadges().description;
		const having = properties
			.filter(({ name, options = [] }) => {
				return (
					name === 'options' &&
					options.some(
						(option) =>
							option.name === 'Most Customers per Call' ||
							('displayName' in option && option.displayName === 'Most Customers per Call'),
					)
				);
			})
			.flatMap(({ displayOptions }) => displayOptions?.show?.operation);
		expect(having.sort()).toEqual([
			'earn',
			'earnBulk',
			'enrol',
			'import',
			'requestEarn',
			'requestEnrol',
			'revokeEarn',
			'revokeEnrolment',
		]);
	});
});
