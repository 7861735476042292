import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { CapillaryApi } from '../../credentials/CapillaryApi.credentials';
import { CATALOGUE } from '../../nodes/shared/capillary/catalogue';
import { proofOfBreak } from '../../nodes/shared/capillary/httpResult';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { CapillaryBadges } from '../../nodes/CapillaryBadges/CapillaryBadges.node';
import { classify } from '../../nodes/CapillaryBadges/execution/deliver/classify';
import { stopError } from '../../nodes/CapillaryBadges/execution/settle/stop';
import { CapillaryBadgesTrigger } from '../../nodes/CapillaryBadgesTrigger/CapillaryBadgesTrigger.node';

type Option = INodeProperties | INodePropertyOptions | INodePropertyCollection;

const isField = (option: Option): option is INodeProperties => 'type' in option;

/** A field and everything below it. */
const walk = (field: INodeProperties): INodeProperties[] => [
	field,
	...(field.options ?? []).flatMap((option) =>
		isField(option) ? walk(option) : 'values' in option ? option.values.flatMap(walk) : [],
	),
];

const fields: Array<[where: string, field: INodeProperties]> = [
	...operations.flatMap(({ resource, value, fields: own }) =>
		own.flatMap(walk).map((field): [string, INodeProperties] => [`${resource}.${value}`, field]),
	),
	...new CapillaryBadges().description.properties
		.filter(({ name }) => name === 'resource' || name === 'operation')
		.map((field): [string, INodeProperties] => ['selector', field]),
	...new CapillaryBadgesTrigger().description.properties
		.flatMap(walk)
		.map((field): [string, INodeProperties] => ['trigger', field]),
	...new CapillaryApi().properties.map((field): [string, INodeProperties] => ['credential', field]),
];

/** `operation: parameter` of the fields that break a rule. */
const breaking = (rule: (field: INodeProperties) => boolean) => [
	...new Set(fields.filter(([, field]) => rule(field)).map(([at, { name }]) => `${at}: ${name}`)),
];

const SMALL = /^(a|an|and|as|at|by|e\.g\.|for|from|in|is|of|on|or|per|the|to|via|with)$/;
const isTitle = (text: string) =>
	text
		.replace(/\([^)]*\)/g, '')
		.split(/[\s/-]+/)
		.filter((word) => word !== '')
		.every((word, i) => (i > 0 && SMALL.test(word)) || /^[A-Z0-9(]/.test(word));
const labels = (options: readonly Option[]) =>
	options.map((option) => ('displayName' in option ? option.displayName : option.name));
const sorted = (names: string[]) => [...names].sort((a, b) => a.localeCompare(b));

test('labels are in Title Case, and so are the names of options', () => {
	expect(breaking(({ type, displayName }) => type !== 'notice' && !isTitle(displayName))).toEqual(
		[],
	);
	expect(breaking(({ options = [] }) => !labels(options).every(isTitle))).toEqual([]);
});

test("labels say enrol for what the API calls issue, and give the API's word in brackets", () => {
	const plain = (label: string) => label.replace(/\([^)]*\)/g, '');
	const isEnrolling = (name: string) => /^(issue[A-Z]|issued|issuedBadge|LAST_ISSUED)/.test(name);
	const named = fields.flatMap(([, field]) => [
		[field.name, field.displayName] as const,
		...(field.options ?? []).flatMap((option) =>
			'value' in option ? [[String(option.value), option.name] as const] : [],
		),
	]);
	const enrolling = named.filter(([name]) => isEnrolling(name));
	expect(new Set(enrolling.map(([name]) => name)).size).toBeGreaterThan(3);
	expect(enrolling.filter(([, label]) => !/Enrol/.test(plain(label)))).toEqual([]);
});

test('actions are in sentence case and unique', () => {
	const actions = operations.map(({ action }) => action);
	expect(actions.filter((action) => !/^[A-Z][a-z]*( ([a-z]+|ID))+$/.test(action))).toEqual([]);
	expect(new Set(actions).size).toBe(actions.length);
});

/** What fits under a node on the canvas, where an action becomes the node's name. */
const LONGEST_ACTION = 32;

test('actions are short enough for the canvas', () => {
	expect(
		operations.map(({ action }) => action).filter((action) => action.length > LONGEST_ACTION),
	).toEqual([]);
});

test('placeholders begin with e.g., but where a field is dragged', () => {
	const isTyped = ({ type, requiresDataPath }: INodeProperties) =>
		['string', 'number', 'dateTime'].includes(type) && requiresDataPath === undefined;
	const texts = (field: INodeProperties) => [
		...(isTyped(field) ? [field.placeholder] : []),
		...(field.modes ?? []).filter(({ type }) => type === 'string').map((mode) => mode.placeholder),
	];
	expect(
		breaking((field) => texts(field).some((text) => text !== undefined && !/^e\.g\. /.test(text))),
	).toEqual([]);
});

test('booleans begin with Whether', () => {
	expect(
		breaking(({ type, description }) => type === 'boolean' && !/^Whether /.test(description ?? '')),
	).toEqual([]);
});

test('options are sorted from five up, collections always', () => {
	const isList = (field: INodeProperties) => ['options', 'multiOptions'].includes(field.type);
	expect(
		breaking((field) => {
			const names = labels(field.options ?? []);
			const counts = field.type === 'collection' || (isList(field) && names.length > 4);
			return counts && JSON.stringify(names) !== JSON.stringify(sorted(names));
		}),
	).toEqual([]);
});

test("a list is ordered by the members of 'Sort', and by nothing else", () => {
	const ordering = /^(sort\w+|order)$/;
	const placed = operations.map(({ resource, value, fields: own }) => ({
		name: `${resource}.${value}`,
		inside: own.some(({ name }) => name === 'sort'),
		beside: own
			.filter(({ name }) => name !== 'sort')
			.flatMap(walk)
			.filter(({ name }) => ordering.test(name)),
	}));
	expect(placed.filter(({ beside }) => beside.length > 0)).toEqual([]);
	expect(placed.filter(({ inside }) => inside).length).toBeGreaterThan(3);
});

test('one sentence has no full stop at its end, several have', () => {
	const broken = (text: string | undefined) =>
		text !== undefined && /[.!] [A-Z]/.test(text) !== /\.$/.test(text.trim());
	expect(breaking(({ description }) => broken(description))).toEqual([]);
	expect(operations.filter(({ description }) => broken(description))).toEqual([]);
});

const BLUNT = /\b(error|problem|failure|mistake)s?\b/i;
const N8N_WORDS = /error output/g;

test('no text for users blames', () => {
	const texts = ({ displayName, description, hint, placeholder }: INodeProperties) =>
		[displayName, description, hint, placeholder].join(' ').replace(N8N_WORDS, '');
	expect(breaking((field) => BLUNT.test(texts(field)))).toEqual([]);
	expect(headlines().filter(([, what, fix]) => BLUNT.test(`${what} ${fix}`))).toEqual([]);
});

test('fields are shown for their own operation only', () => {
	for (const { resource, value, fields: own } of operations) {
		for (const { displayOptions } of own) {
			expect(displayOptions?.show).toMatchObject({ resource: [resource], operation: [value] });
		}
	}
});

const ABOUT = {
	badgeId: 'B',
	ownerType: 'Loyalty',
	referenceId: '7',
	customerId: 1,
	requestId: 'r',
};

/** Every sentence that a refusal or a broken request can lead to. */
function headlines(): Array<[origin: string, what: string, fix: string]> {
	const known = Object.entries(CATALOGUE).flatMap(([code, { what, fix }]) =>
		[ABOUT, {}, { ...ABOUT, record: 'group' }].map((about): [string, string, string] => [
			code,
			typeof what === 'string' ? what : what(about),
			fix,
		]),
	);
	const statuses = Array.from({ length: 300 }, (_, i) => 300 + i).map((status) => ({
		kind: 'status' as const,
		status,
		body: undefined,
		retryAfter: '3',
	}));
	const codes = ['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'CERT_HAS_EXPIRED', 'ECONNABORTED', ''];
	const broken = codes.flatMap((code) =>
		[true, false].map((timedOut) => ({
			kind: 'broken' as const,
			code,
			timedOut,
			sent: proofOfBreak(code),
		})),
	);
	const bodies = ['', '<html>', '{"cut', 5, { a: 1 }];
	const answers = bodies.map((body) => ({ kind: 'answer' as const, body }));
	const tokens = [0, 302, 401, 500].flatMap((status) =>
		[true, false].map((refused) => ({ kind: 'noToken' as const, status, refused })),
	);
	const replies = [...statuses, ...broken, ...answers, ...tokens];
	const met = replies.flatMap((reply) =>
		['GET', 'POST'].flatMap((method): Array<[string, string, string]> => {
			const verdict = classify(reply, method, ABOUT, 0);
			if (verdict.kind === 'answer') return [];
			return [[JSON.stringify(reply), verdict.failure.what, verdict.failure.fix]];
		}),
	);
	return [...known, ...met];
}

/** n8n replaces a message that holds one of these, whatever stands around it. */
const MAGIC =
	/ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|ECONNABORTED|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/i;

test('no message holds a word that n8n would replace it for', () => {
	const all = headlines();
	expect(all.length).toBeGreaterThan(700);
	expect(all.filter(([, what]) => MAGIC.test(what))).toEqual([]);
	expect(all.filter(([, what]) => /\.$/.test(what) || what.length > 200)).toEqual([]);
	expect(all.filter(([, , fix]) => !/[.)]$/.test(fix))).toEqual([]);
});

test("a user's own words in a message do not make n8n replace it", () => {
	const node = {
		id: '1',
		name: 'Badges',
		type: 'x',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
	};
	const what = 'Badge X is not claimed by Loyalty with reference ID EEXIST_eperm';
	const failure = { what, fix: 'Do.', certainty: 'notDone' as const };
	const one = { done: 0, refused: 1, unknown: 0, unsent: 0, remembered: true };
	expect(stopError(node, failure, 3, one).message).toBe(`${what} [item 3]`);
	expect(stopError(node, { ...failure, parameter: 'x' }, 3, one).message).toBe(`${what} [item 3]`);
});
