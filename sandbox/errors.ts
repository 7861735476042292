/** Refusals and the envelope (docs/api.md#envelope, docs/api.md#http-status, docs/api.md#error-codes). */
import type { Answer } from './types';

export interface ApiError {
	code: number;
	message: string;
	reference: string | null;
}

/**
 * HTTP status, message and field of each code. Where docs/api.md#error-codes has "?" for the status, the choice is
 * 400 for a bad request and 409 for a conflict with the state.
 */
const CATALOGUE: Record<number, readonly [status: number, message: string, reference?: string]> = {
	400: [400, 'JSON parse error'],
	404: [404, 'Passed badge is not found'],
	714: [400, 'Owner type is not allowed, Please check the configuration'],
	715: [400, 'Badge id is mandatory'],
	716: [400, 'Owner type is missing', 'ownerType'],
	717: [400, 'Owner id is mandatory', 'referenceId'],
	720: [400, 'Start Date should be before End Date'],
	722: [400, 'Start Date cannot be past date'],
	723: [400, 'Start Date cannot change once the badge is live'],
	724: [400, 'Expiry Date cannot be past date'],
	725: [400, 'Badge name cannot be duplicate'],
	727: [400, 'Owner info is mandatory', 'ownership'],
	728: [400, 'Atleast one owner is required', 'ownership.restrictedToOwners'],
	732: [400, 'Group Rank is Mandatory.'],
	733: [400, 'Group Name should be Unique.'],
	737: [400, 'Claim not found in existing claims'],
	738: [409, 'There is an existing claim of owner. Removal of owner not allowed.'],
	740: [400, 'Custom field with same name already exists'],
	741: [400, 'Custom field data type is mandatory'],
	742: [400, 'Default value is mandatory for a mandatory custom field'],
	744: [400, 'Default value should be a number'],
	750: [400, 'Earn event date should not be in future'],
	804: [400, 'RequestId is missing', 'requestId'],
	809: [400, 'Request with same requestId is not allowed'],
	810: [409, 'BadgeMeta needs to be claimed first'],
	811: [409, 'Badge issue is mandatory before earn'],
	812: [400, 'CustomerId is missing', 'customerId'],
	814: [409, 'Active earn instance is not present.'],
	815: [409, 'Badge is not live'],
	816: [400, 'Event date is not in duration of badge meta. Pass the issue event date.'],
	826: [
		400,
		'Change from rolling window or fixed constraint to fixed window or vice versa is not allowed.',
	],
	900: [400, 'Badge is already claimed by this owner'],
	1020: [400, 'Badge Earn type cannot be updated'],
	1026: [400, 'Customer is not found'],
	1040: [409, 'An active issue for the badge already exists.'],
	1051: [400, 'RevokeIssuals or CustomerId is mandatory'],
	1054: [400, 'GLOBAL.BADGE_NOT_FOUND'],
	1060: [400, 'Batch limit exceeded'],
	8011: [400, 'Source is invalid'],
	8013: [400, 'Invalid customer identifier passed'],
	8015: [400, 'Customer not found for the given identifiers'],
	8069: [400, 'Customer was merged into another customer'],
	999999: [500, 'HV000028: Unexpected exception during isValid call.'],
};

/** The error object of a code; `with` replaces the message or the field name. */
export function apiError(
	code: number,
	change: { message?: string; reference?: string | null } = {},
): ApiError {
	const known = CATALOGUE[code];
	return {
		code,
		message: change.message ?? known?.[1] ?? 'Unexpected error',
		reference: change.reference === undefined ? (known?.[2] ?? null) : change.reference,
	};
}

/** Thrown by a rule; becomes `{data: null, errors: […], warnings: null}`. Several errors may come together. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly errors: ApiError[],
		/** In place of the envelope, where a gateway answers and not the API. */
		readonly bare?: unknown,
	) {
		super(errors.map((error) => `${error.code} ${error.message}`).join('; '));
	}
}

/** A refusal for one code of the catalogue. */
export function refuse(
	code: number,
	change: { message?: string; reference?: string | null; status?: number } = {},
): Refusal {
	return new Refusal(change.status ?? CATALOGUE[code]?.[0] ?? 400, [apiError(code, change)]);
}

/** Throws all collected validation errors together, under the status of the first. */
export function refuseAll(errors: ApiError[]): void {
	const first = errors[0];
	if (first) throw new Refusal(CATALOGUE[first.code]?.[0] ?? 400, errors);
}

/** The failure envelope (docs/api.md#envelope). */
const failureAnswer = (status: number, errors: ApiError[], bare?: unknown): Answer => ({
	status,
	body: bare === undefined ? { data: null, errors, warnings: null } : bare,
	effect: false,
});

/** The success envelope (docs/api.md#envelope); `empty` says how this endpoint prints empty lists. */
export function ok(
	data: unknown,
	shape: {
		effect?: boolean;
		status?: number;
		errors?: [] | null;
		warnings?: Array<{ code: number; message: string }> | null;
	} = {},
): Answer {
	return {
		status: shape.status ?? 200,
		body: {
			data,
			errors: shape.errors === undefined ? [] : shape.errors,
			warnings: shape.warnings === undefined ? [] : shape.warnings,
		},
		effect: shape.effect ?? false,
	};
}

/** What a rule threw, as the documented failure envelope. */
function refusedAnswer(error: unknown): Answer {
	if (error instanceof Refusal) return failureAnswer(error.status, error.errors, error.bare);
	return failureAnswer(500, refuse(999999, { message: String(error) }).errors);
}

/** Runs a rule and turns what it throws into the documented failure envelope. */
export function answerOf(run: () => Answer): Answer {
	try {
		return run();
	} catch (error) {
		return refusedAnswer(error);
	}
}

/** The same for a rule that takes its time. */
export const answerLater = (run: () => Promise<Answer>): Promise<Answer> =>
	run().catch((error: unknown) => refusedAnswer(error));
