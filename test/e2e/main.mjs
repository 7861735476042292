// `pnpm e2e [suite …]`: the packed package in a real n8n, with the sandbox as Capillary's witness.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { install } from './home.mjs';
import { newSet } from './process.mjs';

const SUITES = [
	'smoke',
	'editor',
	'jobs',
	'examples',
	'agent',
	'trigger',
	'triggerCopies',
	'install',
	'queue',
	'triggerProcesses',
];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !SUITES.includes(name));
if (unknown.length > 0) throw new Error(`No suite ${unknown.join(', ')}: ${SUITES.join(', ')}`);
// What smoke looks at is a part of the editor's suite.
const chosen = asked.length > 0 ? asked : SUITES.filter((name) => name !== 'smoke');

/** Keeps what the browser shows and what the programs printed, for whoever has to find out why. */
async function keepTraces(page) {
	const folder = mkdtempSync(path.join(tmpdir(), 'capillary-e2e-failed-'));
	logs().forEach(([name, text], n) => writeFileSync(path.join(folder, `${n}-${name}.log`), text));
	await page?.screenshot({ path: path.join(folder, 'page.png') }).catch(() => undefined);
	console.error(`What was seen and printed is in ${folder}`);
}

/** Runs one check and tells its time; what it throws ends its suite. */
async function check(name, work) {
	const began = Date.now();
	const result = await work();
	passed += 1;
	console.log(`ok  ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
	return result;
}

await install();
const { started, logs, stopAll, interrupted } = newSet(1);
let passed = 0;
let failed = 0;
for (const name of chosen) {
	console.log(`${name}:`);
	const seen = {};
	try {
		const { default: suite } = await import(`./suites/${name}.mjs`);
		await suite({ check, started }, seen);
	} catch (error) {
		if (interrupted()) break;
		failed += 1;
		console.error(error);
		await keepTraces(seen.page);
	} finally {
		await stopAll();
	}
}
console.log(`Checks: ${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
