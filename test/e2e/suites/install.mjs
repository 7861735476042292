// The package's life in an n8n: installed in its screens from a registry, used, updated, removed,
// installed again; by hand and from the sources as the README has it; and after its folder was lost.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { startBrowser } from '../browser.mjs';
import {
	installInScreens,
	openPackages,
	seeVersion,
	uninstallInScreens,
	updateInScreens,
} from '../community.mjs';
import { emptyHome, NAME, ROOT } from '../home.mjs';
import { startN8n } from '../n8n.mjs';
import {
	inShell,
	installedIn,
	npmFor,
	pack,
	publishPeer,
	publishTarball,
	readmeCommands,
	realSettings,
	versionIn,
} from '../packages.mjs';
import { startRegistry } from '../registry.mjs';
import {
	callWebhook,
	goLive,
	publish,
	saveAccount,
	signIn,
	startSandbox,
	until,
} from '../stage.mjs';
import { byTrigger, byWebhook } from '../workflows.mjs';
import { restClient } from '../rest.mjs';

const NEXT = '99.0.0';
const CUSTOMERS = 71_000_000;

/** A home that is removed at the end. */
function home(started) {
	const made = emptyHome();
	started({ stop: async () => made.remove() });
	return made;
}

/** Calls the web hook for one customer after the other, until told to stop; each must be answered. */
function callOn(url, next) {
	let on = true;
	let calls = 0;
	const done = (async () => {
		while (on) {
			const customerId = next();
			const answer = await callWebhook(url, 'orders', {
				customerId,
				orderId: `order-${customerId}`,
			});
			assert.equal(answer.customerId, customerId);
			calls += 1;
		}
	})();
	// Reported by whoever waits for it.
	done.catch(() => undefined);
	return async () => {
		on = false;
		await done;
		return calls;
	};
}

/** An n8n that has the package in its folder lists the node and its credential. */
async function loads(started, installed) {
	const { url, stop } = await startN8n({ home: installed, onStart: started });
	const rest = restClient(url);
	await rest.setUpOwner();
	const answer = await fetch(`${url}/types/nodes.json`, { headers: { cookie: rest.cookie } });
	const names = (await answer.json()).map(({ name }) => name);
	assert.deepEqual(names.filter((name) => name.startsWith(NAME)).sort(), [
		`${NAME}.capillaryBadges`,
		`${NAME}.capillaryBadgesTool`,
		`${NAME}.capillaryBadgesTrigger`,
	]);
	await stop();
}

/** @param seen takes the page that a failure should show */
export default async function install({ check, started }, seen) {
	const { sandbox, account } = await startSandbox(started);
	const registry = await startRegistry({ onStart: started });
	const packed = home(started).folder;
	await publishTarball(pack(path.join(packed, 'now')), registry);
	await publishPeer(path.join(packed, 'peer'), registry);

	const own = home(started);
	const env = npmFor(own.folder, registry);
	const n8n = await startN8n({ home: own, env, onStart: started });
	const { url } = n8n;
	const rest = restClient(url);
	await rest.setUpOwner();
	const browser = started(await startBrowser(url));
	const page = await browser.open({ cookie: rest.cookie });
	seen.page = page;
	let customer = CUSTOMERS;
	const next = () => (customer += 1);
	const issue = async () => {
		const customerId = next();
		const answer = await callWebhook(url, 'orders', { customerId, orderId: `order-${customerId}` });
		assert.equal(answer.customerId, customerId);
	};
	const registered = async () => {
		const { rows } = await sandbox.control('state?collection=webHooks');
		return rows.filter(({ active }) => active);
	};

	await check('installed in the screens: one package, without restart', async () => {
		await installInScreens(page, url);
		assert.deepEqual(installedIn(own.folder), [NAME]);
	});
	const credential = await saveAccount(rest, account);
	const orders = await publish(rest, byWebhook(credential, 'orders', 'lastNode'));
	const events = await publish(rest, byTrigger(credential));
	await check('used: a call is a badge, and the trigger is registered', async () => {
		await issue();
		assert.equal((await registered()).length, 1);
	});
	await check(
		'updated in the screens: every call meanwhile is answered, parameters are kept',
		async () => {
			await publishTarball(pack(path.join(packed, 'next'), NEXT), registry);
			const before = await rest.ask('GET', `/workflows/${orders.id}`);
			const stopCalling = callOn(url, next);
			await updateInScreens(page, url);
			await seeVersion(page, NEXT);
			const calls = await stopCalling();
			console.log(`    ${calls} calls`);
			assert.ok(calls > 0);
			assert.equal(versionIn(own.folder), NEXT);
			const after = await rest.ask('GET', `/workflows/${orders.id}`);
			assert.deepEqual(after.nodes, before.nodes);
			await issue();
		},
	);
	await check(
		'removed in the screens, after the trigger was unpublished: nothing is left',
		async () => {
			await rest.deactivate(events);
			await until('the registration is gone', async () => (await registered()).length === 0);
			await rest.deactivate(orders);
			await uninstallInScreens(page, url);
			assert.deepEqual(installedIn(own.folder), []);
		},
	);
	await check('installed again: the same workflows go on', async () => {
		await installInScreens(page, url);
		await goLive(rest, orders);
		await goLive(rest, events);
		await issue();
		assert.equal((await registered()).length, 1);
	});
	await check('its folder is lost: n8n fills it when it starts', async () => {
		await n8n.stop();
		rmSync(path.join(own.folder, '.n8n/nodes'), { recursive: true });
		const port = Number(new URL(url).port);
		const again = await startN8n({
			home: own,
			port,
			env: { ...env, N8N_REINSTALL_MISSING_PACKAGES: 'true' },
			onStart: started,
		});
		assert.equal(versionIn(own.folder), NEXT);
		await until('the workflow is live again', () =>
			issue().then(
				() => true,
				() => false,
			),
		);
		await again.stop();
	});

	await check('by hand, as the README has it: one package, which n8n loads', async () => {
		const hand = home(started);
		await inShell(readmeCommands('by hand'), {
			cwd: hand.folder,
			home: hand.folder,
			env: registry.env,
		});
		assert.deepEqual(installedIn(hand.folder), [NAME]);
		await loads(started, hand);
	});
	await check('from the sources, as the README has it: one package, which n8n loads', async () => {
		const hand = home(started);
		const clone = path.join(hand.folder, 'clone');
		execFileSync('git', ['clone', '--quiet', ROOT, clone]);
		await inShell(readmeCommands('from the sources'), {
			cwd: clone,
			home: hand.folder,
			env: realSettings(),
		});
		assert.deepEqual(installedIn(hand.folder), [NAME]);
		await loads(started, hand);
	});
}
