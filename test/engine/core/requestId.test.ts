import { SEED } from '../../../sandbox';
import { operations } from '../../../nodes/CapillaryBadges/actions/operations';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
afterAll(() => stage.close());

const EARN = {
	customerId: 62090013,
	ownerType: 'none',
	additionalFields: { requestId: 'order-4711' },
	options: { alreadyDone: 'continue' },
};

test('a request ID counts for all badges, and the field says so', async () => {
	const earn = (badgeId: string) => stage.run('customerBadge.earn', { ...EARN, badgeId });
	const [first] = (await earn(SEED.earnBadge)).items;
	const [second] = (await earn(SEED.claimBadge)).items;
	expect([first.json.alreadyDone, second.json.alreadyDone]).toEqual([undefined, true]);
	expect(stage.sandbox.journal.stats.effects).toBe(1);

	const described = operations.flatMap(({ fields }) =>
		fields.flatMap(({ options = [] }) =>
			options.flatMap((one) => ('description' in one && one.name === 'requestId' ? [one] : [])),
		),
	);
	expect(described).toHaveLength(5);
	for (const { description } of described) expect(description).toContain('also for another badge');
});
