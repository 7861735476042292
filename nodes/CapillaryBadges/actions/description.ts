/** The parameters of the whole node, from the list of operations; and which operation a run is for. */
import type { INode, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Operation } from '../operation';
import { operations } from './operations';

const byName = (a: INodePropertyOptions, b: INodePropertyOptions) => a.name.localeCompare(b.name);

/** The resources, with the words that the user sees. */
const resources: INodePropertyOptions[] = [
	{
		name: 'Approval Request',
		value: 'approvalRequest',
		description: 'Ask for approval before a badge is issued, and decide on it',
	},
	{
		name: 'Badge',
		value: 'badge',
		description: 'What a badge is and who may use it',
	},
	{
		name: 'Badge Group',
		value: 'badgeGroup',
		description: 'How badges are shown together',
	},
	{
		name: 'Custom Field',
		value: 'customField',
		description: 'Fields of your own that every badge can have',
	},
	{
		name: 'Customer',
		value: 'customer',
		description: 'The customer ID behind an email address or the like',
	},
	{
		name: 'Customer Badge',
		value: 'customerBadge',
		description: 'Who has a badge: enrol, issue and revoke',
	},
];

/** The operation that is chosen first in each resource. */
const USUAL = new Map<string, string>([
	['approvalRequest', 'requestEarn'],
	['badge', 'claim'],
	['badgeGroup', 'getAll'],
	['customField', 'getAll'],
	['customer', 'find'],
	['customerBadge', 'enrol'],
]);

const resourceSelector: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	default: 'customerBadge',
	options: resources,
};

function operationSelector(resource: string): INodeProperties {
	const options = operations
		.filter((candidate) => candidate.resource === resource)
		.map(({ name, value, action, description }) => ({ name, value, action, description }))
		.sort(byName);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options,
		default: String(USUAL.get(resource)),
	};
}

/** All parameters of the node: the two selectors, and the fields of every operation. */
export const properties: INodeProperties[] = [
	resourceSelector,
	...resources.map(({ value }) => operationSelector(String(value))),
	...operations.flatMap(({ fields }) => fields),
];

/** The label of an operation, with that of its resource where several have one of that name. */
function titleOf({ resource, value, name }: Operation): [key: string, title: string] {
	const isShared = operations.some((one) => one.name === name && one.resource !== resource);
	const label = resources.find((one) => one.value === resource)?.name ?? resource;
	return [`${resource}.${value}`, isShared ? `${name}: ${label}` : name];
}

const TITLES = JSON.stringify(Object.fromEntries(operations.map(titleOf)));

/** What stands under the node on the canvas: the label of the operation, or what an expression gives. */
export const subtitle = `={{ (${TITLES})[$parameter["resource"] + "." + $parameter["operation"]] ?? $parameter["operation"] }}`;

/**
 * The operation with the given names.
 * @throws NodeOperationError when there is none, as after an expression went wrong
 */
export function findOperation(node: INode, resource: unknown, operation: unknown): Operation {
	const found = operations.find(
		(candidate) => candidate.resource === resource && candidate.value === operation,
	);
	if (found) return found;
	throw new NodeOperationError(node, `There is no operation '${String(operation)}' here`, {
		description: "Choose a 'Resource' and an 'Operation' from the lists.",
	});
}
