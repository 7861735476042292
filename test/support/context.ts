import { ExecuteContext } from 'n8n-core';
import type {
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';
import type { Engine } from './engine';
import { localUrls } from './engine';

/** n8n's own context of one run of the node, for tests that read parameters without sending anything. */
export function contextOf(
	engine: Engine,
	parameters: INode['parameters'],
	items: INodeExecutionData[],
): IExecuteFunctions {
	const workflow = new Workflow({
		nodes: [
			{
				id: 'badges-node',
				name: 'Badges',
				type: 'n8n-nodes-capillary-badges.capillaryBadges',
				typeVersion: 1,
				position: [0, 0],
				parameters,
			},
		],
		connections: {},
		active: false,
		nodeTypes: engine.nodeTypes,
		settings: { timezone: 'UTC' },
	});
	const node = workflow.getNode('Badges');
	if (!node) throw new Error('The workflow lost its node');
	const data = { main: [items] };
	return new ExecuteContext(
		workflow,
		node,
		{ ...localUrls, variables: {} } as unknown as IWorkflowExecuteAdditionalData,
		'manual',
		createRunExecutionData({}),
		0,
		items,
		data,
		{ node, data, source: null },
		[],
	);
}
