/** The node's own operations, by name. */
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import type { Operation } from '../../nodes/CapillaryBadges/operation';

/** Each with its schema made once, since that costs as much as a run. */
const OPERATIONS = new Map(
	operations.map((operation) => {
		const schema = operation.input({ zone: 'UTC' });
		const named = `${operation.resource}.${operation.value}`;
		return [named, { ...operation, input: () => schema }] as const;
	}),
);

/** @param name `resource.operation` */
export function operationFor(name: string): Operation {
	const operation = OPERATIONS.get(name);
	if (!operation) throw new Error(`There is no operation ${name}`);
	return operation;
}
