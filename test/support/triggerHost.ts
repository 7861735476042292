/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
/** A small n8n around the trigger: it publishes workflows, serves their URLs over HTTP, and keeps static data. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { HookContext, WebhookContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	IWebhookData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { CredentialsHelper } from './credentials';
import type { Engine } from './engine';
import { localUrls } from './engine';
import { triggerWorkflow } from './triggerWorkflow';
import { bodyOf } from './webhookBody';
import { listening } from './listening';

export interface HostedTrigger {
	/** Replaces the node's parameters, as saving the workflow does. */
	parameters: INode['parameters'];
	/** The node's name. */
	name: string;
	/** Static data as the database holds it: JSON text. */
	saved: string;
	/** Where that is held; processes of one n8n share it. */
	database: Database;
	/** The items of each started run. */
	runs: INodeExecutionData[][];
	warnings: string[];
	/** Production URL, or the test URL. */
	url(isTest?: boolean): string;
	/** Publishes the workflow, or listens for a test event; resolves to whether it registered anew. */
	publish(isTest?: boolean): Promise<boolean>;
	unpublish(isTest?: boolean): Promise<boolean>;
	/** What the static data holds of the trigger. */
	data(): IDataObject;
}

/** The workflow's row in n8n's database. */
export interface Database {
	saved: string;
}

export interface TriggerHost {
	/** @param database the row of a workflow that another process of the same n8n has, too */
	add(
		parameters: INode['parameters'],
		id?: string,
		node?: string,
		database?: Database,
	): HostedTrigger;
	credential: ICredentialDataDecryptedObject;
	/** Scheme, host and port under which the URLs are given out, where not its own. */
	publicUrl: string;
	url: string;
	/** Milliseconds until static data is saved after a call. */
	saveMs(): number;
	close(): Promise<void>;
}

interface Entry {
	trigger: HostedTrigger;
	/** As n8n does, a published one for all but the test URL. */
	workflow(staticData: IDataObject, isTest?: boolean): Workflow;
	/** Static data of a test, which n8n never saves. */
	test: IDataObject;
}

/** Starts a host on 127.0.0.1. */
export async function startTriggerHost(
	engine: Engine,
	credential: ICredentialDataDecryptedObject,
): Promise<TriggerHost> {
	const entries = new Map<string, Entry>();
	const server = createServer((request, response) => {
		void answer(request, response).catch((error: unknown) => {
			response.writeHead(500).end(String(error));
		});
	});
	const url = await listening(server);
	const host: TriggerHost = {
		credential,
		publicUrl: url,
		url,
		saveMs: () => 0,
		add,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};

	const additional = (more: object = {}) =>
		({
			...localUrls,
			webhookBaseUrl: `${host.publicUrl}/webhook`,
			webhookTestBaseUrl: `${host.publicUrl}/webhook-test`,
			variables: {},
			credentialsHelper: new CredentialsHelper(
				engine.credentialTypes,
				new Map([['Capillary', host.credential]]),
			),
			...more,
		}) as unknown as IWorkflowExecuteAdditionalData;

	const nodeOf = (workflow: Workflow): INode => {
		const [node] = Object.values(workflow.nodes);
		if (!node) throw new Error('The workflow lost its trigger');
		return node;
	};

	const webhookData = (workflow: Workflow, isTest: boolean): IWebhookData => {
		const node = nodeOf(workflow);
		const { description } = engine.nodeTypes.getByNameAndVersion(node.type);
		const [webhookDescription] = 'webhooks' in description ? (description.webhooks ?? []) : [];
		return {
			httpMethod: 'POST',
			node: node.name,
			path: 'capillary-badges',
			webhookDescription,
			workflowId: workflow.id,
			isTest,
		} as unknown as IWebhookData;
	};

	function save(entry: Entry, workflow: Workflow): void {
		if (workflow.staticData.__dataChanged !== true) return;
		entry.trigger.saved = JSON.stringify(workflow.staticData);
	}

	async function hook(
		entry: Entry,
		method: 'checkExists' | 'create' | 'delete',
		isTest: boolean,
	): Promise<boolean> {
		const workflow = entry.workflow(
			isTest ? entry.test : (JSON.parse(entry.trigger.saved) as IDataObject),
			isTest,
		);
		const node = nodeOf(workflow);
		const modes: [WorkflowExecuteMode, WorkflowActivateMode] =
			method === 'delete'
				? ['internal', 'update']
				: isTest
					? ['manual', 'manual']
					: ['trigger', 'activate'];
		const context = new HookContext(
			workflow,
			node,
			additional(),
			...modes,
			webhookData(workflow, isTest),
		);
		context.logger.warn = (message) => void entry.trigger.warnings.push(message);
		const { webhookMethods } = engine.nodeTypes.getByNameAndVersion(node.type) as {
			webhookMethods?: Record<string, Record<string, (this: HookContext) => Promise<boolean>>>;
		};
		try {
			return await (webhookMethods?.default[method].call(context) ?? false);
		} finally {
			if (isTest) entry.test = workflow.staticData;
			else save(entry, workflow);
		}
	}

	function add(
		parameters: INode['parameters'],
		id = 'wf1',
		nodeId = 'trigger-node',
		database: Database = { saved: '{}' },
	): HostedTrigger {
		const key = `${id}/capillary-badges`;
		const trigger: HostedTrigger = {
			parameters,
			name: 'Trigger',
			database,
			get saved() {
				return database.saved;
			},
			set saved(text) {
				database.saved = text;
			},
			runs: [],
			warnings: [],
			url: (isTest = false) => `${host.publicUrl}/webhook${isTest ? '-test' : ''}/hook-${key}`,
			publish: async (isTest = false) => {
				if (isTest) entry.test = {};
				if (await hook(entry, 'checkExists', isTest)) return false;
				await hook(entry, 'create', isTest);
				return true;
			},
			unpublish: async (isTest = false) => await hook(entry, 'delete', isTest),
			data: () => {
				const { global } = JSON.parse(trigger.saved) as Record<string, IDataObject>;
				const all = (global?.capillaryBadgesTrigger ?? {}) as Record<string, IDataObject>;
				return all[nodeId] ?? {};
			},
		};
		const entry: Entry = {
			trigger,
			test: {},
			workflow: (staticData, isTest = false) =>
				triggerWorkflow(engine.nodeTypes, {
					id,
					nodeId,
					name: trigger.name,
					parameters: trigger.parameters,
					staticData,
					active: !isTest,
				}),
		};
		entries.set(`hook-${key}`, entry);
		return trigger;
	}

	/** What n8n does with a call: body by content type, the node's webhook(), then the run. */
	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const rawBody = Buffer.concat(chunks);
		const [, kind, ...rest] = (request.url ?? '').split('/');
		const isTest = kind === 'webhook-test';
		const entry = entries.get(rest.join('/'));
		if (!entry) return void response.writeHead(404).end();
		const type = request.headers['content-type'] ?? '';
		const body = bodyOf(type, rawBody);
		if (body === undefined) return void response.writeHead(422).end();
		const staticData = isTest ? entry.test : (JSON.parse(entry.trigger.saved) as IDataObject);
		const workflow = entry.workflow(staticData, isTest);
		const node = nodeOf(workflow);
		const end = (status: number, json: unknown) => {
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
		};
		const httpResponse = {
			status: (status: number) => ({ json: (json: unknown) => end(status, json) }),
		};
		const context = new WebhookContext(
			workflow,
			node,
			additional({ httpRequest: Object.assign(request, { body, rawBody }), httpResponse }),
			isTest ? 'manual' : 'webhook',
			webhookData(workflow, isTest),
			[],
			null,
		);
		context.logger.warn = (message) => void entry.trigger.warnings.push(message);
		const { webhook } = engine.nodeTypes.getByNameAndVersion(node.type) as {
			webhook?: (this: WebhookContext) => Promise<{
				workflowData?: INodeExecutionData[][];
				webhookResponse?: unknown;
				noWebhookResponse?: boolean;
			}>;
		};
		const result = await webhook?.call(context);
		const answered = result?.noWebhookResponse === true;
		const keep = async () => {
			// n8n writes to its database later than the node answers.
			await new Promise((resolve) => setImmediate(resolve));
			const ms = host.saveMs();
			if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
			if (!isTest) save(entry, workflow);
		};
		if (answered) await keep();
		if (result?.workflowData) {
			// The run works on the same static data, and n8n then takes it for unchanged.
			entry.workflow(staticData);
			entry.trigger.runs.push(result.workflowData[0]);
		}
		if (answered) return;
		await keep();
		end(200, result?.webhookResponse ?? { message: 'Workflow was started' });
	}

	return host;
}
