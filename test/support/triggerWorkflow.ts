import type { IDataObject, INode, INodeTypes } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

/** A published workflow of the trigger alone, around the given static data. */
export const triggerWorkflow = (
	nodeTypes: INodeTypes,
	id: string,
	nodeId: string,
	parameters: INode['parameters'],
	staticData: IDataObject,
): Workflow =>
	new Workflow({
		id,
		name: 'Test',
		nodes: [
			{
				id: nodeId,
				name: 'Trigger',
				type: 'n8n-nodes-capillary-badges.capillaryBadgesTrigger',
				typeVersion: 1,
				position: [0, 0],
				webhookId: `hook-${id}`,
				parameters,
				credentials: { capillaryApi: { id: '1', name: 'Capillary' } },
			},
		],
		connections: {},
		active: true,
		nodeTypes,
		staticData,
		settings: { timezone: 'UTC' },
	});
