import { endings, kindOf, people, RETRY } from '../../support/identity';
import type { Giving } from '../../support/identity';
import { ENTITY } from '../../support/core';
import { refusedWith } from '../../support/witness';
import { useWitnessStage } from '../../support/witnessStage';

/** A server that broke down says so inside an answer of another status: nobody knows what it did. */

const stage = useWitnessStage();

const ALL: Giving[] = ['earn', 'earnBulk', 'enrol'];
const BREAKDOWNS: Array<[code: number, message: string]> = [
	[500, 'Internal Server Error'],
	[999999, 'HV000028: Unexpected exception during isValid call.'],
	[4711, 'The call to the loyalty engine timed out'],
];

describe.each(ALL)('%s', (operation) => {
	test.each(BREAKDOWNS)('the whole answer says %i, "%s": one each', async (code, message) => {
		const { witness } = stage;
		for (const [status, isDone] of [
			[200, true],
			[400, false],
		] as const) {
			witness.reset();
			const said = refusedWith(code, message, status);
			witness.rules.mishap = ({ n }) =>
				n === 1 ? (isDone ? { after: said } : { before: said }) : undefined;
			const run = await stage.run(operation, {}, { items: people(1, 2), ...RETRY });
			expect(witness.held(kindOf(operation))).toEqual({ 1: 1, 2: 1 });
			const [one] = endings(run)[1];
			expect(['done', 'already']).toContain(one);
		}
	});
});

test.each(['earnBulk', 'enrol'] as const)(
	'%s: a row that broke down after the work is unknown, and found by the next try',
	async (operation) => {
		const { witness } = stage;
		const error = { code: 500, message: 'Internal Server Error' };
		const rows = [
			{ customerId: 1, error },
			{ customerId: 2, issuedId: 'given-2', status: 'ACTIVE' },
		];
		const answer = { json: { data: { issuedBadges: rows }, errors: [], warnings: [] } };
		witness.rules.mishap = ({ n }) => (n === 1 ? { after: answer } : undefined);
		const once = await stage.run(operation, {}, { items: people(1, 2) });
		expect(endings(once)).toEqual({ 1: ['unknown'], 2: ['done'] });
		witness.reset();
		witness.rules.mishap = ({ n }) => (n === 1 ? { after: answer } : undefined);
		const again = await stage.run(operation, {}, { items: people(1, 2), ...RETRY });
		expect(endings(again)).toEqual({ 1: ['already'], 2: ['done'] });
		expect(witness.held(kindOf(operation))).toEqual({ 1: 1, 2: 1 });
	},
);

test.each([
	[504, '<html>Gateway Timeout</html>'],
	[500, { data: null, errors: [{ code: 999999, message: 'x' }] }],
	[200, { data: null, errors: [{ code: 500, message: 'Internal Server Error' }] }],
])('an approved call that ended with %i may have been carried out', async (status, body) => {
	const { witness } = stage;
	const requestId = 'ef1bc378-a4d4-11ee-b2a9-462516199fc5';
	const details = { IntouchAPITask_Output: { status, headers: {}, body } };
	const after = { json: { data: { requestId, state: 'failed', details } } };
	witness.rules.mishap = () => ({ after });
	const decision = { requestType: 'EARN-BADGE', approvalRequestId: requestId };
	const runs = [
		await stage.run('approvalRequest.decide', { ...decision, decision: 'approved' }, RETRY),
		await stage.run(
			'approvalRequest.requestEarn',
			{ ...ENTITY, badgeId: '66276dc68fe258516a88ff8e', customerId: 1, ownerType: 'none' },
			RETRY,
		),
	];
	for (const { items, failed } of runs) {
		const [{ json }] = [...items, ...failed];
		expect(json).toMatchObject({
			error: expect.stringContaining('so the outcome is unknown'),
			details: { retry: 'no', advice: expect.stringContaining('before you make a new') },
		});
	}
	expect(witness.writes()).toHaveLength(2);
});

test('a refusal whose words only sound like a breakdown stays one', async () => {
	const { witness } = stage;
	witness.rules.refuses = () => ({ code: 811, message: 'Internal error: not enrolled in time' });
	const run = await stage.run('earn', {}, { items: people(1) });
	expect(endings(run)).toEqual({ 1: ['not'] });
	expect(witness.writes()).toHaveLength(1);
});
