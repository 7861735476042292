/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type {
	ICredentialDataDecryptedObject,
	INodeExecutionData,
	IRun,
	IWorkflowBase,
} from 'n8n-workflow';
import type { Sandbox } from '../../sandbox';
import type { Engine } from './engine';
import { ROOT } from './engine';
import { sandboxCredential } from './sandboxCredential';

/** The examples of today, and the same as n8n stored them with 0.1.0 of this package. */
export const EXAMPLES = path.join(ROOT, 'examples');
export const STORED = path.join(ROOT, 'test/fixtures/stored-0.1.0');

/** The names of the example files. */
export const exampleFiles = (folder = EXAMPLES) =>
	readdirSync(folder).filter((file) => file.endsWith('.json'));

/** An example workflow, as the file holds it; also another workflow by its absolute path. */
export const readExample = (file: string, folder = EXAMPLES) =>
	JSON.parse(readFileSync(path.resolve(folder, file), 'utf8')) as IWorkflowBase;

/** The credential of the sandbox, with the token of the given user. */
const accountOf = (sandbox: Sandbox, userToken: string): ICredentialDataDecryptedObject => ({
	...sandboxCredential(sandbox),
	userToken,
});

/** What came of an example: the items of each node's outputs, by the node's name. */
export interface ExampleRun {
	run: IRun;
	/** The items of one output of a node, from its only or last run; none if it did not run. */
	items(node: string, output?: number): INodeExecutionData[];
}

/**
 * Runs an example in n8n's engine against a sandbox, with the items that the file pins to a node.
 * @param pinData items of further nodes, or other ones than the file's
 * @param executionId the node's own request IDs depend on it
 */
export async function runExample(
	engine: Engine,
	sandbox: Sandbox,
	workflow: IWorkflowBase,
	pinData: Record<string, INodeExecutionData[]> = {},
	executionId = '1',
): Promise<ExampleRun> {
	const run = await engine.run(workflow, {
		credentials: {
			'Capillary account': accountOf(sandbox, sandbox.credentials.userToken),
			'Capillary maker': accountOf(sandbox, 'sandbox-maker-token'),
			'Capillary checker': accountOf(sandbox, 'sandbox-checker-token'),
		},
		pinData: { ...workflow.pinData, ...pinData },
		executionId,
	});
	return {
		run,
		items: (node, output = 0) =>
			run.data.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [],
	};
}
