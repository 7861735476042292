/** `/__sandbox/…`: the sandbox in the hands of a test in another process. No credentials, no journal, no faults. */
import type { FastifyInstance } from 'fastify';
import type { DeliveryPolicy, Emission } from './deliveries';
import type { FaultRule, RateLimit } from './faults';
import { HABITS, type Habits, readHabits } from './habits';
import type { JournalFilter } from './journal';
import { type BadgeSketch, makeBadge } from './badgeSketch';
import type { World } from './endpoint';
import type { Badge, Customer, JsonObject } from './types';
import { isObject } from './validate';

interface Controls {
	reset: () => void;
	expireTokens: () => void;
	setHabits: (habits: Partial<Habits>) => void;
}

const COLLECTIONS = [
	'badges',
	'claims',
	'issuals',
	'earns',
	'requests',
	'groups',
	'customFields',
	'customers',
	'webHooks',
] as const;

/** A body with what the test sent; everything in it is trusted. */
function json(body: unknown): JsonObject {
	const value: unknown = typeof body === 'string' && body !== '' ? JSON.parse(body) : {};
	return isObject(value) ? value : {};
}

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);

/** Counts of everything, or the rows of one collection, filtered by badge and customer. */
function stateView({ state }: World, query: Record<string, string>): JsonObject {
	const name = COLLECTIONS.find((one) => one === query.collection);
	if (!name) {
		const counts = COLLECTIONS.map((one) => [one, state[one].size] as const);
		return {
			generation: state.generation,
			counts: { ...Object.fromEntries(counts), requestIds: state.requestIds.size },
			unknownCustomers: [...state.unknownCustomers],
			rejectedCustomers: Object.fromEntries(state.rejectedCustomers),
		};
	}
	const limit = Number(query.limit ?? 1000);
	const rows: unknown[] = [];
	for (const row of state[name].values()) {
		if (rows.length >= limit) break;
		const { badgeId, id, customerId } = row as {
			badgeId?: string;
			id?: unknown;
			customerId?: number;
		};
		if (query.badgeId !== undefined && query.badgeId !== (badgeId ?? id)) continue;
		if (query.customerId !== undefined && Number(query.customerId) !== customerId) continue;
		rows.push(name === 'badges' ? { ...row, earnedPerDay: undefined } : row);
	}
	return { collection: name, total: state[name].size, rows };
}

function journalFilter(query: Record<string, string>): JournalFilter {
	const { method, path, pattern, status, effect, after } = query;
	return {
		...(method === undefined ? {} : { method }),
		...(path === undefined ? {} : { path }),
		...(pattern === undefined ? {} : { path: new RegExp(pattern) }),
		...(status === undefined ? {} : { status: status === 'none' ? null : Number(status) }),
		...(effect === undefined ? {} : { effect: effect === 'true' }),
		...(after === undefined ? {} : { after: Number(after) }),
	};
}

/** Adds badges (sketches), customers, and who is unknown, merged or rejected. */
function load({ state }: World, body: JsonObject): JsonObject {
	const badges: Badge[] = list<BadgeSketch>(body.badges).map((sketch) => makeBadge(state, sketch));
	for (const badge of badges) state.addBadge(badge);
	for (const customer of list<Customer>(body.customers)) state.addCustomer(customer);
	for (const id of list<number>(body.unknownCustomers)) state.unknownCustomers.add(id);
	for (const id of list<number>(body.mergedCustomers)) state.mergedCustomers.add(id);
	for (const one of list<{ customerId: number; code: number; message: string }>(
		body.rejectedCustomers,
	)) {
		state.rejectedCustomers.set(one.customerId, { code: one.code, message: one.message });
	}
	return { badges: badges.map(({ id }) => id) };
}

/** Rules under `rules`, or the body itself is one rule; `rateLimit` sets or (null) lifts the limit; `clear` first. */
function addFaults({ faults }: World, body: JsonObject): JsonObject {
	const { clear, rateLimit, rules, ...rest } = body;
	if (clear === true) faults.clear();
	if (rateLimit !== undefined) faults.rateLimit = rateLimit as RateLimit | null;
	const single = Object.keys(rest).length > 0 ? [rest as FaultRule] : [];
	for (const rule of rules === undefined ? single : list<FaultRule>(rules)) faults.add(rule);
	return { rules: faults.rules.length, rateLimit: faults.rateLimit };
}

function settings(world: World, controls: Controls, body: JsonObject): JsonObject {
	const { generation, tokenTtlSeconds, deliveries } = body;
	if (generation === 'new' || generation === 'old') world.state.generation = generation;
	if (typeof tokenTtlSeconds === 'number') controls.setHabits({ 'token-seconds': tokenTtlSeconds });
	if (isObject(deliveries)) {
		const change = deliveries as Partial<DeliveryPolicy>;
		world.deliveries.policy = { ...world.deliveries.policy, ...change };
	}
	return { generation: world.state.generation, deliveries: world.deliveries.policy };
}

/** Each habit with its value now, the values it can take and what it is about. */
const habitsView = ({ state }: World): JsonObject =>
	Object.fromEntries(
		Object.entries(state.habits).map(([name, now]) => [
			name,
			{ now, ...HABITS[name as keyof Habits] },
		]),
	);

/** The control paths of the habits; a name or a value that there is not answers 400. */
function registerHabits(app: FastifyInstance, world: World, { setHabits }: Controls): void {
	app.get('/__sandbox/habits', () => habitsView(world));
	app.post('/__sandbox/habits', async (request, reply) => {
		try {
			setHabits(readHabits(json(request.body)));
		} catch (error) {
			return await reply.code(400).send({ message: String(error) });
		}
		return world.state.habits;
	});
}

/** Registers the control paths. */
export function registerControl(app: FastifyInstance, world: World, controls: Controls): void {
	type Query = Record<string, string>;
	registerHabits(app, world, controls);
	app.get('/__sandbox/state', (request) => stateView(world, request.query as Query));
	app.get('/__sandbox/journal', (request) =>
		world.journal.list(journalFilter(request.query as Query)),
	);
	app.get('/__sandbox/stats', () => world.journal.stats);
	app.get('/__sandbox/credentials', () => world.auth.credentials);
	app.get('/__sandbox/faults', () => ({
		rules: world.faults.rules,
		rateLimit: world.faults.rateLimit,
	}));
	app.post('/__sandbox/faults', (request) => addFaults(world, json(request.body)));
	app.delete('/__sandbox/faults', () => addFaults(world, { clear: true }));
	app.delete('/__sandbox/journal', () => {
		world.journal.clear();
		return { done: true };
	});
	app.post('/__sandbox/load', (request) => load(world, json(request.body)));
	app.post('/__sandbox/settings', (request) => settings(world, controls, json(request.body)));
	app.get('/__sandbox/deliveries', () => world.deliveries.log);
	app.post('/__sandbox/emit', (request) => ({
		webHooks: world.deliveries.emit(json(request.body) as Emission),
	}));
	app.post('/__sandbox/reset', () => {
		controls.reset();
		return { done: true };
	});
	app.post('/__sandbox/expire-tokens', () => {
		controls.expireTokens();
		return { done: true };
	});
}
