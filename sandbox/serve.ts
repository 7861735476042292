/** A request's way: journal, faults, rate limit, credentials, work, answer; in this order. */
import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { dressAnswer } from './answerHabits';
import { type Endpoint, isWrite, type World } from './endpoint';
import { answerLater, refuse } from './errors';
import { extraHeaders, stopped } from './faultAnswers';
import type { FaultRule } from './faults';
import type { JournalEntry } from './journal';
import { parseJson, printJson } from './json';
import { pause } from './pause';
import type { Answer, Call } from './types';

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
		return { value: parseJson(raw), broken: false };
	} catch {
		return { value: raw, broken: true };
	}
}

/** Sends half of a complete-looking answer, then tears the connection. */
function cut(reply: FastifyReply, status: number, text: string): FastifyReply {
	reply.hijack();
	const bytes = Buffer.from(text);
	reply.raw.writeHead(status, {
		'content-type': 'application/json',
		'content-length': bytes.length,
	});
	reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () =>
		reply.raw.socket?.destroy(),
	);
	return reply;
}

function tear(reply: FastifyReply): FastifyReply {
	reply.hijack();
	reply.raw.socket?.destroy();
	return reply;
}

/** One request on its way through the server. */
interface Visit {
	world: World;
	route: Endpoint;
	call: Call;
	raw: string;
	broken: boolean;
	noted: JournalEntry;
	reply: FastifyReply;
	closing: AbortSignal;
}

function send(
	{ noted, reply }: Visit,
	status: number,
	text: string,
	type = 'application/json',
	more: Record<string, string> = {},
): FastifyReply {
	noted.status = status;
	return reply.code(status).headers(more).type(type).send(text);
}

/** What a fault does in place of an answer, or with an answer of its own; undefined lets the call through. */
function struck(visit: Visit, rule: FaultRule | null): FastifyReply | undefined {
	const { reply } = visit;
	if (!rule) return undefined;
	if (rule.drop === 'before') return tear(reply);
	if (rule.hang === true) return reply.hijack();
	const own = stopped(rule);
	return own && send(visit, own.status, own.text, own.type, extraHeaders(rule));
}

/** The work of the call, after the time that the habit gives it. */
async function work({ world, route, call, raw, broken, closing }: Visit): Promise<Answer> {
	const { auth, state } = world;
	return await answerLater(async () => {
		auth.check(call.headers, route.auth);
		if (broken) {
			throw refuse(400, { message: `JSON parse error: Unexpected input '${raw.slice(0, 40)}'` });
		}
		const workMs = isWrite(route) ? state.habits['work-ms'] : 0;
		if (workMs > 0) {
			route.note?.(world, call);
			await pause(workMs, closing);
		}
		return route.handle(world, call);
	});
}

/** Sends the answer of the call, harmed as the fault says. */
function answer(visit: Visit, { status, body }: Answer, rule: FaultRule | null): FastifyReply {
	const { reply, noted } = visit;
	const text = typeof body === 'string' ? body : printJson(body);
	if (rule?.drop === 'after') return tear(reply);
	if (rule?.hang === 'after') return reply.hijack();
	if (rule?.cutBody) {
		noted.status = rule.status ?? status;
		return cut(reply, noted.status, text);
	}
	const half = text.slice(0, Math.floor(text.length / 2));
	const shown = rule?.empty ? '' : rule?.truncateJson ? half : text;
	const type = typeof body === 'string' ? 'text/plain' : 'application/json';
	return send(visit, rule?.status ?? status, shown, type, extraHeaders(rule));
}

/** A request as it arrived, noted in the journal. */
export function arrive(
	world: World,
	route: Endpoint,
	request: FastifyRequest,
	reply: FastifyReply,
	closing: AbortSignal,
): Visit {
	const { journal, state } = world;
	const raw = typeof request.body === 'string' ? request.body : '';
	const { value: body, broken } = parse(raw);
	const call: Call = {
		method: request.method,
		path: request.url.split('?', 1)[0] ?? '',
		params: flat(request.params as object | undefined),
		query: flat(request.query as object | undefined),
		headers: flat(request.headers),
		body,
		apiRequestId: randomUUID().replaceAll('-', ''),
	};
	const { method, path, query, headers } = call;
	const { entry, end } = journal.begin(
		{ at: state.now(), method, path, query, headers, body },
		`${route.method} ${route.url}`,
	);
	reply.raw.once('close', end);
	return { world, route, call, raw, broken, noted: entry, reply, closing };
}

/** What every answer carries, whatever becomes of the call. */
function setHeaders({ reply, call, world: { state } }: Visit): void {
	reply.raw.setHeader('x-cap-request-id', call.apiRequestId);
	if (state.habits['date-header'] === 'absent') reply.raw.sendDate = false;
	else reply.raw.setHeader('date', new Date(state.now()).toUTCString());
}

/** One request from arrival to answer. */
export async function serve(visit: Visit): Promise<FastifyReply> {
	const { world, route, call, raw, noted, closing } = visit;
	const { faults, state } = world;
	setHeaders(visit);
	const limited = faults.overLimit(performance.now());
	const { rule, label, latencyMs, answerMs } = faults.decide(call.method, call.path, raw);
	if (label !== undefined) noted.fault = label;
	if (latencyMs > 0) await pause(latencyMs, closing);
	const early = rule?.after ? undefined : struck(visit, rule);
	if (early) return early;
	if (limited) {
		noted.fault = 'rate limit';
		const text = JSON.stringify({ message: 'API rate limit exceeded' });
		return send(visit, 429, text, undefined, extraHeaders(faults.rateLimit));
	}
	const worked = await work(visit);
	noted.effect = worked.effect;
	const waitMs = answerMs + (isWrite(route) ? state.habits['answer-ms'] : 0);
	if (waitMs > 0) await pause(waitMs, closing);
	const late = rule?.after ? struck(visit, rule) : undefined;
	return late ?? answer(visit, dressAnswer(state.habits, call, worked), rule);
}
