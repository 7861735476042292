import {
	anyRecord,
	isId,
	proofBy,
	proofByAll,
	proofOfState,
	saysOtherwise,
} from '../../nodes/shared/capillary/proof';

/** What an answer must hold to prove a deed (docs/api.md#evidence). */

test.each([
	['a', true],
	[7, true],
	[0, true],
	['', false],
	['  ', false],
	[null, false],
	[undefined, false],
	[true, false],
	[['a'], false],
])('%j is an ID: %s', (value, is) => {
	expect(isId(value)).toBe(is);
});

test.each<[record: unknown, one: boolean, both: boolean]>([
	[{ a: 'x', b: 7 }, true, true],
	[{ b: 'x' }, true, false],
	[{ a: '', b: 'x' }, false, false],
	[{ a: 'x', b: null }, true, false],
	[{ c: 'x' }, false, false],
	[{ '': 'x' }, false, false],
	[{}, false, false],
	[['x'], false, false],
	['a', false, false],
	[null, false, false],
])('%j names one of a and b: %s, both: %s', (record, one, both) => {
	expect(proofBy('a', 'b')(record)).toBe(one);
	expect(proofByAll('a', 'b')(record)).toBe(both);
});

test('any record is a row, and nothing else', () => {
	expect([{}, { a: 1 }, [], null, 'a'].map(anyRecord)).toEqual([true, true, false, false, false]);
});

test.each<[record: Record<string, unknown>, on: boolean | undefined]>([
	[{ isActive: true }, true],
	[{ active: 'TRUE' }, true],
	[{ isActive: 1, active: false }, true],
	[{ isActive: false }, false],
	[{ active: '0' }, false],
	[{ isActive: null, active: false }, false],
	[{ isActive: 'perhaps' }, undefined],
	[{}, undefined],
])('%j says that it is on: %s', (record, on) => {
	expect(saysOtherwise(record, true)).toBe(on === false);
	expect(saysOtherwise(record, false)).toBe(on === true);
	// Where it does not say, the name alone proves it.
	for (const wanted of [true, false]) {
		expect(proofOfState(wanted, 'id', 'name')(record)).toBe(on === wanted);
		expect(proofOfState(wanted, 'id', 'name')({ ...record, name: 'x' })).toBe(
			on === undefined || on === wanted,
		);
	}
});

test('what is no record proves no state', () => {
	for (const other of [null, undefined, 'id', ['id']]) {
		expect(proofOfState(true, 'id')(other)).toBe(false);
	}
});
