import type { Stage } from './stage';

/** Lets the sandbox refuse the next matching request with a code that its rules do not bring about. */
export function refuseNext(
	{ sandbox }: Stage,
	code: number,
	message: string,
	{ status = 400, method }: { status?: number; method?: string } = {},
): void {
	sandbox.faults.add({
		match: method === undefined ? {} : { method },
		answer: {
			status,
			json: { data: null, errors: [{ code, message, reference: null }], warnings: null },
		},
	});
}
