// Nodes that stand beside the measured ones.
import type { INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

/** How many customers a builder puts into one request by hand. */
export const CHUNK_SIZE = 100;

const description = (name: string): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: 1,
	description: name,
	defaults: { name },
	inputs: ['main'],
	outputs: ['main'],
	properties: [],
});

const nodeThat = (
	name: string,
	does: (items: INodeExecutionData[]) => INodeExecutionData[],
): INodeType => ({
	description: description(name),
	async execute() {
		return await Promise.resolve([does(this.getInputData())]);
	},
});

/** What a Code node for chunks does, without its task runner, which costs time that is not counted here. */
export const CHUNK = 'bench.chunk';
export const chunk = nodeThat('chunk', (items) => {
	const customers = items.map(({ json }) => Number(json.customerId));
	const chunks: INodeExecutionData[] = [];
	for (let at = 0; at < customers.length; at += CHUNK_SIZE) {
		chunks.push({ json: { customers: customers.slice(at, at + CHUNK_SIZE) } });
	}
	return chunks;
});

/** Makes an output item for each input item, and nothing else. */
export const COPY = 'bench.copy';
export const copy = nodeThat('copy', (items) =>
	items.map(({ json }, item) => ({ json: { ...json }, pairedItem: { item } })),
);
