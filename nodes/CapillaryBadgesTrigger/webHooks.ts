/** Capillary's web hooks: list, add, replace, remove. */
import type { IHookFunctions, IHttpRequestMethods } from 'n8n-workflow';
import { z } from 'zod';
import { readApiResponse } from '../shared/capillary/envelope';
import { accountOf, ask } from '../shared/capillary/http';
import { PROOF_HEADER } from './authenticity';
import { isNameTaken, noIdError, registrationError } from './refusal';

const WEB_HOOKS_PATH = '/v3/webHooks';

/** Milliseconds to wait for an answer. */
const TIMEOUT = 30_000;

/** A web hook as Capillary lists it; whatever it lacks counts as empty. */
const webHookSchema = z.object({
	webHookId: z.string().min(1),
	name: z.string().catch(''),
	webHookUrl: z.string().catch(''),
	active: z.boolean().catch(false),
	eventNames: z.array(z.string()).catch([]),
	customerIdentifiersToBeEnriched: z.array(z.string()).catch([]),
	webHookHeaders: z.record(z.unknown()).catch({}),
});

export type WebHook = z.infer<typeof webHookSchema>;

/** What is to be registered. */
export interface Registration {
	name: string;
	url: string;
	eventNames: readonly string[];
	customerIdentifiers: readonly string[];
	secret: string;
}

/** The values of the documents' sample, but for what the user chose (docs/api.md#web-hooks). */
const bodyOf = ({ name, url, eventNames, customerIdentifiers, secret }: Registration) => ({
	active: true,
	name,
	eventNames,
	webHookUrl: url,
	webHookType: 'HTTP',
	methodType: 'POST',
	webHookHeaders: { 'Content-Type': 'application/json', [PROOF_HEADER]: secret },
	maxAllowedConnections: 10,
	slaInSeconds: 150,
	customerIdentifiersToBeEnriched: customerIdentifiers,
});

/** @throws NodeOperationError that says what to change */
async function send(
	context: IHookFunctions,
	method: IHttpRequestMethods,
	path: string,
	body?: object,
): Promise<unknown> {
	const { authentication } = await accountOf(context);
	const manner = { timeout: TIMEOUT, renewsToken: authentication === 'oauth' };
	const result = await ask(context, { method, path, body }, manner);
	const envelope = result.kind === 'answer' ? readApiResponse(result.body) : '';
	if (typeof envelope === 'string' || envelope.errors.length > 0) {
		throw registrationError(context.getNode(), result);
	}
	return envelope.data;
}

/**
 * All web hooks of the organization, the inactive ones included.
 * @throws NodeOperationError that says what to change
 */
export async function listWebHooks(context: IHookFunctions): Promise<WebHook[]> {
	const data = await send(context, 'GET', WEB_HOOKS_PATH);
	return (Array.isArray(data) ? data : []).flatMap((entry) => {
		const parsed = webHookSchema.safeParse(entry);
		return parsed.success ? [parsed.data] : [];
	});
}

const pathOf = (webHookId: string) => `${WEB_HOOKS_PATH}/${encodeURIComponent(webHookId)}`;

/**
 * Registers a web hook; a name that is taken is replaced by another, once.
 * @returns its ID
 * @throws NodeOperationError that says what to change
 */
export async function addWebHook(
	context: IHookFunctions,
	registration: Registration,
	otherName: string,
): Promise<string> {
	const post = (name: string) =>
		send(context, 'POST', WEB_HOOKS_PATH, bodyOf({ ...registration, name }));
	const data = await post(registration.name).catch(async (error: unknown) => {
		if (!isNameTaken(error)) throw error;
		return await post(otherName);
	});
	const parsed = webHookSchema.safeParse(data);
	// Without an ID it could not be switched off again.
	if (!parsed.success) throw noIdError(context.getNode());
	return parsed.data.webHookId;
}

/**
 * Replaces a registration, and makes it active.
 * @throws NodeOperationError that says what to change
 */
export async function replaceWebHook(
	context: IHookFunctions,
	webHookId: string,
	registration: Registration,
): Promise<void> {
	await send(context, 'PUT', pathOf(webHookId), bodyOf(registration));
}

/**
 * Switches a web hook off; Capillary keeps it, inactive.
 * @throws NodeOperationError that says what to change
 */
export async function removeWebHook(context: IHookFunctions, webHookId: string): Promise<void> {
	await send(context, 'DELETE', pathOf(webHookId));
}
