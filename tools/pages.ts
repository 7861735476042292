/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { operations } from '../nodes/CapillaryBadges/actions/operations';
import { properties } from '../nodes/CapillaryBadges/actions/description';
import type { Operation } from '../nodes/CapillaryBadges/operation';
import { codeRows } from './codesTable';
import { table } from './table';
import { caseOf, isOfBadges, LEFT_OUT, OPERATIONS } from '../test/fixtures/operations';

const ROOT = path.resolve(__dirname, '..');

/** Where an operation is described in docs/operations.md. */
const PAGE = 'docs/operations.md';

export const keyOf = ({ resource, value }: Operation) => `${resource}.${value}`;

const byKey = new Map(operations.map((operation) => [keyOf(operation), operation]));

/** The resources in the order of the dropdown, with their labels. */
const resources = (
	properties.find(({ name }) => name === 'resource')?.options as INodeProperties[]
).map(({ name, value }: { name: string; value?: unknown }) => ({ name, value: String(value) }));

const labelOf = (resource: string) => resources.find(({ value }) => value === resource)?.name ?? '';

/** The anchor that a heading gets on GitHub. */
const anchor = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^a-z0-9 -]/g, '')
		.replace(/ /g, '-');

const heading = (operation: Operation) => `${labelOf(operation.resource)}: ${operation.name}`;

const link = (operation: Operation) => `[${operation.name}](${PAGE}#${anchor(heading(operation))})`;

const endpointOf = (operation: Operation) => {
	const { method, path: pattern } = caseOf(keyOf(operation)).endpoint;
	return `\`${method} ${pattern}\``;
};

const ofResource = (resource: string) =>
	operations
		.filter((operation) => operation.resource === resource)
		.sort((a, b) => a.name.localeCompare(b.name));

/** README: every operation with its endpoint and an example. */
const operationsTable = () =>
	table(
		['Resource', 'Operation', 'Endpoint', 'For example'],
		resources.flatMap(({ name, value }) =>
			ofResource(value).map((operation) => [
				name,
				link(operation),
				endpointOf(operation),
				caseOf(keyOf(operation)).example,
			]),
		),
	);

/** README: the documented endpoints, each with the operation that covers it. */
const endpointsTable = () =>
	table(
		['#', 'What it is for', 'Endpoint', 'Operation'],
		[...new Set(OPERATIONS.map(({ endpoint }) => endpoint)), ...LEFT_OUT]
			.filter(isOfBadges)
			.map((endpoint, i) => {
				const users = OPERATIONS.filter((one) => one.endpoint === endpoint);
				const known = users.flatMap(({ key }) => byKey.get(key) ?? []);
				const covered = known.map((one) => `${labelOf(one.resource)} > ${one.name}`).join(', ');
				const none = "none: no longer listed in the documentation's menu";
				return [
					String(i + 1),
					endpoint.does,
					`\`${endpoint.method} ${endpoint.path}\``,
					covered || none,
				];
			}),
	);

const shownFor = ({ displayOptions }: INodeProperties) => {
	const conditions = Object.entries({ ...displayOptions?.show })
		.filter(([name]) => name !== 'resource' && name !== 'operation')
		.map(([name, values]) => `\`${name}\` is ${(values ?? []).map(String).join(' or ')}`);
	return conditions.length > 0 ? ` (if ${conditions.join(', ')})` : '';
};

const CHOSEN_FROM = new Set(['options', 'multiOptions', 'fixedCollection']);

/** The values of a dropdown, or the forms that a field of several parts can take. */
const choices = ({ type, options = [] }: INodeProperties) => {
	if (!CHOSEN_FROM.has(type)) return '';
	const words = options.map((option) =>
		'value' in option ? `\`${String(option.value)}\`` : option.displayName || option.name,
	);
	return `: ${words.join(', ')}`;
};

const initial = ({ default: value, type }: INodeProperties) =>
	type === 'resourceLocator' || typeof value === 'object' || value === ''
		? ''
		: `\`${String(value)}\``;

/** A row that describes a field of a node. */
export function fieldRow(field: INodeProperties, inside = ''): string[] {
	const what = `${field.description ?? ''}${choices(field)}${shownFor(field)}`;
	const isNeeded = field.required === true ? 'yes' : '';
	return [`${inside}${field.displayName}`, `\`${field.name}\``, isNeeded, initial(field), what];
}

/** The columns of `fieldRow`. */
export const HEAD = ['Field', 'Name', 'Required', 'Default', 'What it is'];

/** The fields of an operation, without notices; a collection is given by its members. 'Options' stand once for all. */
const fieldsOf = ({ fields }: Operation) =>
	fields
		.filter(({ name, type }) => name !== 'options' && type !== 'notice')
		.flatMap((field) =>
			field.type === 'collection'
				? (field.options as INodeProperties[]).map((member) =>
						fieldRow(member, `${field.displayName} > `),
					)
				: [fieldRow(field)],
		);

const optionsOf = ({ fields }: Operation) =>
	fields.flatMap(({ name, options }) => (name === 'options' ? (options as INodeProperties[]) : []));

function section(operation: Operation): string {
	const fields = fieldsOf(operation);
	return [
		`### ${heading(operation)}`,
		`${operation.description}. Sends ${endpointOf(operation)}.`,
		`For example: ${caseOf(keyOf(operation)).example}.`,
		...(fields.length > 0 ? [table(HEAD, fields)] : []),
		`Options: ${optionsOf(operation)
			.map(({ displayName }) => displayName)
			.join(', ')}.`,
	].join('\n\n');
}

/** The whole of docs/operations.md. */
export function operationsPage(): string {
	const all = operations.flatMap(optionsOf);
	const shared = [...new Set(all.map(({ name }) => name))]
		.map((wanted) => {
			const same = all.filter(({ name }) => name === wanted);
			const [label, name, isNeeded, , what] = fieldRow(same[0]);
			return [label, name, isNeeded, [...new Set(same.map(initial))].join(' or '), what];
		})
		.sort((one, other) => one[0].localeCompare(other[0]));
	return `${[
		'# Operations',
		'Written by `pnpm pages` from the operations themselves; a test fails when it is out of date. "Name" is what an expression, an exported workflow or an AI agent calls the field.',
		'## Options that operations share',
		'Every operation has those of them that make sense for it. They are read once for all items of a run.',
		table(HEAD, shared),
		...resources.flatMap(({ name, value }) => [`## ${name}`, ...ofResource(value).map(section)]),
	].join('\n\n')}\n`;
}

const EXAMPLE = {
	operation: 'nodes/CapillaryBadges/actions/badge/unclaim.operation.ts',
	list: 'nodes/CapillaryBadges/actions/operations.ts',
	route: 'sandbox/routes/claims.ts',
};

const code = (file: string, text: string) =>
	`[${file}](${file})\n\n\`\`\`ts\n${text.trim()}\n\`\`\``;

/** The lines that hold the word, one after the other. */
const linesWith = (word: RegExp, text: string) =>
	text
		.split('\n')
		.filter((line) => word.test(line))
		.join('\n');

/** CONTRIBUTING: an operation as it is in the sources, its line in the list, and its route in the sandbox. */
function example(): string {
	const source = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
	const route = source(EXAMPLE.route);
	const rule = /\/\*\*[^\n]*\nfunction unclaim[^]*?\n}\n/.exec(route)?.[0] ?? '';
	return [
		code(EXAMPLE.operation, source(EXAMPLE.operation)),
		code(EXAMPLE.list, linesWith(/\bunclaim\b/, source(EXAMPLE.list))),
		code(EXAMPLE.route, `${rule}\n${linesWith(/endpoint\(.*\bunclaim\b/, route)}`),
	].join('\n\n');
}

/** A page with the generated parts put between their marks. */
export const withTables = (page: string) =>
	Object.entries({
		operations: operationsTable(),
		endpoints: endpointsTable(),
		codes: table(['Code', 'The node says', 'and advises'], codeRows()),
		example: example(),
	}).reduce(
		(text, [name, content]) =>
			text.replace(
				new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`),
				(_, start: string, end: string) => `${start}\n\n${content}\n\n${end}`,
			),
		page,
	);
