/** Which events were seen, so that a repetition starts nothing. */
import { createHash } from 'node:crypto';

const HOUR = 3_600_000;

/** Capillary sends an event again for seven days (docs/api.md#event-delivery). */
const HOURS_KEPT = 7 * 24;

/** Most events that are remembered. What is written with each event never exceeds 8 bytes for each of them. */
const MOST_EVENTS = 10_000;

/** Letters of an event's short name: 48 bits, so one new event in 28 billion is taken for a known one. */
const NAME_LENGTH = 8;

/** Events by the hour in which they were seen first (hours since 1970): their short names, one after the other. */
export type Events = Record<string, string>;

interface Memory {
	names: Set<string>;
	/** The same, as the static data holds it. */
	events: Events;
}

/**
 * What each trigger of this process has seen. n8n reads static data anew for every call, and of two
 * calls at once the later save wins; so each process keeps what it knows, and writes it again.
 */
const memories = new Map<string, Memory>();

/** A short name for an event, by its ID or else by its content; IDs count within one kind of event. */
export function shortName(event: Record<string, unknown>): string {
	const { eventName, eventId } = event;
	const hasId = (typeof eventId === 'string' && eventId !== '') || typeof eventId === 'number';
	const text = JSON.stringify(hasId ? ['id', eventName, String(eventId)] : ['content', event]);
	return createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, NAME_LENGTH);
}

const namesIn = (text: string): string[] => text.match(/.{8}/g) ?? [];

/** A text without the names at its front that the other one, which is of the same hour, has let go of. */
function aligned(text: string, other: string): string {
	const at = other === '' ? 0 : text.indexOf(other.slice(0, NAME_LENGTH));
	return at > 0 && at % NAME_LENGTH === 0 ? text.slice(at) : text;
}

/** How many letters two texts share at their front, in whole names. */
function sharedLength(one: string, other: string): number {
	let low = 0;
	let high = Math.min(one.length, other.length) / NAME_LENGTH;
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (one.slice(0, middle * NAME_LENGTH) === other.slice(0, middle * NAME_LENGTH)) low = middle;
		else high = middle - 1;
	}
	return low * NAME_LENGTH;
}

/**
 * Joins what the static data holds of an hour with what this process knows, in the order of the
 * static data: processes then differ in their newest names alone, and only those are looked through.
 */
function merge({ names, events }: Memory, hour: string, stored: string, isFull: boolean): void {
	const before = events[hour] ?? '';
	if (before === stored) return;
	// Where there is room nobody lets go of a name, and another order means nothing.
	const own = isFull ? aligned(before, stored) : before;
	for (const name of namesIn(before.slice(0, before.length - own.length))) names.delete(name);
	const whole = stored.slice(0, stored.length - (stored.length % NAME_LENGTH));
	const theirs = isFull ? aligned(whole, own) : whole;
	const shared = sharedLength(own, theirs);
	const added = new Set(namesIn(theirs.slice(shared)));
	for (const name of added) names.add(name);
	const rest = namesIn(own.slice(shared)).filter((name) => !added.has(name));
	events[hour] = theirs + rest.join('');
}

/** Lets go of what is older than seven days, and of the oldest where there are too many. */
function prune({ names, events }: Memory, now: number): void {
	// Whole numbers as keys are kept in ascending order.
	for (const hour of Object.keys(events)) {
		const isOver = Number(hour) <= now / HOUR - HOURS_KEPT;
		const surplus = isOver ? Infinity : names.size - MOST_EVENTS;
		if (surplus <= 0) return;
		const text = events[hour];
		for (const name of namesIn(text.slice(0, surplus * NAME_LENGTH))) names.delete(name);
		if (surplus * NAME_LENGTH >= text.length) delete events[hour];
		else events[hour] = text.slice(surplus * NAME_LENGTH);
	}
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
	const memory = memories.get(trigger) ?? { names: new Set<string>(), events: {} };
	memories.set(trigger, memory);
	const { names, events } = memory;
	const letters = Object.values(stored).reduce((sum, { length }) => sum + length, 0);
	const isFull = letters >= MOST_EVENTS * NAME_LENGTH;
	for (const [hour, text] of Object.entries(stored)) {
		if (/^\d+$/.test(hour)) merge(memory, hour, text, isFull);
	}
	prune(memory, now);
	let isMissing = Object.entries(events).some(
		([hour, text]) => text.length > (stored[hour] ?? '').length,
	);
	return {
		has: (name) => names.has(name),
		add: (name) => {
			if (names.has(name)) return;
			const hour = String(Math.floor(now / HOUR));
			names.add(name);
			events[hour] = `${events[hour] ?? ''}${name}`;
			isMissing = true;
			prune(memory, now);
		},
		events,
		isMissing: () => isMissing,
	};
}
