// What a user does by hand: setting up, the credential, the node.
import assert from 'node:assert/strict';
import { byId, keep } from './browser.mjs';
import { choose, field, fill } from './forms.mjs';
import { OWNER } from './rest.mjs';

export async function setUpOwner(page, url) {
	await page.goto(`${url}/setup`);
	for (const name of ['email', 'firstName', 'lastName', 'password']) {
		await page.locator(`input[name="${name}"]`).fill(OWNER[name]);
	}
	await page.keyboard.press('Enter');
	await page.waitForURL((address) => !address.pathname.startsWith('/setup'));
}

/** Saves a credential by hand, sees it tested green, then red after the password is changed. */
export async function tryCredential(page, url, account) {
	await page.goto(`${url}/home/credentials`);
	await byId(page, 'add-resource-credential').click();
	await byId(page, 'new-credential-type-select').locator('input').fill('Capillary');
	await page.getByRole('option', { name: /Capillary API/ }).click();
	await byId(page, 'new-credential-type-button').click();
	await choose(page, 'cluster', 'Custom');
	await fill(page, 'baseUrl', account.baseUrl);
	await fill(page, 'username', account.username);
	await fill(page, 'password', account.password);
	await byId(page, 'credential-save-button').click();
	await byId(page, 'credentials-config-container-test-success').waitFor();
	await keep(page, 'credential');
	await fill(page, 'password', 'not the password');
	await byId(page, 'credential-save-button').click();
	await page.getByText('More details').click();
	const refused = byId(page, 'credential-edit-dialog').getByText(
		/does not accept these credentials/,
	);
	await refused.first().waitFor();
	await keep(page, 'credential-refused');
	await fill(page, 'password', account.password);
	await byId(page, 'credential-save-button').click();
	await byId(page, 'credentials-config-container-test-success').waitFor();
}

const openNode = async (page, name) => {
	await byId(page, 'canvas-node').filter({ hasText: name }).first().dblclick();
	await byId(page, 'ndv').waitFor();
};

/** Opens the node of a saved workflow. */
export async function openSaved(page, url, workflow) {
	await page.goto(`${url}/workflow/${workflow.id}`);
	await openNode(page, 'Capillary Badges');
	await byId(page, 'parameter-input-operation').waitFor();
}

const pickerOf = (page, name) => byId(page, `resource-locator-${name}`);

/**
 * Opens a picker's list and chooses what stands first, or reads why there is none.
 * @param image the picture to keep of it, if any
 * @returns what is chosen, or the words
 */
export async function pickFirst(page, name, image, isRefused = false) {
	await pickerOf(page, name).locator('[data-test-id="rlc-input"]').click();
	const found = isRefused ? byId(page, 'rlc-error-container') : byId(page, 'rlc-item');
	await found.first().waitFor();
	if (image) await keep(page, image);
	const text = (await found.first().innerText()).trim();
	if (!isRefused) await found.first().click();
	return text;
}

/** What stands in the text field of a picker. */
export const typedIn = async (page, name) =>
	await pickerOf(page, name).locator('input').last().inputValue();

/** Runs the open node, and waits for a text in its output. */
export async function runByHand(page, text) {
	await byId(page, 'node-execute-button').click();
	await byId(page, 'output-panel').getByText(text).first().waitFor();
}

/** Finds the node in the panel and sees its operations. */
export async function findNode(page, url) {
	await page.goto(`${url}/workflow/new`);
	await byId(page, 'canvas-plus-button').first().click();
	await page.getByPlaceholder('Search nodes...').fill('loyalty');
	await page.getByText('Capillary Badges', { exact: true }).first().click();
	await page.getByText(/^Actions \(\d+\)$/).click();
	const action = page.getByText('Issue a badge to a customer', { exact: true }).first();
	await action.scrollIntoViewIfNeeded();
	await keep(page, 'node-panel');
}

const locator = (page, name) => byId(page, `resource-locator-${name}`);
const openList = (page, name) => locator(page, name).locator('[data-test-id="rlc-input"]').click();

async function chooseMode(page, name, mode) {
	await locator(page, name).locator('[data-test-id="rlc-mode-selector"]').click();
	await page.locator(`[data-test-id="mode-${mode}"]:visible`).click();
}

/** An owner without a claim: the list says who has one. */
async function seeOtherClaims(page) {
	await choose(page, 'ownerType', /^Milestones/);
	await openList(page, 'referenceId');
	const why = byId(page, 'rlc-error-container');
	await why.getByText('Milestones has no claim on this badge').waitFor();
	assert.match(await why.innerText(), /This badge is claimed by Loyalty \(123694\)/);
	await page.keyboard.press('Escape');
	await choose(page, 'ownerType', /^Loyalty$/);
}

/** Opens a saved workflow and issues a badge by hand, chosen by search, with a date. */
export async function issueByHand(page, url, workflow) {
	await page.goto(`${url}/workflow/${workflow.id}`);
	await openNode(page, 'Capillary Badges');
	await choose(page, 'resource', /^Badge$|^Badge /);
	await page.getByText('Claim').first().waitFor();
	await choose(page, 'resource', /^Customer Badge/);
	await choose(page, 'operation', /^Issue \(Earn\)/);

	await openList(page, 'badgeId');
	await byId(page, 'rlc-search').locator('input').or(byId(page, 'rlc-search')).last().fill('freq');
	const found = byId(page, 'rlc-item').filter({ hasText: 'Frequent Flyer' });
	await found.first().waitFor();
	await keep(page, 'badge-search');
	await found.first().click();

	await fill(page, 'customerId', '62090013');
	await seeOtherClaims(page);
	await openList(page, 'referenceId');
	await byId(page, 'rlc-item').filter({ hasText: '123694' }).first().click();
	await byId(page, 'collection-parameter-add').first().click();
	await page.getByRole('option', { name: 'Earn Event Date' }).click();
	const date = field(page, 'earnEventDate').locator('input').first();
	await date.click();
	const day = page.locator('.el-date-table td.available:visible').first();
	await day.click();
	const confirm = page.locator('.el-picker-panel__footer button:visible').last();
	await confirm.click();
	assert.notEqual(await date.inputValue(), '');

	await byId(page, 'node-execute-button').click();
	const output = byId(page, 'output-panel');
	await output.getByText('earnedBadgeId').first().waitFor();
	assert.match(await output.innerText(), /62090013/);
	await keep(page, 'issued');
}

/** Makes Capillary refuse, and reads what the user is told. */
export async function seeRefusal(page) {
	await chooseMode(page, 'referenceId', 'id');
	await fill(page, 'referenceId', 'nobody-claimed-this');
	await byId(page, 'node-execute-button').click();
	const output = byId(page, 'output-panel');
	await output
		.getByText(/\[item 0\]/)
		.first()
		.waitFor();
	const text = await output.innerText();
	assert.match(text, /claim/i);
	await keep(page, 'refused');
	return text;
}

/** The same workflow, opened in a page of other colors. */
export async function seeNode(page, url, workflow, image) {
	await page.goto(`${url}/workflow/${workflow.id}`);
	await byId(page, 'canvas-node').first().waitFor();
	await keep(page, `canvas-${image}`);
	await openNode(page, 'Capillary Badges');
	await byId(page, 'parameter-input-operation').waitFor();
	await keep(page, `node-${image}`);
}

/**
 * Opens the trigger, listens for a test event and sees it.
 * @param send makes the event happen, once n8n listens
 */
export async function listen(page, url, workflow, send) {
	await page.goto(`${url}/workflow/${workflow.id}`);
	await openNode(page, 'Capillary Badges Trigger');
	await byId(page, 'node-execute-button').click();
	await page.getByText('Stop Listening').first().waitFor();
	await send();
	const output = byId(page, 'output-panel');
	await output.getByText('JSON', { exact: true }).click();
	await output.getByText('badgeEarned').first().waitFor();
	// n8n explains its pin button there and then; that hides a part.
	await page.mouse.move(0, 0);
	await keep(page, 'trigger');
}
