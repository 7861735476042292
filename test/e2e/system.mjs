// Programs that come from the system rather than from npm.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const POSTGRES = '/usr/lib/postgresql';

const onPath = (program) =>
	(process.env.PATH ?? '')
		.split(':')
		.map((folder) => path.join(folder, program))
		.find(existsSync);

/** Debian keeps PostgreSQL's servers apart, one folder a version. */
const postgres = (program) =>
	(existsSync(POSTGRES) ? readdirSync(POSTGRES) : [])
		.map((version) => path.join(POSTGRES, version, 'bin', program))
		.find(existsSync) ?? onPath(program);

const PROGRAMS = {
	// CHROMIUM names another browser of its kind.
	chromium: { find: () => process.env.CHROMIUM ?? onPath('chromium'), from: 'chromium' },
	initdb: { find: () => postgres('initdb'), from: 'postgresql' },
	postgres: { find: () => postgres('postgres'), from: 'postgresql' },
	'redis-server': { find: () => onPath('redis-server'), from: 'redis-server' },
};

/** Debian's packages, installed if we may: as root, where apt-get is. */
function installPackage(name) {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const apt = (...args) => execFileSync('apt-get', args, { stdio: 'ignore', env });
	apt('update');
	apt('install', '-y', '--no-install-recommends', name);
}

/**
 * Where a program is; it is installed if it is missing.
 * @param {keyof typeof PROGRAMS} name
 * @throws if it is missing and cannot be installed
 */
export function program(name) {
	const { find, from } = PROGRAMS[name];
	const found = find();
	if (found) return found;
	if (process.getuid?.() === 0 && onPath('apt-get')) installPackage(from);
	const installed = find();
	if (!installed) throw new Error(`${name} is missing: install the package ${from}`);
	return installed;
}
