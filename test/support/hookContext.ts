/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
/** What the trigger sees of n8n as it is published, around a Capillary that a test answers for: no network, no waiting. */
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

type Json = Record<string, unknown>;

/** A request to Capillary. */
export interface Asked {
	method: string;
	path: string;
	query: Json | undefined;
	body: Json | undefined;
}

/** What comes of a request: an answer, a status of failure, or an error of n8n's helper. */
export type Answer =
	| { body: unknown }
	| { status: number; body?: unknown; retryAfter?: string; date?: string }
	| { error: object };

/** The workflow as it is published, or tested. */
export interface Published {
	parameters: Json;
	credential: IDataObject;
	url: string | undefined;
	/** Whether it is published; else somebody listens for a test event. */
	active: boolean;
	workflowId: string | undefined;
	/** Static data of the workflow, and of the node. */
	data: { global: Json; node: Json };
}

export interface HookStage extends Published {
	context: IHookFunctions;
	asked: Asked[];
	warnings: string[];
}

/** Where Capillary is asked. */
const CREDENTIAL = {
	authentication: 'basic',
	cluster: 'https://eu.api.capillarytech.com',
	username: 'till',
	password: 'secret-of-the-till',
	accessToken: '',
};

/** What n8n's helper gives, or throws. */
function given(answer: Answer): unknown {
	if ('error' in answer) throw Object.assign(new Error('No answer'), answer.error);
	const text = JSON.stringify(answer.body);
	if (!('status' in answer)) return { body: text, headers: {} };
	const headers = { 'retry-after': answer.retryAfter, date: answer.date };
	throw Object.assign(new Error(`Status ${answer.status}`), {
		response: { status: answer.status, data: text, headers },
	});
}

/** A stage of one trigger; what it is made of may be changed while it is used. */
export function hookStage(
	answerTo: (asked: Asked) => Answer,
	more: Partial<Published> = {},
): HookStage {
	const stage = {
		parameters: { events: ['badgeEarned'] },
		credential: CREDENTIAL,
		url: 'https://n8n.example.com/webhook/hook',
		active: true,
		workflowId: 'wf',
		data: { global: {}, node: {} },
		asked: [] as Asked[],
		warnings: [] as string[],
		...more,
	};
	const request = async (_credential: string, options: Json) => {
		const { method, url, qs, body } = options as {
			method: string;
			url: string;
			qs?: Json;
			body?: string;
		};
		const asked = {
			method,
			path: url,
			query: qs,
			body: body === undefined ? undefined : (JSON.parse(body) as Json),
		};
		stage.asked.push(asked);
		return given(answerTo(asked));
	};
	const context = {
		getNode: () => ({ id: 'node', name: 'Trigger', type: 'x.trigger', parameters: {} }),
		getNodeParameter: (name: string, fallback: unknown) =>
			name in stage.parameters ? (stage.parameters as Json)[name] : fallback,
		getNodeWebhookUrl: (name: string) => (name === 'default' ? stage.url : undefined),
		getTimezone: () => 'UTC',
		getCredentials: async () => stage.credential,
		getWorkflow: () => ({ id: stage.workflowId, name: 'Test', active: stage.active }),
		getWorkflowStaticData: (kind: 'global' | 'node') => stage.data[kind],
		helpers: { httpRequestWithAuthentication: request },
		logger: { warn: (text: string) => stage.warnings.push(text) },
	} as unknown as IHookFunctions;
	return Object.assign(stage, { context });
}

/** A call of the trigger's URL, as n8n hands it on. */
export interface Called {
	headers: unknown;
	/** As n8n has parsed it. */
	body: unknown;
	/** As it came, where n8n keeps that. */
	raw?: string;
	/** Whether somebody waits for a test event. */
	isTest?: boolean;
}

/** What is answered to a call before n8n answers it. */
export interface Answered {
	status: number;
	json: unknown;
}

/** n8n's context of a call, around the workflow of a stage. */
export function callContext(
	{ context, ...stage }: HookStage,
	{ headers, body, raw, isTest = false }: Called,
): { context: IWebhookFunctions; answers: Answered[] } {
	const answers: Answered[] = [];
	const response = {
		status: (status: number) => ({ json: (json: unknown) => answers.push({ status, json }) }),
	};
	const call = {
		...context,
		getHeaderData: () => headers,
		getBodyData: () => body,
		getRequestObject: () => ({ rawBody: raw === undefined ? undefined : Buffer.from(raw) }),
		getResponseObject: () => response,
		getMode: () => (isTest ? 'manual' : 'webhook'),
		getWorkflow: () => ({ id: stage.workflowId, name: 'Test', active: stage.active }),
		helpers: { returnJsonArray: (json: IDataObject) => [{ json }] },
	};
	return { context: call as unknown as IWebhookFunctions, answers };
}

/** Lets no time pass: runs work, whose timers end at once. @returns what came of it, and how long each would have been */
export async function withoutWaiting<Result>(
	work: () => Promise<Result>,
): Promise<{ result: Result; waits: number[] }> {
	const waits: number[] = [];
	const timer = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((
		wake: () => void,
		ms: number,
	) => {
		waits.push(ms);
		setImmediate(wake);
	}) as unknown as typeof setTimeout);
	try {
		return { result: await work(), waits };
	} finally {
		timer.mockRestore();
	}
}
