/** HTTP around the rules: journal, faults, rate limit, credentials, rule, answer; in this order. */
import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Auth } from './auth';
import type { Deliveries } from './deliveries';
import { answerOf, refuse } from './errors';
import type { Faults } from './faults';
import type { Journal } from './journal';
import { extraHeaders, stopped } from './faultAnswers';
import { pause } from './pause';
import type { State } from './state';
import type { Answer, Call, Route } from './types';

/** What every rule may use. */
export interface World {
	state: State;
	auth: Auth;
	journal: Journal;
	faults: Faults;
	deliveries: Deliveries;
}

export interface Endpoint extends Route {
	handle: (world: World, call: Call) => Answer;
}

/** Shorthand for the routes folders. */
export const endpoint = (
	method: Route['method'],
	url: string,
	handle: Endpoint['handle'],
	auth: Route['auth'] = 'api',
): Endpoint => ({ method, url, auth, handle });

const NOT_FOUND: Endpoint = endpoint('GET', '(unknown path)', () => notFound(), 'none');
const BODY_LIMIT = 64 * 1024 * 1024;

/** Outside the API there is no envelope. */
const notFound = (): Answer => ({
	status: 404,
	body: { message: 'no Route matched with those values' },
	effect: false,
});

const firstOf = (value: unknown): string =>
	String((Array.isArray(value) ? (value[0] as unknown) : value) ?? '');

/** Flattens names with several values to the first one. */
function flat(source: object | null | undefined): Record<string, string> {
	const result: Record<string, string> = {};
	for (const [name, value] of Object.entries(source ?? {})) {
		if (value !== undefined) result[name] = firstOf(value);
	}
	return result;
}

/** The parsed body, or the parse error to answer with once the caller is known. */
function parse(raw: string): { value: unknown; broken: boolean } {
	if (raw.trim() === '') return { value: undefined, broken: false };
	try {
		return { value: JSON.parse(raw) as unknown, broken: false };
	} catch {
		return { value: raw, broken: true };
	}
}

/** Sends half of a complete-looking answer, then tears the connection. */
function cut(reply: FastifyReply, status: number, text: string): void {
	reply.hijack();
	const bytes = Buffer.from(text);
	reply.raw.writeHead(status, {
		'content-type': 'application/json',
		'content-length': bytes.length,
	});
	reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () =>
		reply.raw.socket?.destroy(),
	);
}

function tear(reply: FastifyReply): void {
	reply.hijack();
	reply.raw.socket?.destroy();
}

/** One request from arrival to answer. */
async function serve(
	world: World,
	route: Endpoint,
	request: FastifyRequest,
	reply: FastifyReply,
	closing: AbortSignal,
): Promise<FastifyReply> {
	const { journal, faults, auth, state } = world;
	const raw = typeof request.body === 'string' ? request.body : '';
	const parsed = parse(raw);
	const path = request.url.split('?', 1)[0] ?? '';
	const apiRequestId = randomUUID().replaceAll('-', '');
	const call: Call = {
		method: request.method,
		path,
		params: flat(request.params as object | undefined),
		query: flat(request.query as object | undefined),
		headers: flat(request.headers),
		body: parsed.value,
		apiRequestId,
	};
	const { method, query, headers, body } = call;
	const noted = journal.begin(
		{ at: state.now(), method, path, query, headers, body },
		`${route.method} ${route.url}`,
	);
	reply.raw.once('close', noted.end);
	void reply.header('x-cap-request-id', apiRequestId);

	const send = (status: number, text: string, type: string, more: Record<string, string>) => {
		noted.entry.status = status;
		return reply.code(status).headers(more).type(type).send(text);
	};
	const limited = faults.overLimit(performance.now());
	const verdict = faults.decide(method, path, raw);
	if (verdict.label !== undefined) noted.entry.fault = verdict.label;
	if (verdict.latencyMs > 0) await pause(verdict.latencyMs, closing);
	const { rule } = verdict;

	if (rule?.drop === 'before') {
		tear(reply);
		return reply;
	}
	if (rule?.hang === true) return reply.hijack();
	const early = rule ? stopped(rule) : undefined;
	if (early) return send(early.status, early.text, early.type, extraHeaders(rule));
	if (limited) {
		noted.entry.fault = 'rate limit';
		const { retryAfter } = faults.rateLimit ?? {};
		const text = JSON.stringify({ message: 'API rate limit exceeded' });
		return send(
			429,
			text,
			'application/json',
			extraHeaders(retryAfter === undefined ? {} : { retryAfter }),
		);
	}

	const answer = answerOf(() => {
		auth.check(headers, route.auth);
		if (parsed.broken)
			throw refuse(400, { message: `JSON parse error: Unexpected input '${raw.slice(0, 40)}'` });
		return route.handle(world, call);
	});
	noted.entry.effect = answer.effect;
	const text = JSON.stringify(answer.body);
	if (rule?.drop === 'after') {
		tear(reply);
		return reply;
	}
	if (rule?.hang === 'after') return reply.hijack();
	if (rule?.cutBody) {
		noted.entry.status = rule.status ?? answer.status;
		cut(reply, noted.entry.status, text);
		return reply;
	}
	const shown = rule?.empty
		? ''
		: rule?.truncateJson
			? text.slice(0, Math.floor(text.length / 2))
			: text;
	return send(rule?.status ?? answer.status, shown, 'application/json', extraHeaders(rule));
}

/** A server for the endpoints; `closing` ends every wait. */
export function createServer(
	world: World,
	endpoints: readonly Endpoint[],
	closing: AbortSignal,
): FastifyInstance {
	const app = Fastify({
		bodyLimit: BODY_LIMIT,
		exposeHeadRoutes: false,
		forceCloseConnections: true,
		keepAliveTimeout: 30_000,
		routerOptions: { maxParamLength: 2000 },
		frameworkErrors: (_error, _request, reply) => {
			reply.raw.writeHead(400, { 'content-type': 'application/json' });
			reply.raw.end('{"message":"Malformed URL"}');
		},
	});
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	for (const route of endpoints) {
		app.route({
			method: route.method,
			url: route.url,
			handler: (request, reply) => serve(world, route, request, reply, closing),
		});
	}
	app.setNotFoundHandler((request, reply) => serve(world, NOT_FOUND, request, reply, closing));
	return app;
}
