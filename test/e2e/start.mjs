// `pnpm start [--port N]`: a running n8n with the package, a sandbox, a credential and the examples; Ctrl-C ends it all.
import { parseArgs } from 'node:util';
import { saveExamples, saveUsers } from './examples.mjs';
import { install } from './home.mjs';
import { startN8n } from './n8n.mjs';
import { newSet } from './process.mjs';
import { OWNER } from './rest.mjs';
import { signIn, startSandbox } from './stage.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '5678' } } });
const { started, stopAll, interrupted } = newSet(0);

async function main() {
	console.log('Installing and starting n8n; the first time takes some minutes …');
	install();
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
			'Ctrl-C ends it all and removes its data.',
		].join('\n'),
	);
}

main().catch(async (error) => {
	if (interrupted()) return;
	console.error(error);
	await stopAll();
	process.exit(1);
});
