/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import path from 'node:path';
import { ExecutionLifecycleHooks, SupplyDataContext } from 'n8n-core';
import type {
	CloseFunction,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeType,
	IRunExecutionData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { CredentialsHelper } from './credentials';
import type { Engine } from './engine';
import { localUrls, ROOT } from './engine';

/** n8n-core's own runner of a tool, which its package does not list: each try gets its own run index. */
interface Runner {
	makeHandleToolInvocation(
		contextOf: (runIndex: number) => SupplyDataContext,
		node: INode,
		type: INodeType,
		runExecutionData: IRunExecutionData,
	): (args: IDataObject) => Promise<string>;
}
const RUNNER = path.join(
	ROOT,
	'node_modules/n8n-core/dist/execution-engine/node-execution-context/utils/get-input-connection-data.js',
);

/** What an agent calls: gives the arguments to the node as its input item. */
export type Invoke = (args: IDataObject) => Promise<unknown>;

export interface ToolOptions {
	parameters: INode['parameters'];
	credential: ICredentialDataDecryptedObject;
	retryOnFail?: boolean;
	maxTries?: number;
	onError?: INode['onError'];
	/** Absent behind an MCP Server Trigger. */
	executionId?: string;
}

/**
 * The node as an agent's tool, run by n8n-core as an agent does it.
 * @returns makes one item's tool; tools of the same execution share what n8n keeps of it
 */
export async function startTool(engine: Engine, options: ToolOptions): Promise<() => Invoke> {
	const { makeHandleToolInvocation } = (await import(RUNNER)) as Runner;
	const node: INode = {
		id: 'tool-node',
		name: 'Badges',
		type: 'n8n-nodes-capillary-badges.capillaryBadgesTool',
		typeVersion: 1,
		position: [0, 0],
		parameters: options.parameters,
		credentials: { capillaryApi: { id: '1', name: 'Capillary' } },
		retryOnFail: options.retryOnFail,
		maxTries: options.maxTries,
		onError: options.onError,
		// n8n reads 0 as "not set", which means a second.
		waitBetweenTries: 1,
	};
	const type = engine.nodeTypes.getByName('n8n-nodes-capillary-badges.capillaryBadges');
	const nodeTypes = { ...engine.nodeTypes, getByNameAndVersion: () => type as INodeType };
	const workflow = new Workflow({
		id: 'workflow',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
		settings: { timezone: 'UTC' },
	});
	const { executionId } = options;
	const data = { id: 'workflow', name: 'Test', nodes: [node], connections: {}, active: false };
	const additionalData = {
		credentialsHelper: new CredentialsHelper(
			engine.credentialTypes,
			new Map([['Capillary', options.credential]]),
		),
		hooks: new ExecutionLifecycleHooks('trigger', executionId ?? '', data as IWorkflowBase),
		executionId,
		currentNodeExecutionIndex: 0,
		...localUrls,
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const runExecutionData = createRunExecutionData({});
	const closing: CloseFunction[] = [];
	const contextOf = (runIndex: number) =>
		new SupplyDataContext(
			workflow,
			node,
			additionalData,
			'trigger',
			runExecutionData,
			runIndex,
			[],
			{},
			NodeConnectionTypes.AiTool,
			{ data: {}, node, source: null },
			closing,
		);
	return () => {
		const handle = makeHandleToolInvocation(contextOf, node, type as INodeType, runExecutionData);
		return async (args) => {
			try {
				return JSON.parse(await handle(args));
			} catch (error) {
				return { failed: (error as Error).message };
			}
		};
	};
}
