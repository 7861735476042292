/** What was called, in order: the tests' witness. The list is capped, the counters are not. */

export interface JournalEntry {
	n: number;
	at: number;
	method: string;
	path: string;
	query: Record<string, string>;
	/** Names in lower case. */
	headers: Record<string, string>;
	body: unknown;
	/** null while unanswered, and for good when the answer never left (dropped, hanging). */
	status: number | null;
	/** Did the call change what the sandbox keeps? */
	effect: boolean;
	fault?: string;
}

export interface JournalFilter {
	method?: string;
	/** A string is compared whole, a RegExp is searched for. */
	path?: string | RegExp;
	status?: number | null;
	effect?: boolean;
	/** Only entries with a greater `n`. */
	after?: number;
}

export interface JournalStats {
	total: number;
	effects: number;
	faults: number;
	inFlight: number;
	maxInFlight: number;
	/** `METHOD /path/:pattern` → calls */
	byRoute: Record<string, number>;
	/** status (or "none") → answers */
	byStatus: Record<string, number>;
}

const fresh = (): JournalStats => ({
	total: 0,
	effects: 0,
	faults: 0,
	inFlight: 0,
	maxInFlight: 0,
	byRoute: {},
	byStatus: {},
});

export class Journal {
	private ring: JournalEntry[] = [];
	private oldest = 0;
	private counters = fresh();
	/** Calls begun before the last clear() must not disturb the new counters. */
	private epoch = 0;

	constructor(readonly limit: number) {}

	/** Kept entries, oldest first. */
	get entries(): JournalEntry[] {
		return [...this.ring.slice(this.oldest), ...this.ring.slice(0, this.oldest)];
	}

	get stats(): JournalStats {
		const { byRoute, byStatus, ...counters } = this.counters;
		return { ...counters, byRoute: { ...byRoute }, byStatus: { ...byStatus } };
	}

	get total(): number {
		return this.counters.total;
	}

	get maxInFlight(): number {
		return this.counters.maxInFlight;
	}

	list(filter: JournalFilter = {}): JournalEntry[] {
		return this.entries.filter((entry) => matches(entry, filter));
	}

	clear(): void {
		this.ring = [];
		this.oldest = 0;
		this.counters = fresh();
		this.epoch += 1;
	}

	/** Notes a call on arrival; the returned function notes its end (once). */
	begin(entry: Omit<JournalEntry, 'n' | 'status' | 'effect'>, route: string) {
		const { counters, epoch } = this;
		counters.total += 1;
		counters.inFlight += 1;
		counters.maxInFlight = Math.max(counters.maxInFlight, counters.inFlight);
		counters.byRoute[route] = (counters.byRoute[route] ?? 0) + 1;
		const noted: JournalEntry = { n: counters.total, ...entry, status: null, effect: false };
		this.keep(noted);
		let open = true;
		const end = (): void => {
			if (!open) return;
			open = false;
			if (epoch !== this.epoch) return;
			counters.inFlight -= 1;
			counters.effects += noted.effect ? 1 : 0;
			counters.faults += noted.fault === undefined ? 0 : 1;
			const status = noted.status === null ? 'none' : String(noted.status);
			counters.byStatus[status] = (counters.byStatus[status] ?? 0) + 1;
		};
		return { entry: noted, end };
	}

	private keep(entry: JournalEntry): void {
		if (this.limit <= 0) return;
		if (this.ring.length < this.limit) {
			this.ring.push(entry);
			return;
		}
		this.ring[this.oldest] = entry;
		this.oldest = (this.oldest + 1) % this.limit;
	}
}

function matches(entry: JournalEntry, filter: JournalFilter): boolean {
	const { method, path, status, effect, after } = filter;
	if (method !== undefined && entry.method !== method.toUpperCase()) return false;
	if (typeof path === 'string' && entry.path !== path) return false;
	if (path instanceof RegExp && !path.test(entry.path)) return false;
	if (status !== undefined && entry.status !== status) return false;
	if (effect !== undefined && entry.effect !== effect) return false;
	return after === undefined || entry.n > after;
}
