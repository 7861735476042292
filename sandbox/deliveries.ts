/**
 * Sending events to registered web hooks (docs/api.md#badgeearned, docs/api.md#event-delivery). An API answer never waits for it. How
 * often Capillary tries again is undocumented, so the policy is the test's to set.
 */
import { randomUUID } from 'node:crypto';
import { pause, within } from './pause';
import { type ApiEvent, ORG_NUMBER, type State } from './state';
import type { JsonObject, WebHook } from './types';

export interface DeliveryPolicy {
	/** Tries per delivery while the consumer does not answer 2xx; 1 = no retry. */
	attempts: number;
	retryDelayMs: number;
	/** How many more times the same event (same eventId) is sent. */
	duplicates: number;
	/** Duplicates at the same instant rather than one after the other. */
	simultaneous: boolean;
	timeoutMs: number;
}

/** Which headers go along: the registered ones, none of them, or wrong values under their names. */
export type Signing = 'registered' | 'unsigned' | 'forged';

export interface Delivery {
	webHookId: string;
	url: string;
	eventName: string;
	eventId: string;
	attempt: number;
	/** null: no answer came. */
	status: number | null;
	signing: Signing;
}

export interface Emission {
	eventName?: string;
	eventId?: string;
	refId?: string;
	data?: JsonObject;
	signing?: Signing;
	/** How many times in all, default 1. */
	times?: number;
	simultaneous?: boolean;
	/** Only this web hook; default every active one that listens to the event. */
	webHookId?: string;
}

const POLICY: DeliveryPolicy = {
	attempts: 1,
	retryDelayMs: 20,
	duplicates: 0,
	simultaneous: false,
	timeoutMs: 10_000,
};
const LOG_LIMIT = 10_000;

interface Lane {
	running: number;
	waiting: Array<() => Promise<void>>;
}

export class Deliveries {
	policy: DeliveryPolicy = { ...POLICY };
	/** The latest tries, oldest first. */
	log: Delivery[] = [];
	private lanes = new Map<string, Lane>();
	private open = 0;
	private resting: Array<() => void> = [];
	private stop = new AbortController();

	constructor(private readonly state: State) {}

	/** An event of the API, to every web hook that listens to it. */
	publish({ eventName, refId, apiRequestId, data }: ApiEvent): void {
		const { duplicates, simultaneous } = this.policy;
		const event = this.event(eventName, randomUUID(), refId, apiRequestId, data);
		for (const hook of this.listeners(eventName)) {
			this.send(hook, event, 'registered', duplicates + 1, simultaneous);
		}
	}

	/** A call made up by a test; returns how many web hooks it goes to. */
	emit(emission: Emission): number {
		const { eventName = 'badgeEarned', webHookId, signing = 'registered' } = emission;
		const refId = emission.refId ?? `${ORG_NUMBER}_${this.state.nextId()}`;
		const eventId = emission.eventId ?? randomUUID();
		const event = this.event(eventName, eventId, refId, randomUUID(), emission.data ?? {});
		const chosen = webHookId
			? [...this.state.webHooks.values()].filter(({ id }) => id === webHookId)
			: this.listeners(eventName);
		for (const hook of chosen) {
			this.send(hook, event, signing, emission.times ?? 1, emission.simultaneous ?? false);
		}
		return chosen.length;
	}

	/** Resolves when nothing is under way. */
	idle(): Promise<void> {
		if (this.open === 0) return Promise.resolve();
		return new Promise((resolve) => this.resting.push(resolve));
	}

	/** Abandons what is under way and forgets what was; resolves when all of it has ended. */
	reset(): Promise<void> {
		this.stop.abort();
		this.stop = new AbortController();
		for (const lane of this.lanes.values()) {
			this.finished(lane.waiting.splice(0).length);
		}
		this.lanes = new Map();
		this.log = [];
		this.policy = { ...POLICY };
		return this.idle();
	}

	private event(
		eventName: string,
		eventId: string,
		refId: string,
		apiRequestId: string,
		data: JsonObject,
	): JsonObject {
		const createdAt = this.state.now();
		return {
			eventName,
			eventId,
			orgId: ORG_NUMBER,
			refId,
			apiRequestId,
			createdAt,
			data,
			loyaltyEventId: null,
		};
	}

	private listeners(eventName: string): WebHook[] {
		return [...this.state.webHooks.values()].filter(
			(hook) => hook.active && hook.eventNames.includes(eventName),
		);
	}

	private send(
		hook: WebHook,
		event: JsonObject,
		signing: Signing,
		times: number,
		simultaneous: boolean,
	): void {
		const { signal } = this.stop;
		const once = (): Promise<void> => this.deliver(hook, event, signing, signal);
		const all = Array.from({ length: times }, () => once);
		if (simultaneous) {
			this.enqueue(hook, async () => void (await Promise.all(all.map((one) => one()))));
			return;
		}
		this.enqueue(hook, async () => {
			for (const one of all) await one();
		});
	}

	/** At most `maxAllowedConnections` deliveries of a web hook run at a time. */
	private enqueue(hook: WebHook, task: () => Promise<void>): void {
		const lane = this.lanes.get(hook.id) ?? { running: 0, waiting: [] };
		this.lanes.set(hook.id, lane);
		this.open += 1;
		lane.waiting.push(task);
		if (lane.running < hook.maxAllowedConnections) void this.work(lane);
	}

	private async work(lane: Lane): Promise<void> {
		lane.running += 1;
		for (let task = lane.waiting.shift(); task; task = lane.waiting.shift()) {
			await task().catch(() => undefined);
			this.finished(1);
		}
		lane.running -= 1;
	}

	private finished(count: number): void {
		this.open -= count;
		if (this.open > 0) return;
		for (const resolve of this.resting.splice(0)) resolve();
	}

	/** Tries until the consumer answers 2xx or the policy ends. */
	private async deliver(
		hook: WebHook,
		event: JsonObject,
		signing: Signing,
		signal: AbortSignal,
	): Promise<void> {
		for (let attempt = 1; attempt <= this.policy.attempts && !signal.aborted; attempt += 1) {
			const status = await this.post(hook, event, signing, signal);
			if (signal.aborted) return;
			this.note({
				webHookId: hook.id,
				url: hook.url,
				eventName: String(event.eventName),
				eventId: String(event.eventId),
				attempt,
				status,
				signing,
			});
			if (status !== null && status >= 200 && status < 300) return;
			if (attempt < this.policy.attempts) await pause(this.policy.retryDelayMs, signal);
		}
	}

	private async post(
		hook: WebHook,
		event: JsonObject,
		signing: Signing,
		stop: AbortSignal,
	): Promise<number | null> {
		try {
			return await within(this.policy.timeoutMs, stop, async (signal) => {
				const answer = await fetch(hook.url, {
					method: 'POST',
					headers: signed(hook.headers, signing),
					body: JSON.stringify(event),
					redirect: 'manual',
					signal,
				});
				await answer.arrayBuffer();
				return answer.status;
			});
		} catch {
			return null;
		}
	}

	private note(delivery: Delivery): void {
		this.log.push(delivery);
		if (this.log.length > 2 * LOG_LIMIT) this.log = this.log.slice(-LOG_LIMIT);
	}
}

/** The headers of one call. */
function signed(headers: Record<string, string>, signing: Signing): Record<string, string> {
	const result: Record<string, string> = { 'content-type': 'application/json' };
	if (signing === 'unsigned') return result;
	for (const [name, value] of Object.entries(headers)) {
		const key = name.toLowerCase();
		result[key] = signing === 'forged' && key !== 'content-type' ? `forged-${value}` : value;
	}
	return result;
}
