/** The trigger: what n8n's editor shows of it, and where its work is done. */
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
import { subtitle, TO_SEE_ONE, triggerPanel } from './panel';
import { properties } from './parameters';
import { receive } from './receive';
import { giveUp, isRegistered, register } from './registration';

export class CapillaryBadgesTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Capillary Badges Trigger',
		name: 'capillaryBadgesTrigger',
		icon: { light: 'file:../../icons/capillary.svg', dark: 'file:../../icons/capillary.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		description:
			'Work with loyalty badges on Capillary, and start when a customer earns one or an approval request changes',
		eventTriggerDescription: TO_SEE_ONE,
		activationMessage:
			'Capillary now sends the chosen events to this workflow; most arrive within three minutes.',
		triggerPanel,
		// An event about an approval request holds the call that it asks for.
		sensitiveOutputFields: sensitivePaths([
			'requestAttributes.headers',
			'payload.data.requestAttributes.headers',
		]),
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
