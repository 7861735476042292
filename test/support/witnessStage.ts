import type { INode, IRun } from 'n8n-workflow';
import { basicCredential } from './basicCredential';
import type { Engine, NodeOptions, NodeRun } from './engine';
import { runNode, startEngine } from './engine';
import type { Giving } from './identity';
import { GIVING } from './identity';
import { startTool } from './tool';
import type { Witness } from './witness';
import { startWitness } from './witness';

/** n8n's engine before a witness: the node alone, several of them in one workflow, or as an agent's tool. */

type Parameters = INode['parameters'];

export interface WitnessStage {
	witness: Witness;
	/** Runs an operation for customers in the field `who`, continuing to the error output. */
	run(operation: string, change?: Parameters, more?: Partial<NodeOptions>): Promise<NodeRun>;
	/** Runs nodes of a workflow one after the other, each with a copy of the items. */
	chain(nodes: Record<string, Parameters>, more?: Partial<INode>): Promise<IRun>;
	/** Runs one node twice in a workflow, as a loop does. */
	rounds(parameters: Parameters, more?: Partial<INode>): Promise<IRun>;
	/** The node as a tool: makes one call of an agent's after the other. */
	tool(parameters: Parameters, more?: object): ReturnType<typeof startTool>;
	close(): Promise<void>;
}

/** All that an operation is asked with. */
export function asked(name: string, { options, ...change }: Parameters = {}): Parameters {
	const [resource, operation] = name.includes('.') ? name.split('.') : ['customerBadge', name];
	const usual = operation in GIVING ? GIVING[operation as Giving] : {};
	return {
		resource,
		operation,
		...usual,
		...change,
		options: { timeout: 1500, ...Object(options) },
	};
}

const at = (name: string, type: string, more: Partial<INode> = {}): INode => ({
	...{ id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {} },
	...more,
});
const to = (...names: string[]) => ({
	main: [names.map((node) => ({ node, type: 'main' as const, index: 0 }))],
});
const badgesAt = (name: string, parameters: Parameters, more: Partial<INode>) =>
	at(name, 'n8n-nodes-capillary-badges.capillaryBadges', {
		...{ parameters, credentials: { capillaryApi: { id: '1', name: 'Capillary' } } },
		...{ onError: 'continueErrorOutput', waitBetweenTries: 1, ...more },
	});
const START = at('Start', 'n8n-nodes-base.manualTrigger');
/** Customer 1, in the field `who`. */
const ONE = [{ json: { who: 1 } }];

/** Starts one. */
async function startWitnessStage(): Promise<WitnessStage> {
	const [witness, engine]: [Witness, Engine] = await Promise.all([startWitness(), startEngine()]);
	const credential = basicCredential(witness.url);
	const more = { credentials: { Capillary: credential }, pinData: { Start: ONE } };
	return {
		witness,
		run: async (operation, change, options = {}) =>
			await runNode(engine, {
				...{ credential, onError: 'continueErrorOutput', ...options },
				parameters: asked(operation, change),
			}),
		async chain(nodes, settings = {}) {
			const names = Object.keys(nodes);
			const badges = names.map((name) => badgesAt(name, nodes[name], settings));
			const connections = Object.fromEntries(
				['Start', ...names].slice(0, -1).map((name, i) => [name, to(names[i])]),
			);
			return await engine.run({ nodes: [START, ...badges], connections }, more);
		},
		async rounds(parameters, settings = {}) {
			const nodes = [
				...[START, at('One', 'n8n-nodes-base.noOp'), at('Two', 'n8n-nodes-base.noOp')],
				badgesAt('Badges', parameters, settings),
			];
			const connections = { Start: to('One', 'Two'), One: to('Badges'), Two: to('Badges') };
			return await engine.run({ nodes, connections }, more);
		},
		tool: async (parameters, options = {}) =>
			await startTool(engine, { parameters, credential, ...options }),
		close: () => witness.close(),
	};
}

/** How each item of one run of a node ended: `done`, `already`, `unknown` or `not`. */
export const wordsOf = (run: IRun, node: string, round = 0): string[] =>
	(run.data.resultData.runData[node][round].data?.main ?? []).flat().map((item) => {
		const { error, alreadyDone } = item?.json ?? {};
		if (error !== undefined) return String(error).includes('unknown') ? 'unknown' : 'not';
		return alreadyDone === true ? 'already' : 'done';
	});

/** One for all tests of a suite, anew before each of them. */
export function useWitnessStage(): WitnessStage {
	const stage = {} as WitnessStage;
	beforeAll(async () => {
		Object.assign(stage, await startWitnessStage());
	});
	beforeEach(() => stage.witness.reset());
	afterAll(() => stage.close());
	return stage;
}
