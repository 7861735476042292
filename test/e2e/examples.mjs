import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './home.mjs';

/** The example workflows, each with the given credential in its nodes. */
export function exampleWorkflows(credential) {
	const folder = path.join(ROOT, 'examples');
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.map((file) => {
			const workflow = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
			const nodes = workflow.nodes.map((node) =>
				node.type.startsWith('n8n-nodes-capillary-badges.')
					? { ...node, credentials: { capillaryApi: credential } }
					: node,
			);
			const { connections, settings = {} } = workflow;
			return { name: workflow.name ?? path.basename(file, '.json'), nodes, connections, settings };
		});
}
