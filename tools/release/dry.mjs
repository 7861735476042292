// `pnpm release:dry [--quick]`: goes the way of publish.yml on this machine, step by step, in a fresh
// clone, up to a registry on the loopback address. Quick leaves the checks out.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { install, ROOT } from '../../test/e2e/home.mjs';
import { newSet } from '../../test/e2e/process.mjs';
import { startRegistry } from '../../test/e2e/registry.mjs';
import { nameFindings, STAND_IN } from './rules.ts';

const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values;
const CHECKS = /pnpm@10 (lint|test|scan|e2e)/;

const work = mkdtempSync(path.join(tmpdir(), 'capillary-release-'));
const clone = path.join(work, 'clone');
const artifacts = path.join(work, 'artifacts');
const outputFile = path.join(work, 'outputs');
const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const { version } = manifest;

const git = (cwd, ...args) =>
	execFileSync('git', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });

/** The environment of a runner: nothing that could sign anybody in. */
const env = {
	...Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/token|secret|auth|password/i.test(name)),
	),
	CI: 'true',
	GITHUB_REF_NAME: version,
	GITHUB_OUTPUT: outputFile,
};

/** Runs a command as a step does; meanwhile the registry is listened to. */
async function shell(command, cwd, more = {}) {
	const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', command], {
		cwd,
		stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...env, ...more },
	});
	const [code] = await once(child, 'exit');
	if (code !== 0) throw new Error(`"${command}" ended with ${code}`);
}

/** A clone of what is committed, tagged on the main branch of an origin of its own, as after a push. */
async function prepare() {
	const origin = path.join(work, 'origin.git');
	git(work, 'init', '--quiet', '--bare', '--initial-branch=main', origin);
	git(ROOT, 'push', '--quiet', origin, 'HEAD:refs/heads/main');
	git(work, 'clone', '--quiet', origin, clone);
	const missing = nameFindings({ manifest });
	const named = missing.length === 0 ? manifest : { ...manifest, ...STAND_IN };
	if (named !== manifest) {
		writeFileSync(path.join(clone, 'package.json'), `${JSON.stringify(named, null, 2)}\n`);
		await shell(
			'npx -y pnpm@10 install --frozen-lockfile && npx tsx tools/release/writeNames.ts',
			clone,
		);
		const user = ['-c', 'user.name=Dry Run', '-c', 'user.email=dry-run@example.invalid'];
		git(clone, ...user, 'commit', '--quiet', '--all', '--message', 'Stand-ins for the names');
	}
	git(clone, 'tag', version);
	git(clone, 'push', '--quiet', '--atomic', 'origin', 'main', version);
	git(clone, 'checkout', '--quiet', '--detach', version);
	env.GITHUB_REPOSITORY = /github\.com\/(.+?)(\.git)?$/.exec(named.repository.url)[1];
	return missing;
}

/** What a job says to the next one: `${{ needs.pack.outputs.NAME }}`. */
const filledIn = (text) =>
	String(text).replace(/\$\{\{ \w+\.pack\.outputs\.(\w+) \}\}/g, (_found, name) => {
		const [, value] = new RegExp(`^${name}=(.*)$`, 'm').exec(readFileSync(outputFile, 'utf8'));
		return value;
	});

/** What the actions do, as far as it concerns the tarball; GitHub does the rest. */
function useAction(step, cwd) {
	const { name, path: at } = step.with;
	if (step.uses.startsWith('actions/upload-artifact@')) {
		cpSync(path.join(cwd, at), path.join(artifacts, name, path.basename(at)));
	} else if (step.uses.startsWith('actions/download-artifact@')) {
		cpSync(path.join(artifacts, name), path.join(cwd, at), { recursive: true });
	}
}

async function runStep(step, cwd, registryEnv) {
	const said = step.run ?? step.uses;
	if (quick && CHECKS.test(said)) return console.log(`-- left out: ${said}`);
	console.log(`\n== ${said}`);
	if (step.uses) return useAction(step, cwd);
	const given = Object.entries(step.env ?? {}).map(([name, value]) => [name, filledIn(value)]);
	if (!said.includes('npm publish')) return await shell(said, cwd, Object.fromEntries(given));
	console.log('   (to the loopback address; without --provenance, which only GitHub can sign)');
	await shell(said.replace(' --provenance', ''), cwd, {
		...Object.fromEntries(given),
		...registryEnv,
	});
}

/** The registry has the very tarball that the first job made. */
async function compare(registry) {
	const answer = await fetch(`${registry.url}/${manifest.name}`);
	const { versions, 'dist-tags': tags } = await answer.json();
	const tarball = readFileSync(path.join(artifacts, 'tarball/package.tgz'));
	const sha512 = createHash('sha512').update(tarball).digest('base64');
	assert.equal(versions[version].dist.integrity, `sha512-${sha512}`);
	console.log(`\nPublished as ${JSON.stringify(tags)}, byte for byte what was packed.`);
}

async function main() {
	install();
	const missing = await prepare();
	const registry = await startRegistry({ onStart: started });
	const { jobs } = parse(readFileSync(path.join(clone, '.github/workflows/publish.yml'), 'utf8'));
	for (const [name, { steps }] of Object.entries(jobs)) {
		console.log(`\n==== job ${name}`);
		const cwd = name === 'pack' ? clone : path.join(work, name);
		mkdirSync(cwd, { recursive: true });
		for (const step of steps) await runStep(step, cwd, registry.env);
	}
	await compare(registry);
	if (missing.length > 0) {
		console.log('The names were stand-ins. Before a real release, set:');
		for (const finding of missing) console.log(`- ${finding}`);
	}
}

const { started, stopAll } = newSet(1);
try {
	await main();
} catch (error) {
	console.error(`The dry run failed: ${error.message}`);
	process.exitCode = 1;
} finally {
	await stopAll();
	rmSync(work, { recursive: true, force: true });
}
