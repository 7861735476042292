// Sending to many: from addresses to IDs, from columns to badges, and what can be seen before.
import assert from 'node:assert/strict';
import { choose, drag, mapColumns, switchOn, textIn } from '../../forms.mjs';
import { runByHand } from '../../editor.mjs';
import { byId } from '../../browser.mjs';
import { ENROL, ISSUE, toMembers } from '../../workflows.mjs';

const CUSTOMER_BADGE = { resource: 'customerBadge', ...toMembers };
const TWO = [
	{ name: 'Ada', customer: 123 },
	{ name: 'Bob', customer: 'not known' },
];

/** Rows of a file, whose columns are named in its own way. */
const row = (badge, customer, earned, expires) => ({
	[badge]: ISSUE.badgeId.value,
	[customer]: '566135941',
	[earned]: '2026-01-02T10:00:00Z',
	[expires]: '2030-01-01T00:00:00Z',
});

async function findingCustomers({ check, page, open }) {
	await check('email addresses are dragged in, and become customer IDs', async () => {
		await open({}, [{ email: 'customer123@example.com' }]);
		await choose(page, 'resource', /^Customer(?! Badge)/);
		await drag(page, 'email', 'identifierValue');
		await runByHand(page, 'identifierType');
		assert.match(await byId(page, 'output-panel').innerText(), /\b123\b/);
	});
	await check('an email address as a customer ID: what to do first', async () => {
		await open({ ...CUSTOMER_BADGE, ...ISSUE, customerId: 'customer123@example.com' });
		await runByHand(page, /Look it up first, with Customer > Find/);
	});
}

async function seeingBefore({ check, page, open, rows }) {
	await check('hint before a run for many: what a refusal does', async () => {
		await open({ ...CUSTOMER_BADGE, ...ENROL }, TWO);
		await page.getByText(/The first customer who is refused stops the workflow/).waitFor();
	});
	await check('a column is dragged into Customer ID Field: its name stands there', async () => {
		await open({ ...CUSTOMER_BADGE, ...ENROL, customerField: '' }, TWO);
		await drag(page, 'customer', 'customerField');
		assert.equal(await textIn(page, 'customerField'), 'customer');
	});
	await check('a dry run with the names beside it: who would be sent, and who not', async () => {
		await open({ ...CUSTOMER_BADGE, ...ENROL }, TWO);
		await switchOn(page, 'dryRun', 'Dry Run');
		await switchOn(page, 'checkCustomers', 'Check Customers');
		await switchOn(page, 'includeInputFields', 'Include Input Fields');
		await runByHand(page, /1 customer would be sent, 1 would not/);
		const said = await byId(page, 'output-panel').innerText();
		for (const words of ['Ada', 'Bob', 'holds a value that is not a customer ID']) {
			assert.ok(said.includes(words), said);
		}
		assert.deepEqual(await rows('issuals&customerId=123'), []);
	});
}

async function importing({ check, page, open, rows }) {
	const IMPORT = { resource: 'customerBadge', operation: 'import' };
	const imported = async () => (await rows('earns&customerId=566135941')).length;
	await check('the columns of a file are found by their names, and imported', async () => {
		const before = await imported();
		await open(IMPORT, [row('Badge', 'CUSTOMER ID', 'earned_on', 'Expires On')]);
		await choose(page, 'rowsFrom', /^Columns/);
		await page.getByText(/finds the columns Badge ID, Customer ID/).waitFor();
		await runByHand(page, 'earnedBadgeId');
		assert.equal(await imported(), before + 1);
	});
	await check('columns of other names are mapped by dragging, and imported', async () => {
		const before = await imported();
		await open(IMPORT, [row('Abzeichen', 'Kunde', 'Datum', 'Ende')]);
		await choose(page, 'rowsFrom', /^Columns/);
		await runByHand(page, /no column 'Badge ID'/);
		await mapColumns(page, /Manually/);
		await drag(page, 'Abzeichen', 'badgeId');
		await drag(page, 'Kunde', 'customerId');
		await drag(page, 'Datum', 'earnEventDate');
		await drag(page, 'Ende', 'earnExpiresOn');
		await runByHand(page, 'earnedBadgeId');
		assert.equal(await imported(), before + 1);
	});
}

export async function sending(stage) {
	await findingCustomers(stage);
	await seeingBefore(stage);
	await importing(stage);
}
