// Badges made and changed by their forms, approvals, and pickers whose credential is wrong.
import assert from 'node:assert/strict';
import { add, choose, fill } from '../../forms.mjs';
import { pickFirst, runByHand } from '../../editor.mjs';
import { byId } from '../../browser.mjs';
import { saveUsers } from '../../examples.mjs';
import { ISSUE } from '../../workflows.mjs';

const NAME = 'Spring Walker';
const REQUEST = {
	resource: 'approvalRequest',
	operation: 'requestEarn',
	badgeId: { __rl: true, mode: 'id', value: '658c50761c4c2b12732c3ec6' },
	customerId: '382477526',
	ownerType: 'Goodwill_Module',
	referenceId: { __rl: true, mode: 'id', value: '123' },
	tillId: '50682289',
	storeId: '50682288',
	zoneId: '50682286',
	conceptId: '50678331',
};

async function badges({ check, page, open, rows }) {
	const made = async () => (await rows('badges')).find(({ name }) => name === NAME);
	await check('a badge is made with what the form asks for', async () => {
		await open({ resource: 'badge', operation: 'create' });
		await fill(page, 'name', NAME);
		for (const [name, day] of [
			['startOn', '2027-03-01 00:00:00'],
			['expiresOn', '2027-05-31 00:00:00'],
		]) {
			await fill(page, name, day);
			await page.keyboard.press('Enter');
		}
		await choose(page, 'owners', /^Loyalty$/);
		await page.keyboard.press('Escape');
		await runByHand(page, 'badgeId');
		assert.equal((await made()).description ?? null, null);
	});
	await check('one field of it is changed, and the others stay', async () => {
		const before = await made();
		const badgeId = { __rl: true, mode: 'id', value: before.id };
		await open({ resource: 'badge', operation: 'update', badgeId });
		await add(page, 'Add Field', 'Description');
		await fill(page, 'description', 'For walkers');
		await runByHand(page, 'For walkers');
		const after = await made();
		assert.equal(after.description, 'For walkers');
		assert.deepEqual([after.startOn, after.expiresOn], [before.startOn, before.expiresOn]);
	});
}

async function approvals({ check, account, rest, page, open, rows }) {
	const users = await saveUsers(rest, account);
	const [maker, checker] = [users['Capillary maker'], users['Capillary checker']];
	await check('a request waits for a checker', async () => {
		await open(REQUEST, undefined, maker);
		await runByHand(page, 'AdminTask');
	});
	const [request] = await rows('requests');
	const decide = { resource: 'approvalRequest', operation: 'decide' };
	await check('its maker is told to use the credential of a checker', async () => {
		await open(decide, undefined, maker);
		await byId(page, 'ndv')
			.getByText(/use the credential of a checker/)
			.first()
			.waitFor();
		await fill(page, 'approvalRequestId', request.id);
		await runByHand(page, /to decide on one, the token of a checker/);
	});
	await check('the checker approves it, and a second time reads that it was', async () => {
		await open(decide, undefined, checker);
		await fill(page, 'approvalRequestId', request.id);
		await runByHand(page, 'approved');
		assert.equal((await rows('earns&customerId=382477526')).length, 1);
		await runByHand(page, /was approved before/);
	});
}

async function wrongCredential({ check, account, rest, page, open }) {
	const wrong = { ...account, password: 'not the password' };
	const by = { id: await rest.saveCredential('Wrong', wrong), name: 'Wrong' };
	await check('pickers with a wrong credential say what to check', async () => {
		await open({ resource: 'customerBadge', operation: 'enrol' }, undefined, by);
		assert.match(
			await pickFirst(page, 'badgeId', undefined, true),
			/did not accept the credential/,
		);
		await open({ resource: 'customerBadge', ...ISSUE }, undefined, by);
		const said = await pickFirst(page, 'referenceId', undefined, true);
		assert.match(said, /did not accept the credential/);
		assert.match(said, /check user name, password/);
	});
}

export async function administering(stage) {
	await badges(stage);
	await approvals(stage);
	await wrongCredential(stage);
}
