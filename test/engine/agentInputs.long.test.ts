import type { IDataObject, INode, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import type { Operation } from '../../nodes/CapillaryBadges/operation';
import { caseOf, OPERATIONS } from '../fixtures/operations';
import type { Stage } from '../support/stage';
import { startStage } from '../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
afterAll(() => stage.close());

const COLLECTIONS = ['additionalFields', 'filters', 'sort', 'updateFields'];
/** Read once for the whole run, or shown only beside another choice; the choice itself is never an expression. */
const OTHERWISE = ['options', 'rowsFrom', 'columns', 'customersFrom', 'customerField', 'revoke'];
const HIDDEN = ['revokeEnrolment.customerId', 'revokeEnrolment.issueId'];
const nameOf = ({ resource, value }: Operation) => `${resource}.${value}`;

interface Leaf {
	/** `customers`, `filters.name`, `updateFields.badgeLimits.fixedValue.0.maxEarnLimit`. */
	path: string;
	field: INodeProperties;
	/** Labels that a refusal may begin with: its own, and those of what it stands in. */
	labels: string[];
}

/** Every parameter of an operation that holds a value; members of collections on their own. */
const fieldsOf = (operation: Operation): Leaf[] =>
	operation.fields
		.filter(
			({ name, type }) =>
				type !== 'notice' &&
				!OTHERWISE.includes(name) &&
				!HIDDEN.includes(`${operation.value}.${name}`),
		)
		.flatMap((field): Leaf[] => {
			const labels = [field.displayName];
			if (!COLLECTIONS.includes(field.name)) return [{ path: field.name, field, labels }];
			return ((field.options ?? []) as INodeProperties[]).map((member) => ({
				path: `${field.name}.${member.name}`,
				field: member,
				labels: [member.displayName, ...labels],
			}));
		});

/** A value as leaves by their paths: rows of fixed collections are told apart, anything else stays whole. */
const flat = (path: string, value: unknown, isOpen: boolean): Array<[string, unknown]> =>
	isOpen && typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([name, inner]) => flat(`${path}.${name}`, inner, isOpen))
		: [[path, value]];

const given = (operation: Operation, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>(
			(value, name) => (value as IDataObject | undefined)?.[name],
			caseOf(nameOf(operation)).input,
		);

/** The leaves that a value is tried for, with those of the rows of fixed collections. */
const leavesOf = (operation: Operation): Array<Leaf & { value: unknown }> =>
	fieldsOf(operation).flatMap(({ path, field, labels }) =>
		flat(path, given(operation, path), field.type === 'fixedCollection').map(([inner, value]) => {
			const groups = (field.options ?? []) as INodePropertyCollection[];
			const own = inner.split('.').at(-1);
			const member =
				inner === path
					? undefined
					: groups.flatMap(({ values }) => values).find(({ name }) => name === own);
			return { path: inner, field: member ?? field, labels, value };
		}),
	);

/** Puts a value where a path leads to; rows of fixed collections are lists. */
function put(target: IDataObject, path: string[], value: string): void {
	const [name, ...rest] = path;
	if (rest.length === 0) target[name] = value;
	else {
		target[name] ??= /^\d+$/.test(rest[0]) ? [] : {};
		put(target[name] as IDataObject, rest, value);
	}
}

/** Runs an operation as an agent calls it: each value comes by an expression. */
async function call(operation: Operation, values: IDataObject) {
	const parameters: IDataObject = {};
	for (const path of Object.keys(values)) {
		put(parameters, path.split('.'), `={{ $json[${JSON.stringify(path)}] }}`);
	}
	stage.sandbox.reset();
	const run = await stage.run(nameOf(operation), parameters as INode['parameters'], {
		items: [values],
	});
	const requests = stage
		.requests()
		.map(({ method, path, query, body }) => ({ method, path, query, body }));
	// The IDs that the node makes are random in each run.
	const sent: typeof requests = JSON.parse(
		JSON.stringify(requests).replace(/n8n-[0-9a-f]{32}-/g, 'n8n-random-'),
	);
	const [first] = run.failed;
	return { sent, refused: String(run.error?.message ?? first?.json.error ?? '') };
}

const isLabelled = (text: string, { labels }: Leaf) =>
	labels.some((label) => text.startsWith(`'${label}'`));

/** A value in the form in which language models like to write it. */
const inWords = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

const all = operations.map((operation) => [nameOf(operation), operation] as const);

test('every parameter of every operation has a value to try', () => {
	const missing = operations.flatMap((operation) => {
		return fieldsOf(operation)
			.filter(({ path }) => given(operation, path) === undefined)
			.map(({ path }) => `${nameOf(operation)} ${path}`);
	});
	expect(missing).toEqual([]);
	expect(OPERATIONS.map(({ key }) => key).sort()).toEqual(operations.map(nameOf).sort());
});

describe.each(all)('%s', (_, operation) => {
	const leaves = leavesOf(operation);
	const values = Object.fromEntries(leaves.map(({ path, value }) => [path, value])) as IDataObject;

	const without = ({ path }: Leaf): IDataObject =>
		Object.fromEntries(Object.entries(values).filter(([name]) => name !== path));

	test('numbers, booleans, lists and JSON as text are sent as what they are', async () => {
		const plain = await call(operation, values);
		expect(plain.sent).not.toEqual([]);
		const words = Object.fromEntries(
			Object.entries(values).map(([path, value]) => [path, inWords(value)]),
		);
		expect(await call(operation, words)).toEqual(plain);
	});

	test('"nothing" in any spelling is not sent, or refused with the name of the parameter', async () => {
		for (const leaf of leaves) {
			for (const nothing of ['', null, 'null', ' ', 'undefined']) {
				const { sent, refused } = await call(operation, { ...values, [leaf.path]: nothing });
				const shown = [leaf.path, nothing, refused];
				if (sent.length === 0) {
					expect([...shown, isLabelled(refused, leaf)]).toEqual([...shown, true]);
				} else
					expect([...shown, sent]).toEqual([...shown, (await call(operation, without(leaf))).sent]);
				expect(JSON.stringify(sent)).not.toMatch(/:(null|""|"null"|"undefined")[,}]/);
			}
			const isNeeded = leaf.field.required === true && leaf.field.type !== 'options';
			if (isNeeded) {
				const { sent } = await call(operation, { ...values, [leaf.path]: null });
				expect([leaf.path, sent]).toEqual([leaf.path, []]);
			}
		}
	});

	test('a value of another kind is refused with the name of the parameter, before anything is sent', async () => {
		for (const leaf of leaves) {
			// These two are picked from a list, yet any text will do.
			const isText =
				leaf.field.type === 'string' || /^referenceId$|field\.0\.name$/.test(leaf.path);
			const misfit = isText ? { unexpected: true } : '{ no such thing';
			const { sent, refused } = await call(operation, { ...values, [leaf.path]: misfit });
			const shown = [leaf.path, refused];
			expect([...shown, sent, isLabelled(refused, leaf)]).toEqual([...shown, [], true]);
		}
	});
});
