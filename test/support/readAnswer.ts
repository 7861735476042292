import type { INodeExecutionData } from 'n8n-workflow';
import { classify } from '../../nodes/CapillaryBadges/execution/deliver/classify';
import { refusedInside } from '../../nodes/CapillaryBadges/execution/deliver/failures';
import type { Call, Outcome } from '../../nodes/CapillaryBadges/execution/plan/call';
import { passingJournal } from '../../nodes/CapillaryBadges/execution/plan/journal';
import { plan } from '../../nodes/CapillaryBadges/execution/plan/plan';
import { factsOf } from '../../nodes/CapillaryBadges/execution/read/configuration';
import type { SecretKeeper } from '../../nodes/CapillaryBadges/execution/settle/secrets';
import { secretKeeper } from '../../nodes/CapillaryBadges/execution/settle/secrets';
import { toItems } from '../../nodes/CapillaryBadges/execution/settle/settle';
import { optionsSchema } from '../../nodes/CapillaryBadges/options';
import { readAccount } from '../../nodes/shared/capillary/account';
import type { ApiResponse } from '../../nodes/shared/capillary/envelope';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import { flatInput } from '../fixtures/operations';
import { operationOf } from './operationOf';
import { CREDENTIAL } from './inProcess';

interface Prepared {
	call: Call;
	keeper: SecretKeeper;
}

function prepare(key: string): Prepared {
	const operation = operationOf(key);
	const account = readAccount(CREDENTIAL);
	const options = optionsSchema(operation.bulk?.maxBatch).parse({});
	const journal = passingJournal('0123456789abcdef0123456789abcdef', 0);
	const input = operation.input({ zone: 'UTC' }).parse(flatInput(key));
	const context = { account: factsOf(account), options, journal };
	const [call] = plan(operation, [{ item: 0, input }], context).calls;
	return { call, keeper: secretKeeper(account) };
}

const prepared = new Map<string, Prepared>();

/** What the steps of a call make of an answer that comes to each request. */
function resultOf(call: Call, { data, pagination }: ApiResponse): unknown {
	const steps = call.steps();
	let next = steps.next();
	for (let most = 20; next.done !== true && most > 0; most -= 1) {
		const step = next.value;
		if ('stop' in step) return undefined;
		const requests = 'notice' in step ? [] : [step].flat();
		const answers = requests.map(({ withPagination }) =>
			withPagination ? { data, pagination } : data,
		);
		next = steps.next(Array.isArray(step) ? answers : answers[0]);
	}
	return next.done === true ? next.value : undefined;
}

/**
 * What comes of one answer by the pure stages alone: read, judged, settled, without secrets.
 * @returns the items, in the order of the targets; none for a target of which it says nothing
 */
export function readAnswer(key: string, method: string, result: HttpResult): INodeExecutionData[] {
	const { call, keeper } = prepared.get(key) ?? prepare(key);
	prepared.set(key, { call, keeper });
	const verdict = classify(result, method, call.about, 0);
	const outcomes: Outcome[] =
		verdict.kind === 'failure'
			? [{ failure: verdict.failure }]
			: call
					.read(resultOf(call, verdict.response), verdict.response.warnings)
					.flatMap((one): Outcome[] => {
						if (!one || 'contrary' in one) return [];
						if (!('refusal' in one)) return [{ done: one.json }];
						return [{ failure: refusedInside(one.refusal, call.about, call.advice) }];
					});
	return toItems(outcomes.map((outcome) => ({ item: 0, outcome: keeper.clean(outcome) })));
}
