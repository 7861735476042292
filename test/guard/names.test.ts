import type { INodeProperties } from 'n8n-workflow';
import { CapillaryApi } from '../../credentials/CapillaryApi.credentials';
import { OWNER_TYPES } from '../../nodes/shared/capillary/ownerTypes';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { CapillaryBadges } from '../../nodes/CapillaryBadges/CapillaryBadges.node';
import { CapillaryBadgesTrigger } from '../../nodes/CapillaryBadgesTrigger/CapillaryBadgesTrigger.node';
import { OPERATIONS, USERS } from '../fixtures/frozen';

const node = new CapillaryBadges().description;
const trigger = new CapillaryBadgesTrigger().description;
const credential = new CapillaryApi();

const nameOf = ({ resource, value }: { resource: string; value: string }) => `${resource}.${value}`;
const all = operations.map(nameOf);

/** Every parameter of an operation: its fields and the members of its collections. */
const namesIn = (fields: INodeProperties[]): string[] =>
	fields.flatMap((field) => [
		field.name,
		...(field.type === 'collection'
			? (field.options ?? []).filter((one): one is INodeProperties => 'type' in one)
			: []
		).map(({ name }) => name),
	]);

const fieldsOf = (operation: string) =>
	operations.find((candidate) => nameOf(candidate) === operation)?.fields ?? [];

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
	expect([...all].sort()).toEqual(
		Object.entries(OPERATIONS)
			.flatMap(([resource, values]) => values.map((value) => `${resource}.${value}`))
			.sort(),
	);
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
	expect(resources?.options?.map((option) => 'value' in option && option.value)).toEqual(
		Object.keys(OPERATIONS),
	);
	expect(resources?.default).toBe('customerBadge');
});

test.each(Object.entries(USERS))('%s is a parameter of its operations', (name, users) => {
	const having = all.filter((operation) => namesIn(fieldsOf(operation)).includes(name));
	expect(having.sort()).toEqual([...users].sort());
});

const only = (operation: string, name: string) => {
	const field = fieldsOf(operation).find((candidate) => candidate.name === name);
	if (!field) throw new Error(`${operation} has no ${name}`);
	return field;
};
const valuesOf = (field: INodeProperties) =>
	field.options?.map((option) => ('value' in option ? option.value : option.name));

test('values and defaults that workflows store stay', () => {
	const enrol = 'customerBadge.enrol';
	expect(only(enrol, 'badgeId').modes?.map(({ name }) => name)).toEqual(['list', 'id', 'url']);
	const ownersOf = (operation: string) =>
		['claimedBy', 'owner'].map((name) =>
			valuesOf(
				only(operation, 'filters').options?.find((one) => one.name === name) as INodeProperties,
			),
		);
	const listed = OWNER_TYPES.filter((type) => type !== 'Historical_Import');
	expect(ownersOf('badge.getAll')).toEqual([listed, listed]);
	expect(ownersOf('customerBadge.getAll')).toEqual([OWNER_TYPES, OWNER_TYPES]);
	expect(valuesOf(only('badge.claim', 'ownerType'))?.sort()).toEqual([...OWNER_TYPES].sort());
	expect(valuesOf(only(enrol, 'ownerType'))?.sort()).toEqual([...OWNER_TYPES, 'none'].sort());
	expect([valuesOf(only(enrol, 'customersFrom')), only(enrol, 'customersFrom').default]).toEqual([
		['field', 'list'],
		'list',
	]);
	expect(only(enrol, 'customerField').default).toBe('customerId');
	const identifier = only('customerBadge.getForCustomer', 'customerIdentifierType');
	expect([valuesOf(identifier)?.sort(), identifier.default]).toEqual([
		['cardNumber', 'email', 'externalId', 'id', 'mobile'],
		'id',
	]);
	const members = (only(enrol, 'options').options ?? []).filter(
		(option): option is INodeProperties => 'type' in option,
	);
	expect(members.map((field) => [field.name, field.default, valuesOf(field)])).toEqual([
		['alreadyDone', 'fail', ['continue', 'fail']],
		['batchSize', 100, undefined],
		['concurrency', 10, undefined],
		['maxAttempts', 3, undefined],
		['requestIdScope', 'execution', ['content', 'execution']],
		['timeout', 30000, undefined],
	]);
});

test('the credential keeps its fields', () => {
	expect(
		credential.properties.map(({ name, type, default: first }) => [name, type, first]),
	).toEqual([
		['authentication', 'options', 'basic'],
		['cluster', 'options', 'https://eu.api.capillarytech.com'],
		['baseUrl', 'string', ''],
		['username', 'string', ''],
		['password', 'string', ''],
		['passwordIsMd5', 'boolean', false],
		['clientKey', 'string', ''],
		['clientSecret', 'string', ''],
		['accessToken', 'hidden', ''],
		['attributionEntityType', 'options', 'TILL'],
		['attributionEntityCode', 'string', ''],
		['orgId', 'string', ''],
		['userToken', 'string', ''],
	]);
	const masked = credential.properties.filter(({ typeOptions }) => typeOptions?.password);
	expect(masked.map(({ name }) => name)).toEqual([
		'password',
		'clientKey',
		'clientSecret',
		'accessToken',
		'userToken',
	]);
	const token = credential.properties.find(({ name }) => name === 'accessToken');
	expect(token?.typeOptions).toEqual({ expirable: true, password: true });
});
