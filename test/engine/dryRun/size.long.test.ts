import { SEED } from '../../../sandbox';
import { OWNER } from '../../support/core';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

/** A dry run of 10,000 customers reads the badge once, and its output stays small. */

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
afterAll(() => stage.close());

const items = Array.from({ length: 10_000 }, (_, i) => ({ id: 100_000 + i }));
const FIELD = { customersFrom: 'field', customerField: 'id' };
const ENROL = { badgeId: SEED.enrolBadge, ...OWNER, ...FIELD };

test('10,000 customers in a dry run', async () => {
	const options = { dryRun: true };
	const run = await stage.run('customerBadge.enrol', { ...ENROL, options }, { items });
	expect(run.items).toHaveLength(10_000);
	expect(stage.requests()).toHaveLength(1);
	// Bodies are told once for each request, so that what n8n keeps stays small.
	expect(JSON.stringify(run.items).length / 10_000).toBeLessThan(600);
});
