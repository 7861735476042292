/** What docs/agents.md says of the fields that a model fills in, made from the operations themselves. */
import type { INodeProperties } from 'n8n-workflow';
import { operations } from '../nodes/CapillaryBadges/actions/operations';
import type { Operation } from '../nodes/CapillaryBadges/operation';
import { keyOf, table } from './pages';

/** Fields that the builder decides, and no model: how a run goes, and where values come from. */
const BUILDERS = new Set([
	'columns',
	'customerField',
	'customersFrom',
	'limit',
	'options',
	'returnAll',
	'revoke',
	'rowsFrom',
	'simplify',
]);

/** The types of arguments that n8n knows, as its button gives them. */
const typeOf = ({ type }: INodeProperties) =>
	type === 'boolean' || type === 'number' || type === 'json' ? type : 'string';

/** A value that shows the form, as the field's placeholder has it. */
const exampleOf = ({ placeholder = '' }: { placeholder?: string }) =>
	/^e\.g\. (.*)$/.exec(placeholder)?.[1];

/** The example of a picker's ID. */
const idOf = ({ modes = [] }: INodeProperties) =>
	exampleOf(modes.find(({ name }) => name === 'id') ?? {});

/** The words that a model may choose from. */
const choicesOf = ({ type, options = [] }: INodeProperties) =>
	type === 'options' || type === 'multiOptions'
		? options.flatMap((option) => ('value' in option ? [String(option.value)] : []))
		: [];

/** A field, and whether it stands in a collection: there it may be left empty. */
interface Filled {
	field: INodeProperties;
	isOptional: boolean;
}

/** What a model is told of a field: what it is, and how it is written. */
function described({ field, isOptional }: Filled): string {
	const choices = choicesOf(field);
	const example = exampleOf(field) ?? (field.type === 'resourceLocator' ? idOf(field) : undefined);
	const what = (field.description ?? field.displayName).replace(/\.$/, '');
	return [
		what,
		choices.length > 0 ? `. One of: ${choices.join(', ')}` : '',
		example === undefined ? '' : `. For example ${example}`,
		isOptional && !/empty/i.test(what) ? '. Empty if not known' : '',
	].join('');
}

/** The expression that lets a model fill in a field. */
export const fromAi = ({ field, isOptional }: Filled) =>
	`={{ $fromAI('${field.name}', "${described({ field, isOptional }).replaceAll('"', "'")}", '${typeOf(field)}') }}`;

/** Fields whose value is one text, number or the like: a table of rows is no such. */
const isSingle = ({ type, name }: INodeProperties) =>
	!['collection', 'fixedCollection', 'resourceMapper', 'notice'].includes(type) &&
	!BUILDERS.has(name);

/** The fields that a model fills in, members of collections beside the others. */
export const fieldsForModels = ({ fields }: Operation): Filled[] =>
	fields.flatMap((field): Filled[] => {
		if (field.type !== 'collection' || BUILDERS.has(field.name)) {
			return isSingle(field) ? [{ field, isOptional: false }] : [];
		}
		const members = (field.options ?? []) as INodeProperties[];
		return members.filter(isSingle).map((member) => ({ field: member, isOptional: true }));
	});

/** Most operations that a row names. */
const MOST = 3;

const shortened = (users: readonly string[]) =>
	users.length <= MOST
		? users.join(', ')
		: `${users.slice(0, MOST - 1).join(', ')} and ${users.length - MOST + 1} more`;

/** One row for each field that there is, however many operations have it; the first words for it count. */
function fieldsTable(): string {
	const rows = new Map<string, { label: string; users: string[] }>();
	for (const operation of operations) {
		for (const filled of fieldsForModels(operation)) {
			const expression = fromAi(filled);
			const known = rows.get(expression) ?? { label: filled.field.displayName, users: [] };
			known.users.push(keyOf(operation));
			rows.set(expression, known);
		}
	}
	return table(
		['Field', 'What to paste into it', 'Operations'],
		[...rows].map(([expression, { label, users }]) => [
			label,
			`\`${expression.slice(1)}\``,
			shortened(users),
		]),
	);
}

/** docs/agents.md with the generated part put between its marks. */
export const withAgentTable = (page: string) =>
	page.replace(
		/(<!-- fields -->)[^]*?(<!-- \/fields -->)/,
		(_, start: string, end: string) => `${start}\n\n${fieldsTable()}\n\n${end}`,
	);
