import { dataPaths, fieldReader } from '../../nodes/CapillaryBadges/execution/read/dataPath';

const fieldAt = fieldReader();

/** 'Customer ID Field' takes what a user types, and what n8n writes there when a column is dragged. */

const ITEM = {
	customerId: 1,
	'Customer ID': 2,
	'a.b': 3,
	'x[y]': 4,
	"it's": 5,
	data: { customer: 6, 'Customer ID': 7, list: [{ id: 8 }, { 'the id': 9 }], 'a.b': 10 },
	'First Sheet': { id: 11, 'a"b': 12 },
};

test.each([
	['customerId', 1],
	['Customer ID', 2],
	["['Customer ID']", 2],
	['["Customer ID"]', 2],
	['a.b', 3],
	["['a.b']", 3],
	['x[y]', 4],
	["['x[y]']", 4],
	["it's", 5],
	["['it\\'s']", 5],
	['data.customer', 6],
	["data['customer']", 6],
	["data['Customer ID']", 7],
	['data.Customer ID', 7],
	['data.list[0].id', 8],
	['data.list.0.id', 8],
	["data.list[1]['the id']", 9],
	["data['a.b']", 10],
	["['First Sheet'].id", 11],
	['First Sheet.id', 11],
	['[\'First Sheet\']["a\\"b"]', 12],
	['$json.customerId', 1],
	["$json['Customer ID']", 2],
	['$item.data.customer', 6],
	[' customerId ', 1],
])('%s', (name, value) => {
	expect(fieldAt(ITEM, name)).toBe(value);
});

test.each([
	'',
	'nobody',
	'data.nobody',
	"['nobody']",
	"['Customer ID'",
	'data..customer',
	'toString',
])('%s names nothing', (name) => {
	expect(fieldAt(ITEM, name)).toBeUndefined();
});

test('a field whose whole name looks like a path is found, and a path comes first', () => {
	expect(fieldAt({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(2);
	expect(fieldAt({ "['a']": 1 }, "['a']")).toBe(1);
	expect(dataPaths('a.b')).toEqual([['a', 'b'], ['a.b']]);
	// An expression that gives nothing names no column, not even one without a name.
	expect(fieldReader()({ '': 1 }, '')).toBeUndefined();
	expect(fieldAt({ '': 1 }, ' ')).toBeUndefined();
});
