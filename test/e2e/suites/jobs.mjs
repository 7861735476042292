// A marketer's everyday jobs, done by clicking in the form of the node.
import { startBrowser } from '../browser.mjs';
import { openSaved } from '../editor.mjs';
import { startN8n } from '../n8n.mjs';
import { signIn, startSandbox } from '../stage.mjs';
import { byHand } from '../workflows.mjs';
import { administering } from './jobs/administering.mjs';
import { sending } from './jobs/sending.mjs';
import { takingBack } from './jobs/takingBack.mjs';

/** @param seen takes the page that a failure should show */
export default async function jobs({ check, started }, seen) {
	const { sandbox, account } = await startSandbox(started);
	const { url } = await startN8n({ onStart: started });
	const { rest, credential } = await signIn(url, account);
	const browser = started(await startBrowser(url));
	const page = await browser.open({ cookie: rest.cookie });
	seen.page = page;
	/** Opens the node with parameters that were saved, and items that come in. */
	const open = async (parameters, items, by = credential) => {
		const pinData = items && { pinData: { Start: items.map((json) => ({ json })) } };
		const workflow = { ...byHand(by, parameters), ...pinData };
		await openSaved(page, url, await rest.saveWorkflow(workflow));
	};
	const rows = async (query) => (await sandbox.control(`state?collection=${query}`)).rows;
	const stage = { check, sandbox, account, rest, credential, page, open, rows };
	await takingBack(stage);
	await sending(stage);
	await administering(stage);
}
