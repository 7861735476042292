// Loads the unpacked package as one release of n8n does, and claims a badge with it. Started by
// compat.ts in a folder that holds that release's n8n-core and n8n-workflow; prints one JSON line.
const { createRequire } = require('node:module');
const path = require('node:path');

const [packageFolder, url, username, password] = process.argv.slice(2);
const fromRelease = createRequire(path.join(process.cwd(), 'package.json'));
const core = fromRelease('n8n-core');
const workflowPackage = fromRelease('n8n-workflow');

const BADGE = '653df084b3cda7078c7c68f1';
const OUTSIDE = 'http://localhost:5678/';

const credential = {
	authentication: 'basic',
	cluster: 'custom',
	baseUrl: url,
	username,
	password,
	accessToken: '',
};

const start = {
	id: 'start',
	name: 'Start',
	type: 'start',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const badges = {
	id: 'badges',
	name: 'Badges',
	type: 'capillaryBadges',
	typeVersion: 1,
	position: [0, 0],
	parameters: {
		resource: 'badge',
		operation: 'claim',
		badgeId: { __rl: true, mode: 'id', value: BADGE },
		ownerType: 'Loyalty',
		referenceId: '={{ $json.programme }}',
	},
	credentials: { capillaryApi: { id: '1', name: 'Capillary' } },
};
const startType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: 'Start',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** The part of n8n's credential handling that a Basic credential needs. */
const credentialsHelper = (type) => ({
	getParentTypes: () => [],
	isCredentialUsableByNode: () => true,
	authenticate: async (data, _name, options) => await type.authenticate(data, options),
	preAuthentication: async () => undefined,
	getDecrypted: async () => ({ ...credential }),
	getCredentialsProperties: () => type.properties,
});

async function main() {
	const loader = new core.PackageDirectoryLoader(packageFolder);
	await loader.loadAll();
	const types = { start: startType, capillaryBadges: loader.nodeTypes.capillaryBadges.type };
	const find = (name) => types[name.split('.').pop()];
	const workflow = new workflowPackage.Workflow({
		id: '1',
		name: 'Claim',
		nodes: [start, badges],
		connections: { Start: { main: [[{ node: 'Badges', type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes: { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) },
		settings: { executionOrder: 'v1', timezone: 'UTC' },
	});
	const additionalData = {
		credentialsHelper: credentialsHelper(loader.credentialTypes.capillaryApi.type),
		hooks: new core.ExecutionLifecycleHooks('manual', '1', {}),
		executionId: '1',
		currentNodeExecutionIndex: 0,
		variables: {},
		logAiEvent: () => {},
		...Object.fromEntries(
			[
				'restApiUrl',
				'instanceBaseUrl',
				'formBaseUrl',
				'formWaitingBaseUrl',
				'formTestBaseUrl',
				'webhookBaseUrl',
				'webhookWaitingBaseUrl',
				'webhookTestBaseUrl',
			].map((name) => [name, OUTSIDE]),
		),
	};
	const execution = new core.WorkflowExecute(additionalData, 'manual');
	const pinData = { Start: [{ json: { programme: '123' } }] };
	const startNode = workflow.getNode('Start');
	// Newer releases take one object, older ones a list of arguments.
	const run =
		execution.run.length === 1
			? await execution.run({ workflow, startNode, pinData })
			: await execution.run(workflow, startNode, undefined, pinData);
	const { runData, error } = run.data.resultData;
	const [item] = runData.Badges?.[0]?.data?.main?.[0] ?? [];
	console.log(JSON.stringify({ json: item?.json, error: error?.message }));
}

main().then(
	() => process.exit(0),
	(error) => {
		console.log(JSON.stringify({ error: String(error?.stack ?? error) }));
		process.exit(1);
	},
);
