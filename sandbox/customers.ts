/** Which customer a call names (docs/api.md#headers, X-CAP-CUSTOMER-IDENTIFIER). */
import { refuse, refuseAll } from './errors';
import { requireKnownCustomers } from './earning';
import type { State } from './state';
import { customerNumber, enumError } from './validate';

const KINDS = ['email', 'mobile', 'externalId', 'cardNumber'];

/**
 * The numeric id behind a value: the value itself, or what the header says it is. An identifier that
 * nobody has is refused with code 400, like an unknown id (undocumented).
 */
export function resolveCustomer(
	state: State,
	headers: Record<string, string>,
	value: unknown,
): number {
	const kind = headers['x-cap-customer-identifier'];
	if (kind === undefined || kind === '') {
		const id = customerNumber(value);
		requireKnownCustomers(state, [id]);
		return id;
	}
	if (!KINDS.includes(kind)) refuseAll([enumError(kind, 'X-CAP-CUSTOMER-IDENTIFIER', KINDS)]);
	const id = state.customerKeys.get(`${kind} ${String(value)}`);
	if (id === undefined) throw refuse(400, { message: `Customer not found: ${String(value)}` });
	requireKnownCustomers(state, [id]);
	return id;
}
