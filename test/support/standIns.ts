import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

const description = (
	name: string,
	properties: INodeTypeDescription['properties'] = [],
): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: [1, 2, 3, 3.4],
	description: 'Stand-in',
	defaults: { name },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties,
});

const passOn: INodeType['execute'] = async function () {
	return [this.getInputData()];
};

/** Small stand-ins for the few nodes of n8n's own that tests and examples need. */
export const standIns: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': { description: description('manualTrigger'), execute: passOn },
	'n8n-nodes-base.noOp': { description: description('noOp'), execute: passOn },
	'n8n-nodes-base.webhook': { description: description('webhook'), execute: passOn },
	'n8n-nodes-base.set': {
		description: description('set', [
			{ displayName: 'Mode', name: 'mode', type: 'string', default: 'raw' },
			{ displayName: 'JSON', name: 'jsonOutput', type: 'json', default: '{}' },
			{
				displayName: 'Include Other Fields',
				name: 'includeOtherFields',
				type: 'boolean',
				default: false,
			},
		]),
		async execute() {
			const items = this.getInputData();
			return [
				items.map(({ json }, item) => {
					const value = this.getNodeParameter('jsonOutput', item);
					const fields = typeof value === 'string' ? JSON.parse(value) : value;
					const keep = this.getNodeParameter('includeOtherFields', item, false) === true;
					return { json: { ...(keep ? json : {}), ...fields }, pairedItem: { item } };
				}),
			];
		},
	},
	'n8n-nodes-base.splitOut': {
		description: description('splitOut', [
			{ displayName: 'Field', name: 'fieldToSplitOut', type: 'string', default: '' },
		]),
		async execute() {
			const field = String(this.getNodeParameter('fieldToSplitOut', 0));
			return [
				this.getInputData().flatMap(({ json }, item) => {
					const list = json[field];
					return (Array.isArray(list) ? list : []).map((entry) => ({
						json: typeof entry === 'object' && entry !== null ? { ...entry } : { [field]: entry },
						pairedItem: { item },
					}));
				}),
			];
		},
	},
};
