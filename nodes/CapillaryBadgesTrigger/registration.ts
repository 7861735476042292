/** Registers the trigger with Capillary, and switches the registration off. */
import { randomBytes } from 'node:crypto';
import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { readAccount } from '../shared/capillary/account';
import { isOwnSecret, newSecret, PROOF_HEADER } from './authenticity';
import { forget } from './memory';
import type { Parameters } from './parameters';
import { readParameters } from './parameters';
import { unreachableHere } from './refusal';
import { readStored, store, triggerKey } from './stored';
import type { WebHook } from './webHooks';
import { addWebHook, listWebHooks, removeWebHook, replaceWebHook } from './webHooks';

/** Host names that mean the machine that asks. */
const HERE =
	/^(localhost|.*\.localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)$/;

const isHere = (url: string) => HERE.test(new URL(url).hostname);

/**
 * The address of the trigger: n8n's test URL while somebody listens in the editor, else the
 * production URL.
 * @throws NodeOperationError when Capillary's servers cannot reach it
 */
async function ownUrl(context: IHookFunctions): Promise<string> {
	const url = context.getNodeWebhookUrl('default');
	if (url === undefined) {
		throw new NodeOperationError(context.getNode(), 'n8n gave this trigger no URL', {
			description: 'Save the workflow, and publish it again.',
		});
	}
	// A Capillary on this machine, such as the sandbox, can call it.
	const account = readAccount(await context.getCredentials('capillaryApi'));
	if (isHere(url) && !isHere(account.url)) {
		throw unreachableHere(context.getNode(), new URL(url).host);
	}
	return url;
}

/** Capillary wants a unique name; the workflow's ID in it says to a person whose it is. */
const newName = (context: IHookFunctions) =>
	`n8n badges ${context.getWorkflow().id ?? ''} ${randomBytes(8).toString('hex')}`;

/**
 * This trigger's web hooks among all: those that send to its URL (n8n gives each trigger one of its
 * own), and the one it remembers while that still sends where it was told to.
 */
function ownAmong(context: IHookFunctions, all: WebHook[], url: string): WebHook[] {
	const stored = readStored(context);
	// A test must not turn the registration of the live workflow to the test URL.
	const isTest = context.getActivationMode() === 'manual';
	const isOwn = (hook: WebHook) =>
		hook.webHookUrl === url ||
		(!isTest && hook.webHookId === stored?.webHookId && hook.webHookUrl === stored.url);
	const first = (hook: WebHook) => (hook.webHookId === stored?.webHookId ? 0 : 1);
	return all.filter(isOwn).sort((a, b) => first(a) - first(b));
}

const isSame = (left: readonly string[], right: readonly string[]) =>
	JSON.stringify([...left].sort()) === JSON.stringify([...right].sort());

/** Whether a web hook does what the parameters ask, under the secret that is known here. */
function isUpToDate(hook: WebHook, url: string, parameters: Parameters, secret: string): boolean {
	const { events, options } = parameters;
	const header = hook.webHookHeaders[PROOF_HEADER];
	return (
		hook.active &&
		hook.webHookUrl === url &&
		isSame(hook.eventNames, events) &&
		isSame(hook.customerIdentifiersToBeEnriched, options.customerIdentifiers ?? []) &&
		(!isOwnSecret(header) || header === secret)
	);
}

/**
 * Whether nothing needs to be registered.
 * @throws NodeOperationError when a parameter, the URL or the credential does not serve
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const parameters = readParameters(context);
	if (parameters.registration === 'manual') return true;
	const url = await ownUrl(context);
	const stored = readStored(context);
	if (stored?.secret === undefined) return false;
	const { webHookId, secret } = stored;
	const all = await listWebHooks(context);
	const [hook, ...spare] = ownAmong(context, all, url);
	if (hook?.webHookId !== webHookId || spare.some(({ active }) => active)) return false;
	return isUpToDate(hook, url, parameters, secret);
}

/**
 * Registers the trigger under a fresh secret: anew, or by replacing its own earlier registration,
 * since Capillary keeps those that were switched off. Others' registrations are left alone.
 * @throws NodeOperationError that says what to change
 * Rule: docs/api.md#web-hooks.
 */
export async function register(context: IHookFunctions): Promise<boolean> {
	const { events, options } = readParameters(context);
	const url = await ownUrl(context);
	const [own, ...spare] = ownAmong(context, await listWebHooks(context), url);
	const secret = newSecret();
	const registration = {
		name: own?.name || newName(context),
		url,
		eventNames: events,
		customerIdentifiers: options.customerIdentifiers ?? [],
		secret,
	};
	const webHookId = own?.webHookId ?? (await addWebHook(context, registration, newName(context)));
	if (own) await replaceWebHook(context, webHookId, registration);
	store(context, { webHookId, url, secret });
	for (const left of spare.filter(({ active }) => active)) {
		await removeWebHook(context, left.webHookId);
	}
	return true;
}

/**
 * Switches the registration off. Where that does not succeed the workflow goes off all the same: its
 * URL is gone then, and the next registration finds the old one and replaces it.
 */
export async function giveUp(context: IHookFunctions): Promise<boolean> {
	forget(triggerKey(context));
	const stored = readStored(context);
	if (stored?.secret === undefined) return true;
	const { webHookId, url } = stored;
	try {
		await removeWebHook(context, webHookId);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		context.logger.warn(
			`Capillary's web hook ${webHookId} is still active: ${why}. The next registration of this workflow replaces it.`,
		);
		return false;
	}
	store(context, { webHookId, url });
	return true;
}
