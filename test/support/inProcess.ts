import { createHash } from 'node:crypto';
import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { runOperation } from '../../nodes/CapillaryBadges/execution';
import type { Transport } from '../../nodes/CapillaryBadges/execution/deliver/send';
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

/** The node as n8n has it, without parameters. */
export const NODE: INode = {
	id: 'node',
	name: 'Badges',
	type: 'x.capillaryBadges',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

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
	/** Both, in the order in which the node gave them. */
	all: Json[];
	hints: string[];
	/** How many requests were sent. */
	sent: number;
}

/** What a run in this process is given. */
export interface InProcess {
	/** `resource.operation` */
	key: string;
	parameters: Json;
	inputs?: Json[];
	credential?: Json;
	/** Answers a request. */
	transport: Transport;
	/** A clock that goes on when the node waits, where others go by it too. */
	clock?: { ms: number };
	nonce?: () => string;
	/** Whether 'On Error' is 'Stop Workflow'. */
	stops?: boolean;
	/** What of n8n's context is otherwise. */
	context?: Partial<IExecuteFunctions>;
}

/** A parameter's value; of expressions there is the field of the input item alone. */
function valueOf(value: unknown, json: Json): unknown {
	const name = /^=\{\{ \$json\.(\w+) \}\}$/.exec(String(value))?.[1];
	return name === undefined ? value : json[name];
}

/** What the stages see of n8n; the node continues on failure unless told otherwise. */
function contextOf(run: InProcess) {
	const { parameters, inputs = [{}], credential = CREDENTIAL, stops = false } = run;
	const items = inputs.map((json) => ({ json: json as INodeExecutionData['json'] }));
	const hints: string[] = [];
	const node = { ...NODE, parameters } as INode;
	const context = {
		getInputData: () => items,
		getNode: () => node,
		getNodeParameter: (name: string, item: number, fallback?: unknown) =>
			valueOf(
				name.split('.').reduce<unknown>((inner, part) => (inner as Json)?.[part], parameters),
				items[item].json,
			) ?? fallback,
		getTimezone: () => 'UTC',
		getCredentials: async () => credential,
		getContext: () => ({}),
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getExecutionCancelSignal: () => undefined,
		continueOnFail: () => !stops,
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
		...run.context,
	} as unknown as IExecuteFunctions;
	return { context, hints };
}

/** Runs an operation through all four stages without n8n: no time passes but that of the clock. */
export async function runStages(run: InProcess): Promise<Given> {
	const operation = byKey.get(run.key);
	if (!operation) throw new Error(`No operation ${run.key}`);
	const { context, hints } = contextOf(run);
	const { clock = { ms: Date.UTC(2026, 2, 15) } } = run;
	let sent = 0;
	const world = {
		now: () => clock.ms,
		random: () => 0.5,
		nonce: run.nonce ?? (() => '0123456789abcdef0123456789abcdef'),
		sleep: async (ms: number) => void (clock.ms += ms),
		cancelled: () => false,
		onCancel: () => () => undefined,
	};
	const transport: Transport = async (request) => {
		sent += 1;
		return await run.transport(request);
	};
	const output = await runOperation(context, operation, { world, transport });
	const all = output.map(({ json }) => json as Json);
	const items = all.filter((json) => !isFailed(json));
	return { items, failed: all.filter(isFailed), all, hints, sent };
}

/**
 * Runs an operation without a network.
 * @param answer what Capillary gives for each request
 */
export const runInProcess = (
	key: string,
	parameters: Json,
	answer: (method: string) => HttpResult,
	inputs: Json[] = [{}],
): Promise<Given> =>
	runStages({ key, parameters, inputs, transport: async ({ method }) => answer(method) });
