/** Which events were seen, so that a repetition starts nothing. */
import { createHash } from 'node:crypto';
import { isRecord } from '../shared/capillary/envelope';

const HOUR = 3_600_000;

/** Capillary sends an event again for seven days (docs/api.md#event-delivery). */
const HOURS_KEPT = 7 * 24;

/** Most events that are written down, the newest. What is written with each event never exceeds 8 bytes for each of them. */
const MOST_WRITTEN = 10_000;

/** Most events that a process remembers of a trigger, in about 8 MB. */
const MOST_REMEMBERED = 100_000;

/** Letters of an event's short name: 48 bits, so one new event in 28 billion is taken for a known one. */
const NAME_LENGTH = 8;

/** Names in one part, but for those that several processes add at once; two versions of a part are compared name by name. */
const PART_SIZE = 250;

/** Parts that an hour has at most. */
const PARTS_IN_HOUR = 1_000;

/**
 * Events in parts, one after the other: their short names in one text, under the hour (since 1970) in
 * which they were seen first, times a thousand, plus the number of the part within that hour. Processes
 * agree on the order of the parts, and so on what is old; within a part there is none.
 */
export type Events = Record<string, string>;

interface Memory {
	/** Everything that is remembered: short names, each with the hour in which it was seen first. */
	names: Map<string, number>;
	/** The newest of them, as the static data holds them. */
	events: Events;
	/** What was read last of each part. */
	read: Events;
}

/**
 * What each trigger of this process has seen. n8n reads static data anew for every call, and of two
 * calls at once the later save wins; so each process keeps what it knows, and writes it again. It
 * remembers more than is written, and learns from what is written what the others have seen.
 */
const memories = new Map<string, Memory>();

/** The whole content of a value that JSON can hold, piece by piece. Without recursion, which ends at some thousand levels. */
function* piecesOf(whole: unknown): Generator<string> {
	const waiting = [whole];
	while (waiting.length > 0) {
		const value = waiting.pop();
		const members = isRecord(value) ? Object.keys(value) : undefined;
		if (!members && !Array.isArray(value)) yield JSON.stringify(value) ?? 'absent';
		// Under which names values follow, or how many.
		else yield JSON.stringify(members ?? [Object.keys(value as unknown[]).length]);
		if (typeof value === 'object' && value !== null) {
			for (const member of Object.values(value)) waiting.push(member);
		}
		yield ';';
	}
}

/** A short name for an event, by its ID or else by its content; IDs count within one kind of event. */
export function shortName(event: Record<string, unknown>): string {
	const { eventName, eventId } = event;
	const hasId = (typeof eventId === 'string' && eventId !== '') || typeof eventId === 'number';
	const hash = createHash('sha256');
	for (const piece of piecesOf(hasId ? ['id', eventName, String(eventId)] : ['content', event])) {
		hash.update(piece, 'utf8');
	}
	return hash.digest('base64url').slice(0, NAME_LENGTH);
}

const namesIn = (text: string): string[] => text.match(/.{8}/g) ?? [];

const hourOf = (part: string) => Math.floor(Number(part) / PARTS_IN_HOUR);

/**
 * Joins what the static data holds of a part with what this process knows, in an order on which all
 * processes agree, so that they soon have the same text.
 */
function merge({ names, events, read }: Memory, part: string, stored: string): void {
	const before = events[part] ?? '';
	if (read[part] === stored || before.startsWith(stored)) return;
	read[part] = stored;
	const theirs = namesIn(stored);
	events[part] = [...new Set([...namesIn(before), ...theirs])].sort().join('');
	for (const name of theirs) if (!names.has(name)) names.set(name, hourOf(part));
}

/** Lets go of what is older than seven days, and of the oldest where there are too many. */
function prune({ names, events }: Memory, now: number): void {
	const isOver = (hour: number) => hour <= now / HOUR - HOURS_KEPT;
	const letters = Object.values(events).reduce((sum, { length }) => sum + length, 0);
	let surplus = letters / NAME_LENGTH - MOST_WRITTEN;
	// Whole numbers as keys are kept in ascending order.
	for (const [part, text] of Object.entries(events)) {
		const cut = (isOver(hourOf(part)) ? Infinity : surplus) * NAME_LENGTH;
		if (cut <= 0) break;
		surplus -= text.length / NAME_LENGTH;
		if (cut >= text.length) delete events[part];
		else events[part] = text.slice(cut);
	}
	for (const [name, hour] of names) {
		if (names.size <= MOST_REMEMBERED && !isOver(hour)) break;
		names.delete(name);
	}
}

/** Adds a name to the newest part of an hour, or begins another one. */
function append({ names, events }: Memory, name: string, hour: number): void {
	const first = hour * PARTS_IN_HOUR;
	const parts = Object.keys(events).map(Number);
	const newest = Math.max(
		first,
		...parts.filter((part) => Math.floor(part / PARTS_IN_HOUR) === hour),
	);
	const isFull = (events[newest] ?? '').length >= PART_SIZE * NAME_LENGTH;
	const part = isFull && newest < first + PARTS_IN_HOUR - 1 ? newest + 1 : newest;
	events[part] = `${events[part] ?? ''}${name}`;
	names.set(name, hour);
}

/** The memory of one trigger, joined with what the static data holds. */
export interface Seen {
	has(name: string): boolean;
	add(name: string): void;
	/** What is to be kept; it grows with what comes later, so that a late save holds that too. */
	readonly events: Events;
	/** Whether the static data lacks some of it. */
	isMissing(): boolean;
}

/**
 * What a trigger has seen, in this process or, by the static data, in another.
 * @param trigger names the trigger in this n8n
 * @param stored what the static data holds of it
 * @param now milliseconds since 1970
 */
export function seenBy(trigger: string, stored: Events, now: number): Seen {
	const memory = memories.get(trigger) ?? {
		names: new Map<string, number>(),
		events: {},
		read: {},
	};
	memories.set(trigger, memory);
	const { names, events, read } = memory;
	for (const part of Object.keys(read)) if (!(part in stored)) delete read[part];
	for (const [part, text] of Object.entries(stored)) {
		if (/^\d{1,10}$/.test(part)) merge(memory, part, text);
	}
	prune(memory, now);
	let isMissing = Object.entries(events).some(
		([part, text]) => text.length > (stored[part] ?? '').length,
	);
	return {
		has: (name) => names.has(name),
		add: (name) => {
			if (names.has(name)) return;
			append(memory, name, Math.floor(now / HOUR));
			isMissing = true;
			prune(memory, now);
		},
		events,
		isMissing: () => isMissing,
	};
}
