import { sleep } from 'n8n-workflow';
import { HABITS, SEED } from '../../../sandbox';
import { audit, holdings, NONE, reportOf } from '../../support/audit';
import type { Giving } from '../../support/identity';
import { GIVING, people, RETRY } from '../../support/identity';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

/** Every habit of the sandbox that could mislead a writing operation, in bad weather, over real HTTP. */

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
afterAll(() => stage.close());

const ALL: Giving[] = ['earn', 'earnBulk', 'enrol'];
const NAMES = [
	'refused-id',
	'id-check',
	'id-status',
	'id-scope',
	'id-noted',
	'statistics',
	'earn-row-id',
	'row-owners',
	'row-times',
	'row-customers',
	'enrol-twice',
	'bad-customer',
	'unknown-customer',
	'bulk-answer',
	'row-order',
	'left-out',
	'errors',
	'warnings',
	'side-members',
	'customer-ids',
	'late-refusal',
	'named-twice',
	'failure-words',
	'refusal-status',
	'date-header',
] as const;
const SETTINGS: Array<[string, string]> = NAMES.flatMap((name) => {
	const values: readonly string[] = HABITS[name].values;
	return values.slice(1).map((value): [string, string] => [name, value]);
});
SETTINGS.push(
	['work-ms', '150'],
	['answer-ms', '150'],
	['view-lag-ms', '300'],
	['clock-ahead-seconds', '3600'],
	['clock-behind-seconds', '3600'],
	['batch-cap', '2'],
);

const CUSTOMERS = [1, 2, 3, 4, 5, 6];

describe.each(SETTINGS)('%s: %s', (name, value) => {
	test.each(ALL)('%s: nothing lost, doubled or misreported', async (operation) => {
		stage.sandbox.reset();
		stage.sandbox.state.rejectedCustomers.set(2, { code: 4711, message: 'Rejected' });
		stage.sandbox.state.unknownCustomers.add(5);
		stage.sandbox.setHabits({ [name]: value });
		stage.sandbox.faults.add({ match: { method: 'POST' }, drop: 'after' });
		stage.sandbox.faults.add({ match: { method: 'POST' }, skip: 2, status: 502 });
		const run = await stage.run(
			`customerBadge.${operation}`,
			{
				...GIVING[operation],
				badgeId: SEED.earnBadge,
				options: { batchSize: 3, timeout: 250, concurrency: 2 },
			},
			{ items: people(...CUSTOMERS), ...RETRY },
		);
		await sleep(200);
		const held = holdings(stage.sandbox.state, operation === 'enrol' ? 'issuals' : 'earns');
		const wanted = CUSTOMERS.map((customer, item) => ({ item, customer }));
		expect(audit(wanted, reportOf(run), held, operation === 'enrol')).toEqual(NONE);
	});
});
