import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

const { Main } = NodeConnectionTypes;

const description = (
	name: string,
	properties: INodeProperties[] = [],
	inputs = [Main],
): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: 1,
	description: 'Stand-in',
	defaults: { name },
	inputs,
	outputs: [Main],
	properties,
});

/** A parameter that the stand-in reads; the engine removes those that a node does not declare. */
const reads = (name: string, type: INodeProperties['type'], initial: INodeProperties['default']) =>
	({ displayName: name, name, type, default: initial }) satisfies INodeProperties;

const passOn: INodeType['execute'] = async function () {
	return [this.getInputData()];
};

/** A node that gives its input on, or the items pinned to it. */
const passing = (name: string): INodeType => ({ description: description(name), execute: passOn });

/** A trigger; in a test its items are pinned to it. */
const trigger = (name: string): INodeType => ({
	...passing(name),
	trigger: async () => undefined,
});

interface Assignment {
	name: string;
	type: string;
	value: unknown;
}

/** Text that stands for an array or object becomes one, as in Edit Fields. */
const assigned = ({ type, value }: Assignment): unknown =>
	(type === 'array' || type === 'object') && typeof value === 'string' ? JSON.parse(value) : value;

/** The fields that Edit Fields gives an item: JSON, or one assignment per field. */
function editedFields(context: IExecuteFunctions, item: number): IDataObject {
	if (context.getNodeParameter('mode', item) === 'raw') {
		const value = context.getNodeParameter('jsonOutput', item);
		return (typeof value === 'string' ? JSON.parse(value) : value) as IDataObject;
	}
	const { assignments } = context.getNodeParameter('assignments', item) as {
		assignments: Assignment[];
	};
	const fields = assignments.map((assignment) => [assignment.name, assigned(assignment)]);
	return Object.fromEntries(fields) as IDataObject;
}

const set: INodeType = {
	description: description('set', [
		reads('mode', 'string', 'manual'),
		reads('jsonOutput', 'json', '{}'),
		reads('assignments', 'assignmentCollection', {}),
		reads('includeOtherFields', 'boolean', false),
	]),
	async execute() {
		const edited = this.getInputData().map(({ json }, item): INodeExecutionData => {
			const keep = this.getNodeParameter('includeOtherFields', item, false) === true;
			return {
				json: { ...(keep ? json : {}), ...editedFields(this, item) },
				pairedItem: { item },
			};
		});
		return [edited];
	},
};

const splitOut: INodeType = {
	description: description('splitOut', [reads('fieldToSplitOut', 'string', '')]),
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
};

/** Comma-separated lines with a header, as Extract From File reads a small file without quotes. */
function rowsOf(csv: string): IDataObject[] {
	const [header, ...lines] = csv.trim().split(/\r?\n/);
	const names = header.split(',');
	return lines.map((line) => {
		const cells = line.split(',');
		return Object.fromEntries(names.map((name, i) => [name, cells[i]]));
	});
}

const extractFromFile: INodeType = {
	description: description('extractFromFile', [reads('binaryPropertyName', 'string', 'data')]),
	async execute() {
		const items = this.getInputData().flatMap(({ binary }, item) => {
			const file = binary?.[String(this.getNodeParameter('binaryPropertyName', item))];
			const csv = Buffer.from(file?.data ?? '', 'base64').toString('utf8');
			return rowsOf(csv).map((json) => ({ json, pairedItem: { item } }));
		});
		return [items];
	},
};

/** Merge, combining by one field: the items of the first input that have a match, with its fields. */
const merge: INodeType = {
	description: description('merge', [reads('fieldsToMatchString', 'string', '')], [Main, Main]),
	async execute() {
		const field = String(this.getNodeParameter('fieldsToMatchString', 0));
		const others = this.getInputData(1);
		const merged = this.getInputData(0).flatMap(({ json }, item): INodeExecutionData[] => {
			const other = others.findIndex((candidate) => candidate.json[field] === json[field]);
			if (other < 0) return [];
			return [
				{
					json: { ...json, ...others[other].json },
					pairedItem: [
						{ item, input: 0 },
						{ item: other, input: 1 },
					],
				},
			];
		});
		return [merged];
	},
};

/** If, with one condition: whether an expression is true. */
const choose: INodeType = {
	description: {
		...description('if', [reads('conditions', 'filter', {})]),
		outputs: [Main, Main],
	},
	async execute() {
		const isTrue = (item: number) => {
			const { conditions } = this.getNodeParameter('conditions', item) as {
				conditions: Array<{ leftValue: unknown }>;
			};
			return conditions[0].leftValue === true;
		};
		const items = this.getInputData().map(({ json }, item) => ({ json, pairedItem: { item } }));
		return [items.filter((_, item) => isTrue(item)), items.filter((_, item) => !isTrue(item))];
	},
};

/** Small stand-ins for the few nodes of n8n's own that tests and examples need. */
export const standIns: Record<string, INodeType> = {
	'n8n-nodes-base.extractFromFile': extractFromFile,
	'n8n-nodes-base.formTrigger': passing('formTrigger'),
	'n8n-nodes-base.googleSheets': passing('googleSheets'),
	'n8n-nodes-base.if': choose,
	'n8n-nodes-base.manualTrigger': passing('manualTrigger'),
	'n8n-nodes-base.merge': merge,
	'n8n-nodes-base.noOp': passing('noOp'),
	'n8n-nodes-base.postgres': passing('postgres'),
	'n8n-nodes-base.respondToWebhook': passing('respondToWebhook'),
	'n8n-nodes-base.scheduleTrigger': trigger('scheduleTrigger'),
	'n8n-nodes-base.set': set,
	'n8n-nodes-base.splitOut': splitOut,
	'n8n-nodes-base.stickyNote': passing('stickyNote'),
	'n8n-nodes-base.webhook': trigger('webhook'),
};
