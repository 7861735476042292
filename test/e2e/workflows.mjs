/** A record by its ID, as the editor keeps it. */
const byId = (value) => ({ __rl: true, mode: 'id', value });
export const toMembers = { ownerType: 'Loyalty', referenceId: byId('123694') };

/** What to do with each customer, whose ID is in the field `customer`. */
export const ISSUE = {
	operation: 'earn',
	badgeId: byId('66276dc68fe258516a88ff8e'),
	customerId: '={{ $json.customer }}',
};
export const ENROL = {
	operation: 'enrol',
	badgeId: byId('653de84db3cda7078c7c68ed'),
	customersFrom: 'field',
	customerField: 'customer',
};

const badges = (credential, parameters) => ({
	id: 'badges',
	name: 'Capillary Badges',
	type: 'n8n-nodes-capillary-badges.capillaryBadges',
	typeVersion: 1,
	position: [260, 0],
	parameters,
	credentials: { capillaryApi: credential },
});

/** One node after the other. */
const chain = (...names) =>
	Object.fromEntries(
		names
			.slice(0, -1)
			.map((name, n) => [name, { main: [[{ node: names[n + 1], type: 'main', index: 0 }]] }]),
	);

/** A trigger to press, and the node as it is when it is new. */
export const byHand = (credential, parameters = {}) => ({
	name: 'Issue a badge by hand',
	nodes: [
		{
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		badges(credential, parameters),
	],
	connections: chain('Start', 'Capillary Badges'),
});

const webhook = (path, responseMode) => ({
	id: 'webhook',
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	position: [0, 0],
	webhookId: path,
	parameters: { httpMethod: 'POST', path, responseMode, options: {} },
});

/** One badge for each call of a web hook, under the order's ID. */
export const byWebhook = (credential, path, answers) => ({
	name: 'Issue a badge for each order',
	nodes: [
		webhook(path, answers),
		badges(credential, {
			resource: 'customerBadge',
			...toMembers,
			...ISSUE,
			customerId: '={{ $json.body.customerId }}',
			additionalFields: { requestId: '={{ $json.body.orderId }}' },
			options: {},
		}),
	],
	connections: chain('Webhook', 'Capillary Badges'),
});

const splitCustomers = {
	id: 'split',
	name: 'Split Out',
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	position: [130, 0],
	parameters: { fieldToSplitOut: 'body.customers', options: { destinationFieldName: 'customer' } },
};

/** A list of customers in one call, a badge for each; a second run repeats nothing. */
export const byList = (credential, path, parameters) => ({
	name: `A list of customers for ${path}`,
	nodes: [
		webhook(path, 'onReceived'),
		splitCustomers,
		badges(credential, {
			resource: 'customerBadge',
			...toMembers,
			...parameters,
			additionalFields: {},
			options: { requestIdScope: 'content' },
		}),
	],
	connections: chain('Webhook', 'Split Out', 'Capillary Badges'),
});

/** Enrols each customer who earns a badge; its parameters may be set otherwise. */
export const byTrigger = (credential, parameters = {}) => ({
	name: 'A badge was earned',
	nodes: [
		{
			id: 'trigger',
			name: 'Capillary Badges Trigger',
			type: 'n8n-nodes-capillary-badges.capillaryBadgesTrigger',
			typeVersion: 1,
			position: [0, 0],
			webhookId: 'c0ffee00-0000-4000-8000-000000000001',
			parameters: {
				events: ['badgeEarned'],
				registration: 'automatic',
				filters: {},
				options: {},
				...parameters,
			},
			credentials: { capillaryApi: credential },
		},
		badges(credential, {
			resource: 'customerBadge',
			...toMembers,
			...ENROL,
			customerField: 'customerId',
			additionalFields: {},
			options: {},
		}),
	],
	connections: chain('Capillary Badges Trigger', 'Capillary Badges'),
});

const capillaryTrigger = (credential) => ({
	id: 'trigger',
	name: 'Capillary Badges Trigger',
	type: 'n8n-nodes-capillary-badges.capillaryBadgesTrigger',
	typeVersion: 1,
	position: [0, 0],
	webhookId: 'c0ffee00-0000-4000-8000-000000000002',
	parameters: { events: ['badgeEarned'], registration: 'automatic', filters: {}, options: {} },
	credentials: { capillaryApi: credential },
});

/** The trigger alone. */
export const byTriggerAlone = (credential) => ({
	name: 'Events alone',
	nodes: [capillaryTrigger(credential)],
	connections: {},
});

/** Each run writes the workflow's static data, and then waits so many seconds. */
export const byTriggerThenWait = (credential, seconds) => ({
	name: 'Wait after an event',
	nodes: [
		capillaryTrigger(credential),
		{
			id: 'write',
			name: 'Write Static Data',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			position: [200, 0],
			parameters: {
				jsCode: `const data = $getWorkflowStaticData('global');
data.runs = (data.runs ?? 0) + 1;
return $input.all();`,
			},
		},
		{
			id: 'wait',
			name: 'Wait',
			type: 'n8n-nodes-base.wait',
			typeVersion: 1.1,
			position: [400, 0],
			webhookId: 'c0ffee00-0000-4000-8000-000000000003',
			parameters: { amount: seconds, unit: 'seconds' },
		},
	],
	connections: chain('Capillary Badges Trigger', 'Write Static Data', 'Wait'),
});

/** The node as a tool of whatever AI agent speaks MCP: it names the customer and the request. */
export const byAgent = (credential, path) => ({
	name: 'A tool for agents',
	nodes: [
		{
			id: 'mcp',
			name: 'MCP Server Trigger',
			type: '@n8n/n8n-nodes-langchain.mcpTrigger',
			typeVersion: 2,
			position: [0, 0],
			webhookId: path,
			parameters: { path },
		},
		{
			...badges(credential, {
				resource: 'customerBadge',
				...toMembers,
				...ISSUE,
				customerId: "={{ $fromAI('customerId', 'ID of the customer', 'string') }}",
				additionalFields: {
					requestId: "={{ $fromAI('orderNumber', 'Number of the order', 'string') }}",
				},
				options: {},
			}),
			name: 'Issue a Badge',
			type: 'n8n-nodes-capillary-badges.capillaryBadgesTool',
		},
	],
	connections: {
		'Issue a Badge': { ai_tool: [[{ node: 'MCP Server Trigger', type: 'ai_tool', index: 0 }]] },
	},
});
