// Models of servers in virtual time: what they bear, and what they do when it is more.
import type { World } from '../../nodes/CapillaryBadges/execution/deliver/run';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';

/** What a model has to go by. */
export interface Load {
	world: Pick<World, 'now' | 'sleep'>;
	/** A number from 0 to 1; the same ones for the same seed. */
	random(): number;
	/** Requests inside the server, this one included. */
	inside(): number;
}

/** Answers one request. */
export type Model = (load: Load) => () => Promise<HttpResult>;

const OK: HttpResult = { kind: 'answer', body: { data: {} } };
const LOST: HttpResult = { kind: 'broken', code: 'ECONNRESET', timedOut: false, sent: 'unknown' };
const refusal = (status: number, retryAfter?: string): HttpResult => ({
	kind: 'status',
	status,
	body: { message: 'Too many requests' },
	retryAfter,
});

/** Milliseconds that a server works at one request. */
const WORK_MS = 20;

/** In so many parts, each as slow as the load of its moment makes it. */
const PARTS = 4;

/** Bears everything. */
export const unlimited: Model =
	({ world }) =>
	async () => {
		await world.sleep(WORK_MS);
		return OK;
	};

/** Bears everything; some answers take twice or three times as long as others (log-normal). */
export const uneven: Model =
	({ world, random }) =>
	async () => {
		const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
		await world.sleep(WORK_MS * Math.exp(0.5 * normal));
		return OK;
	};

/** Loses one connection of so many, by chance. */
export const losing =
	(share: number): Model =>
	({ world, random }) =>
	async () => {
		await world.sleep(WORK_MS);
		return random() < share ? LOST : OK;
	};

/** So many requests a second, saved up for a second at most: a token bucket. */
export const bySecond =
	(perSecond: number, retryAfter?: string): Model =>
	({ world }) => {
		let tokens = perSecond;
		let filledAt = world.now();
		return async () => {
			const now = world.now();
			tokens = Math.min(perSecond, tokens + ((now - filledAt) * perSecond) / 1000);
			filledAt = now;
			const isAllowed = tokens >= 1;
			if (isAllowed) tokens -= 1;
			await world.sleep(isAllowed ? WORK_MS : 1);
			return isAllowed ? OK : refusal(429, retryAfter);
		};
	};

/** So many requests within any second, counted as they come; it refuses no faster than it works. */
export const byWindow =
	(perSecond: number, retryAfter?: string): Model =>
	({ world }) => {
		let recent: number[] = [];
		return async () => {
			const now = world.now();
			recent = recent.filter((at) => at > now - 1000);
			const isAllowed = recent.length < perSecond;
			if (isAllowed) recent.push(now);
			await world.sleep(WORK_MS);
			return isAllowed ? OK : refusal(429, retryAfter);
		};
	};

/** So many requests within each window of a clock; it refuses at once. */
export const byFixedWindow =
	(count: number, ms: number, retryAfter?: string): Model =>
	({ world }) => {
		let window = -1;
		let used = 0;
		return async () => {
			const present = Math.floor(world.now() / ms);
			if (present !== window) [window, used] = [present, 0];
			used += 1;
			const isAllowed = used <= count;
			await world.sleep(isAllowed ? WORK_MS : 1);
			return isAllowed ? OK : refusal(429, retryAfter);
		};
	};

/** So many requests at a time; it refuses one more at once. */
export const byParallel =
	(limit: number, status: number, retryAfter?: string): Model =>
	({ world, inside }) =>
	async () => {
		if (inside() > limit) return refusal(status, retryAfter);
		await world.sleep(WORK_MS);
		return OK;
	};

/** So many requests at a time; the others wait in line. */
export const queueing =
	(workers: number): Model =>
	({ world }) => {
		let freeAt: number[] = Array.from({ length: workers }, () => world.now());
		return async () => {
			freeAt = freeAt.sort((a, b) => a - b);
			const begins = Math.max(world.now(), freeAt[0]);
			freeAt[0] = begins + WORK_MS;
			await world.sleep(freeAt[0] - world.now());
			return OK;
		};
	};

/** Each request that is under way makes the others slower by so many milliseconds. */
export const slowing =
	(each: number): Model =>
	({ world, inside }) =>
	async () => {
		for (let part = 0; part < PARTS; part += 1) {
			await world.sleep((WORK_MS + each * inside()) / PARTS);
		}
		return OK;
	};

/** Beyond a width it answers nobody, until most have gone. */
export const falling =
	(limit: number, how: 503 | 'lost'): Model =>
	({ world, inside }) => {
		let isDown = false;
		return async () => {
			isDown = isDown ? inside() > limit / 2 : inside() > limit;
			if (isDown) await world.sleep(5);
			else await world.sleep(WORK_MS);
			if (!isDown) return OK;
			return how === 503 ? refusal(503) : LOST;
		};
	};
