/** What a dry run reads: each badge, customer, approval request and list of names once. */
import { APPROVALS_PATH, BADGES_PATH } from '../../../../shared/capillary/account';
import type { About } from '../../../../shared/capillary/catalogue';
import { customerBadge } from '../../../../shared/capillary/customerBadge';
import { isRecord } from '../../../../shared/capillary/envelope';
import type { NameList } from '../../../../shared/capillary/expectation';
import type { Failure } from '../../../../shared/capillary/failure';
import { pages } from '../../../../shared/capillary/pages';
import type { ApiRequest, Steps } from '../../../../shared/capillary/request';
import { oneStep, path } from '../../../../shared/capillary/request';
import { namesAnother, showsAnother } from '../../plan/proof';
import { runSteps } from '../runSteps';
import type { Sending } from '../send';
import type { BadgeFacts, CustomerFacts } from './facts';
import { badgeFacts, customerFacts } from './facts';
import type { Read } from './findings';

/** Thrown where reading shows that the whole run would fail, as with a wrong credential. */
export class Unable extends Error {
	constructor(readonly failure: Failure) {
		super(failure.what);
	}
}

/** Answers that concern what was read alone: another right may be needed to read than to write. */
const OF_ONE = new Set([403, 404]);

/** Whether a failure would meet every other request, too. */
export const isOfRun = (failure: Failure, { run }: Sending) =>
	!OF_ONE.has(failure.httpStatus ?? 0) &&
	(failure.isUnsent === true || run.tripped() !== undefined);

/** Codes for a customer who is not known, beside a plain 404 (docs/api.md#error-codes). */
const UNKNOWN_CUSTOMER = new Set([404, 1026]);
const NOT_FOUND = new Set([404]);
const NOTHING: ReadonlySet<number> = new Set();

const OTHER = "Capillary's answer does not hold it";

/** Does the same work once for each key. */
function once<Result>() {
	const known = new Map<string, Promise<Result>>();
	return async (key: string, work: () => Promise<Result>) => {
		const begun = known.get(key) ?? work();
		known.set(key, begun);
		return await begun;
	};
}

/** One reading: what is asked, and how the answer's data are understood. */
interface Reading<Facts> {
	steps(): Steps;
	about: About;
	/** Codes that say that there is no such thing. */
	missing: ReadonlySet<number>;
	understand(data: unknown): Facts | undefined;
}

/**
 * @throws Unable where the whole run would fail; Cancelled when the execution was canceled
 */
async function read<Facts>(reading: Reading<Facts>, sending: Sending): Promise<Read<Facts>> {
	const { steps, about, missing, understand } = reading;
	const result = await runSteps({ steps, repeat: 'safe', about, isUnderWay: true }, sending);
	if (!('failure' in result)) {
		const found = understand(result.data);
		return found === undefined ? { unread: OTHER } : { found };
	}
	const { failure } = result;
	if (isOfRun(failure, sending)) throw new Unable(failure);
	const isMissing = missing.has(failure.code ?? failure.httpStatus ?? 0) && !failure.isUnsent;
	return isMissing ? { missing: failure } : { unread: failure.what };
}

/** The names of all records of a list. */
function namesIn(records: unknown): ReadonlySet<string> | undefined {
	if (!Array.isArray(records)) return undefined;
	return new Set(records.map((record) => (isRecord(record) ? String(record.name) : '')));
}

const asking = (request: ApiRequest) => () => oneStep(request);

/** A badge. @param now the time of Capillary's clock in epoch milliseconds, once it has answered */
const badgeReading = (badgeId: string, now: () => number) => ({
	steps: asking({
		method: 'GET',
		path: `${BADGES_PATH}${path`/badgeMeta/${badgeId}`}`,
		query: { includeStatistics: true },
	}),
	about: { badgeId },
	missing: NOT_FOUND,
	understand: (data: unknown) =>
		isRecord(data) && namesAnother(data, { badgeId }, { id: 'badgeId' })
			? undefined
			: badgeFacts(data, now()),
});

/** What a customer has of a badge. */
const customerReading = (
	customerId: number | string,
	badgeId: string,
	headers: ApiRequest['headers'],
) => ({
	steps: asking({ ...customerBadge(customerId, badgeId), headers }),
	about: { badgeId, customerId, record: 'customer' },
	missing: UNKNOWN_CUSTOMER,
	understand: (data: unknown) =>
		showsAnother(data, { badgeId, customerId }) ? undefined : customerFacts(data, customerId),
});

/** An approval request. */
const approvalReading = (id: string, record: string | undefined) => ({
	steps: asking({ method: 'GET', path: `${APPROVALS_PATH}${path`/requests/${id}`}` }),
	about: { record },
	missing: NOT_FOUND,
	understand: (data: unknown) => (isRecord(data) ? data : undefined),
});

/** What each reading goes through: customers apart, so that what is forbidden of them does not end the others. */
interface Ways {
	records: Sending;
	customers: Sending;
	/** Epoch milliseconds of Capillary's clock. */
	now(): number;
}

/** Makes the reader of one run. */
export function makeReader({ records, customers, now }: Ways) {
	const badges = once<Read<BadgeFacts>>();
	const holders = once<Read<CustomerFacts>>();
	const approvals = once<Read<Record<string, unknown>>>();
	const lists = once<Read<ReadonlySet<string>>>();
	return {
		badge: async (id: string) =>
			await badges(id, async () => await read(badgeReading(id, now), records)),
		customer: async (
			customerId: number | string,
			badgeId: string,
			headers: ApiRequest['headers'],
		) =>
			await holders(
				JSON.stringify([customerId, badgeId, headers]),
				async () => await read(customerReading(customerId, badgeId, headers), customers),
			),
		approval: async (id: string, record: string | undefined) =>
			await approvals(id, async () => await read(approvalReading(id, record), records)),
		names: async ({ path: address, list, isNarrowed }: NameList, name: string) => {
			const query = isNarrowed ? { name } : undefined;
			const steps = () => pages({ path: address, query, list, limit: undefined });
			const reading = { steps, about: {}, missing: NOTHING, understand: namesIn };
			return await lists(
				JSON.stringify([address, query]),
				async () => await read(reading, records),
			);
		},
	};
}

export type Reader = ReturnType<typeof makeReader>;
