/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
/** Runs what was recorded with an earlier version: its node parameters as n8n keeps them, on the same input. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { IConnections, IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox';
import type { Engine } from './engine';
import { ROOT } from './engine';
import { wordsOf } from './keptMembers';
import { readExample, runExample, STORED } from './examples';
import type { TriggerStage } from './triggerStage';
import { eventText } from './triggerStage';

const PACKAGE = 'n8n-nodes-capillary-badges';

/** The time of the sandbox while it was recorded. */
export const RECORDED_AT = Date.UTC(2026, 5, 1, 12);

/** A customer whom the sandbox rejects. */
const REJECTED = 566_135_941;

/** An item, and the input item that it is linked to. */
interface Item {
	json: IDataObject;
	item: number | null;
}

/** What came of a run. */
export interface Ran {
	/** By the name of a node: the items of each of its outputs. */
	outputs: Record<string, Item[][]>;
	/** What was written, ordered by its text. */
	sent: Array<{ path: string; body: unknown }>;
}

/** Nodes of this package one after the other. */
export interface Flow extends Ran {
	name: string;
	/** The items that the first node gets. */
	input: IDataObject[];
	nodes: Array<Pick<INode, 'name' | 'parameters' | 'onError'>>;
}

/** An example workflow of that version. */
export interface Example extends Ran {
	/** Its file. */
	name: string;
	/** Examples that ran before it. */
	before: string[];
	pinned?: Record<string, INodeExecutionData[]>;
}

/** The trigger, and what it made of the calls that all of them get. */
export interface TriggerFlow {
	name: string;
	parameters: INode['parameters'];
	/** HTTP statuses of its answers. */
	answers: number[];
	runs: IDataObject[][];
}

/** What is kept of 0.1.0: `operations`, `examples` or `trigger`. */
export const readRecordings = <T>(name: string): T =>
	JSON.parse(readFileSync(path.join(ROOT, `test/fixtures/v0.1.0/${name}.json`), 'utf8')) as T;

function itemOf({ json, pairedItem }: INodeExecutionData): Item {
	const isLink = typeof pairedItem === 'object' && 'item' in pairedItem;
	return { json, item: isLink ? pairedItem.item : null };
}

type ExampleRun = Awaited<ReturnType<typeof runExample>>;

/** What this package's nodes gave, by their names; pinned ones did not run. */
function outputsOf(nodes: INode[], { run }: ExampleRun): Ran['outputs'] {
	const { pinData = {}, runData, error } = run.data.resultData;
	if (error) throw error;
	const ours = nodes.filter(
		({ name, type }) => type.startsWith(`${PACKAGE}.`) && !(name in pinData) && name in runData,
	);
	return Object.fromEntries(
		ours.map(({ name }) => {
			const outputs = runData[name].at(-1)?.data?.main ?? [];
			return [name, outputs.map((items) => (items ?? []).map(itemOf))];
		}),
	);
}

/** A workflow of a manual trigger and the flow's nodes. */
function workflowOf(flow: Pick<Flow, 'nodes'>): { nodes: INode[]; connections: IConnections } {
	const plain = { typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
	const start = { ...plain, id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger' };
	const ours = flow.nodes.map((node, i) => ({
		...plain,
		id: `node-${i}`,
		type: `${PACKAGE}.capillaryBadges`,
		onError: 'continueErrorOutput' as const,
		credentials: { capillaryApi: { id: '1', name: 'Capillary account' } },
		...node,
	}));
	const nodes = [start, ...ours];
	const connections = Object.fromEntries(
		ours.map(({ name }, i) => [
			nodes[i].name,
			{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
		]),
	);
	return { nodes, connections };
}

/** What requests are ordered by: path and values, without the IDs that are made. */
const orderOf = ({ path, body }: Ran['sent'][number]): string => `${path} ${wordsOf(body)}`;

function startAnew(sandbox: Sandbox): void {
	sandbox.reset();
	sandbox.state.rejectedCustomers.set(REJECTED, { code: 4711, message: 'Not a member' });
}

/** Requests that are sent side by side arrive in any order. */
const sentTo = ({ journal }: Sandbox): Ran['sent'] =>
	journal.entries
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path, body }) => ({ path: `${method} ${path}`, body }))
		.sort((a, b) => orderOf(a).localeCompare(orderOf(b)));

/** Runs a flow against a fresh sandbox. */
export async function runFlow(
	engine: Engine,
	sandbox: Sandbox,
	flow: Pick<Flow, 'input' | 'nodes'>,
): Promise<Ran> {
	startAnew(sandbox);
	const workflow = { ...workflowOf(flow), name: '', active: false };
	const pinned = { Start: flow.input.map((json) => ({ json })) };
	const ran = await runExample(engine, sandbox, workflow as never, pinned);
	return { outputs: outputsOf(workflow.nodes, ran), sent: sentTo(sandbox) };
}

/** Runs an example against a fresh sandbox, after those that come before it. */
export async function runRecordedExample(
	engine: Engine,
	sandbox: Sandbox,
	{ name, before, pinned }: Pick<Example, 'name' | 'before' | 'pinned'>,
): Promise<Ran> {
	startAnew(sandbox);
	for (const other of before) await runExample(engine, sandbox, readExample(other, STORED));
	sandbox.journal.clear();
	const workflow = readExample(name, STORED);
	const ran = await runExample(engine, sandbox, workflow, pinned);
	return { outputs: outputsOf(workflow.nodes, ran), sent: sentTo(sandbox) };
}

/** Publishes a trigger and calls it. */
export async function runTriggerFlow(
	stage: TriggerStage,
	parameters: TriggerFlow['parameters'],
	calls: object[],
): Promise<Pick<TriggerFlow, 'answers' | 'runs'>> {
	stage.reset();
	const trigger = await stage.published(parameters);
	const answers: number[] = [];
	for (const call of calls) answers.push((await stage.post(trigger, eventText(call))).status);
	return { answers, runs: trigger.runs.map((items) => items.map(({ json }) => json)) };
}
