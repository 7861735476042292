import { endings, kindOf, people, RETRY } from '../../support/identity';
import { useWitnessStage } from '../../support/witnessStage';

/** Request IDs of the user's: who repeats whom over the tries, and numbers that JSON has rounded. */

const stage = useWitnessStage();

describe.each(['earnBulk', 'enrol'] as const)('%s under one ID', (operation) => {
	test.each([
		['fail', 'not'],
		['continue', 'already'],
	])(
		'who repeats the last of a list does so in the next try, too (%s)',
		async (alreadyDone, word) => {
			const { witness } = stage;
			witness.rules.mishap = ({ n }) => (n === 1 ? { before: 'cut' } : undefined);
			const change = {
				additionalFields: { requestId: 'order-1' },
				options: { alreadyDone, maxAttempts: 1 },
			};
			const run = await stage.run(operation, change, { items: people(1, 2, 2), ...RETRY });
			expect(endings(run)).toEqual({ 1: ['done'], 2: ['done', word] });
			expect(witness.held(kindOf(operation))).toEqual({ 1: 1, 2: 1 });
			expect(witness.writes().map(({ customers }) => customers)).toEqual([
				[1, 2],
				[1, 2],
			]);
		},
	);
});

describe('a number that JSON has rounded', () => {
	const ROUNDED = Number('123456789012345678');
	const items = [{ who: 1, n: ROUNDED, text: '123456789012345680', deep: { n: ROUNDED } }];

	test.each([
		"=order-{{ $('Start').item.json.n }}",
		"=order-{{ $('Start').first().json.deep.n }}",
		"={{ 'order-' + $json.n }}",
		'={{ `order-${$json["n"]}` }}',
		"=order-{{ $json['n'].toString() }}",
		'=order-{{ $input.item.json.deep?.n }}',
		'=order-{{ String($json.n) }}',
	])('%s is refused unsent', async (requestId) => {
		const run = await stage.run('earn', { additionalFields: { requestId } }, { items });
		expect(stage.witness.seen).toEqual([]);
		expect(run.failed[0].json.error).toMatch(/rounded, since it is too large: let it come as text/);
	});

	test.each([
		"=order-{{ $('Start').item.json.text }}",
		"={{ 'order-' + $json.text }}",
		'=order-123456789012345680',
		"=order-{{ $json.text }}{{ $('Start').item.json.who }}",
	])('%s holds the same digits as text, and is sent', async (requestId) => {
		await stage.run('earn', { additionalFields: { requestId } }, { items });
		expect(stage.witness.held()).toEqual({ 1: 1 });
	});
});
