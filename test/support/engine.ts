/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import path from 'node:path';
import { ExecutionLifecycleHooks, PackageDirectoryLoader, WorkflowExecute } from 'n8n-core';
import type {
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IRun,
	IRunExecutionData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
} from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';
import { CredentialsHelper } from './credentials';
import { standIns } from './standIns';

export const ROOT = path.resolve(__dirname, '../..');
/** Addresses that n8n puts into expressions; nothing listens there. */
const LOCAL_URL = 'http://localhost:5678/';
export const localUrls = {
	restApiUrl: LOCAL_URL,
	instanceBaseUrl: LOCAL_URL,
	formBaseUrl: LOCAL_URL,
	formWaitingBaseUrl: LOCAL_URL,
	formTestBaseUrl: LOCAL_URL,
	webhookBaseUrl: LOCAL_URL,
	webhookWaitingBaseUrl: LOCAL_URL,
	webhookTestBaseUrl: LOCAL_URL,
	mcpBaseUrl: LOCAL_URL,
	mcpTestBaseUrl: LOCAL_URL,
};
const PACKAGE = 'n8n-nodes-capillary-badges';

/** A credential that the workflow's nodes name. */
export type Stored = Record<string, ICredentialDataDecryptedObject>;

export interface EngineOptions {
	credentials: Stored;
	/** Items that a node gives instead of running. */
	pinData?: Record<string, INodeExecutionData[]>;
	executionId?: string;
	/** The execution is canceled as soon as this holds. */
	cancelWhen?(): boolean;
	/** Values of `$vars`, for expressions of example workflows. */
	variables?: IDataObject;
	/** A saved execution that failed, for n8n's Retry. */
	retryOf?: IRun;
}

export interface Engine {
	/** Runs a workflow as n8n saves it. */
	run(
		workflow: Pick<IWorkflowBase, 'nodes' | 'connections' | 'settings'>,
		options: EngineOptions,
	): Promise<IRun>;
	nodeTypes: INodeTypes;
	credentialTypes: Map<string, ICredentialType>;
}

/** What n8n gives to the Retry of a saved execution: all that was kept, but for the error and the run that failed. */
function savedFor({ data }: IRun): IRunExecutionData {
	const { runData, lastNodeExecuted: failed = '' } = data.resultData;
	const kept = { ...runData, [failed]: (runData[failed] ?? []).slice(0, -1) };
	const resultData = { ...data.resultData, error: undefined, runData: kept };
	const saved = { ...data, resultData };
	return JSON.parse(JSON.stringify(saved)) as IRunExecutionData;
}

/**
 * Loads the built package as n8n does.
 * @param others node types of n8n's own that workflows name besides the stand-ins
 */
export async function startEngine(
	root = ROOT,
	others: Record<string, INodeType> = {},
): Promise<Engine> {
	const loader = new PackageDirectoryLoader(root);
	await loader.loadAll();
	const known = new Map<string, INodeType>(Object.entries({ ...standIns, ...others }));
	for (const [name, { type }] of Object.entries(loader.nodeTypes)) {
		known.set(`${PACKAGE}.${name}`, type as INodeType);
	}
	const credentialTypes = new Map(
		Object.entries(loader.credentialTypes).map(([name, { type }]) => [name, type]),
	);
	const find = (name: string): INodeType => {
		const type = known.get(name);
		if (!type) throw new Error(`No node type ${name}`);
		return type;
	};
	const nodeTypes: INodeTypes = {
		getByName: find,
		getByNameAndVersion: find,
		getKnownTypes: () => ({}),
	};

	return {
		nodeTypes,
		credentialTypes,
		async run({ nodes, connections, settings }, options) {
			const executionId = options.executionId ?? '1';
			const workflow = new Workflow({
				id: 'workflow',
				name: 'Test',
				nodes,
				connections,
				active: false,
				nodeTypes,
				settings: { executionOrder: 'v1', timezone: 'UTC', ...settings },
			});
			const workflowData = { id: 'workflow', name: 'Test', nodes, connections, active: false };
			const additionalData = {
				credentialsHelper: new CredentialsHelper(
					credentialTypes,
					new Map(Object.entries(options.credentials)),
				),
				hooks: new ExecutionLifecycleHooks('manual', executionId, workflowData as IWorkflowBase),
				executionId,
				currentNodeExecutionIndex: 0,
				...localUrls,
				variables: options.variables ?? {},
				logAiEvent: () => {},
			} as unknown as IWorkflowExecuteAdditionalData;
			if (options.retryOf) {
				const saved = savedFor(options.retryOf);
				return await new WorkflowExecute(additionalData, 'retry', saved).processRunExecutionData(
					workflow,
				);
			}
			const execution = new WorkflowExecute(additionalData, 'manual', createRunExecutionData({}));
			// As in n8n's editor, a trigger with pinned items starts the workflow.
			const { pinData } = options;
			const pinned = Object.keys(pinData ?? {}).find(
				(name) => workflow.getParentNodes(name).length === 0,
			);
			const startNode = workflow.getNode(pinned ?? '') ?? undefined;
			const running = execution.run({ workflow, startNode, pinData });
			const { cancelWhen } = options;
			const watch = setInterval(() => {
				if (cancelWhen?.() === true) running.cancel();
			}, 10);
			return await running.finally(() => clearInterval(watch));
		},
	};
}

export interface NodeRun {
	/** Items of the first output. */
	items: INodeExecutionData[];
	/** Items of the error output. */
	failed: INodeExecutionData[];
	/** Why the node stopped the workflow. */
	error: { message: string; description?: string | null; itemIndex?: unknown } | undefined;
	hints: NodeExecutionHint[];
	run: IRun;
}

export interface NodeOptions extends Partial<EngineOptions> {
	parameters: INode['parameters'];
	credential: ICredentialDataDecryptedObject;
	/** Input items; one empty item by default. */
	items?: IDataObject[];
	/** Files of each input item. */
	binary?: IBinaryKeyData;
	onError?: INode['onError'];
	retryOnFail?: boolean;
	maxTries?: number;
	timezone?: string;
}

/** Runs one Capillary Badges node on the given items. */
export async function runNode(engine: Engine, options: NodeOptions): Promise<NodeRun> {
	const {
		parameters,
		credential,
		items = [{}],
		binary,
		onError,
		retryOnFail,
		maxTries,
		timezone,
	} = options;
	const node = {
		id: 'badges-node',
		name: 'Badges',
		type: `${PACKAGE}.capillaryBadges`,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
		credentials: { capillaryApi: { id: '1', name: 'Capillary' } },
		onError,
		retryOnFail,
		maxTries,
		// n8n reads 0 as "not set", which means a second.
		waitBetweenTries: retryOnFail ? 1 : undefined,
	};
	const start = {
		id: 'start',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
	};
	const stored: Stored = options.credentials ?? { Capillary: credential };
	const run = await engine.run(
		{
			nodes: [start, node],
			connections: { Start: { main: [[{ node: 'Badges', type: 'main', index: 0 }]] } },
			settings: timezone ? { timezone } : undefined,
		},
		{
			...options,
			credentials: stored,
			pinData: { Start: items.map((json) => ({ json, binary })) },
		},
	);
	const [task] = run.data.resultData.runData.Badges ?? [];
	const [success, errors] = task?.data?.main ?? [];
	const error = run.data.resultData.error ?? task?.error;
	return {
		items: success ?? [],
		failed: errors ?? [],
		error: error && {
			message: error.message,
			description: error.description,
			itemIndex: 'context' in error ? error.context?.itemIndex : undefined,
		},
		hints: task?.hints ?? [],
		run,
	};
}
