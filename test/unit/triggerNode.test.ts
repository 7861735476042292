/** What n8n calls of the trigger, and what it and stored workflows hold on to. */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { CapillaryBadgesTrigger } from '../../nodes/CapillaryBadgesTrigger/CapillaryBadgesTrigger.node';
import { callContext, hookStage } from '../support/hookContext';

const trigger = () => new CapillaryBadgesTrigger();

test('n8n knows it by its name, its web hook and its credential', () => {
	const { description, methods } = trigger();
	expect(description).toMatchObject({
		displayName: 'Capillary Badges Trigger',
		name: 'capillaryBadgesTrigger',
		icon: { light: 'file:../../icons/capillary.svg', dark: 'file:../../icons/capillary.dark.svg' },
		group: ['trigger'],
		version: 1,
		defaults: { name: 'Capillary Badges Trigger' },
		inputs: [],
		outputs: ['main'],
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
	});
	expect(methods.listSearch.searchBadges).toEqual(expect.any(Function));
	for (const place of ['requestAttributes', 'payload.data.requestAttributes']) {
		expect(description.sensitiveOutputFields).toContainEqual(
			expect.stringContaining(`${place}.headers`),
		);
	}
});

test('n8n asks whether it is registered, registers it, calls it, and gives it up', async () => {
	const hooks: Array<Record<string, unknown>> = [];
	const stage = hookStage(({ method, body }) => {
		if (method === 'POST') hooks.push({ ...body, webHookId: 'h1' });
		if (method === 'DELETE') hooks.pop();
		return { body: { data: method === 'POST' ? hooks[0] : hooks, errors: [] } };
	});
	const { webhookMethods } = trigger();
	const hook = async (name: 'checkExists' | 'create' | 'delete') =>
		await webhookMethods.default[name].call(stage.context as IHookFunctions);
	expect([await hook('checkExists'), await hook('create')]).toEqual([false, true]);
	expect([await hook('checkExists'), hooks.length]).toEqual([true, 1]);
	const { 'X-N8N-Webhook-Secret': secret } = hooks[0].webHookHeaders as Record<string, string>;
	const body = { eventName: 'badgeEarned', eventId: 'e1', data: {} };
	const { context } = callContext(stage, { headers: { 'x-n8n-webhook-secret': secret }, body });
	const { workflowData } = await trigger().webhook.call(context as IWebhookFunctions);
	expect(workflowData?.[0]).toMatchObject([{ json: { eventId: 'e1' } }]);
	expect([await hook('delete'), hooks.length]).toEqual([true, 0]);
});
