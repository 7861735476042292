import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './home.mjs';
import { program } from './system.mjs';

const IMAGES = path.join(ROOT, 'docs/images');
const PATIENCE_MS = 60_000;
const QUIET = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// n8n's pages ask hosts of the internet, too.
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Starts a browser; each `open` gives a page of its own in the given colors. */
export async function startBrowser(url) {
	mkdirSync(IMAGES, { recursive: true });
	const browser = await chromium.launch({ executablePath: program('chromium'), args: QUIET });
	return {
		/**
		 * @param {{ colorScheme?: 'light' | 'dark', cookie?: string }} options
		 *   the cookie of a client that is signed in
		 */
		async open({ colorScheme = 'light', cookie } = {}) {
			const context = await browser.newContext({
				colorScheme,
				viewport: { width: 1280, height: 800 },
				locale: 'en-GB',
				timezoneId: 'UTC',
			});
			// n8n ties a session to the browser that began it.
			await context.addInitScript(() => localStorage.setItem('n8n-browserId', 'e2e'));
			if (cookie) {
				const [name, value] = cookie.split('=', 2);
				await context.addCookies([{ name, value, url }]);
			}
			const page = await context.newPage();
			page.setDefaultTimeout(PATIENCE_MS);
			return page;
		},
		stop: () => browser.close(),
	};
}

/** The element that n8n's own tests know by this name. */
export const byId = (page, id) => page.locator(`[data-test-id="${id}"]`);

/** Waits until nothing moves, and keeps what is seen in docs/images. */
export async function keep(page, name) {
	await page.waitForTimeout(700);
	await page.screenshot({
		path: path.join(IMAGES, `${name}.png`),
		// The notice that fades by itself would cover a part.
		style: '.el-notification { display: none }',
	});
}
