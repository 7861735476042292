/**
 * A local Capillary: an HTTP server on the loopback interface that behaves as the documents say, with
 * state, faults on request and a journal. It shares no code with the nodes, so that it can disagree.
 */
import { Auth, type Credentials } from './auth';
import { registerControl } from './control';
import { Deliveries } from './deliveries';
import { Faults } from './faults';
import { type Habits, readHabits, usualHabits } from './habits';
import { Journal } from './journal';
import { ENDPOINTS } from './routes';
import { seed } from './seed';
import type { World } from './endpoint';
import { createServer } from './server';
import { State } from './state';

export type { Credentials } from './auth';
export type { Deliveries, Delivery, DeliveryPolicy, Emission, Signing } from './deliveries';
export type { FaultMatch, FaultRule, Faults, RateLimit } from './faults';
export type { Journal, JournalEntry, JournalFilter, JournalStats } from './journal';
export { type BadgeSketch, makeBadge } from './badgeSketch';
export { SEED } from './seed';
export { State } from './state';
export { habitList, HABITS, type HabitName, type Habits, readHabits, usualHabits } from './habits';
export type * from './types';

export interface SandboxOptions {
	/** 0, the default, takes any free port. */
	port?: number;
	/** Life of an OAuth token, default 300 s as in the documents' example; the habit `token-seconds`. */
	tokenTtlSeconds?: number;
	/** Habits other than the usual ones; reset() comes back to them. */
	habits?: Partial<Habits>;
	/** Journal entries kept, default 100 000. */
	journalLimit?: number;
	/** Epoch milliseconds; default Date.now. */
	clock?: () => number;
}

export interface Sandbox {
	url: string;
	credentials: Credentials;
	state: State;
	journal: Journal;
	faults: Faults;
	/** Calls to registered web hooks: policy, log, made-up calls, waiting for rest. */
	deliveries: Deliveries;
	/** Sets some habits, the others stay; throws for a name or a value that there is not. */
	setHabits(habits: Partial<Habits>): void;
	/** Every issued OAuth token becomes invalid. */
	expireTokens(): void;
	/** State back to the seed, habits to the start; journal and faults empty; deliveries under way are abandoned. */
	reset(): void;
	/** Answers a request without a network. */
	answer(request: Asked): Promise<Answered>;
	close(): Promise<void>;
}

/** A request as it arrives. */
export interface Asked {
	method: 'GET' | 'POST' | 'PUT';
	url: string;
	headers: Record<string, string>;
	body?: string;
}

/** An answer as it leaves. */
export interface Answered {
	status: number;
	headers: Record<string, unknown>;
	body: string;
}

/** Starts a sandbox on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const clock = options.clock ?? Date.now;
	const closing = new AbortController();
	const state = new State(() => clock());
	const deliveries = new Deliveries(state);
	state.onEvent = (event) => deliveries.publish(event);
	const auth = new Auth(
		() => clock(),
		() => state.habits,
	);
	const journal = new Journal(options.journalLimit ?? 100_000);
	const faults = new Faults();
	const world: World = { state, deliveries, auth, journal, faults };
	const setHabits = (habits: Partial<Habits>): void => {
		state.habits = { ...state.habits, ...readHabits(habits) };
	};
	const usual = {
		...usualHabits(),
		'token-seconds': options.tokenTtlSeconds ?? 300,
		...readHabits(options.habits ?? {}),
	};
	const fill = (): void => {
		state.clear();
		state.habits = { ...usual };
		seed(state);
	};
	fill();
	const expireTokens = (): void => auth.expireTokens();
	const reset = (): void => {
		fill();
		journal.clear();
		faults.clear();
		void deliveries.reset();
	};

	const app = createServer(world, ENDPOINTS, closing.signal);
	registerControl(app, world, { reset, expireTokens, setHabits });
	const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
	return {
		url,
		credentials: auth.credentials,
		state,
		journal,
		faults,
		deliveries,
		setHabits,
		expireTokens,
		reset,
		answer: async ({ body, ...request }) => {
			const {
				statusCode: status,
				headers,
				payload,
			} = await app.inject({ ...request, payload: body });
			return { status, headers, body: payload };
		},
		close: async () => {
			closing.abort();
			await deliveries.reset();
			await app.close();
		},
	};
}
