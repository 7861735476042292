/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { IDataObject, INode } from 'n8n-workflow';
import { basicCredential } from '../../support/basicCredential';
import type { Engine } from '../../support/engine';
import { runNode, startEngine } from '../../support/engine';
import type { Giving } from '../../support/identity';
import { GIVING } from '../../support/identity';
import { listening } from '../../support/listening';

/**
 * Two and three items for one customer and badge, by other owners or the same one, whose answers are
 * lost or refuse, before views of every kind: no item is told done by the badge of another.
 */

type Owner = readonly [ownerType: string, referenceId: string];
/** What becomes of a request: `kept` was done, `lost` is never answered, `late` is refused at last. */
type Fate = 'answered' | 'kept' | 'lost' | 'late' | 'refused';
const FATES: Fate[] = ['answered', 'kept', 'lost', 'late', 'refused'];

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
interface Case {
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

const NONE: Owner = ['none', ''];
const shown = ([ownerType, ownerReferenceId]: Owner) =>
	ownerType === 'none' ? {} : { ownerType, ownerReferenceId };

const VIEWS: Record<string, View> = {
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

const A: Owner = ['Loyalty', '11'];
const B: Owner = ['Loyalty', '22'];
const OWNERS: Owner[][] = [
	[A, NONE],
	[NONE, A],
	[A, B],
	[A, A],
	[NONE, NONE],
	[A, ['Journeys', '11']],
	[
		['Loyalty', 'abc'],
		['Loyalty', 'ABC'],
	],
	[A, B, NONE],
];

let cases = new Map<number, Case>();
let made = 0;
let areNumbers = false;

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

const server = createServer((request, response) => void serve(request, response));
let engine: Engine;
let url = '';
beforeAll(async () => {
	[engine, url] = await Promise.all([startEngine(), listening(server)]);
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

/** All ways in which so many requests can end. */
const fatesOf = (count: number): Fate[][] =>
	count === 0 ? [[]] : fatesOf(count - 1).flatMap((some) => FATES.map((fate) => [...some, fate]));

/** One of so many is played; it shares no factor with how they are counted. */
const STEP = 23;
const HOUR = 3_600_000;
function casesOf(older: Owner[], states: string[]): Case[] {
	const all = OWNERS.flatMap((owners) =>
		Object.keys(VIEWS).flatMap((view) =>
			fatesOf(owners.length)
				.filter((fates) => fates.length < 3 || fates.includes('kept'))
				.map((fates) => ({ owners, view, fates })),
		),
	);
	return all
		.filter((_, i) => i % STEP === 0)
		.map((one, i) => ({
			...one,
			customer: i + 1,
			older,
			requests: new Map(),
			given: older.map((owner, n) => ({
				...{ id: `9${i}0${n}`, owner, item: undefined },
				...{ at: Date.now() - HOUR, state: states[n % states.length] },
			})),
		}));
}

/** What is wrong with what items were told. */
function wrongs(one: Case, told: Array<IDataObject | undefined>): string[] {
	const { id: written = (id: string) => id } = VIEWS[one.view];
	const said = told.map((json) => String(json?.earnedBadgeId ?? json?.issuedId ?? 'no ID'));
	return told.flatMap((json, item): string[] => {
		const deeds = one.given.filter((deed) => deed.item === item);
		if (!json) return [`item ${item} came out nowhere`];
		if (deeds.length > 1) return [`item ${item} was given ${deeds.length}`];
		const [deed] = deeds;
		if ('error' in json) {
			const isUnknown = String(json.error).includes('unknown');
			return deed && !isUnknown ? [`item ${item} is told not, and was given one`] : [];
		}
		if (!deed) return [`item ${item} is told done (${said[item]}), and has none`];
		const ids = [deed.id, String(written(deed.id))];
		// Of one owner nobody can tell which is whose; each must have one of them.
		const mine = one.owners[item].join();
		const alike = one.given.filter((other) => other.owner.join() === mine);
		const allowed = VIEWS[one.view].owner && one.view !== 'null for no owner' ? one.given : alike;
		const isAllowed =
			said[item] === 'no ID' ||
			ids.includes(said[item]) ||
			allowed.some(({ id }) => [id, String(written(id))].includes(said[item]));
		return isAllowed ? [] : [`item ${item} is told ${said[item]} in place of ${deed.id}`];
	});
}

async function play(operation: Giving, change: INode['parameters'], all: Case[]) {
	cases = new Map(all.map((one) => [one.customer, one]));
	const items = all.flatMap(({ customer, owners }) =>
		owners.map(([owner, reference]) => ({ who: customer, owner, reference })),
	);
	const run = await runNode(engine, {
		credential: basicCredential(url),
		onError: 'continueErrorOutput',
		items,
		parameters: {
			resource: 'customerBadge',
			operation,
			...GIVING[operation],
			ownerType: '={{ $json.owner }}',
			referenceId: '={{ $json.reference }}',
			...change,
			options: { timeout: 100, batchSize: 1, maxAttempts: 2, ...Object(change.options) },
		},
	});
	const told: Array<IDataObject | undefined> = items.map(() => undefined);
	const seen: Record<string, number> = {};
	for (const { json, pairedItem } of [...run.items, ...run.failed]) {
		told[Number(Object(pairedItem).item ?? pairedItem)] = json;
		const word = 'error' in json ? 'failed' : json.alreadyDone ? 'found' : 'done';
		seen[word] = (seen[word] ?? 0) + 1;
	}
	let from = 0;
	const bad = all.flatMap((one) => {
		const mine = told.slice(from, from + one.owners.length);
		from += one.owners.length;
		return wrongs(one, mine).map((wrong) => ({
			wrong,
			owners: one.owners.join(' | '),
			fates: one.fates.join(),
			view: one.view,
		}));
	});
	return { bad, seen, error: run.error };
}

test.each<[Giving, boolean, Owner[], string[]]>([
	['earn', false, [], []],
	['earn', true, [], []],
	['earnBulk', false, [A, NONE], ['REVOKED', 'EXPIRED']],
	['enrol', false, [A, A, B], ['ACTIVE', 'REVOKED', 'EXPIRED']],
])(
	'%s',
	async (operation, numbers, older, states) => {
		areNumbers = numbers;
		const { bad, seen, error } = await play(operation, {}, casesOf(older, states));
		expect(error).toBeUndefined();
		expect(Object.keys(seen).sort()).toEqual(['done', 'failed', 'found']);
		expect(bad).toEqual([]);
	},
	60_000,
);
