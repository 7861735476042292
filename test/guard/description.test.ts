import saved from '../fixtures/description-0.1.0.json';
import { CapillaryApi } from '../../credentials/CapillaryApi.credentials';
import { CapillaryBadges } from '../../nodes/CapillaryBadges/CapillaryBadges.node';
import { CapillaryBadgesTrigger } from '../../nodes/CapillaryBadgesTrigger/CapillaryBadgesTrigger.node';
import { CHANGES } from '../fixtures/descriptionChanges';
import { differences } from '../support/differences';

const { name, displayName, properties, test: tested } = new CapillaryApi();

/** What n8n is told of both nodes and the credential, as JSON: functions and what is undefined fall away. */
const today: unknown = JSON.parse(
	JSON.stringify({
		capillaryBadges: new CapillaryBadges().description,
		capillaryBadgesTrigger: new CapillaryBadgesTrigger().description,
		capillaryApi: { name, displayName, properties, test: tested },
	}),
);

/** `resource.operation` of 0.1.0, and its resources: what is not among them may be added as a whole. */
const known = new Set(
	saved.capillaryBadges.properties.flatMap((field) => {
		const show: { resource?: string[]; operation?: string[] } = field.displayOptions?.show ?? {};
		const [resource = ''] = show.resource ?? [];
		return [resource, ...(show.operation ?? []).map((operation) => `${resource}.${operation}`)];
	}),
);

/** How an operation or a resource is added: its fields, and its line in a selector. */
const ADDITIONS = [
	/^capillaryBadges > properties > (\w+\.\w+) \w+: added$/,
	/^capillaryBadges > properties > (\w+) operation: added$/,
	/^capillaryBadges > properties > resource > options > (\w+): added$/,
];
const isNewOperation = (line: string) => {
	const option = /^capillaryBadges > properties > (\w+) operation > options > (\w+): added$/;
	const [, resource, value] = option.exec(line) ?? [];
	const names = ADDITIONS.flatMap((addition) => addition.exec(line)?.[1] ?? []);
	return [...names, ...(value ? [`${resource}.${value}`] : [])].some((one) => !known.has(one));
};

const found = differences(saved, today, '').map((line) => line.replace(/^ > /, ''));

test('nothing that the editor shows differs from 0.1.0 without a reason', () => {
	const unexplained = found.filter(
		(line) => !isNewOperation(line) && !CHANGES.some(({ explains }) => explains(line)),
	);
	// The same change of a field that many operations have is named once.
	const changes = new Map(unexplained.map((line) => [line.replace(/^.*?: /, ''), line]));
	expect([...changes.values()]).toEqual([]);
});

test('every reason explains a difference that is there', () => {
	const idle = CHANGES.filter(({ explains }) => !found.some((line) => explains(line)));
	expect(idle.map(({ why }) => why)).toEqual([]);
});

test('an operation may be added as a whole, but nothing to one of 0.1.0', () => {
	const place = 'capillaryBadges > properties >';
	const whole = [
		`${place} resource > options > customer: added`,
		`${place} customer operation: added`,
		`${place} customer.find email: added`,
		`${place} badge operation > options > copy: added`,
	];
	const parts = [
		`${place} badge.get email: added`,
		`${place} badge operation > options > get: added`,
		`${place} badge.get badgeId > hint: added`,
		`${place} badge.get badgeId: gone`,
	];
	expect([...whole, ...parts].filter(isNewOperation)).toEqual(whole);
});

test('differences are told by name', () => {
	const was = {
		list: [
			{ name: 'a', options: [{ value: 1, name: 'One' }], default: 1 },
			{ name: 'b' },
			{ name: 'b', displayOptions: { show: { resource: ['r'], operation: ['o'] } } },
			{ name: 'c' },
		],
	};
	const is = {
		list: [
			{ name: 'c' },
			{ name: 'a', options: [{ value: 1, name: 'First' }], default: 1, hint: 'x' },
			{ name: 'b' },
		],
	};
	expect(differences(was, was, 'node')).toEqual([]);
	expect(differences(was, is, 'node')).toEqual([
		'node > list: in another order',
		'node > list > a > options > 1 > name: "One" → "First"',
		'node > list > a > hint: added',
		'node > list > r.o b: gone',
	]);
});
