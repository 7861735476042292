/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
/** Stands before the sandbox, and lists its web hooks as another server might. */
import { createServer } from 'node:http';
import { listening } from './listening';

const PATH = '/v3/webHooks';

export interface ListedHook extends Record<string, unknown> {
	webHookId: string;
	webHookHeaders: Record<string, unknown>;
}

/** What the list says instead of all hooks: data, what stands beside it, or a refusal. */
export type Habit = (
	hooks: ListedHook[],
	page: number | undefined,
) => {
	status?: number;
	headers?: Record<string, string>;
	body: object;
};

export interface ListServer {
	url: string;
	/** Replaces the habit; undefined lists as the sandbox does. */
	habit: Habit | undefined;
	/** Whether two web hooks may have the same name; the sandbox, which refuses that, is told others. */
	allowsEqualNames: boolean;
	/** Called with what was asked, after the sandbox has answered and before the caller hears of it. */
	after: ((method: string) => Promise<void>) | undefined;
	close(): Promise<void>;
}

/** Starts it on 127.0.0.1. */
export async function startListServer(sandboxUrl: string): Promise<ListServer> {
	let posted = 0;
	const server = createServer((request, response) => {
		const { method = '', url: path = '' } = request;
		const work = async () => {
			const chunks: Buffer[] = [];
			for await (const chunk of request) chunks.push(chunk as Buffer);
			const given = Buffer.concat(chunks).toString();
			posted += method === 'POST' ? 1 : 0;
			const body =
				started.allowsEqualNames && method === 'POST'
					? given.replace(/"name":"/, `"name":"${posted} `)
					: given;
			const headers = Object.entries(request.headers).filter(
				([name]) => !['host', 'connection', 'content-length'].includes(name),
			);
			const isList = method === 'GET' && path.split('?')[0] === PATH;
			const answer = await fetch(`${sandboxUrl}${isList ? PATH : path}`, {
				method,
				headers: Object.fromEntries(headers) as Record<string, string>,
				...(body.length > 0 ? { body } : {}),
			});
			const json = (await answer.json()) as { data: ListedHook[] };
			await started.after?.(method);
			const page = new URL(path, sandboxUrl).searchParams.get('page');
			const said =
				isList && started.habit
					? started.habit(json.data, page === null ? undefined : Number(page))
					: { status: answer.status, body: json };
			response
				.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers })
				.end(JSON.stringify(said.body));
		};
		void work().catch((error: unknown) => response.writeHead(500).end(String(error)));
	});
	const url = await listening(server);
	const started: ListServer = {
		url,
		habit: undefined,
		allowsEqualNames: false,
		after: undefined,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return started;
}
