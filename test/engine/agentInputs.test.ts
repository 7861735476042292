import type { IDataObject, INode, INodeProperties } from 'n8n-workflow';
import { operations } from '../../nodes/CapillaryBadges/actions';
import type { Operation } from '../../nodes/CapillaryBadges/operation';
import { EVERY_INPUT } from '../support/everyInput';
import type { Stage } from '../support/stage';
import { startStage } from '../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
afterAll(() => stage.close());

const COLLECTIONS = ['additionalFields', 'filters', 'updateFields'];
/** Parameters that stand for another one that is given, or that are read once for the whole run. */
const OTHERWISE = [
	'options',
	'customerField',
	'revokeEnrolment.customerId',
	'revokeEnrolment.issueId',
];
const nameOf = ({ resource, value }: Operation) => `${resource}.${value}`;

interface Leaf {
	/** `customers`, or `filters.name`. */
	path: string;
	field: INodeProperties;
	/** Label of the collection that it stands in. */
	within?: string;
}

/** Every parameter of an operation that holds a value; members of collections on their own. */
const leavesOf = (operation: Operation): Leaf[] =>
	operation.fields
		.filter(
			({ name }) => ![name, `${operation.value}.${name}`].some((one) => OTHERWISE.includes(one)),
		)
		.flatMap((field): Leaf[] => {
			if (!COLLECTIONS.includes(field.name)) return [{ path: field.name, field }];
			const members = (field.options ?? []) as INodeProperties[];
			const within = field.displayName;
			return members.map((member) => ({
				path: `${field.name}.${member.name}`,
				field: member,
				within,
			}));
		});

/** An operation's values by the paths of its leaves. */
const valuesOf = (operation: Operation): IDataObject =>
	Object.fromEntries(
		Object.entries(EVERY_INPUT[nameOf(operation)] ?? {}).flatMap(([name, value]) =>
			COLLECTIONS.includes(name)
				? Object.entries(value as IDataObject).map(([member, inner]) => [
						`${name}.${member}`,
						inner,
					])
				: [[name, value]],
		),
	);

/** Runs an operation as an agent calls it: each value comes by an expression. */
async function call(operation: Operation, values: IDataObject) {
	const parameters: INode['parameters'] = {};
	for (const path of Object.keys(values)) {
		const [name, member] = path.split('.');
		const expression = `={{ $json[${JSON.stringify(path)}] }}`;
		if (member === undefined) parameters[name] = expression;
		else parameters[name] = { ...(parameters[name] as IDataObject), [member]: expression };
	}
	stage.sandbox.reset();
	const run = await stage.run(nameOf(operation), parameters, { items: [values] });
	const sent = stage
		.requests()
		.map(({ method, path, query, body }) => ({ method, path, query, body }));
	const [first] = run.failed;
	return { sent, refused: String(run.error?.message ?? first?.json.error ?? '') };
}

const isLabelled = (text: string, { field, within }: Leaf) =>
	[field.displayName, within ?? ''].some((label) => text.startsWith(`'${label}'`));

/** A value in the form in which language models like to write it. */
const inWords = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

const all = operations.map((operation) => [nameOf(operation), operation] as const);

test('every parameter of every operation has a value to try', () => {
	const missing = operations.flatMap((operation) => {
		const values = valuesOf(operation);
		return leavesOf(operation)
			.filter(({ path }) => !(path in values))
			.map(({ path }) => `${nameOf(operation)} ${path}`);
	});
	expect(missing).toEqual([]);
	expect(Object.keys(EVERY_INPUT).sort()).toEqual(operations.map(nameOf).sort());
});

describe.each(all)('%s', (_, operation) => {
	const leaves = leavesOf(operation);
	const values = valuesOf(operation);

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
			const { [leaf.path]: _left, ...others } = values;
			const without = await call(operation, others);
			for (const nothing of ['', null, 'null', ' ', 'undefined']) {
				const { sent, refused } = await call(operation, { ...values, [leaf.path]: nothing });
				const shown = [leaf.path, nothing, refused];
				if (sent.length === 0) {
					expect([...shown, isLabelled(refused, leaf)]).toEqual([...shown, true]);
				} else expect([...shown, sent]).toEqual([...shown, without.sent]);
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
			const isText = leaf.field.type === 'string';
			const misfit = isText ? { unexpected: true } : '{ no such thing';
			const { sent, refused } = await call(operation, { ...values, [leaf.path]: misfit });
			const shown = [leaf.path, refused];
			expect([...shown, sent, isLabelled(refused, leaf)]).toEqual([...shown, [], true]);
		}
	});
});
