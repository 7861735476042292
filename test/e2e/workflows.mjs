const BADGE = '66276dc68fe258516a88ff8e';

const badges = (credential, parameters) => ({
	id: 'badges',
	name: 'Capillary Badges',
	type: 'n8n-nodes-capillary-badges.capillaryBadges',
	typeVersion: 1,
	position: [260, 0],
	parameters,
	credentials: { capillaryApi: credential },
});

const from = (name) => ({
	[name]: { main: [[{ node: 'Capillary Badges', type: 'main', index: 0 }]] },
});

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
	connections: from('Start'),
});

/** One badge for each call of a web hook, under the order's ID. */
export const byWebhook = (credential, path) => ({
	name: 'Issue a badge for each order',
	nodes: [
		{
			id: 'webhook',
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			webhookId: path,
			parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} },
		},
		badges(credential, {
			resource: 'customerBadge',
			operation: 'earn',
			badgeId: { __rl: true, mode: 'id', value: BADGE },
			customerId: '={{ $json.body.customerId }}',
			ownerType: 'Loyalty',
			referenceId: '123694',
			additionalFields: { requestId: '={{ $json.body.orderId }}' },
			options: {},
		}),
	],
	connections: from('Webhook'),
});
