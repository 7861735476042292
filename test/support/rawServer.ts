/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { createServer } from 'node:http';
import { listening } from './listening';

/** A request as it came, and which one it was, from 1. */
export interface RawAsked {
	method: string;
	path: string;
	query: Record<string, string>;
	/** The text of the body. */
	body: string;
	n: number;
}

/** What is answered: the text of a body with status 200, all of an answer, or nothing, the connection cut. */
type RawAnswer = string | { status?: number; type?: string; text: string } | 'cut' | object;

/** A server that answers with the text that a test gives it: what no JSON library of ours has touched. */
export interface RawServer {
	url: string;
	asked: RawAsked[];
	/** Answers from now on so; what was asked is forgotten. */
	answer(by: (asked: RawAsked) => RawAnswer | Promise<RawAnswer>): void;
	close(): Promise<void>;
}

const isWhole = (answer: RawAnswer): answer is { status?: number; type?: string; text: string } =>
	typeof answer === 'object' && 'text' in answer;

/** Starts one on a free port. An object that is no answer is sent as `data` in an envelope. */
export async function startRawServer(): Promise<RawServer> {
	let by: (asked: RawAsked) => RawAnswer | Promise<RawAnswer> = () => '{"data":{}}';
	const asked: RawAsked[] = [];
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const url = new URL(String(request.url), 'http://host');
			const one: RawAsked = {
				method: String(request.method),
				path: url.pathname,
				query: Object.fromEntries(url.searchParams),
				body: Buffer.concat(parts).toString(),
				n: asked.length + 1,
			};
			asked.push(one);
			void Promise.resolve(by(one)).then((answer) => {
				if (answer === 'cut') {
					request.socket.destroy();
					return;
				}
				const text =
					typeof answer === 'string'
						? answer
						: isWhole(answer)
							? answer.text
							: JSON.stringify({ data: answer, errors: [], warnings: [] });
				const { status = 200, type = 'application/json' } = isWhole(answer) ? answer : {};
				response.writeHead(status, { 'content-type': type });
				response.end(text);
			});
		});
	});
	const url = await listening(server);
	return {
		url,
		asked,
		answer: (one) => {
			asked.length = 0;
			by = one;
		},
		close: async () => {
			await new Promise((ended) => server.close(ended));
		},
	};
}
