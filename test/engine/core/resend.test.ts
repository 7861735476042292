import type { INode } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import type { Core } from '../../support/core';
import { GOOD } from '../../support/core';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const LOST = { drop: 'after' as const, times: null, match: { method: 'POST' } };
const QUICK = { maxAttempts: 1, timeout: 500 };
const NOWHERE = 'ffffffffffffffffffffffff';

/** What the failed items of a run say of being sent again, with their request IDs. */
async function said(operation: string, parameters: INode['parameters'], items = [{}]) {
	const { failed } = await stage.run(
		operation,
		{ ...parameters, options: { ...QUICK, ...(parameters.options as object) } },
		{ items },
	);
	return failed.map(({ json }) => json.details as { retry: string; requestId?: string });
}
const again = async (...run: Parameters<typeof said>) =>
	(await said(...run)).map(({ retry }) => retry);

/** What runs into trouble; the operations of the table that have good parameters. */
const good = (operation: Core, change: object = {}) =>
	[operation, { ...GOOD[operation], ...change }] as const;

test('safe: nothing was done, whatever the reason', async () => {
	expect(await again(...good('customerBadge.earn', { customerId: 'nobody' }))).toEqual(['safe']);
	expect(await again(...good('customerBadge.earn', { referenceId: 'nobody' }))).toEqual(['safe']);
	expect(await again(...good('customerBadge.enrol', { badgeId: NOWHERE }))).toEqual(['safe']);
	// 404 means "so already" of one customer, and here that the badge is wrong.
	const revoke = { badgeId: NOWHERE, customers: '1, 2' };
	expect(await again('customerBadge.revokeEnrolment', revoke)).toEqual(['safe', 'safe']);
	stage.sandbox.faults.add({ status: 429, times: null });
	expect(await again(...good('customerBadge.earn'))).toEqual(['safe']);
});

test('safe: a second sending of the same changes nothing', async () => {
	stage.sandbox.faults.add(LOST);
	expect(await again(...good('badge.claim'))).toEqual(['safe']);
});

test('sameRequestId: nobody knows, and the ID keeps it from happening twice', async () => {
	stage.sandbox.setHabits({ statistics: 'none' });
	stage.sandbox.faults.add(LOST);
	const [{ retry, requestId = '' }] = await said(...good('customerBadge.earn'));
	expect([retry, stage.sandbox.state.earns.size]).toEqual(['sameRequestId', 1]);
	stage.sandbox.faults.clear();
	stage.sandbox.setHabits({ statistics: 'shown' });
	const { items } = await stage.run('customerBadge.earn', {
		...GOOD['customerBadge.earn'],
		additionalFields: { requestId },
		options: { alreadyDone: 'continue' },
	});
	expect(items[0].json).toMatchObject({ alreadyDone: true, requestId });
	expect(stage.sandbox.state.earns.size).toBe(1);
});

test('lookItUp: nobody knows, and no ID would keep it from happening twice', async () => {
	stage.sandbox.faults.add(LOST);
	expect(await again(...good('approvalRequest.requestEarn'))).toEqual(['lookItUp']);
	const row = { earnEventDate: '2026-03-15', earnExpiresOn: '2030-03-15' };
	const imported = { badgeId: SEED.earnBadge, customerId: 123, ...row };
	expect(await again('customerBadge.import', imported)).toEqual(['lookItUp']);
});

test('lookItUp: an ID that was used before tells nothing of the request', async () => {
	const id = { additionalFields: { requestId: 'order-1' } };
	await stage.run(...good('customerBadge.earn', id));
	expect(await again(...good('customerBadge.earn', id))).toEqual(['lookItUp']);
});

test('no: it is so already, or another item of the run asks for the same', async () => {
	const enrol = good('customerBadge.enrol');
	await stage.run(...enrol);
	expect(await again(...enrol)).toEqual(['no']);
	expect(await again(...good('badge.unclaim', { referenceId: 'nobody' }))).toEqual(['no']);
	const id = { additionalFields: { requestId: 'order-2' } };
	expect(await again(...good('customerBadge.earn', id), [{}, {}])).toEqual(['no']);
});
