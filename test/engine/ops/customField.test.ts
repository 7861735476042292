import { refuseNext } from '../../support/refuse';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const PATH = '/api_gateway/v1/badges/customField';
const TERMS = '64f0b1c2b3d4e5f600000001';
const SEASON = '64f0b1c2b3d4e5f600000002';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const lastBody = () => stage.requests().at(-1)?.body;

test('creates a custom field: a plain one, and a mandatory date', async () => {
	const plain = await stage.run('customField.create', { name: 'Color', dataType: 'STRING' });
	expect(lastBody()).toEqual({ name: 'Color', dataType: 'STRING' });
	expect(linked(plain.items)).toMatchObject([
		{ item: 0, name: 'Color', dataType: 'STRING', isMandatory: false, isActive: true },
	]);
	const date = await stage.run('customField.create', {
		name: 'Since',
		dataType: 'date',
		additionalFields: { isMandatory: true, defaultValue: '2001-01-18T09:09:09Z' },
	});
	expect(lastBody()).toEqual({
		name: 'Since',
		dataType: 'DATE',
		isMandatory: true,
		defaultValue: '2001-01-18T09:09:09Z',
	});
	expect(linked(date.items)).toMatchObject([
		{ name: 'Since', isMandatory: true, defaultValue: '2001-01-18T09:09:09Z' },
	]);
});

test.each([
	[
		740,
		{ name: 'Season', dataType: 'STRING' },
		'Another custom field has this name already',
		"Use another 'Name'.",
	],
	[
		742,
		{ name: 'A', dataType: 'STRING', additionalFields: { isMandatory: true } },
		'A mandatory custom field needs a default value',
		"Fill in 'Default Value', or switch off 'Mandatory'.",
	],
	[
		744,
		{ name: 'A', dataType: 'INTEGER', additionalFields: { defaultValue: 'seven' } },
		'The default value is not a number',
		"Use a number as 'Default Value', or another 'Data Type'.",
	],
])('code %i says what to change', async (code, parameters, error, advice) => {
	const { failed } = await stage.run('customField.create', parameters);
	expect(linked(failed)).toMatchObject([{ item: 0, error, details: { code, advice } }]);
});

test('a data type that is missing is refused unsent; 741 has words too', async () => {
	const unsent = await stage.run('customField.create', {
		name: 'A',
		dataType: '={{ $json.none }}',
	});
	expect(linked(unsent.failed)).toMatchObject([{ error: "'Data Type' is missing" }]);
	expect(stage.requests()).toEqual([]);
	refuseNext(stage, 741, 'Custom field data type is mandatory');
	const { failed } = await stage.run('customField.create', { name: 'A', dataType: 'STRING' });
	expect(linked(failed)).toMatchObject([
		{ error: 'The data type of the custom field is missing', details: { code: 741 } },
	]);
});

test('update keeps what is not named', async () => {
	for (const field of stage.sandbox.state.customFields.values()) {
		Object.assign(field, { isMandatory: true, defaultValue: 'summer', isActive: false });
	}
	const { items } = await stage.run('customField.update', {
		customFieldId: { __rl: true, mode: 'id', value: SEASON },
		updateFields: { name: 'Time of year' },
	});
	expect(stage.requests().map(({ method, path }) => [method, path])).toEqual([
		['GET', `${PATH}/${SEASON}`],
		['PUT', `${PATH}/${SEASON}`],
	]);
	expect(lastBody()).toEqual({
		name: 'Time of year',
		dataType: 'STRING',
		isMandatory: true,
		defaultValue: 'summer',
		isActive: false,
	});
	expect(linked(items)).toMatchObject([
		{
			id: SEASON,
			name: 'Time of year',
			isMandatory: true,
			defaultValue: 'summer',
			isActive: false,
		},
	]);
});

test('an empty value changes nothing; a default value is emptied by name', async () => {
	await stage.run('customField.update', {
		customFieldId: TERMS,
		updateFields: { defaultValue: 'none', isMandatory: true },
	});
	const empty = await stage.run('customField.update', {
		customFieldId: TERMS,
		updateFields: { defaultValue: '', isActive: false },
	});
	expect(linked(empty.items)).toMatchObject([{ defaultValue: 'none', isActive: false }]);
	const { items } = await stage.run('customField.update', {
		customFieldId: TERMS,
		updateFields: { emptyFields: ['defaultValue'], isMandatory: false },
	});
	expect(lastBody()).toEqual({
		name: 'Terms and conditions',
		dataType: 'STRING',
		isMandatory: false,
		isActive: false,
	});
	expect(linked(items)).toMatchObject([{ defaultValue: null, isMandatory: false }]);
});

test('get: simplified, or as Capillary answers; a field that is not there is named', async () => {
	const simple = {
		id: SEASON,
		name: 'Season',
		dataType: 'STRING',
		isMandatory: false,
		defaultValue: null,
		isActive: true,
		lastUpdatedOnISO: '2023-01-01T00:00:00Z',
	};
	const short = await stage.run('customField.get', { customFieldId: SEASON });
	expect(short.items[0].json).toEqual(simple);
	const full = await stage.run('customField.get', { customFieldId: SEASON, simplify: false });
	expect(full.items[0].json).toMatchObject({ ...simple, orgId: expect.any(Number) });
	const none = await stage.run('customField.update', {
		customFieldId: '64f0b1c2b3d4e5f6000000ff',
		updateFields: { isActive: false },
	});
	expect(linked(none.failed)).toMatchObject([
		{ error: 'The custom field was not found', details: { code: 404 } },
	]);
});

test('lists the fields that are active, last update first', async () => {
	await stage.run('customField.update', {
		customFieldId: TERMS,
		updateFields: { isMandatory: false },
	});
	const { items } = await stage.run('customField.getAll', {
		filters: { isActive: true },
		sort: { sortOn: 'LAST_UPDATED_DATE', order: 'DESC' },
	});
	expect(items.map(({ json }) => json.id)).toEqual([TERMS, SEASON]);
	expect(stage.requests().at(-1)?.query).toEqual({
		isActive: 'true',
		sortOn: 'LAST_UPDATED_DATE',
		order: 'DESC',
		page: '0',
		size: '50',
	});
	const others = await stage.run('customField.getAll', { filters: { isActive: false } });
	expect(others.items).toEqual([]);
	expect(stage.requests().at(-1)?.query).toEqual({
		isActive: 'false',
		order: 'ASC',
		page: '0',
		size: '50',
	});
});
