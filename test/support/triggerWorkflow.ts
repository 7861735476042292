import type { IDataObject, INode, INodeTypes } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

interface Options {
	id: string;
	nodeId: string;
	/** The trigger's name. */
	name: string;
	parameters: INode['parameters'];
	staticData: IDataObject;
	active: boolean;
}

/** A workflow of the trigger alone, around the given static data. */
export const triggerWorkflow = (nodeTypes: INodeTypes, options: Options): Workflow => {
	const { id, nodeId, name, parameters, staticData, active } = options;
	return new Workflow({
		id,
		name: 'Test',
		nodes: [
			{
				id: nodeId,
				name,
				type: 'n8n-nodes-capillary-badges.capillaryBadgesTrigger',
				typeVersion: 1,
				position: [0, 0],
				webhookId: `hook-${id}`,
				parameters,
				credentials: { capillaryApi: { id: '1', name: 'Capillary' } },
			},
		],
		connections: {},
		active,
		nodeTypes,
		staticData,
		settings: { timezone: 'UTC' },
	});
};
