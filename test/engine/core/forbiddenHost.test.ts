/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import { GOOD } from '../../support/core';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';
import { startTriggerStage } from '../../support/triggerStage';

/** With its SSRF protection on, n8n itself refuses to call the sandbox, which has a private address. */
let stage: Stage;
beforeAll(async () => {
	process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';
	stage = await startStage();
});
afterAll(() => stage.close());

const WHAT = 'This n8n does not allow requests to the host of the credential';
const FIX =
	'Check the cluster or base URL in the credential. If it is right, ask the administrator of this n8n to allow the host. Nothing was sent.';

test.each(['badge.claim', 'customerBadge.earn', 'customerBadge.enrol'] as const)(
	'%s says that n8n forbids it, and that nothing was sent',
	async (operation) => {
		const { items, failed } = await stage.run(operation, GOOD[operation]);
		expect(items).toEqual([]);
		expect(linked(failed)).toMatchObject([{ item: 0, error: WHAT, details: { advice: FIX } }]);
		expect(stage.requests()).toEqual([]);
	},
);

test('the trigger says so when it registers', async () => {
	const { added, client, close } = await startTriggerStage();
	// n8n shows nothing but the message of a failed publishing.
	await expect(added({ events: ['badgeEarned'] }).publish()).rejects.toMatchObject({
		message: expect.stringMatching(new RegExp(`^${WHAT}.*Check the cluster or base URL`)),
	});
	expect(client.sandbox.journal.entries).toEqual([]);
	await close();
});
