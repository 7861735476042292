/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
/** Two readings of the documents: the node's requests and the sandbox's answers, against each example. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { Client } from '../sandbox/client';
import type { Exchange, Shape } from '../fixtures/documented';
import { EXCHANGES, WITHOUT_EXAMPLE } from '../fixtures/documented';
import { anchorsOf } from '../support/anchors';
import { ROOT } from '../support/engine';

const keyOf = ({ resource, value }: { resource: string; value: string }) => `${resource}.${value}`;

let client: Client;
beforeAll(async () => {
	client = await Client.start({ clock: () => Date.UTC(2026, 5, 1, 12) });
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const CONTEXT = {
	requestId: '21390',
	account: {
		url: 'https://eu.api.capillarytech.com',
		basicAuthorization: 'Basic',
		orgId: '1',
		hasUserToken: true,
	},
	checkForChanges: false,
	unshown: new Map(),
	alreadyDone: 'fail' as const,
};

/** Absent means not sent, as the door to the network has it. */
const sent = (value: unknown): unknown =>
	value === undefined ? undefined : JSON.parse(JSON.stringify(value));

/** The first request of an operation. */
function requestOf({ key, input }: Exchange) {
	const operation = operations.find((one) => keyOf(one) === key);
	if (!operation) throw new Error(`There is no operation ${key}`);
	const { value } = operation.steps(operation.input({ zone: 'UTC' }).parse(input), CONTEXT).next();
	const [first] = [value].flat() as Array<Record<string, unknown>>;
	const { method, path: place, query, body } = first ?? {};
	return { method, path: place, query: sent(query) ?? {}, body: sent(body) };
}

test('each operation has an example, or a line that says why not', () => {
	const named = [...EXCHANGES.map(({ key }) => key), ...Object.keys(WITHOUT_EXAMPLE)];
	expect(named.sort()).toEqual(operations.map(keyOf).sort());
});

test('each example names a heading of docs/api.md, and each reason a test', () => {
	const anchors = anchorsOf(readFileSync(path.join(ROOT, 'docs/api.md'), 'utf8'));
	expect(EXCHANGES.filter(({ source }) => !anchors.includes(source))).toEqual([]);
	const tests = Object.values(WITHOUT_EXAMPLE).map((reason) => reason.split('; ')[1] ?? '');
	expect(tests.filter((file) => !existsSync(path.join(ROOT, file)) || file === '')).toEqual([]);
});

test.each(EXCHANGES.map((one) => [one.key, one] as const))(
	"the node's request is the documented one: %s",
	(_key, exchange) => {
		const { method, path: place, query = {}, body } = exchange;
		expect(requestOf(exchange)).toEqual({ method, path: place, query, body });
	},
);

const LEAVES: Record<string, (value: unknown) => boolean> = {
	s: (value) => value === null || typeof value === 'string',
	n: (value) => value === null || typeof value === 'number',
	b: (value) => value === null || typeof value === 'boolean',
	o: (value) => value === null || (typeof value === 'object' && !Array.isArray(value)),
	l: (value) => value === null || Array.isArray(value),
	id: (value) => typeof value === 'string' && /^[0-9a-f]{24}$/.test(value),
};

/** Where a value is not of a shape, as paths; a list that should hold something must. */
function differences(shape: Shape, value: unknown, at = ''): string[] {
	if (typeof shape === 'string') return LEAVES[shape]?.(value) ? [] : [`${at} is no ${shape}`];
	if (Array.isArray(shape)) {
		if (!Array.isArray(value) || value.length === 0) return [`${at} holds nothing`];
		return value.flatMap((one, i) => differences(shape[0], one, `${at}[${i}]`));
	}
	if (typeof value !== 'object' || value === null) return [`${at} is no object`];
	const names = new Set([...Object.keys(shape), ...Object.keys(value)]);
	return [...names].flatMap((name) => {
		const inner = shape[name];
		if (inner === undefined) return [`${at}.${name} is in no document`];
		if (!(name in value)) return [`${at}.${name} is missing`];
		return differences(inner, (value as Record<string, unknown>)[name], `${at}.${name}`);
	});
}

test('a difference of shapes is found', () => {
	const shape: Shape = { id: 'id', rows: [{ name: 's' }], total: 'n' };
	const id = '653df084b3cda7078c7c68f1';
	expect(differences(shape, { id, rows: [{ name: null }], total: 1 })).toEqual([]);
	expect(differences(shape, { id: '7', rows: [], more: 1 })).toEqual([
		'.id is no id',
		'.rows holds nothing',
		'.total is missing',
		'.more is in no document',
	]);
});

test.each(EXCHANGES.map((one) => [one.key, one] as const))(
	"the sandbox's answer has the documented shape: %s",
	async (_key, { method, path: place, query = {}, body, status = 200, answer, isApproval }) => {
		const search = new URLSearchParams(
			Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
		).toString();
		const headers = isApproval ? client.approvalHeaders : {};
		const reply = await client.call(method, search ? `${place}?${search}` : place, body, headers);
		expect([reply.status, differences(answer, reply.body)]).toEqual([status, []]);
	},
);
