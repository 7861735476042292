// Filling in the form of an open node by hand: fields, options, columns, and fields dragged from the input.
import { byId } from './browser.mjs';
import { until } from './stage.mjs';

const STILL_MS = 200;

/** The field of a parameter. */
export const field = (page, name) => byId(page, `parameter-input-${name}`);

/** Chooses an option of a drop-down. */
export async function choose(page, name, option) {
	await field(page, name).click();
	await page.getByRole('option', { name: option }).first().click();
}

/** Types into a text field. */
export async function fill(page, name, text) {
	await field(page, name).locator('input:not([readonly]), textarea').first().fill(text);
}

/** What stands in a text field. */
export const textIn = (page, name) => field(page, name).locator('input').first().inputValue();

/** Adds a member to a collection, which is found by the words of its button. */
export async function add(page, button, name) {
	const adding = byId(page, 'collection-parameter-add').filter({
		has: page.getByPlaceholder(button),
	});
	await adding.first().click();
	await page.getByRole('option', { name, exact: true }).click();
	await page.getByText(name, { exact: true }).first().waitFor();
}

/** Switches an option on that is off. */
export async function switchOn(page, name, label) {
	await add(page, 'Add Option', label);
	await field(page, name).locator('.el-switch, [role="switch"]').first().click();
}

/** Where a part of the form stands once it stands still: what is filled in above it moves it. */
async function placeOf(page, part) {
	let last = '';
	for (;;) {
		await part.evaluate((element) => element.scrollIntoView({ block: 'center' }));
		const place = await part.boundingBox();
		if (JSON.stringify(place) === last) return place;
		last = JSON.stringify(place);
		await page.waitForTimeout(STILL_MS);
	}
}

/** Drags a field of the input, from the list beside the form, onto a parameter. */
export async function drag(page, name, parameter) {
	const onto = field(page, parameter);
	const { x, y, width, height } = await placeOf(page, onto);
	await byId(page, 'ndv-input-panel').getByText(name, { exact: true }).first().hover();
	await page.mouse.down();
	// n8n begins to drag with the first moves, and looks for a target with the next.
	await page.mouse.move(x + width / 3, y + height / 2, { steps: 12 });
	await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 });
	await page.mouse.up();
	await until(`'${parameter}' takes '${name}'`, async () => {
		const value = await onto.locator('input').evaluateAll((all) => all.map((one) => one.value));
		return [await onto.innerText(), ...value].some((text) => text.includes(name));
	});
}

/** Chooses how the columns of the input are mapped, in n8n's own words. */
export async function mapColumns(page, mode) {
	await byId(page, 'mapping-mode-select').click();
	await page.getByRole('option', { name: mode }).first().click();
}
