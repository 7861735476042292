import type { INodeProperties } from 'n8n-workflow';
import { CATALOGUE, NO_ENROLMENT } from '../../nodes/shared/capillary/catalogue';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { properties } from '../../nodes/CapillaryBadges/actions/description';
import { labelsOf } from '../../nodes/CapillaryBadges/execution/read/read';

/** What a text for users points to must be there under that name. */

const isField = (option: object): option is INodeProperties => 'type' in option;

const walk = (field: INodeProperties): INodeProperties[] => [
	field,
	...(field.options ?? []).filter(isField).flatMap(walk),
];

const resources = new Map(
	(properties.find(({ name }) => name === 'resource')?.options ?? []).flatMap((option) =>
		'value' in option ? [[option.value, option.name] as const] : [],
	),
);
const places = operations.map(({ resource, name }) => `${resources.get(resource)} > ${name}`);
const RESOURCE = [...resources.values()].join('|');

const MENTION = new RegExp(`\\b(?:${RESOURCE}) > `, 'g');

/** Mentions of operations, each with the words that follow it: `Badge > Claim first, or use …`. */
const mentions = (text: string) =>
	[...text.matchAll(MENTION)].map(({ index }) => text.slice(index, index + 60));

test('descriptions and advice name operations that there are', () => {
	const described = operations.flatMap(({ fields, description }) => [
		description,
		...fields.flatMap(walk).map((field) => field.description ?? ''),
	]);
	const advised = [...Object.values(CATALOGUE), NO_ENROLMENT].map(({ fix }) => fix);
	const all = [...described, ...advised].flatMap(mentions);
	expect(all.length).toBeGreaterThan(5);
	expect(all.filter((text) => !places.some((place) => text.startsWith(place)))).toEqual([]);
});

test("descriptions name fields that their operation has: 'Starts On'", () => {
	const wrong = operations.flatMap((operation) => {
		const labels = [...labelsOf(operation).values()];
		return operation.fields
			.flatMap(walk)
			.flatMap(({ name, description = '' }) =>
				[...description.matchAll(/'([A-Z][^']+)'/g)]
					.filter(([, label]) => !labels.includes(label))
					.map(([, label]) => `${operation.resource}.${operation.value} ${name}: ${label}`),
			);
	});
	expect(wrong).toEqual([]);
});

test('a date that a side belongs to says which side counts', () => {
	const listed = operations.find(
		({ resource, value }) => resource === 'customerBadge' && value === 'getAll',
	);
	const members = (listed?.fields ?? []).flatMap(walk);
	const sides = members.filter(({ name }) => name.endsWith('Operator'));
	expect(sides.map(({ displayName }) => displayName)).toEqual(['Expires On Is', 'Starts On Is']);
	for (const { name, displayName } of sides) {
		const date = members.find((member) => `${member.name}Operator` === name);
		expect(date?.description).toContain(`after this date, or before it if '${displayName}'`);
	}
});
