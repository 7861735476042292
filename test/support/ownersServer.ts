/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
// A server that several items ask for one customer and badge, each by an owner; it keeps whose badge each is.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { IDataObject } from 'n8n-workflow';
import { listening } from './listening';

export type Owner = readonly [ownerType: string, referenceId: string];
/** What becomes of a request: `kept` was done, `lost` is never answered, `late` is refused at last. */
export type Fate = 'answered' | 'kept' | 'lost' | 'late' | 'refused';
export const FATES: Fate[] = ['answered', 'kept', 'lost', 'late', 'refused'];

interface Given {
	id: string;
	owner: Owner;
	/** Which item's request it was given for; undefined for one that others gave. */
	item: number | undefined;
	at: number;
	state: string;
}

/** How a view shows what it has. */
interface View {
	newestFirst?: boolean;
	owner?(owner: Owner): Record<string, unknown>;
	/** How it writes an ID. */
	id?(id: string): unknown;
}

/** One customer, who is asked for by several items. */
export interface Case {
	customer: number;
	owners: Owner[];
	fates: Fate[];
	view: string;
	/** What the customer has from before. */
	older: Owner[];
	/** In which order requests came, by their ID; the items of one owner are told apart by nothing else. */
	requests: Map<string, { item: number; attempts: number }>;
	given: Given[];
}

export const NONE: Owner = ['none', ''];
const shown = ([ownerType, ownerReferenceId]: Owner) =>
	ownerType === 'none' ? {} : { ownerType, ownerReferenceId };

export const VIEWS: Record<string, View> = {
	'as it is': {},
	'newest first': { newestFirst: true },
	'in capitals': {
		owner: ([type, reference]) =>
			shown([type === 'none' ? type : type.toUpperCase(), reference.toUpperCase()]),
	},
	'null for no owner': {
		owner: (owner) => ({ ownerType: null, ownerReferenceId: null, ...shown(owner) }),
	},
	'empty for no owner': {
		newestFirst: true,
		owner: (owner) => ({ ownerType: '', ownerReferenceId: '', ...shown(owner) }),
	},
	'references as numbers': {
		owner: ([type, reference]) => ({
			...shown([type, reference]),
			...(/^\d+$/.test(reference) ? { ownerReferenceId: Number(reference) } : {}),
		}),
	},
	'no owners': { owner: () => ({}) },
	'types alone': {
		newestFirst: true,
		owner: ([ownerType]) => (ownerType === 'none' ? {} : { ownerType }),
	},
	'references alone': {
		newestFirst: true,
		owner: ([, ownerReferenceId]) => (ownerReferenceId === '' ? {} : { ownerReferenceId }),
	},
	'IDs as numbers': { id: Number },
	'IDs of its own': { newestFirst: true, id: (id) => `${'0'.repeat(12)}${id.padStart(12, '0')}` },
	'no IDs': { newestFirst: true, id: () => undefined },
};

let cases = new Map<number, Case>();
let made = 0;
let areNumbers = false;

/** What it is asked for next, and whether its answers give IDs as numbers. */
export function stageOwners(all: readonly Case[], numbers: boolean): void {
	cases = new Map(all.map((one) => [one.customer, one]));
	areNumbers = numbers;
}

function answerTo(path: string, body: Record<string, unknown>): object | 'cut' {
	const looked = /management\/(\d+)/.exec(path)?.[1];
	if (looked !== undefined) return viewOf(Number(looked));
	const listed = (body.customers ?? body.customerIds ?? [body.customerId]) as unknown[];
	const [customerId] = listed.map(Number);
	const one = cases.get(customerId);
	if (!one) throw new Error(`Nobody asked for ${customerId}`);
	const { ownerType = 'none', referenceId = '' } = (body.triggeredBy ?? {}) as IDataObject;
	const requestId = String(body.requestId);
	const of = ([type, reference]: Owner) => type === ownerType && reference === referenceId;
	const known = [...one.requests.values()].map(({ item }) => item);
	const request = one.requests.get(requestId) ?? {
		item: one.owners.findIndex((owner, i) => of(owner) && !known.includes(i)),
		attempts: 0,
	};
	request.attempts += 1;
	one.requests.set(requestId, request);
	const { item, attempts } = request;
	const fate = one.fates[item];
	const refusal = { data: null, errors: [{ code: 4711, message: 'The limit is reached' }] };
	if (fate === 'lost' || (fate === 'late' && attempts === 1)) return 'cut';
	if (fate === 'late' || fate === 'refused') return refusal;
	if (attempts > 1) return { data: null, errors: [{ code: 809, message: 'Used before' }] };
	made += 1;
	const id = String(made);
	one.given.push({ id, owner: one.owners[item], item, at: Date.now(), state: 'ACTIVE' });
	if (fate === 'kept') return 'cut';
	const said = areNumbers ? Number(id) : id;
	const row = path.endsWith('issueBulk')
		? { customerId, issuedId: said, status: 'ACTIVE' }
		: { customerId, earnedBadgeId: said };
	return { data: { issuedBadges: [row], earnedBadgesList: [row], ...row } };
}

function viewOf(customer: number): object {
	const one = cases.get(customer);
	if (!one) throw new Error(`Nobody looks at ${customer}`);
	const { newestFirst, owner = shown, id: written = (id: string) => id } = VIEWS[one.view];
	const all = newestFirst ? one.given.toReversed() : one.given;
	const rows = all.map(({ id, owner: by, at, state }) => ({
		...{ earnedBadgeId: written(id), issueId: written(id), status: state },
		...{ earnedOn: at / 1000, issuedOn: at / 1000, ...owner(by) },
	}));
	return { data: { earnDetails: { earns: rows }, issualDetails: { issuals: rows } } };
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const sent = await text(request);
	const body = (sent === '' ? {} : JSON.parse(sent)) as Record<string, unknown>;
	const said = answerTo(String(request.url).split('?')[0], body);
	// Of a breakdown nobody knows whether it came before the work or after it; it makes no run slower.
	response.writeHead(said === 'cut' ? 500 : 200, { 'content-type': 'application/json' });
	response.end(said === 'cut' ? '' : JSON.stringify(said));
}

/** Starts it. */
export async function startOwners(): Promise<{ url: string; close(): void }> {
	const server = createServer((request, response) => void serve(request, response));
	return {
		url: await listening(server),
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}
