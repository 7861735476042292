/** Which customers a run names, and whether they are too many for one call. */
import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { count } from '../../../shared/capillary/advice';
import { membersOf } from '../../../shared/capillary/envelope';
import type { Operation } from '../../operation';
import type { Options } from '../../options';
import type { ItemRequest } from './read';

/** The customers that an input names, each as often as it does. */
function customersOf({ bulk }: Operation, input: unknown): unknown[] {
	if (bulk) return bulk.entries(input).map((entry) => bulk.customerOf(entry));
	const { customers, customerId } = membersOf(input);
	if (Array.isArray(customers)) return customers;
	return customerId === undefined ? [] : [customerId];
}

/**
 * Guards the option 'Most Customers per Call'.
 * @throws NodeOperationError where the run names more customers than it allows
 */
export function refuseTooMany(
	node: INode,
	operation: Operation,
	{ maxCustomers }: Options,
	requests: readonly ItemRequest[],
): void {
	if (maxCustomers === 0) return;
	const named = new Set(requests.flatMap(({ input }) => customersOf(operation, input)));
	if (named.size <= maxCustomers) return;
	throw new NodeOperationError(
		node,
		`${count(named.size)} customers are named, but 'Most Customers per Call' is ${count(maxCustomers)}`,
		{ description: 'Name fewer customers in one call. Nothing was sent.' },
	);
}
