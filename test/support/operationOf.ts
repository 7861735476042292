import { operations } from '../../nodes/CapillaryBadges/actions/operations';

/** An operation by its name, such as `badge.claim`. */
export function operationOf(name: string) {
	const found = operations.find(({ resource, value }) => `${resource}.${value}` === name);
	if (!found) throw new Error(`No operation ${name}`);
	return found;
}
