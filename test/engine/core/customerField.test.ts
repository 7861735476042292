import type { INode } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import { ENTITY, OWNER } from '../../support/core';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

/** With 'Customers From' = 'Input Field' the user sees no field 'Customers', so no message may name it. */

const FIELD: INode['parameters'] = { customersFrom: 'field', customerField: 'who' };
const BADGE = { badgeId: SEED.enrolBadge };
const RULE = 'Customer IDs are positive whole numbers up to 9007199254740991';
const NOBODY =
	'Name one customer at least, or leave such items out with a Filter node before this one';
const FILL =
	"Set 'Customer ID Field' to the name (not the value) of the field that holds the customer ID, and fill in that field";

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const OPERATIONS: Array<[operation: string, parameters: INode['parameters']]> = [
	['customerBadge.enrol', { ...BADGE, ...OWNER }],
	['customerBadge.earnBulk', { ...BADGE, ...OWNER }],
	['customerBadge.revokeEnrolment', BADGE],
	['approvalRequest.requestEnrol', { ...BADGE, ...OWNER, ...ENTITY }],
];

test.each(OPERATIONS)('%s names the field that holds no customer ID', async (...[name, known]) => {
	const items = [
		{ id: 1 },
		{ who: '' },
		{ who: null },
		{ who: 'x' },
		{ who: [] },
		{ who: [1, 2.5] },
	];
	const { items: done, failed } = await stage.run(name, { ...known, ...FIELD }, { items });
	const lacks = ["The input item has no customer ID in 'who', its 'Customer ID Field'", FILL];
	expect(done).toEqual([]);
	expect(linked(failed).map(({ item, error, details }) => [item, error, details])).toEqual(
		[
			lacks,
			lacks,
			lacks,
			['\'Customer ID Field\' (who) holds a value that is not a customer ID: "x"', RULE],
			["'Customer ID Field' (who) names no customer", NOBODY],
			["'Customer ID Field' (who) holds a value that is not a customer ID: 2.5", RULE],
		].map(([error, fix], item) => [
			item,
			error,
			{ advice: `${fix}. Nothing was sent for this item.`, retry: 'safe' },
		]),
	);
	expect(stage.requests()).toEqual([]);
});

test('a workflow that was saved with the former default, which n8n leaves out, means the same field', async () => {
	for (const stored of [{}, { customerField: '' }]) {
		const parameters = { ...BADGE, ...OWNER, customersFrom: 'field', ...stored };
		const items = [{ customerId: 7 }, { who: 8 }];
		const { items: done, failed } = await stage.run('customerBadge.enrol', parameters, { items });
		expect(done.map(({ json }) => json.customerId)).toEqual([7]);
		expect(failed.map(({ json }) => json.error)).toEqual([
			"The input item has no customer ID in 'customerId', its 'Customer ID Field'",
		]);
		stage.sandbox.reset();
	}
});

test('a dragged column counts as n8n writes it, whatever its name holds', async () => {
	const items = [{ 'Customer ID': 7, data: { 'Customer ID': 8, ids: [9] } }];
	const done: unknown[] = [];
	for (const customerField of [
		'Customer ID',
		"['Customer ID']",
		"data['Customer ID']",
		'data.ids[0]',
	]) {
		const parameters = { ...BADGE, ...OWNER, customersFrom: 'field', customerField };
		const run = await stage.run('customerBadge.enrol', parameters, { items });
		done.push(run.items[0]?.json.customerId ?? run.failed[0]?.json.error);
		stage.sandbox.reset();
	}
	expect(done).toEqual([7, 7, 8, 9]);
});

test('an expression that gives no name is told apart from a field that is not there', async () => {
	const parameters = { ...BADGE, ...OWNER, ...FIELD, customerField: '={{ $json.name }}' };
	const { error } = await stage.run('customerBadge.enrol', parameters, {
		items: [{ who: 1 }],
		onError: 'stopWorkflow',
	});
	expect(error?.message).toBe("'Customer ID Field' is missing [item 0]");
	expect(error?.description).toBe(`${FILL}. Nothing was sent for this item.`);
});

test("one enrolment is revoked although the 'Customer ID Field' of the other way names nothing", async () => {
	const enrolled = await stage.run('customerBadge.enrol', { ...BADGE, ...OWNER, customers: '1' });
	const { items, failed } = await stage.run('customerBadge.revokeEnrolment', {
		...BADGE,
		...FIELD,
		revoke: 'enrolment',
		customerId: 1,
		issueId: enrolled.items[0].json.issuedId as string,
	});
	expect(failed).toEqual([]);
	expect(items.map(({ json }) => json.customerId)).toEqual([1]);
});

test('a way that an expression was to choose is refused with the name of the choice', async () => {
	const { error } = await stage.run(
		'customerBadge.enrol',
		{ ...BADGE, ...OWNER, ...FIELD, customersFrom: '={{ "field" }}' },
		{ items: [{ who: 1 }], onError: 'stopWorkflow' },
	);
	expect(error?.message).toMatch(/^'Customers From' is .* not one of field, list \[item 0\]$/);
	expect(stage.requests()).toEqual([]);
});
