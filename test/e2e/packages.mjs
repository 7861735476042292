// The package as a user gets it: tarballs, a registry that has them, npm as n8n and the README call it.
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { NAME, ROOT } from './home.mjs';
import { BIN } from './n8n.mjs';

const run = promisify(execFile);
const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };

/** Our environment without what pnpm sets in it, which npm complains of. */
const environment = () =>
	Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_/i.test(name)));

/**
 * Packs the project.
 * @param folder where the tarball goes
 * @param version another one than the project's, for an update
 */
export function pack(folder, version) {
	mkdirSync(folder, { recursive: true });
	execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
		cwd: ROOT,
		...quiet,
	});
	const tarball = () =>
		path.join(
			folder,
			readdirSync(folder).find((name) => name.endsWith('.tgz')),
		);
	if (version === undefined) return tarball();
	execFileSync('tar', ['-xzf', tarball(), '-C', folder], quiet);
	const unpacked = path.join(folder, 'package');
	const file = path.join(unpacked, 'package.json');
	writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), version }));
	execFileSync('tar', ['-czf', tarball(), '-C', folder, 'package'], quiet);
	return tarball();
}

/** Publishes a tarball to a registry. */
export const publishTarball = (tarball, registry) =>
	run('npm', ['publish', tarball, '--ignore-scripts', '--provenance=false'], {
		env: { ...environment(), ...registry.env },
	});

/**
 * Publishes an empty package under the name of the peer that n8n brings itself: npm looks it up, and
 * must not install it.
 */
export async function publishPeer(folder, registry) {
	mkdirSync(folder, { recursive: true });
	const manifest = { name: 'n8n-workflow', version: '1.0.0' };
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
	await publishTarball(folder, registry);
}

/**
 * What makes n8n's screens ask our registry: n8n names the public one to npm, and another one only with
 * a license. An npm that drops that word takes the registry of its settings. All else that n8n asks
 * of the internet is refused at once.
 */
export function npmFor(folder, registry) {
	const bin = path.join(folder, 'bin');
	mkdirSync(bin, { recursive: true });
	const real = execFileSync('bash', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
	const script = `#!/usr/bin/env bash
for word; do
	shift
	[[ $word == --registry=* ]] || set -- "$@" "$word"
done
exec '${real}' "$@"
`;
	writeFileSync(path.join(bin, 'npm'), script);
	chmodSync(path.join(bin, 'npm'), 0o755);
	const nowhere = 'http://127.0.0.1:9';
	const PATH = `${bin}:${BIN}:${process.env.PATH}`;
	return {
		...registry.env,
		PATH,
		HTTPS_PROXY: nowhere,
		https_proxy: nowhere,
		NO_PROXY: '127.0.0.1,localhost',
	};
}

/** The commands of the README that stand under `<!-- install … -->`. */
export function readmeCommands(how) {
	const text = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
	const [, commands] = new RegExp(`<!-- install ${how} -->\\s+\`\`\`sh\\n([^\`]+)\`\`\``).exec(
		text,
	);
	return commands;
}

/** Runs commands as a user in a shell, whose home is the folder given. */
export const inShell = (commands, { cwd, home, env }) =>
	run('bash', ['-e', '-c', commands], { cwd, env: { ...environment(), ...env, HOME: home } });

/** What npm and pnpm keep in the real home, for commands that run with another one. */
export const realSettings = () => {
	const home = homedir();
	return {
		npm_config_userconfig: path.join(home, '.npmrc'),
		npm_config_cache: path.join(home, '.npm'),
		XDG_DATA_HOME: process.env.XDG_DATA_HOME ?? path.join(home, '.local/share'),
	};
};

/** The packages in a home's folder of community nodes. */
export function installedIn(home) {
	const modules = path.join(home, '.n8n/nodes/node_modules');
	return readdirSync(modules).filter((name) => !name.startsWith('.'));
}

/** The version of the package that is installed in a home. */
export const versionIn = (home) =>
	JSON.parse(readFileSync(path.join(home, '.n8n/nodes/node_modules', NAME, 'package.json'), 'utf8'))
		.version;
