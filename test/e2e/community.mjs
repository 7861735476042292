// n8n's screens for community nodes, as an owner uses them.
import { byId } from './browser.mjs';
import { NAME } from './home.mjs';

const card = (page) => byId(page, 'community-package-card').filter({ hasText: NAME });

/** Opens the list of what is installed, as n8n knows it now. */
export async function openPackages(page, url) {
	await page.goto(`${url}/settings/community-nodes`);
	await card(page).or(page.getByText('Install a community node')).first().waitFor();
}

/** Waits until the list shows the package in this version. */
export const seeVersion = (page, version) => card(page).getByText(`v${version}`).waitFor();

/** Installs the package by its name. */
export async function installInScreens(page, url) {
	await openPackages(page, url);
	await page
		.getByRole('button', { name: /^Install/ })
		.first()
		.click();
	await byId(page, 'package-name-input')
		.locator('input')
		.or(byId(page, 'package-name-input'))
		.last()
		.fill(NAME);
	await byId(page, 'user-agreement-checkbox').click();
	await byId(page, 'install-community-package-button').click();
	await card(page).waitFor();
}

/** Updates the package to the version that the list offers. */
export async function updateInScreens(page, url) {
	await openPackages(page, url);
	await card(page).getByRole('button', { name: 'Update' }).click();
	await page.getByRole('button', { name: 'Confirm update' }).click();
}

/** Removes the package. */
export async function uninstallInScreens(page, url) {
	await openPackages(page, url);
	await card(page).locator('[data-test-id="action-toggle"], .el-dropdown').first().click();
	await page.getByText('Uninstall package').click();
	await page.getByRole('button', { name: 'Confirm uninstall' }).click();
	await card(page).waitFor({ state: 'detached' });
}
