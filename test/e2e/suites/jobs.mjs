// A marketer's everyday jobs, done by clicking: taking a badge back, and what the editor says before a run.
import assert from 'node:assert/strict';
import { startBrowser } from '../browser.mjs';
import { openSaved, pickFirst, runByHand, typedIn } from '../editor.mjs';
import { startN8n } from '../n8n.mjs';
import { signIn, startSandbox, until } from '../stage.mjs';
import { byHand, ENROL, ISSUE, toMembers } from '../workflows.mjs';

const CUSTOMER = 62090013;
const CUSTOMER_BADGE = { resource: 'customerBadge', ...toMembers };
const REVOKE = {
	resource: 'customerBadge',
	operation: 'revokeEarn',
	badgeId: ISSUE.badgeId,
	customerId: String(CUSTOMER),
};

/** @param seen takes the page that a failure should show */
export default async function jobs({ check, started }, seen) {
	const { sandbox, account } = await startSandbox(started);
	const { url } = await startN8n({ onStart: started });
	const { rest, credential } = await signIn(url, account);
	const browser = started(await startBrowser(url));
	const page = await browser.open({ cookie: rest.cookie });
	seen.page = page;
	const open = async (parameters, items) => {
		const pinData = items && { pinData: { Start: items.map((json) => ({ json })) } };
		const workflow = { ...byHand(credential, parameters), ...pinData };
		await openSaved(page, url, await rest.saveWorkflow(workflow));
	};
	const held = async () => {
		const { rows } = await sandbox.control(`state?collection=earns&customerId=${CUSTOMER}`);
		return rows.filter(({ isActive }) => isActive).length;
	};

	const earn = { ...CUSTOMER_BADGE, ...ISSUE, customerId: String(CUSTOMER) };
	await rest.run(await rest.saveWorkflow(byHand(credential, earn)), 'Start');
	await until('a badge is issued', async () => (await held()) === 1);

	await check('a badge is picked from what the customer has, and taken back', async () => {
		await open(REVOKE);
		const label = await pickFirst(page, 'earnedBadgeId', 'take-back');
		assert.match(label, /^\d{1,2} \w{3} \d{4} \d\d:\d\d · Loyalty 123694$/);
		await runByHand(page, 'isActive');
		assert.equal(await held(), 0);
	});
	await check('what 0.1.0 stored as a text stands in the field, and runs', async () => {
		const earnedBadgeId = 'a'.repeat(24);
		await open({ ...REVOKE, earnedBadgeId });
		assert.equal(await typedIn(page, 'earnedBadgeId'), earnedBadgeId);
		await runByHand(page, /does not hold this issued badge/);
	});
	await check('a customer by an expression without data: what to enter instead', async () => {
		await open({ ...REVOKE, customerId: '={{ $json.customerId }}' });
		const said = await pickFirst(page, 'earnedBadgeId', 'take-back-unknown', true);
		assert.match(said, /run the nodes before this one/);
		assert.match(said, /earnedBadgeId/);
	});
	const two = [{ customer: CUSTOMER }, { customer: 123 }];
	await check('hint before a run for many: what a refusal does', async () => {
		await open({ ...CUSTOMER_BADGE, ...ENROL }, two);
		await page.getByText(/The first customer who is refused stops the workflow/).waitFor();
	});
}
