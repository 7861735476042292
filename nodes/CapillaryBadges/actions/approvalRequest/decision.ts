/** What deciding shares with reading a request: its type, its ID, and what a decision can fail by. */
import { z } from 'zod';
import { isBreakdown } from '../../../shared/capillary/breakdown';
import type { Advice } from '../../../shared/capillary/catalogue';
import { adviceFor } from '../../../shared/capillary/catalogue';
import type { ApiError } from '../../../shared/capillary/envelope';
import { joined, readApiResponse } from '../../../shared/capillary/envelope';
import { recordId } from '../../../shared/capillary/ids';
import { dropdown } from '../../../shared/editor/controls';
import { param } from '../../../shared/editor/params';
import { answersByCustomer } from '../../fields/bulkAnswer';

/** The workflows of approval, spelled as in the path (docs/api.md#decide). */
export const REQUEST_TYPES = {
	'Customer Status Change': 'CUSTOMER-STATUS-CHANGE',
	'Enrol (Issue Badge)': 'ISSUE-BADGE',
	'Goodwill Points': 'GOODWILL-POINTS',
	'Issue (Earn Badge)': 'EARN-BADGE',
	'Points Redemption': 'POINTS-REDEMPTION',
} as const;

/** What a request asks for. */
export const requestType = dropdown(
	'Request Type',
	'What the request asks for',
	REQUEST_TYPES,
	'EARN-BADGE',
);

const EXAMPLE = 'ef1bc378-a4d4-11ee-b2a9-462516199fc5';

/** The ID that Capillary gave an approval request; `requestId` is the badge request's own here. */
export const approvalRequestId = param(
	{
		displayName: 'Approval Request ID',
		type: 'string',
		default: '',
		required: true,
		placeholder: `e.g. ${EXAMPLE}`,
		description:
			"Which request: 'requestId' in the answer to Approval Request > Request Issue (Earn) or Approval Request > Request Enrol",
	},
	() => recordId('an approval request', EXAMPLE),
);

const decided = z.object({
	state: z.string().nullish(),
	details: z
		.object({
			IntouchAPITask_Output: z
				.object({ status: z.number().nullish().catch(undefined), body: z.unknown() })
				.nullish()
				.catch(undefined),
		})
		.nullish()
		.catch(undefined),
});

/** What to do where the approved call had been made before: 'Already Done' is no option of a decision. */
const SO_ALREADY: Readonly<Record<number, string>> = {
	809: "If this badge request was made before, nothing needs to be done. If it is a new one, make a new approval request with another 'Request ID'.",
	1040: 'The customers that the message names are enrolled already: nothing needs to be done for them.',
};

const NOT_ALL = 'The request was approved, but Capillary did not carry out all of it';
const ANEW = 'Then make a new approval request, since this one is closed.';

/** The decision stands, whatever became of the call; the advice is that of the call. */
export const notCarriedOut = (code: number | undefined): Advice => ({
	what: NOT_ALL,
	fix: SO_ALREADY[code ?? 0] ?? `${adviceFor(code).fix} ${ANEW}`,
});

/** A customer that the approved call refused. */
interface RefusedCustomer {
	customer: number;
	failure: ApiError;
}

const refusedCustomers = (data: unknown): RefusedCustomer[] =>
	[...answersByCustomer(data)].flatMap(([customer, answers]) =>
		answers.flatMap(({ failure }) => (failure ? [{ customer, failure }] : [])),
	);

/** What to do for each of the customers, where their reasons differ; undefined where they are the same. */
function adviceForEach(refused: readonly RefusedCustomer[]): ApiError['advice'] {
	const byCode = new Map<number | undefined, number[]>();
	for (const { customer, failure } of refused) {
		byCode.set(failure.code, [...(byCode.get(failure.code) ?? []), customer]);
	}
	if (byCode.size < 2) return undefined;
	const each = [...byCode].map(([code, customers]) => {
		const who = `${customers.length === 1 ? 'Customer' : 'Customers'} ${customers.join(', ')}`;
		const reason = code === undefined ? '' : ` (code ${code})`;
		const fix = code === 1040 ? 'enrolled already, nothing needs to be done.' : adviceFor(code).fix;
		return `${who}${reason}: ${fix}`;
	});
	return { what: NOT_ALL, fix: `${each.join(' ')} ${ANEW}` };
}

/** The approved call broke down, in the middle or after the work. */
const BROKEN_OFF: ApiError['advice'] = {
	what: 'The request was approved, and Capillary met an error while carrying it out',
	fix: "It may have been done, or not. Look at the customer's badges with Customer Badge > Get before you make a new approval request: this one is closed.",
};

/**
 * What went wrong with the call that Capillary made for an approved request: its refusal, the
 * customers it refused, or a request whose state is `failed` (docs/api.md#decide).
 */
export function carryingOut(data: unknown): ApiError[] {
	const parsed = decided.safeParse(data);
	if (!parsed.success) return [];
	const { state, details } = parsed.data;
	const { status, body } = details?.IntouchAPITask_Output ?? {};
	const inner = readApiResponse(body);
	const refused = typeof inner === 'string' ? [] : refusedCustomers(inner.data);
	const failure = joined([
		...(typeof inner === 'string' ? [] : inner.errors),
		...refused.map(({ customer, failure: { message, ...other } }) => ({
			...other,
			message: `customer ${customer}: ${message}`,
		})),
	]);
	if (!failure && state !== 'failed' && (status ?? 0) < 400) return [];
	const message = status == null ? 'state failed' : `state ${state}, HTTP status ${status}`;
	const said = failure ?? { code: undefined, message, reference: undefined };
	if ((status ?? 0) >= 500 || isBreakdown(said)) {
		return [{ ...said, advice: BROKEN_OFF, isBroken: true }];
	}
	return [failure ? { ...failure, advice: adviceForEach(refused) } : said];
}
