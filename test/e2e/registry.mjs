// A package registry of our own on the loopback address: it knows what is published to it, and no other.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { E2E } from './home.mjs';
import { BIN } from './n8n.mjs';
import { freePort, startProcess } from './process.mjs';

const CONFIG = `
storage: ./storage
auth:
  htpasswd:
    file: ./htpasswd
packages:
  '**':
    access: $all
    publish: $authenticated
web:
  enable: false
log: { type: stdout, format: pretty, level: http }
`;

/** Makes a user, who alone may publish. */
async function newUser(url) {
	const name = 'publisher';
	const answer = await fetch(`${url}/-/user/org.couchdb.user:${name}`, {
		method: 'PUT',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ name, password: 'Badges4Everyone', type: 'user' }),
	});
	const { token } = await answer.json();
	if (!token) throw new Error(`No user in the registry: ${answer.status}`);
	return token;
}

/**
 * Starts the registry, empty.
 * @param {{ onStart?: (started: { stop(): Promise<void> }) => void }} options
 * @returns its address, and the environment with which npm asks this registry and no other
 */
export async function startRegistry({ onStart } = {}) {
	const folder = mkdtempSync(path.join(tmpdir(), 'capillary-registry-'));
	writeFileSync(path.join(folder, 'config.yaml'), CONFIG);
	const host = `127.0.0.1:${await freePort()}`;
	const url = `http://${host}`;
	const registry = await startProcess({
		name: 'registry',
		command: path.join(BIN, 'node'),
		args: [
			path.join(E2E, 'node_modules/verdaccio/bin/verdaccio'),
			'--config',
			path.join(folder, 'config.yaml'),
			'--listen',
			host,
		],
		env: { PATH: process.env.PATH, HOME: folder },
		onStart,
		onStop: () => rmSync(folder, { recursive: true, force: true }),
		ready: () =>
			fetch(`${url}/-/ping`).then(
				({ ok }) => ok,
				() => false,
			),
	});
	const npmrc = path.join(folder, 'npmrc');
	writeFileSync(npmrc, `registry=${url}\n//${host}/:_authToken=${await newUser(url)}\n`);
	const env = {
		npm_config_userconfig: npmrc,
		npm_config_registry: url,
		npm_config_cache: path.join(folder, 'cache'),
		npm_config_update_notifier: 'false',
		npm_config_audit: 'false',
		npm_config_fund: 'false',
	};
	return { ...registry, url, env };
}
