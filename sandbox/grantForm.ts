/** Reading what earn, earnBulk and issueBulk have in common, before any rule is asked. */
import { type ApiError, apiError, refuseAll } from './errors';
import type { IdUse } from './requestIds';
import type { World } from './endpoint';
import type { Call, JsonObject, Trigger } from './types';
import {
	badgeMetaId,
	bodyObject,
	customerList,
	customerNumber,
	instant,
	text,
	trigger,
} from './validate';

/** The form of a call that grants something to customers. */
export interface GrantForm {
	badgeId: string;
	customers: number[];
	requestId: string | null;
	triggeredBy: Trigger | null;
	/** Epoch milliseconds; absent: now. */
	eventDate: number | undefined;
}

type ReadForm = (world: World, call: Call) => GrantForm;

/** The errors of a form come together: 715, 804, 812, 716, 717 and 400 for a form that nothing fits. */
function read(
	world: World,
	body: JsonObject,
	customers: number[],
	dateField: 'earnEventDate' | 'issueEventDate',
	requestIdNeeded: boolean,
): GrantForm {
	const errors: ApiError[] = [];
	const badgeId = badgeMetaId(body, errors);
	const requestId = text(body, 'requestId') ?? null;
	if (requestIdNeeded && requestId === null) errors.push(apiError(804));
	if (customers.length === 0) errors.push(apiError(812));
	const triggeredBy = trigger(body, world.state.generation, errors);
	const eventDate = instant(body, dateField);
	refuseAll(errors);
	return { badgeId, customers, requestId, triggeredBy, eventDate };
}

export const readEarn: ReadForm = (world, call) => {
	const body = bodyObject(call.body);
	const { customerId: given } = body;
	const missing = given === undefined || given === null || given === '';
	return read(world, body, missing ? [] : [customerNumber(given)], 'earnEventDate', true);
};

/** Each customer once, in the order of their numbers. */
const distinct = (value: unknown): number[] => customerList(value).sort((a, b) => a - b);

export const readEarnBulk: ReadForm = (world, call) => {
	const body = bodyObject(call.body);
	return read(world, body, distinct(body.customerIds), 'earnEventDate', true);
};

export const readIssueBulk: ReadForm = (world, call) => {
	const body = bodyObject(call.body);
	return read(world, body, distinct(body.customers), 'issueEventDate', false);
};

/** How a call uses its request ID; null without one. */
export function idUse(form: GrantForm, call: Call): IdUse | null {
	const { requestId, badgeId, customers } = form;
	if (requestId === null) return null;
	return { requestId, path: call.path, badgeId, customers, by: call.apiRequestId };
}

/** Notes the request ID of a call before its work begins, where the work takes its time; throws 809. */
export const noteId =
	(readForm: ReadForm) =>
	(world: World, call: Call): void => {
		const use = idUse(readForm(world, call), call);
		const { requestIds, habits } = world.state;
		if (!use || habits['id-noted'] === 'when-done') return;
		if (habits['id-check'] === 'first') requestIds.requireFresh(use);
		requestIds.note(use);
	};
