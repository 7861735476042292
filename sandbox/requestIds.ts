/** Request IDs that were used: what they are known by, when they are noted, how long they are kept. */
import { refuse } from './errors';
import type { Habits } from './habits';

/** One use of a request ID; `by` tells calls apart that have the same one. */
export interface IdUse {
	requestId: string;
	path: string;
	badgeId: string;
	customers: readonly number[];
	by: string;
}

/** What an ID is known by: one key, or one for each customer. */
function keysOf(scope: Habits['id-scope'], use: IdUse): string[] {
	const { requestId, path, badgeId, customers } = use;
	if (scope === 'endpoint') return [`${path} ${requestId}`];
	if (scope === 'badge') return [`${badgeId} ${requestId}`];
	if (scope === 'customer') return customers.map((id) => `${id} ${requestId}`);
	return [requestId];
}

export class RequestIds {
	private readonly noted = new Map<string, { by: string; at: number }>();

	constructor(
		private readonly habits: () => Habits,
		private readonly now: () => number,
	) {}

	get size(): number {
		return this.noted.size;
	}

	clear(): void {
		this.noted.clear();
	}

	/** An ID that somebody else has used, for tests; known everywhere. */
	add(requestId: string): void {
		this.noted.set(requestId, { by: '', at: this.now() });
	}

	/** Throws 809 for an ID that another call has used, or is at work with. */
	requireFresh(use: IdUse): void {
		const { 'id-scope': scope, 'id-status': status } = this.habits();
		if (keysOf(scope, use).every((key) => (this.holder(key) ?? use.by) === use.by)) return;
		throw refuse(809, { reference: 'requestId', status: Number(status) });
	}

	/** From here on the ID is known as this call's, unless another one has it. */
	note(use: IdUse): void {
		for (const key of keysOf(this.habits()['id-scope'], use)) {
			if (this.holder(key) === undefined) this.noted.set(key, { by: use.by, at: this.now() });
		}
	}

	/** The ID of a call that was refused is free again. */
	free(use: IdUse): void {
		for (const key of keysOf(this.habits()['id-scope'], use)) {
			if (this.noted.get(key)?.by === use.by) this.noted.delete(key);
		}
	}

	/** The call that an ID belongs to, unless it was forgotten. */
	private holder(key: string): string | undefined {
		const found = this.noted.get(key);
		const memory = this.habits()['id-memory-ms'];
		return found && memory > 0 && this.now() - found.at >= memory ? undefined : found?.by;
	}
}
