/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode, INodeTypeDescription } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox';
import { startSandbox } from '../../sandbox';
import saved from '../fixtures/description-0.1.0.json';
import { EXCEPTIONS } from '../fixtures/v0.1.0/exceptions';
import type { Engine } from '../support/engine';
import { ROOT } from '../support/engine';
import { exampleFiles, STORED } from '../support/examples';
import type { Change } from '../support/keptMembers';
import { changes, lineOf } from '../support/keptMembers';
import type { Example, Flow, Ran, TriggerFlow } from '../support/recordings';
import {
	readRecordings,
	RECORDED_AT,
	runFlow,
	runRecordedExample,
	runTriggerFlow,
} from '../support/recordings';
import type { TriggerStage } from '../support/triggerStage';
import { startTriggerStage } from '../support/triggerStage';

/**
 * What 0.1.0 stored and what came of it, recorded with its node, n8n's engine and its sandbox: today's
 * node gives as many items with the same members, and sends the same. Exceptions stand in the changelog.
 */

const flows = readRecordings<Flow[]>('operations');
const examples = readRecordings<Example[]>('examples');
const { calls, triggers } = readRecordings<{ calls: object[]; triggers: TriggerFlow[] }>('trigger');

let engine: Engine;
let sandbox: Sandbox;
let stage: TriggerStage;
beforeAll(async () => {
	const clock = () => RECORDED_AT;
	[sandbox, stage] = await Promise.all([startSandbox({ clock }), startTriggerStage()]);
	({ engine } = stage);
});
afterAll(() => Promise.all([sandbox.close(), stage.close()]));

const found: Change[] = [];

/** The differences that nothing explains; all of them are kept. */
function unexplained(differences: Change[]): string[] {
	found.push(...differences);
	return differences
		.filter((change) => !EXCEPTIONS.some(({ explains }) => explains(change)))
		.map(lineOf);
}

/** Which of two like requests came first is chance: each is compared by itself. */
const changed = (name: string, was: Ran, is: Ran): Change[] => [
	...changes(was.outputs, is.outputs, name, new Map()),
	...changes(was.sent.length, is.sent.length, `${name} > sent > length`, new Map()),
	...was.sent.flatMap((one, i) => changes(one, is.sent[i], `${name} > sent > ${i}`, new Map())),
];

test.each(flows)('$name', async (flow) => {
	const ran = await runFlow(engine, sandbox, flow);
	expect(unexplained(changed(flow.name, flow, ran))).toEqual([]);
});

test.each(examples)('$name', async (example) => {
	const ran = await runRecordedExample(engine, sandbox, example);
	expect(unexplained(changed(example.name, example, ran))).toEqual([]);
});

test.each(triggers)('trigger: $name', async ({ name, parameters, answers, runs }) => {
	const ran = await runTriggerFlow(stage, parameters, calls);
	expect(unexplained(changes({ answers, runs }, ran, name, new Map()))).toEqual([]);
});

/** The operation of a node; n8n does not store what is the default. */
function operationOf({ name, parameters }: Flow['nodes'][number]): string {
	const { properties } = saved.capillaryBadges as unknown as INodeTypeDescription;
	const plain = { id: '1', name, type: 'capillaryBadges', typeVersion: 1, parameters };
	const node: INode = { ...plain, position: [0, 0] };
	const filled = NodeHelpers.getNodeParameters(properties, parameters, true, false, node, null);
	return `${String(filled?.resource)}.${String(filled?.operation)}`;
}

test('every operation of 0.1.0 and every example was recorded', () => {
	const named = saved.capillaryBadges.properties.flatMap(({ displayOptions }) => {
		const show: { resource?: string[]; operation?: string[] } = displayOptions?.show ?? {};
		const [resource] = show.resource ?? [];
		return (show.operation ?? []).map((operation) => `${resource}.${operation}`);
	});
	const ran = flows.flatMap(({ nodes }) => nodes.map(operationOf));
	expect([...new Set(ran)].sort()).toEqual([...new Set(named)].sort());
	expect(new Set(ran).size).toBe(31);
	expect(examples.map(({ name }) => name)).toEqual(exampleFiles(STORED));
});

test('every exception explains a difference, and stands in the changelog', () => {
	const changelog = readFileSync(path.join(ROOT, 'CHANGELOG.md'), 'utf8').split('## 0.1.0')[0];
	for (const { explains, changelog: words } of EXCEPTIONS) {
		expect([words, found.some((change) => explains(change))]).toEqual([words, true]);
		expect(changelog).toContain(words);
	}
});

test('a difference is a member that is gone or has another value, a shorter or a longer list', () => {
	const id = '6a1d74400000000000000001';
	const was = { a: 1, list: [{ b: [1, 2] }, 3], id, again: id, none: null };
	const lines = (is: object) => changes(was, is, 'x', new Map()).map(lineOf);
	expect(lines({ ...was, more: 1, list: [{ b: [1, 2], c: 1 }, 3] })).toEqual([]);
	expect(lines({ a: '1', list: [{ b: [1] }, 3, 4], id: 'x', again: null, none: 0 })).toEqual([
		'x > a: 1 → "1"',
		'x > list > length: 2 → 3',
		'x > list > 0 > b > length: 2 → 1',
		`x > id: "${id}" → "x"`,
		`x > again: "${id}" → null`,
		'x > none: null → 0',
	]);
	const other = '6a1d74400000000000000002';
	expect(lines({ ...was, id: other, again: other })).toEqual([]);
	expect(lines({ ...was, id: other })).toEqual([`x > again: "${id}" → "${id}"`]);
});
