import type { IDataObject, INode } from 'n8n-workflow';
import { Client } from '../sandbox/client';
import type { Engine } from './engine';
import { startEngine } from './engine';
import { sandboxCredential } from './sandboxCredential';
import type { HostedTrigger, TriggerHost } from './triggerHost';
import { startTriggerHost } from './triggerHost';

export const PROOF_HEADER = 'x-n8n-webhook-secret';

type Emission = Parameters<Client['sandbox']['deliveries']['emit']>[0];

/** A trigger host and a local Capillary that calls it, for tests of what comes in. */
export interface TriggerStage {
	client: Client;
	engine: Engine;
	host: TriggerHost;
	/** A trigger of a workflow of its own, not yet published. */
	added(parameters: INode['parameters']): HostedTrigger;
	/** A published trigger of a workflow of its own. */
	published(parameters: INode['parameters']): Promise<HostedTrigger>;
	/** Calls the trigger's URL; with its secret, unless `headers` hold another. */
	post(
		trigger: HostedTrigger,
		body: string,
		headers?: Record<string, string>,
	): Promise<{ status: number; body: unknown }>;
	/** Has the sandbox send an event; resolves to the status of every delivery so far. */
	emitted(emission: Emission): Promise<Array<number | null>>;
	/** Everything as it was at the start, but for the triggers that were added. */
	reset(): void;
	close(): Promise<void>;
}

/** The secret that a trigger registered. */
export const secretOf = (trigger: HostedTrigger) =>
	String((trigger.data().registration as IDataObject | undefined)?.secret);

/** The text of a small event. */
export const eventText = (more: object = {}) =>
	JSON.stringify({ eventName: 'badgeEarned', eventId: 'e1', createdAt: 1, data: {}, ...more });

/** Starts a stage. */
export async function startTriggerStage(): Promise<TriggerStage> {
	const [engine, client] = await Promise.all([startEngine(), Client.start()]);
	const host = await startTriggerHost(engine, sandboxCredential(client.sandbox));
	const { deliveries } = client.sandbox;
	let count = 0;
	const added = (parameters: INode['parameters']) => {
		count += 1;
		return host.add(parameters, `wf${count}`);
	};
	return {
		client,
		engine,
		host,
		added,
		published: async (parameters) => {
			const trigger = added(parameters);
			await trigger.publish();
			return trigger;
		},
		post: async (trigger, body, headers = {}) => {
			const proof: Record<string, string> =
				PROOF_HEADER in headers ? {} : { [PROOF_HEADER]: secretOf(trigger) };
			const answer = await fetch(trigger.url(), {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...proof, ...headers },
				body,
			});
			return { status: answer.status, body: await answer.json().catch(() => null) };
		},
		emitted: async (emission) => {
			deliveries.emit(emission);
			await deliveries.idle();
			return deliveries.log.map(({ status }) => status);
		},
		reset: () => {
			client.sandbox.reset();
			host.credential = sandboxCredential(client.sandbox);
			host.publicUrl = host.url;
		},
		close: async () => {
			await host.close();
			await client.sandbox.close();
		},
	};
}
