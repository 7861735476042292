import type { INode, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { CapillaryBadges } from '../../nodes/CapillaryBadges/CapillaryBadges.node';
import { CapillaryBadgesTrigger } from '../../nodes/CapillaryBadgesTrigger/CapillaryBadgesTrigger.node';

const NODE = { typeVersion: 1 } as INode;

/** The parameters on which it depends whether others are shown, without the two selectors. */
const decidingFor = (fields: readonly INodeProperties[]) => {
	const named = fields.flatMap(({ displayOptions }) =>
		Object.keys({ ...displayOptions?.show, ...displayOptions?.hide }),
	);
	return fields.filter(({ name }) => named.includes(name));
};

test.each(operations.map((operation) => [`${operation.resource}.${operation.value}`, operation]))(
	'%s shows its own fields alone, also where an expression decides',
	(_name, operation) => {
		const { resource, value, fields } = operation as (typeof operations)[number];
		const deciding = decidingFor(fields).map(({ name }) => [name, '={{ $json.choice }}']);
		const values = { ...Object.fromEntries(deciding), resource, operation: value };
		const shown = new CapillaryBadges().description.properties
			.filter((field) => NodeHelpers.displayParameter(values, field, NODE, null))
			.map(({ name }) => name);
		expect(shown).toEqual(['resource', 'operation', ...fields.map(({ name }) => name)]);
	},
);

/** Types that n8n wants filled in before a run; of these, an expression counts as filled in. */
const CHECKED = ['string', 'options', 'multiOptions', 'dateTime'];

test('no expression can make n8n want fields that another choice leaves out', () => {
	const alternatives = (fields: readonly INodeProperties[]) =>
		decidingFor(fields).filter(({ name }) =>
			fields.some(
				({ required, type, displayOptions }) =>
					required === true && CHECKED.includes(type) && displayOptions?.show?.[name] !== undefined,
			),
		);
	const all = [
		...operations.flatMap(({ fields }) => alternatives(fields)),
		...alternatives(new CapillaryBadgesTrigger().description.properties),
	];
	expect([...new Set(all.map(({ name }) => name))].sort()).toEqual([
		'customersFrom',
		'registration',
		'revoke',
		'rowsFrom',
	]);
	expect(all.filter(({ noDataExpression }) => noDataExpression !== true)).toEqual([]);
});
