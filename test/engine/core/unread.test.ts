import type { FaultRule } from '../../../sandbox';
import { operations } from '../../../nodes/CapillaryBadges/actions/operations';
import { caseOf, OPERATIONS } from '../../fixtures/operations';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

/** Answers of reads that cannot be read: nothing was changed, and the node says so. */

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const ONCE = { options: { maxAttempts: 1 } };
const NO_USE = 'it does not hold what was asked for';
const json = (data: unknown): FaultRule => ({ answer: { status: 200, json: { data } } });

const ODD_ROW = json([{ odd: true }]);

const UNREADABLE: Array<[fault: FaultRule, why: string]> = [
	[{ html: true, status: 200 }, 'it is a web page instead of data'],
	[{ answer: { status: 200, json: '' } }, 'it is an empty answer'],
	[{ answer: { status: 200, json: 'fine' } }, 'it is an answer that is not complete JSON'],
	[{ answer: { status: 200, json: { hello: 1 } } }, 'it is an answer of an unknown shape'],
	[json({ odd: true }), NO_USE],
	[ODD_ROW, NO_USE],
	[json(null), NO_USE],
];
const ADVICE =
	'Nothing was changed. Run it again later. If it keeps happening, check the cluster or base URL in the credential, or ask Capillary support.';

const keyOf = ({ resource, value }: { resource: string; value: string }) => `${resource}.${value}`;
const READS = operations.filter(({ value }) => /^(get|find)/.test(value)).map(keyOf);
const UPDATES = operations.filter(({ value }) => value === 'update').map(keyOf);

test('the operations are found', () => {
	const reading = OPERATIONS.filter(({ endpoint }) => endpoint.method === 'GET');
	expect([...READS].sort()).toEqual(reading.map(({ key }) => key).sort());
	expect(UPDATES.length).toBeGreaterThan(1);
});

test.each([...READS, ...UPDATES])('%s', async (operation) => {
	// There the list is the data itself, and of a row it is only asked that it is an object.
	const isBareList = operation === 'approvalRequest.getAll';
	const faults = UNREADABLE.filter(([fault]) => !(isBareList && fault === ODD_ROW));
	for (const [fault, why] of faults) {
		stage.sandbox.faults.add({ match: { method: 'GET' }, ...fault });
		const { items, failed } = await stage.run(operation, { ...caseOf(operation).input, ...ONCE });
		expect(items).toEqual([]);
		// An update says what a record lacks that is to be written back.
		const isOdd = why === NO_USE && UPDATES.includes(operation);
		const said = isOdd ? /^Capillary('s answer| answered with another) / : new RegExp(`: ${why}$`);
		expect(linked(failed)).toEqual([
			{
				item: 0,
				error: expect.stringMatching(said),
				details: expect.objectContaining({
					advice: isOdd ? expect.stringMatching(/^Nothing was changed\./) : ADVICE,
				}),
			},
		]);
	}
	expect(new Set(stage.requests().map(({ method }) => method))).toEqual(new Set(['GET']));
});

test.each(UPDATES)(
	'%s: an unreadable answer to the change leaves it unknown',
	async (operation) => {
		stage.sandbox.faults.add({ match: { method: 'PUT' }, ...json({ odd: true }) });
		const { failed } = await stage.run(operation, { ...caseOf(operation).input, ...ONCE });
		expect(failed.map(({ json: { error } }) => error)).toEqual([
			"Capillary's answer does not say what became of this item, so the outcome is unknown",
		]);
		expect(stage.requests().map(({ method }) => method)).toEqual(['GET', 'PUT']);
	},
);

test.each(READS)(
	'%s: a read that got no answer says that nothing was changed',
	async (operation) => {
		stage.sandbox.faults.add({ drop: 'before' });
		const { failed } = await stage.run(operation, { ...caseOf(operation).input, ...ONCE });
		expect(failed.map(({ json: { error } }) => error)).toEqual([
			'The connection to Capillary was lost after sending',
		]);
		expect(failed[0].json.details).toMatchObject({
			advice: 'Nothing was changed. Run it again later.',
		});
	},
);
