import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { requestReader } from '../../nodes/CapillaryBadges/execution/read/read';

const enrol = operations.find(({ value }) => value === 'enrol');

/** Reads items whose parameters are given one by one. */
function readAll(items: Array<Record<string, unknown>>) {
	if (!enrol) throw new Error('no enrol');
	const read = requestReader(enrol, 'UTC', {
		parameter: (name, item) => items[item][name],
		field: () => undefined,
	});
	return items.map((_, item) => read(item));
}

const item = (customers: unknown, more: Record<string, unknown> = {}) => ({
	badgeId: '653df084b3cda7078c7c68f1',
	ownerType: 'Loyalty',
	referenceId: '123',
	customersFrom: 'list',
	customers,
	...more,
});

describe('items that differ in their customers alone', () => {
	it('are read like items that stand alone', () => {
		const items = [item('1'), item(2), item('3, 4'), item('5', { referenceId: '124' }), item([6])];
		const together = readAll(items);
		const alone = items.map((each, i) => ({ ...readAll([each])[0], item: i }));
		expect(together).toEqual(alone);
		expect(together).toMatchObject([
			{ input: { customers: [1], referenceId: '123' } },
			{ input: { customers: [2], referenceId: '123' } },
			{ input: { customers: [3, 4], referenceId: '123' } },
			{ input: { customers: [5], referenceId: '124' } },
			{ input: { customers: [6], referenceId: '123' } },
		]);
	});

	it('are refused one by one, and what comes after is read anew', () => {
		const [first, bad, missing, wrongOwner, last] = readAll([
			item('1'),
			item('x'),
			item(''),
			item('2', { ownerType: 'Nobody' }),
			item('3'),
		]);
		expect(first).toMatchObject({ input: { customers: [1] } });
		expect(bad).toMatchObject({ item: 1, failure: { parameter: 'customers' } });
		expect(missing).toMatchObject({ item: 2, failure: { parameter: 'customers' } });
		expect(wrongOwner).toMatchObject({ item: 3, failure: { parameter: 'ownerType' } });
		expect(last).toMatchObject({ item: 4, input: { customers: [3], ownerType: 'Loyalty' } });
	});
});
