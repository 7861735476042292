/** The trigger as n8n knows it: its description, registering, and receiving an event. */
import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { sensitivePaths } from '../shared/capillary/redact';
import { searchBadges } from '../shared/editor/searchBadges';
import { properties } from './fields';
import { receive } from './receive';
import { giveUp, isRegistered, register } from './registration';

export class CapillaryBadgesTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Capillary Badges Trigger',
		name: 'capillaryBadgesTrigger',
		icon: { light: 'file:../../icons/capillary.svg', dark: 'file:../../icons/capillary.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["events"].join(", ")}}',
		description:
			'Starts when a customer earns a badge on Capillary, or an approval request changes',
		defaults: { name: 'Capillary Badges Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'capillaryApi',
				required: true,
				displayOptions: { show: { registration: ['automatic'] } },
			},
		],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'capillary-badges' },
		],
		properties,
		// An event about an approval request holds the call that it asks for.
		sensitiveOutputFields: sensitivePaths([
			'requestAttributes.headers',
			'payload.data.requestAttributes.headers',
		]),
	};

	methods = { listSearch: { searchBadges } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await register(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await giveUp(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
