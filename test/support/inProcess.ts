import { createHash } from 'node:crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { runOperation } from '../../nodes/CapillaryBadges/execution';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import { isFailed } from './shapes';

type Json = Record<string, unknown>;

/** Secrets of the credential, in every form that they are sent in. */
export const SECRETS = [
	'Sup3r-Secret!',
	'usertoken-0123456789',
	createHash('md5').update('Sup3r-Secret!').digest('hex'),
	'client-secret-0123456789',
];

/** The credential of a run in this process. */
export const CREDENTIAL = {
	authentication: 'basic',
	cluster: 'https://eu.api.capillarytech.com',
	username: 'store.server',
	password: SECRETS[0],
	accessToken: '',
	userToken: SECRETS[1],
	clientSecret: SECRETS[3],
	orgId: '50933',
};

/** Each with its schema made once, since that costs as much as a run. */
const byKey = new Map(
	operations.map((operation) => {
		const schema = operation.input({ zone: 'UTC' });
		const key = `${operation.resource}.${operation.value}`;
		return [key, { ...operation, input: () => schema }] as const;
	}),
);

/** What a run gave. */
export interface Given {
	items: Json[];
	failed: Json[];
	hints: string[];
	/** How many requests were sent. */
	sent: number;
}

/**
 * Runs an operation through all four stages without n8n and without a network: no time passes. The
 * parameters hold no expressions; the node continues on failure.
 * @param answer what Capillary gives for each request
 */
export async function runInProcess(
	key: string,
	parameters: Json,
	answer: (method: string) => HttpResult,
	inputs: Json[] = [{}],
): Promise<Given> {
	const operation = byKey.get(key);
	if (!operation) throw new Error(`No operation ${key}`);
	const items = inputs.map((json) => ({ json: json as INodeExecutionData['json'] }));
	const hints: string[] = [];
	const node = { id: 'node', name: 'Badges', type: 'x.capillaryBadges', parameters };
	const context = {
		getInputData: () => items,
		getNode: () => node,
		getNodeParameter: (name: string, _item: number, fallback?: unknown) =>
			name.split('.').reduce<unknown>((inner, part) => (inner as Json)?.[part], parameters) ??
			fallback,
		getTimezone: () => 'UTC',
		getCredentials: async () => CREDENTIAL,
		getContext: () => ({}),
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getExecutionCancelSignal: () => undefined,
		continueOnFail: () => true,
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
	} as unknown as IExecuteFunctions;
	let now = Date.UTC(2026, 2, 15);
	let sent = 0;
	const world = {
		now: () => now,
		random: () => 0.5,
		nonce: () => '0123456789abcdef0123456789abcdef',
		sleep: async (ms: number) => void (now += ms),
		cancelled: () => false,
		onCancel: () => () => undefined,
	};
	const transport = async ({ method }: { method: string }) => {
		sent += 1;
		return answer(method);
	};
	const output = await runOperation(context, operation, { world, transport });
	const jsons = output.map(({ json }) => json as Json);
	return {
		items: jsons.filter((json) => !isFailed(json)),
		failed: jsons.filter(isFailed),
		hints,
		sent,
	};
}
