import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './home.mjs';
import { saveAccount } from './stage.mjs';

/** Nodes to which n8n's editor gives an ID for their URL when a workflow is imported. */
const HAS_URL = /\.(webhook|formTrigger|capillaryBadgesTrigger)$/;

/** Saves a credential for each user that the examples name; gives them by their names. */
export async function saveUsers(rest, account) {
	const tokens = {
		'Capillary account': account.userToken,
		'Capillary maker': 'sandbox-maker-token',
		'Capillary checker': 'sandbox-checker-token',
	};
	const users = {};
	for (const [name, userToken] of Object.entries(tokens)) {
		users[name] = await saveAccount(rest, { ...account, userToken }, name);
	}
	return users;
}

/** A node as it is after an import; of another service's credentials n8n has none. */
function imported({ credentials, ...node }, users) {
	const account = users[credentials?.capillaryApi?.name];
	return {
		...node,
		...(HAS_URL.test(node.type) ? { webhookId: randomUUID() } : {}),
		...(account ? { credentials: { capillaryApi: account } } : {}),
	};
}

/** Saves the example workflows, with the credentials of `saveUsers`; gives them by their files. */
export async function saveExamples(rest, users) {
	const folder = path.join(ROOT, 'examples');
	const saved = {};
	for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
		const example = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
		const nodes = example.nodes.map((node) => imported(node, users));
		saved[path.basename(file, '.json')] = await rest.saveWorkflow({ ...example, nodes });
	}
	return saved;
}
