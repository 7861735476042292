/** Registering the trigger with Capillary, and giving it up. */
import { randomBytes } from 'node:crypto';
import type { IHookFunctions } from 'n8n-workflow';
import { accountOf } from '../shared/capillary/http';
import { isSameAddress } from './address';
import { newSecret, originOf, secretAt } from './authenticity';
import { isUpToDate, maySend, nameFor, ownAmong, secretOf } from './ownership';
import type { Parameters } from './readParameters';
import { readParameters } from './readParameters';
import {
	nameTakenError,
	noUrlError,
	reasonOf,
	stillActiveError,
	unreachableHere,
} from './registrationErrors';
import type { Registration } from './stored';
import { readStored, store } from './stored';
import type { Wanted, WebHook } from './webHooks';
import { addWebHook, changeUnlisted, changeWebHook, listWebHooks } from './webHooks';

/** Host names that mean the machine that asks. */
const HERE =
	/^(localhost|.*\.localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)$/;

const isHere = (url: string) => HERE.test(new URL(url).hostname);

/** Where to see and change web hooks by hand. */
const IN_CAPILLARY = 'in Capillary, at Organization Settings > Event Notifications';

/**
 * The address of the trigger: n8n's test URL while somebody listens in the editor, else the
 * production URL.
 * @throws NodeOperationError when Capillary's servers cannot reach it
 */
async function ownUrl(context: IHookFunctions): Promise<string> {
	const url = context.getNodeWebhookUrl('default');
	if (url === undefined) throw noUrlError(context.getNode());
	// A Capillary on this machine, such as the sandbox, can call it.
	const account = await accountOf(context);
	if (isHere(url) && !isHere(account.url)) {
		throw unreachableHere(context.getNode(), new URL(url).host);
	}
	return url;
}

const wantedBy = (parameters: Parameters, name: string, url: string, secret: string): Wanted => ({
	name,
	url,
	eventNames: parameters.events,
	customerIdentifiers: parameters.customerIdentifiers ?? [],
	secret,
});

/**
 * Whether nothing needs to be registered.
 * @throws NodeOperationError when a parameter, the URL or the credential does not serve
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const parameters = readParameters(context);
	if (parameters.registration === 'manual') return true;
	const url = await ownUrl(context);
	const { registration } = readStored(context);
	if (registration?.secret === undefined || !isSameAddress(registration.url, url)) return false;
	const { webHookId, secret } = registration;
	const all = await listWebHooks(context);
	const [first, ...spare] = ownAmong(all, url, webHookId);
	if (first === undefined || spare.some(maySend)) return false;
	const wanted = wantedBy(parameters, first.name, url, secret);
	return first.webHookId === webHookId && isUpToDate(first, wanted, registration);
}

/** Makes the first of the own web hooks the one that sends, and switches the others off. */
async function takeUp(
	context: IHookFunctions,
	wanted: Wanted,
	[first, ...spare]: [WebHook, ...WebHook[]],
): Promise<Registration> {
	const { registration } = readStored(context);
	// What another publishing has just registered stays as it is: it knows that secret, too.
	const secret = secretAt(registration, wanted.url) ?? secretOf(first) ?? wanted.secret;
	const settled = { ...wanted, secret, name: first.name || wanted.name };
	if (!isUpToDate(first, settled, registration)) {
		await changeWebHook(context, first.webHookId, settled);
	}
	for (const { webHookId } of spare.filter(maySend)) {
		await changeWebHook(context, webHookId);
	}
	return { webHookId: first.webHookId, url: wanted.url, secret };
}

const isSome = <Entry>(list: Entry[]): list is [Entry, ...Entry[]] => list.length > 0;

/** Says that a registration of this workflow cannot be reached any more. */
const warnOfUnknown = (context: IHookFunctions, webHookId: string) =>
	context.logger.warn(
		`Capillary does not know the web hook ${webHookId}, which this workflow registered. If the credential was changed to another organization, it may still be active there: switch it off ${IN_CAPILLARY}.`,
	);

/** Registers where the list shows nothing of ours: it may hide it, or another may be at it right now. */
async function addOne(context: IHookFunctions, wanted: Wanted): Promise<Registration> {
	const { url, secret } = wanted;
	const { registration } = readStored(context);
	if (registration && isSameAddress(registration.url, url)) {
		const { webHookId } = registration;
		if (await changeUnlisted(context, webHookId, wanted)) return { webHookId, url, secret };
		warnOfUnknown(context, webHookId);
	}
	// An answer that is lost, or names no ID, may be that of a registration which the list shows now.
	const added = await addWebHook(context, wanted).then(
		(webHookId) => ({ webHookId }),
		(error: unknown) => ({ error }),
	);
	const own = ownAmong(await listWebHooks(context), url);
	if (isSome(own)) return await takeUp(context, wanted, own);
	if ('error' in added) throw added.error;
	if (added.webHookId !== undefined) return { webHookId: added.webHookId, url, secret };
	const name = `${wanted.name} ${randomBytes(4).toString('hex')}`;
	const another = await addWebHook(context, { ...wanted, name });
	if (another === undefined) throw nameTakenError(context.getNode());
	return { webHookId: another, url, secret };
}

/** Says what is left alone: a registration that sends to the address that this workflow had before. */
function warnOfOldAddress(context: IHookFunctions, all: WebHook[], url: string): void {
	const { registration } = readStored(context);
	if (!registration || isSameAddress(registration.url, url)) return;
	const old = all.find(({ webHookId }) => webHookId === registration.webHookId);
	if (!old || !maySend(old) || !isSameAddress(old.webHookUrl, registration.url)) return;
	context.logger.warn(
		`Capillary also sends this workflow's events to ${new URL(old.webHookUrl).origin}, by the web hook ${old.webHookId} ("${old.name}"). It is left alone, since another n8n may live there. If none does, switch it off ${IN_CAPILLARY}.`,
	);
}

/**
 * Registers the trigger: anew, or by taking up the web hook that sends to its address already, since
 * Capillary keeps those that were switched off. Whatever sends elsewhere is left alone.
 * @throws NodeOperationError that says what to change
 * Rule: docs/api.md#web-hooks.
 */
export async function register(context: IHookFunctions): Promise<boolean> {
	const parameters = readParameters(context);
	const url = await ownUrl(context);
	if (url.startsWith('http:') && !isHere(url)) {
		context.logger.warn(
			`Capillary sends events and the secret of this workflow to ${new URL(url).origin} unencrypted. Set WEBHOOK_URL of n8n to an address with https://.`,
		);
	}
	const { registration } = readStored(context);
	const all = await listWebHooks(context);
	warnOfOldAddress(context, all, url);
	const name = nameFor(context.getWorkflow().id ?? '', url);
	const secret = secretAt(registration, url) ?? newSecret();
	const wanted = wantedBy(parameters, name, url, secret);
	const own = ownAmong(all, url, registration?.webHookId);
	const made = isSome(own) ? await takeUp(context, wanted, own) : await addOne(context, wanted);
	const origin = originOf(registration);
	const isElsewhere = origin !== undefined && !isSameAddress(origin.url, url);
	store(context, { registration: isElsewhere ? { ...made, origin } : made });
	return true;
}

/** Switches off what sends to this trigger's address. */
async function removeOwn(context: IHookFunctions, url: string): Promise<void> {
	const { registration } = readStored(context);
	const all = await listWebHooks(context);
	warnOfOldAddress(context, all, url);
	const own = ownAmong(all, url).filter(maySend);
	for (const { webHookId } of own) await changeWebHook(context, webHookId);
	const isListed = all.some(({ webHookId }) => webHookId === registration?.webHookId);
	if (!registration || isListed || !isSameAddress(registration.url, url)) return;
	// Not every list shows everything.
	const isKnown = await changeUnlisted(context, registration.webHookId);
	if (!isKnown) warnOfUnknown(context, registration.webHookId);
}

/**
 * Switches the registration off. Its secret stays, for the next publishing.
 * @throws NodeOperationError where that does not succeed: n8n tries again then, but for a test
 */
export async function giveUp(context: IHookFunctions): Promise<boolean> {
	// The credential is not needed then, and may be missing.
	if (context.getNodeParameter('registration', 'automatic') === 'manual') return true;
	const url = context.getNodeWebhookUrl('default');
	if (url === undefined) return true;
	try {
		await removeOwn(context, url);
		return true;
	} catch (error) {
		if (context.getWorkflow().active) throw stillActiveError(context.getNode(), error);
		// n8n would go on listening for the test event otherwise.
		context.logger.warn(
			`Capillary may go on sending events to the test URL of this workflow: ${reasonOf(error)}. The next test takes its web hook up again.`,
		);
		return false;
	}
}
