/** The node as n8n knows it: its description, and one call that runs an operation. */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { findOperation, properties, subtitle } from './actions/description';
import { hints } from './actions/hints';
import { runOperation } from './execution';
import { inputFieldsFor } from './execution/settle/inputFields';
import { failEach } from './execution/settle/wholeRun';
import { methods } from './methods';
import { sensitivePaths } from '../shared/capillary/redact';

/** What a model is told of the tool, where the user describes it by hand; also shown where tools are chosen. */
const FOR_MODELS =
	"Loyalty badges on Capillary: looks up customers and badges; enrols customers for a badge, issues a badge to them, takes it back. Name a customer by the numeric customer ID and a badge by its ID of 24 characters; never guess an ID, look it up. Of what was to be changed, 'outcome' says how it ended. done: it happened, do not send it again. refused: nothing happened, read 'reason' and 'whatToDo'. unknown: it may have happened, look it up before you send it again.";

export class CapillaryBadges implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Capillary Badges',
		name: 'capillaryBadges',
		icon: { light: 'file:../../icons/capillary.svg', dark: 'file:../../icons/capillary.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle,
		description: 'Claim, issue, enrol, request and revoke loyalty badges on Capillary',
		defaults: { name: 'Capillary Badges' },
		usableAsTool: { replacements: { description: FOR_MODELS } },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'capillaryApi', required: true }],
		properties,
		hints,
		// An approval request holds the call that Capillary will make, and the answer to it.
		sensitiveOutputFields: sensitivePaths([
			'details.IntouchAPITask-Payload.headers',
			'details.IntouchAPITask_Output.headers',
		]),
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		let operation: ReturnType<typeof findOperation>;
		try {
			const [resource, value] = ['resource', 'operation'].map((name) =>
				this.getNodeParameter(name, 0),
			);
			operation = findOperation(this.getNode(), resource, value);
		} catch (error) {
			return [failEach(this, error, inputFieldsFor(this, undefined))];
		}
		return [await runOperation(this, operation)];
	}
}
