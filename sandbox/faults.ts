/** Trouble on request: what a network or a tired server does, by rule and repeatably. */

export interface FaultMatch {
	method?: string;
	/** A string beginning with "/" and free of pattern characters is the whole path; otherwise the source of a regular expression. */
	path?: string | RegExp;
	/** Source of a regular expression searched for in the raw body. */
	body?: string;
	/** Only the n-th sending of the same request (method, path, body), counted from when the rule was added; 1 is the first. */
	attempt?: number;
}

export interface FaultRule {
	match?: FaultMatch;
	/** How often the rule strikes: default 1; null or Infinity for ever. */
	times?: number | null;
	/** So many matching requests pass unharmed first. */
	skip?: number;
	/** Chance of striking, 0…1, from a generator seeded with `seed` (default 1). */
	probability?: number;
	seed?: number;
	/** Delay before anything else happens, or with `after` between effect and answer; combines with every outcome. */
	latencyMs?: number;
	jitterMs?: number;
	/** The effect happens first, then whatever the rule says: a delay, or any of the answers below. */
	after?: boolean;
	/** Answer with this status, without effect. */
	status?: number;
	body?: unknown;
	headers?: Record<string, string>;
	/** Raw Retry-After value for `status`. */
	retryAfter?: string;
	/** Socket destroyed before the effect, or after it without an answer. */
	drop?: 'before' | 'after';
	/** Effect happens; headers and half the body are sent, then the socket is destroyed. */
	cutBody?: boolean;
	/** Effect happens; a complete HTTP answer whose JSON is cut. */
	truncateJson?: boolean;
	/** An HTML page under `status` (default 502), without effect. */
	html?: boolean | string;
	/** An empty body under `status` (default 200); the effect happens only for a status below 300. */
	empty?: boolean;
	/** Any JSON answer, without effect. */
	answer?: { status: number; json: unknown };
	/** Never answers; 'after' lets the effect happen first, otherwise it does not happen. */
	hang?: boolean | 'after';
}

export interface RateLimit {
	perSecond: number;
	retryAfter?: string;
}

/** What is to be done to one request. */
interface Verdict {
	/** Before the effect. */
	latencyMs: number;
	/** Between effect and answer. */
	answerMs: number;
	rule: FaultRule | null;
	label: string | undefined;
}

interface Armed {
	rule: FaultRule;
	left: number;
	skip: number;
	random: () => number;
	seen: Map<string, number>;
	path: (path: string) => boolean;
	body: RegExp | null;
}

const NO_FAULT: Verdict = { latencyMs: 0, answerMs: 0, rule: null, label: undefined };

/** mulberry32: a small generator, the same sequence for the same seed. */
function generator(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

function pathTest(path: string | RegExp | undefined): (path: string) => boolean {
	if (path === undefined) return () => true;
	if (typeof path === 'string' && /^\/[\w/.-]*$/.test(path)) return (value) => value === path;
	const pattern =
		typeof path === 'string'
			? new RegExp(path)
			: new RegExp(path.source, path.flags.replace('g', ''));
	return (value) => pattern.test(value);
}

/** A name for the journal: the outcome, or "latency" when the rule only delays. */
function labelOf(rule: FaultRule): string | undefined {
	const outcome = outcomeOf(rule);
	return outcome !== undefined && rule.after ? `${outcome} after` : outcome;
}

function outcomeOf(rule: FaultRule): string | undefined {
	if (rule.drop) return `drop ${rule.drop}`;
	if (rule.cutBody) return 'cutBody';
	if (rule.truncateJson) return 'truncateJson';
	if (rule.hang) return rule.hang === 'after' ? 'hang after' : 'hang';
	if (rule.answer) return 'answer';
	if (rule.html) return 'html';
	if (rule.empty) return 'empty';
	return rule.status === undefined ? undefined : `status ${rule.status}`;
}

export class Faults {
	/** Answers 429 above so many calls in any second. */
	rateLimit: RateLimit | null = null;
	private armed: Armed[] = [];
	private recent: number[] = [];

	add(rule: FaultRule): void {
		this.armed.push({
			rule,
			left: rule.times === null ? Infinity : (rule.times ?? 1),
			skip: rule.skip ?? 0,
			random: generator(rule.seed ?? 1),
			seen: new Map(),
			path: pathTest(rule.match?.path),
			body: rule.match?.body === undefined ? null : new RegExp(rule.match.body),
		});
	}

	/** No rule and no rate limit any more. */
	clear(): void {
		this.armed = [];
		this.rateLimit = null;
		this.recent = [];
	}

	/** The rules that may still strike. */
	get rules(): FaultRule[] {
		return this.armed.map(({ rule }) => rule);
	}

	/** Decides for one request: delays add up, the first rule with an outcome decides it. */
	decide(method: string, path: string, rawBody: string): Verdict {
		if (this.armed.length === 0) return NO_FAULT;
		let latencyMs = 0;
		let answerMs = 0;
		let chosen: FaultRule | null = null;
		let delayed = false;
		for (const armed of this.armed) {
			const { rule } = armed;
			const decides = labelOf(rule) !== undefined;
			if (decides && chosen) continue;
			if (!strikes(armed, method, path, rawBody)) continue;
			armed.left -= 1;
			if (rule.latencyMs !== undefined || rule.jitterMs !== undefined) delayed = true;
			const delay =
				(rule.latencyMs ?? 0) + (rule.jitterMs ?? 0) * (rule.jitterMs ? armed.random() : 0);
			if (rule.after) answerMs += delay;
			else latencyMs += delay;
			if (decides) chosen = rule;
		}
		this.armed = this.armed.filter(({ left }) => left > 0);
		const label = chosen ? labelOf(chosen) : undefined;
		return { latencyMs, answerMs, rule: chosen, label: label ?? (delayed ? 'latency' : undefined) };
	}

	/** True when this call is above the rate limit. */
	overLimit(now: number): boolean {
		if (!this.rateLimit) return false;
		this.recent = this.recent.filter((at) => at > now - 1000);
		if (this.recent.length >= this.rateLimit.perSecond) return true;
		this.recent.push(now);
		return false;
	}
}

function strikes(armed: Armed, method: string, path: string, rawBody: string): boolean {
	const match = armed.rule.match ?? {};
	if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
	if (!armed.path(path)) return false;
	if (armed.body && !armed.body.test(rawBody)) return false;
	if (match.attempt !== undefined) {
		const key = `${method} ${path} ${rawBody}`;
		const count = (armed.seen.get(key) ?? 0) + 1;
		armed.seen.set(key, count);
		if (count !== match.attempt) return false;
	}
	if (armed.skip > 0) {
		armed.skip -= 1;
		return false;
	}
	const { probability } = armed.rule;
	return probability === undefined || armed.random() < probability;
}
