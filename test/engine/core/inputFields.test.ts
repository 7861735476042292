import { SEED } from '../../../sandbox';
import { GOOD } from '../../support/core';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const items = [
	{ customerId: 62_090_013, name: 'Ada', tags: { vip: true } },
	{ customerId: 'nobody', name: 'Bob' },
	{ customerId: 123, name: 'Cleo' },
	{ customerId: 566_135_941, name: 'Dan' },
];
const withFields = { includeInputFields: true };
const ENROL = {
	...GOOD['customerBadge.enrol'],
	customersFrom: 'field',
	customerField: 'customerId',
};

const reject = (customerId: number) =>
	stage.sandbox.state.rejectedCustomers.set(customerId, { code: 4711, message: 'Not a member' });

describe('the fields of the input beside the result', () => {
	test('off: nothing of the input comes along', async () => {
		const { items: done } = await stage.run('customerBadge.enrol', ENROL, { items });
		expect(done.map(({ json }) => json.name)).toEqual([undefined, undefined, undefined]);
	});

	test('each customer of a bulk call gets those of its own item, also where it failed', async () => {
		const parameters = { ...ENROL, options: withFields };
		for (const onError of ['continueErrorOutput', 'continueRegularOutput'] as const) {
			stage.sandbox.reset();
			reject(123);
			const { items: done, failed } = await stage.run('customerBadge.enrol', parameters, {
				items,
				onError,
			});
			const all = [...done, ...failed];
			const isFailed = ({ json }: (typeof all)[number]) => 'error' in json;
			expect(linked(all.filter((item) => !isFailed(item)))).toMatchObject([
				{ item: 0, name: 'Ada', tags: { vip: true }, issuedId: expect.any(String) },
				{ item: 3, name: 'Dan', issuedId: expect.any(String) },
			]);
			expect(linked(all.filter(isFailed))).toMatchObject([
				{ item: 1, name: 'Bob', customerId: 'nobody', error: expect.any(String) },
				{ item: 2, name: 'Cleo', customerId: 123, details: { code: 4711 } },
			]);
		}
	});

	test('a list of one item: each customer with the same fields', async () => {
		const { items: done } = await stage.run(
			'customerBadge.enrol',
			{ ...GOOD['customerBadge.enrol'], customers: '62090013, 123', options: withFields },
			{ items: [{ campaign: 'spring' }] },
		);
		expect(done.map(({ json }) => [json.customerId, json.campaign])).toEqual([
			[62_090_013, 'spring'],
			[123, 'spring'],
		]);
	});

	test('every record of a list, and none where there is none', async () => {
		const parameters = { customerId: '={{ $json.id }}', options: withFields };
		await stage.run('customerBadge.earn', GOOD['customerBadge.earn']);
		const { items: done } = await stage.run('customerBadge.getAll', parameters, {
			items: [
				{ id: 62_090_013, name: 'Ada' },
				{ id: 123, name: 'Cleo' },
			],
		});
		expect(linked(done)).toMatchObject([{ item: 0, id: 62_090_013, badgeMetaId: SEED.earnBadge }]);
		// The badge has a name as well, and the result counts.
		expect(done[0].json.name).not.toBe('Ada');
	});

	test('what an earlier run of this node said of an item is not said again', async () => {
		const said = { alreadyDone: true, warnings: ['old'], error: 'Refused', details: { code: 1 } };
		const input = { ...items[0], ...said };
		const parameters = { ...ENROL, options: withFields };
		const { items: done } = await stage.run('customerBadge.enrol', parameters, { items: [input] });
		expect(done).toHaveLength(1);
		expect(done[0].json).toMatchObject({ name: 'Ada' });
		for (const name of Object.keys(said)) expect(done[0].json).not.toHaveProperty(name);
		// Details that stand beside no error are the user's own.
		const own = { ...items[2], details: 'by phone' };
		const { items: again } = await stage.run('customerBadge.enrol', parameters, { items: [own] });
		expect(again[0].json.details).toBe('by phone');
	});

	test('binary data is not copied, and the input stays as it was', async () => {
		const binary = { file: { data: 'YQ==', mimeType: 'text/plain' } };
		const given = [{ ...items[0] }];
		const { items: done } = await stage.run(
			'customerBadge.enrol',
			{ ...ENROL, options: withFields },
			{ items: given, binary },
		);
		expect(done[0].json.name).toBe('Ada');
		expect(done[0].binary).toBeUndefined();
		expect(given).toEqual([items[0]]);
	});

	test('where the whole run fails, too', async () => {
		const run = async (options: object, credential = stage.basic) =>
			await stage.run(
				'customerBadge.enrol',
				{ ...ENROL, options: { ...withFields, ...options } },
				{ items, credential, onError: 'continueRegularOutput' },
			);
		const wrong = await run({}, { ...stage.basic, baseUrl: 'http://example.com' });
		expect(wrong.items.map(({ json }) => json.name)).toEqual(['Ada', 'Bob', 'Cleo', 'Dan']);
		expect(wrong.items.every(({ json }) => 'error' in json && 'details' in json)).toBe(true);
		const options = await run({ batchSize: 0 });
		expect(options.items.map(({ json }) => json.name)).toEqual(['Ada', 'Bob', 'Cleo', 'Dan']);
	});

	test("'Retry On Fail' sends nothing again", async () => {
		reject(566_135_941);
		const good = items.filter(({ name }) => name !== 'Bob');
		const failing = good.map((item) => ({ ...item, error: 'of an earlier run' }));
		await stage.run(
			'customerBadge.enrol',
			{ ...ENROL, options: withFields },
			{ items: failing, onError: 'continueRegularOutput', retryOnFail: true, maxTries: 3 },
		);
		expect(stage.writes().filter(({ status }) => status === 200)).toHaveLength(1);
	});
});
