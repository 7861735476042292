// The least that must work: n8n loads the packed package, its credential is green, a call is a badge.
import { startN8n } from '../n8n.mjs';
import { signIn, startSandbox, webhookStorm } from '../stage.mjs';

export default async function smoke({ check, started }) {
	const { sandbox, account } = await startSandbox(started);
	const { url } = await check('n8n starts with the packed package', () =>
		startN8n({ onStart: started }),
	);
	const { rest, credential } = await check('the credential is green', () => signIn(url, account));
	await check('one call of a production web hook, one badge', () =>
		webhookStorm({ rest, url, credential, sandbox, calls: 1, answers: 'lastNode' }),
	);
}
