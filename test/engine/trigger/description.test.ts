/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadOutputSchema, PackageDirectoryLoader } from 'n8n-core';
import type { INodeProperties } from 'n8n-workflow';
import { CapillaryBadgesTrigger } from '../../../nodes/CapillaryBadgesTrigger/CapillaryBadgesTrigger.node';
import { EVENTS } from '../../../nodes/CapillaryBadgesTrigger/events';
import { TRIGGER } from '../../fixtures/triggerFrozen';
import { TRIGGER_EVENTS } from '../../fixtures/triggerEvents';
import { Client } from '../../sandbox/client';
import { ROOT, startEngine } from '../../support/engine';
import { triggerWorkflow } from '../../support/triggerWorkflow';
import { withTriggerTables } from '../../../tools/triggerPages';

const { properties } = new CapillaryBadgesTrigger().description;

/** A parameter and, of a collection, its members, each with its place. */
const placed = (field: INodeProperties, inside = ''): Array<[string, INodeProperties]> => [
	[`${inside}${field.name}`, field],
	...(field.type === 'collection' ? (field.options as INodeProperties[]) : []).flatMap((member) =>
		placed(member, `${field.name}.`),
	),
];
const valuesOf = ({ options = [] }: INodeProperties) =>
	options.flatMap((option) => ('value' in option ? [String(option.value)] : []));

test('the parameters keep their names, types, defaults and values', () => {
	const fields = properties
		.filter(({ type }) => type !== 'notice')
		.flatMap((field) => placed(field));
	expect(
		Object.fromEntries(
			fields.map(([at, field]) => {
				const values = valuesOf(field);
				return [at, [field.type, field.default, ...(values.length > 0 ? [values] : [])]];
			}),
		),
	).toEqual(TRIGGER);
});

test('docs/trigger.md describes every event and every field', () => {
	// To mend it: npx -y pnpm@10 pages
	const plain = (text: string) =>
		text
			.replace(/[ \t]+/g, ' ')
			.replace(/-{3,}/g, '---')
			.replace(/\n{2,}/g, '\n');
	const page = readFileSync(path.join(ROOT, 'docs/trigger.md'), 'utf8');
	expect(plain(page)).toBe(plain(withTriggerTables(page)));
	const api = readFileSync(path.join(ROOT, 'docs/api.md'), 'utf8');
	for (const { value } of EVENTS) {
		expect(page).toContain(`(\`${value}\`)`);
		expect(api).toContain(`### ${value}\n`);
	}
});

test('every event has a sample, and the sandbox knows it', async () => {
	const client = await Client.start();
	try {
		const { body } = await client.get('/v3/webHooks/eventMetaData');
		const names = EVENTS.map(({ value }) => value).sort();
		expect(
			(body.data as Array<{ eventName: string }>).map(({ eventName }) => eventName).sort(),
		).toEqual(names);
		expect(Object.keys(TRIGGER_EVENTS).sort()).toEqual(names);
	} finally {
		await client.sandbox.close();
	}
});

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

test('the subtitle shows labels of the events, and what is no event as it is', async () => {
	const { nodeTypes } = await startEngine();
	const { subtitle } = new CapillaryBadgesTrigger().description;
	const shown = (events: string | string[]) => {
		const workflow = triggerWorkflow(nodeTypes, {
			id: 'wf',
			nodeId: 'trigger',
			name: 'Trigger',
			parameters: { events },
			staticData: {},
			active: false,
		});
		return workflow.expression.getSimpleParameterValue(
			workflow.nodes.Trigger,
			subtitle,
			'internal',
			{},
		);
	};
	expect(shown(['badgeEarned', 'requestWorkflowEvent'])).toBe(
		'Badge Earned, Approval Request Changed',
	);
	expect([shown('badgeEarned'), shown(['new'])]).toEqual(['Badge Earned', 'new']);
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
