/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import path from 'node:path';
import { loadOutputSchema, PackageDirectoryLoader } from 'n8n-core';
import { ROOT } from '../../support/engine';

const FOLDER = 'dist/nodes/CapillaryBadgesTrigger';

test('n8n finds the output schema, which names what an event holds', () => {
	const lookup = { nodeDir: path.join(ROOT, FOLDER), version: 1 };
	const schemas = [lookup, { ...lookup, versionFallback: true }].map((ref) =>
		loadOutputSchema(ref),
	);
	expect(schemas[0]).toEqual(schemas[1]);
	expect(schemas[0]).toMatchObject({
		type: 'object',
		version: 1,
		properties: {
			eventId: { type: 'string' },
			createdAt: { type: 'string' },
			badgeId: { type: 'string' },
			customerId: { type: 'number' },
			currentRequestState: { type: 'string' },
			customerIdentifiers: {
				properties: { instore: { properties: { email: { type: 'string' } } } },
			},
		},
	});
});

test('n8n loads it as a trigger with categories and both icons', async () => {
	const loader = new PackageDirectoryLoader(ROOT);
	await loader.loadAll();
	const description = loader.types.nodes.find(({ name }) => name === 'capillaryBadgesTrigger');
	expect(description).toMatchObject({
		displayName: 'Capillary Badges Trigger',
		group: ['trigger'],
		version: 1,
		inputs: [],
		codex: { categories: ['Marketing & Content', 'Sales'] },
		iconUrl: {
			light: expect.stringMatching(/capillary\.svg$/),
			dark: expect.stringMatching(/capillary\.dark\.svg$/),
		},
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived' }],
	});
});
