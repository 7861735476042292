// `pnpm start [--port N]`: a running n8n with the package, a sandbox, a credential and the examples; Ctrl-C ends it all.
import { parseArgs } from 'node:util';
import { startSandboxProcess } from '../support/sandboxProcess.ts';
import { exampleWorkflows } from './examples.mjs';
import { install, startN8n } from './n8n.mjs';
import { OWNER, restClient, sandboxAccount } from './rest.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '5678' } } });
const running = [];
let ending;

/** Ends what was started, the last first; once. */
function end() {
	ending ??= (async () => {
		for (const one of running.reverse()) await one.stop();
	})();
	return ending;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => {
		console.log('Stopping …');
		void end().then(() => process.exit(0));
	});
}

async function main() {
	console.log('Installing and starting n8n; the first time takes some minutes …');
	install();
	const sandbox = await startSandboxProcess();
	running.push(sandbox);
	const n8n = await startN8n({
		port: Number(values.port),
		onStart: (started) => running.push(started),
	});
	const rest = restClient(n8n.url);
	await rest.setUpOwner();
	const credential = {
		id: await rest.saveCredential('Capillary sandbox', sandboxAccount(sandbox.url)),
		name: 'Capillary sandbox',
	};
	const saved = [];
	for (const example of exampleWorkflows(credential)) saved.push(await rest.saveWorkflow(example));
	console.log(
		[
			'',
			`n8n          ${n8n.url}`,
			`Sign in      ${OWNER.email}, password ${OWNER.password}`,
			`New workflow ${n8n.url}/workflow/new (add the node "Capillary Badges"; its credential is saved)`,
			...saved.map(({ id, name }) => `Example      ${n8n.url}/workflow/${id}  ${name}`),
			`Sandbox      ${sandbox.url}/__sandbox/state shows what Capillary would know`,
			'Ctrl-C ends it all and removes its data.',
		].join('\n'),
	);
}

main().catch(async (error) => {
	if (ending) return;
	console.error(error);
	await end();
	process.exit(1);
});
