import type { INode } from 'n8n-workflow';
import type { JournalEntry, Sandbox, SandboxOptions } from '../../sandbox';
import { startSandbox } from '../../sandbox';
import { sandboxCredential } from './sandboxCredential';
import type { Engine, NodeOptions, NodeRun } from './engine';
import { runNode, startEngine } from './engine';

type Parameters = INode['parameters'];

/** n8n's engine and a local Capillary, for tests that run one node. */
export interface Stage {
	sandbox: Sandbox;
	engine: Engine;
	/** The sandbox's Basic credential; with organization and user token for approval requests. */
	basic: NodeOptions['credential'];
	/** Runs an operation such as `badge.claim`, by default continuing on failure to the error output. */
	run(operation: string, parameters: Parameters, options?: Partial<NodeOptions>): Promise<NodeRun>;
	/** The requests that arrived, oldest first. */
	requests(): JournalEntry[];
	/** Those of them that change something: look-ups and lists are left out. */
	writes(): JournalEntry[];
	close(): Promise<void>;
}

/** Starts a stage. */
export async function startStage(options: SandboxOptions = {}): Promise<Stage> {
	const [sandbox, engine] = await Promise.all([startSandbox(options), startEngine()]);
	const basic = sandboxCredential(sandbox);
	return {
		sandbox,
		engine,
		basic,
		run: async (operation, parameters, more = {}) => {
			const [resource, value] = operation.split('.');
			return await runNode(engine, {
				credential: basic,
				onError: 'continueErrorOutput',
				...more,
				parameters: { resource, operation: value, ...parameters },
			});
		},
		requests: () => sandbox.journal.entries,
		writes: () =>
			sandbox.journal.entries.filter(
				({ method, path }) => method !== 'GET' && path !== '/v3/oauth/token/generate',
			),
		close: () => sandbox.close(),
	};
}

/** The json of each item, with the input item that it is linked to. */
export const linked = (items: NodeRun['items']): Array<Record<string, unknown>> =>
	items.map(({ json, pairedItem }) => ({
		item: typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : pairedItem,
		...json,
	}));
