/** What a maker's two requests share: where they come from, the call that waits for approval, their answer. */
import { z } from 'zod';
import { APPROVALS_PATH, BADGES_PATH } from '../../../shared/capillary/account';
import { defined, membersOf } from '../../../shared/capillary/envelope';
import { line } from '../../../shared/editor/controls';
import type { InputOf } from '../../../shared/editor/params';
import type { AccountFacts } from '../../operation';
import { carryingOut, notCarriedOut } from './decision';
import type { ApiRequest } from '../../../shared/capillary/request';
import { proofByAll } from '../../../shared/capillary/proof';

const place = (displayName: string, example: string) =>
	line(displayName, {
		required: true,
		placeholder: `e.g. ${example}`,
		description: `Where the request comes from: the ${displayName.replace(' ID', '').toLowerCase()} in Capillary`,
	});

/** The place that an approval request comes from. */
export const entity = {
	tillId: place('Till ID', '50682289'),
	storeId: place('Store ID', '50682288'),
	zoneId: place('Zone ID', '50682286'),
	conceptId: place('Concept ID', '50678331'),
};

/**
 * A maker's request: the call that Capillary makes once a checker approves, with the Basic header it
 * is made with (docs/api.md#request-to-issue).
 * @param type the workflow's name in the path
 * @param path the later call's path, below the badges API
 */
export function approvalRequest(
	type: 'EARN-BADGE' | 'ISSUE-BADGE',
	{ tillId, storeId, zoneId, conceptId }: InputOf<typeof entity>,
	path: string,
	body: object,
	account: AccountFacts,
): ApiRequest {
	return {
		method: 'POST',
		path: `${APPROVALS_PATH}/${type}`,
		body: {
			entityInfo: { tillId, storeId, zoneId, conceptId },
			payload: {
				'IntouchAPITask-Payload': {
					hostname: account.url,
					path: `${BADGES_PATH}${path}`,
					method: 'POST',
					pathParams: {},
					queryParams: {},
					body,
					headers: {
						Authorization: account.basicAuthorization,
						'content-type': 'application/json',
					},
				},
			},
		},
	};
}

/** What the credential lacks for an approval request; undefined when nothing. */
export function userNeeds(account: AccountFacts): string | undefined {
	if (account.orgId === undefined)
		return "Approval requests need an 'Organization ID' in the credential";
	if (!account.hasUserToken) return "Approval requests need a 'User Token' in the credential";
	return undefined;
}

/** The same for a request that Capillary replays later with the Basic header. */
function makerNeeds(account: AccountFacts): string | undefined {
	return account.basicAuthorization === undefined
		? 'An approval request needs a credential with Basic authentication, since Capillary makes the call later, when an OAuth token has expired'
		: userNeeds(account);
}

/** An approval request, as it stands. */
export const approvalOutput = z
	.object({
		requestId: z.string(),
		userId: z.number().nullish(),
		userName: z.string().nullish(),
		requestType: z.string().nullish(),
		state: z.string(),
		startTime: z.string().nullish(),
		endTime: z.string().nullish(),
		// Whole, or in their place what they say of the badge and the customers.
		badgeMetaId: z.string().nullish(),
		customerId: z.number().nullish(),
		customers: z.array(z.number()).nullish(),
		// By the names of the tasks of the workflow.
		details: z.record(z.unknown()).nullish(),
	})
	.passthrough();

type Json = Record<string, unknown>;

const memberOf = (value: unknown, name: string): Json => membersOf(membersOf(value)[name]);

/** A request in short: how it stands, who made it, and which badge it is about for whom. */
export function simpleApproval(record: Json): Json {
	const task = memberOf(record.details, 'IntouchAPITask-Payload');
	const { badgeMetaId, customerId, customers } = memberOf(task, 'body');
	const { requestId, requestType, state, userId, userName, startTime, endTime } = record;
	const made = { requestId, requestType, state, userId, userName, startTime, endTime };
	return { ...made, ...defined({ badgeMetaId, customerId, customers }) };
}

/** What the requests of a maker have in common. */
export const makersRequest = {
	resource: 'approvalRequest',
	output: approvalOutput,
	proof: proofByAll('requestId', 'state'),
	// Each call makes another request for the checker; the request ID guards only what comes of it.
	repeat: 'never',
	carriesRequestId: true,
	record: 'approval workflow',
	// Where requests are approved at once, the answer tells how carrying it out went.
	dataErrors: carryingOut,
	advice: notCarriedOut,
	needs: makerNeeds,
} as const;
