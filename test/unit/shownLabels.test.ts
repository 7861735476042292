import type { INode, INodeParameters, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { requestReader } from '../../nodes/CapillaryBadges/execution/read/read';
import type { Operation } from '../../nodes/CapillaryBadges/operation';

/** A refusal names what the user sees: no field that another one hides, and never a name of the API. */

/** The values that decide which other fields are shown, in every combination. */
function modesOf(fields: readonly INodeProperties[]): INodeParameters[] {
	const named = fields.flatMap(({ displayOptions }) =>
		Object.keys({ ...displayOptions?.show, ...displayOptions?.hide }),
	);
	const deciding = fields.filter(({ name }) => named.includes(name));
	return deciding.reduce<INodeParameters[]>(
		(modes, { name, type, options = [] }) => {
			const values =
				type === 'boolean'
					? [true, false]
					: options.flatMap((option) => ('value' in option ? [option.value] : []));
			return modes.flatMap((mode) => values.map((value) => ({ ...mode, [name]: value })));
		},
		[{}],
	);
}

/** What lets the members of collections be reached. */
const GOOD: Record<string, unknown> = {
	badgeId: '653df084b3cda7078c7c68f1',
	groupId: '653df084b3cda7078c7c68f1',
	customFieldId: '653df084b3cda7078c7c68f1',
	ownerType: 'Loyalty',
	referenceId: '7',
	customers: '7',
	customerId: '7',
	customerField: 'who',
	tillId: '1',
	storeId: '2',
	zoneId: '3',
	conceptId: '4',
	name: 'n',
	rank: 1,
	dataType: 'STRING',
};

const COLLECTIONS = ['additionalFields', 'filters', 'sort', 'updateFields'];
const NODE = { typeVersion: 1 } as INode;
const BAD = [undefined, {}, 'x y', [[]], '9'.repeat(99)];

const members = ({ name, options = [] }: INodeProperties) =>
	COLLECTIONS.includes(name) ? (options as INodeProperties[]) : [];

test.each(operations.map((operation) => [`${operation.resource}.${operation.value}`, operation]))(
	'%s',
	(_name, operation) => {
		const { fields, resource, value, columns = [] } = operation as Operation;
		let refusals = 0;
		for (const mode of modesOf(fields)) {
			const shown = fields.filter((field) =>
				NodeHelpers.displayParameter({ ...mode, resource, operation: value }, field, NODE, null),
			);
			const seen = shown.flatMap((field) => [field, ...members(field)]);
			const expectSeen = (given: (name: string) => unknown, field: unknown) => {
				const read = requestReader(operation as Operation, 'UTC', {
					parameter: (name) => mode[name] ?? given(name),
					field: () => field,
				});
				const result = read(0);
				if (!('failure' in result)) return;
				refusals += 1;
				const { parameter, what } = result.failure;
				expect(seen.map(({ name }) => name)).toContain(parameter);
				// A mapper shows its columns in place of a label of its own.
				const labels = seen.flatMap(({ name, displayName }) =>
					name === 'columns'
						? columns.map((column) => ({ name, label: column.displayName }))
						: [{ name, label: displayName }],
				);
				const named = labels.filter(({ label }) => what.includes(`'${label}'`));
				expect(named.map(({ name }) => name)).toContain(parameter);
			};
			for (const bad of BAD) {
				expectSeen((name) => (shown.some((one) => one.name === name) ? bad : undefined), bad);
				for (const [outer, { name }] of shown.flatMap((field) =>
					members(field).map((member) => [field.name, member] as const),
				)) {
					expectSeen((known) => (known === outer ? { [name]: bad } : GOOD[known]), 7);
				}
			}
		}
		expect(refusals).toBeGreaterThan(0);
	},
);
