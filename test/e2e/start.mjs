// `pnpm start [--port N]`: a running n8n with the package, a sandbox, a credential and the examples; Ctrl-C ends it all.
import { parseArgs } from 'node:util';
import { saveExamples, saveUsers } from './examples.mjs';
import { build, install } from './home.mjs';
import { startN8n } from './n8n.mjs';
import { newSet, sleep } from './process.mjs';
import { OWNER } from './rest.mjs';
import { signIn, startSandbox } from './stage.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '5678' } } });
const { started, stopAll, interrupted } = newSet(0);

/**
 * Takes Ctrl-C from the terminal as a key. As a signal it would also end the shells and the pnpm in
 * between, which then say that the command failed.
 */
function takeCtrlC() {
	const { stdin } = process;
	if (!stdin.isTTY) return;
	stdin.setRawMode(true);
	stdin.on('data', (keys) => {
		if (keys.includes(3)) process.kill(process.pid, 'SIGINT');
	});
}

async function main() {
	takeCtrlC();
	console.log(
		'Building the package, installing and starting n8n; the first time takes some minutes …',
	);
	await build(started);
	await install(started);
	const { sandbox, account } = await startSandbox(started);
	const { url } = await startN8n({ port: Number(values.port), onStart: started });
	const { rest } = await signIn(url, account);
	const saved = await saveExamples(rest, await saveUsers(rest, account));
	console.log(
		[
			'',
			`n8n          ${url}`,
			`Sign in      ${OWNER.email}, password ${OWNER.password}`,
			`New workflow ${url}/workflow/new (add the node "Capillary Badges"; its credentials are saved)`,
			...Object.values(saved).map(({ id, name }) => `Example      ${url}/workflow/${id}  ${name}`),
			`Sandbox      ${sandbox.url}/__sandbox/state shows what Capillary would know`,
			'',
			'A credential for the sandbox is saved. To fill one in by hand, under the credential "Capillary API":',
			'  Authentication   Basic',
			'  Cluster          Custom',
			`  Base URL         ${account.baseUrl}`,
			`  User Name        ${account.username}`,
			`  Password         ${account.password}`,
			'  and for approval requests:',
			`  Organization ID  ${account.orgId}`,
			`  User Token       ${account.userToken}`,
			'',
			'Ctrl-C ends it all and removes its data.',
		].join('\n'),
	);
}

main().catch(async (error) => {
	// Ctrl-C ends what is waited for first; that it was Ctrl-C is known a moment later.
	await sleep(100);
	if (interrupted()) return;
	console.error(error);
	await stopAll();
	process.exit(1);
});
