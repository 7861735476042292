/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import type { INode } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import { OWNER } from '../../support/core';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

/** A dry run of 10,000 customers takes no longer than the real one, and reads the badge once. */

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
afterAll(() => stage.close());

const items = Array.from({ length: 10_000 }, (_, i) => ({ id: 100_000 + i }));
const FIELD = { customersFrom: 'field', customerField: 'id' };
const ENROL = { badgeId: SEED.enrolBadge, ...OWNER, ...FIELD };

const timed = async (options: INode['parameters']) => {
	stage.sandbox.reset();
	const began = process.cpuUsage();
	const run = await stage.run('customerBadge.enrol', { ...ENROL, options }, { items });
	const { user, system } = process.cpuUsage(began);
	return { run, took: user + system };
};

test('10,000 customers in a dry run', async () => {
	await timed({});
	const dry = await timed({ dryRun: true });
	expect(dry.run.items).toHaveLength(10_000);
	expect(stage.requests()).toHaveLength(1);
	const real = await timed({});
	expect(real.run.items).toHaveLength(10_000);
	// The second of each: what is compiled and collected on the way is chance.
	const again = { dry: await timed({ dryRun: true }), real: await timed({}) };
	const quickest = (one: { took: number }, two: { took: number }) => Math.min(one.took, two.took);
	expect(quickest(dry, again.dry)).toBeLessThan(quickest(real, again.real) * 1.2);
	// Bodies are told once for each request, so that what n8n keeps stays small.
	expect(JSON.stringify(dry.run.items).length / 10_000).toBeLessThan(600);
});
