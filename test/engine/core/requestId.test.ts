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
	options: { alreadyDone: 'continue', timeout: 1000 },
};

test('a request ID counts for all badges, and the field says so', async () => {
	const earn = (badgeId: string) => stage.run('customerBadge.earn', { ...EARN, badgeId });
	const first = await earn(SEED.earnBadge);
	const again = await earn(SEED.earnBadge);
	const other = await earn(SEED.claimBadge);
	expect([...first.items, ...again.items].map(({ json }) => json.alreadyDone)).toEqual([
		undefined,
		true,
	]);
	// Used for another badge: nothing shows that this one was issued.
	expect(other.failed.map(({ json }) => json.error)).toEqual([
		"Capillary says that this request ID was used before, and the customer's badges do not show it yet, so the outcome is unknown",
	]);
	expect(stage.sandbox.journal.stats.effects).toBe(1);

	const described = operations.flatMap(({ fields }) =>
		fields.flatMap(({ options = [] }) =>
			options.flatMap((one) => ('description' in one && one.name === 'requestId' ? [one] : [])),
		),
	);
	expect(described).toHaveLength(5);
	for (const { description } of described) expect(description).toContain('also for another badge');
});
