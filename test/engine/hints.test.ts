import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { NodeHelpers, Workflow } from 'n8n-workflow';
import type { Engine } from '../support/engine';
import { startEngine } from '../support/engine';

const TYPE = 'n8n-nodes-capillary-badges.capillaryBadges';

let engine: Engine;
beforeAll(async () => {
	engine = await startEngine();
});

/** The hints that the editor shows for parameters and input items; undefined for no items: nothing was run before. */
function hintsFor(given: INodeParameters, input: IDataObject[] | undefined): string[] {
	const { description } = engine.nodeTypes.getByNameAndVersion(TYPE);
	const node: INode = {
		id: 'badges',
		name: 'Badges',
		type: TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	node.parameters =
		NodeHelpers.getNodeParameters(description.properties, given, true, false, node, description) ??
		{};
	const { nodeTypes } = engine;
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const items = (input ?? []).map((json) => ({ json }));
	const isShown = (condition = '=true'): boolean => {
		try {
			const { expression } = workflow;
			const value = expression.getParameterValue(
				condition,
				null,
				0,
				0,
				node.name,
				items,
				'manual',
				{},
			);
			// The editor takes nothing else, and says so in its console.
			if (typeof value !== 'boolean') throw new Error(`No boolean: ${String(value)}`);
			return value;
		} catch {
			// Without the option's value some conditions cannot be evaluated; with it each can.
			expect(input).toBeUndefined();
			return false;
		}
	};
	return (description.hints ?? [])
		.filter(({ displayCondition }) => isShown(displayCondition))
		.map(({ message }) => message);
}

const two = [{ customerId: 1 }, { customerId: 2 }];
const STOPS = expect.stringMatching(/^The first customer who is refused stops the workflow/);
const MANY = expect.stringContaining("'Issue to Many (Earn Bulk)'");

test.each(['earnBulk', 'enrol', 'revokeEnrolment', 'import'])(
	'%s for many: what a refusal does, and how to go on past it',
	(operation) => {
		const parameters = { resource: 'customerBadge', operation };
		expect(hintsFor(parameters, two)).toEqual([STOPS]);
		expect(hintsFor(parameters, [{ customerId: 1 }])).toEqual([]);
	},
);

test('a list of customers in one item counts as many', () => {
	const enrol = { resource: 'customerBadge', operation: 'enrol' };
	expect(hintsFor({ ...enrol, customers: '1, 2' }, undefined)).toEqual([STOPS]);
	expect(hintsFor({ ...enrol, customers: ' 1 ' }, [{}])).toEqual([]);
});

test('so do customers by a field or an expression, before anything is known of the input', () => {
	const enrol = { resource: 'customerBadge', operation: 'enrol' };
	const field = { ...enrol, customersFrom: 'field' };
	const expression = { ...enrol, customers: '={{ $json.customerId }}' };
	for (const parameters of [field, expression]) {
		expect(hintsFor(parameters, undefined)).toEqual([STOPS]);
	}
});

test('a dry run stops nowhere, so nothing is said of stopping', () => {
	const enrol = { resource: 'customerBadge', operation: 'enrol', customers: '1, 2' };
	expect(hintsFor({ ...enrol, options: { dryRun: true } }, two)).toEqual([]);
	expect(hintsFor({ ...enrol, options: { dryRun: false } }, two)).toEqual([STOPS]);
});

test('issuing one by one: another operation would do', () => {
	const earn = { resource: 'customerBadge', operation: 'earn' };
	expect(hintsFor(earn, two)).toEqual([MANY]);
	expect(hintsFor(earn, [{}])).toEqual([]);
	// Requests with IDs of their own cannot travel together.
	const ownIds = { ...earn, additionalFields: { requestId: '={{ $json.order }}' } };
	expect(hintsFor(ownIds, two)).toEqual([]);
});

test('no hint for anything else, whatever the input', () => {
	for (const parameters of [
		{ resource: 'badge', operation: 'claim' },
		{ resource: 'customerBadge', operation: 'getAll' },
		{ resource: 'customer', operation: 'find' },
	]) {
		expect(hintsFor(parameters, two)).toEqual([]);
	}
	expect(hintsFor({ resource: 'customerBadge', operation: 'earnBulk' }, undefined)).toEqual([]);
});
