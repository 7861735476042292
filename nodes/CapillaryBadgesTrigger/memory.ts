/** Remembers events, so that one that is delivered twice starts one run. */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

/** How many events are remembered. */
const REMEMBERED = 1000;

const FIELD = 'seenEvents';

const stored = z.array(z.string()).catch([]);

/**
 * What each trigger of this process has seen, oldest first. n8n reads static data anew for every
 * call, so two calls at the same instant would not see each other there.
 */
const seen = new Map<string, string[]>();

/** A short name of fixed length for an event; of its content where it has no ID. */
function nameOf(event: Record<string, unknown>): string {
	const { eventId } = event;
	const hasId = (typeof eventId === 'string' && eventId !== '') || typeof eventId === 'number';
	const text = hasId ? `id:${eventId}` : `content:${JSON.stringify(event)}`;
	return createHash('sha256').update(text, 'utf8').digest('base64').slice(0, 22);
}

/**
 * Whether an event comes for the first time; it is remembered then, here and in the static data. It
 * asks and remembers without a pause between, so of two calls at once one gets true.
 * @param trigger names the trigger in this process
 * @param staticData the node's static data, kept by n8n over restarts
 */
export function isFirst(
	trigger: string,
	staticData: IDataObject,
	event: Record<string, unknown>,
): boolean {
	const names = seen.get(trigger) ?? [];
	seen.set(trigger, names);
	const known = new Set(names);
	// Another process of this n8n may have remembered more.
	names.unshift(...stored.parse(staticData[FIELD]).filter((name) => !known.has(name)));
	const name = nameOf(event);
	if (names.includes(name)) return false;
	names.push(name);
	names.splice(0, names.length - REMEMBERED);
	// The list itself, not a copy: n8n writes it later, and then with what came meanwhile.
	staticData[FIELD] = names;
	return true;
}

/** Lets go of a trigger's events; what the static data holds stays. */
export const forget = (trigger: string) => seen.delete(trigger);
