/** Names that saved workflows hold; every parameter of 0.1.0 is held against its description elsewhere. */
import { CapillaryApi } from '../../credentials/CapillaryApi.credentials';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { CapillaryBadges } from '../../nodes/CapillaryBadges/CapillaryBadges.node';
import { CapillaryBadgesTrigger } from '../../nodes/CapillaryBadgesTrigger/CapillaryBadgesTrigger.node';
import { OPERATIONS } from '../fixtures/operations';

const node = new CapillaryBadges().description;
const trigger = new CapillaryBadgesTrigger().description;
const credential = new CapillaryApi();

const nameOf = ({ resource, value }: { resource: string; value: string }) => `${resource}.${value}`;
const all = operations.map(nameOf);

test('nodes and credential keep their names', () => {
	expect([node.name, node.displayName, node.version]).toEqual([
		'capillaryBadges',
		'Capillary Badges',
		1,
	]);
	expect([trigger.name, trigger.displayName, trigger.version]).toEqual([
		'capillaryBadgesTrigger',
		'Capillary Badges Trigger',
		1,
	]);
	expect([credential.name, credential.displayName]).toEqual(['capillaryApi', 'Capillary API']);
	expect(node.credentials).toEqual([{ name: 'capillaryApi', required: true }]);
});

test('every operation is there, once, under its frozen name', () => {
	expect([...all].sort()).toEqual(OPERATIONS.map(({ key }) => key).sort());
	expect(new Set(all).size).toBe(all.length);
});

test('the selectors offer exactly the operations', () => {
	const selectors = node.properties.filter(({ name }) => name === 'operation');
	const offered = selectors.flatMap(({ displayOptions, options = [], default: first }) => {
		const values = options.map((option) => ('value' in option ? String(option.value) : ''));
		expect(values).toContain(first);
		return values.map((value) => `${String(displayOptions?.show?.resource?.[0])}.${value}`);
	});
	expect(offered.sort()).toEqual([...all].sort());
	const resources = node.properties.find(({ name }) => name === 'resource');
	expect(resources?.options?.map((option) => 'value' in option && option.value).sort()).toEqual(
		[...new Set(OPERATIONS.map(({ key }) => key.split('.')[0]))].sort(),
	);
	expect(resources?.default).toBe('customerBadge');
});
