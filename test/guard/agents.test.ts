/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import type { ZodObject, ZodRawShape } from 'zod';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { CapillaryBadges } from '../../nodes/CapillaryBadges/CapillaryBadges.node';
import { isTool } from '../../nodes/CapillaryBadges/execution/nodeRun';
import { ROOT } from '../support/engine';
import { fieldsForModels, fromAi } from '../../tools/agentPages';
import { keyOf } from '../../tools/pages';

/** What agents are given of the node: by n8n-core's own makers of tools. */

const MAKER = path.join(
	ROOT,
	'node_modules/n8n-core/dist/execution-engine/node-execution-context/utils/create-node-as-tool.js',
);

test('what the page gives to paste makes a tool whose every argument is described', async () => {
	const { getSchema } = (await import(MAKER)) as {
		getSchema(node: INode): ZodObject<ZodRawShape>;
	};
	for (const operation of operations) {
		const filled = fieldsForModels(operation);
		const parameters = Object.fromEntries(filled.map((one) => [one.field.name, fromAi(one)]));
		const { shape } = getSchema({ parameters } as unknown as INode);
		const undescribed = Object.entries(shape).filter(([, type]) => !type.description);
		expect([keyOf(operation), Object.keys(shape), undescribed]).toEqual([
			keyOf(operation),
			Object.keys(parameters),
			[],
		]);
	}
});

test('the tool has a text for models, which says what the outcomes mean and fits into a prompt', () => {
	const { usableAsTool, description } = new CapillaryBadges().description;
	const text = typeof usableAsTool === 'object' ? usableAsTool.replacements?.description : '';
	expect(text).not.toBe(description);
	for (const word of ['done', 'refused', 'unknown']) expect(text).toContain(`${word}: `);
	expect(text?.length).toBeLessThan(700);
});

test.each([
	['n8n says so', 'x.capillaryBadges', () => true, true],
	['n8n runs it under the name of a tool', 'x.capillaryBadgesTool', () => false, true],
	['an older n8n runs it so, and says nothing', 'x.capillaryBadgesTool', undefined, true],
	['no agent', 'x.capillaryBadges', () => false, false],
	['no agent, in an older n8n', 'x.capillaryBadges', undefined, false],
])('a tool is known: %s', (_, type, isToolExecution, expected) => {
	const context = { getNode: () => ({ type }) as INode, isToolExecution };
	expect(isTool(context)).toBe(expected);
});
