/** Capillary's web hooks: listing, adding, replacing and removing them. */
import type { IHookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { z } from 'zod';
import { isRecord, membersOf, readApiResponse } from '../shared/capillary/envelope';
import { accountOf, ask } from '../shared/capillary/http';
import type { HttpResult } from '../shared/capillary/httpResult';
import { pages } from '../shared/capillary/pages';
import type { ApiRequest, Step } from '../shared/capillary/request';
import { behindTotal, NO_PAGE, path } from '../shared/capillary/request';
import { waitAskedBy } from '../shared/capillary/retryAfter';
import { removalOfSecrets, secretsOf } from '../shared/capillary/secrets';
import { PROOF_HEADER } from './authenticity';
import { failureFrom, isNameTaken, noIdError, registrationError } from './registrationErrors';

const WEB_HOOKS_PATH = '/v3/webHooks';

/** Milliseconds to wait for an answer. */
const TIMEOUT = 30_000;

/** Milliseconds before a request is repeated, where Capillary is busy (docs/api.md#rate-limits). */
const PAUSES = [500, 2_000];

/** Milliseconds that Capillary may ask to wait; n8n waits for the whole publishing. */
const LONGEST_PAUSE = 10_000;

/** True or false in one of the ways to write it; undefined for anything else. */
const flag = z.unknown().transform((value): boolean | undefined => {
	const word = String(value).toLowerCase();
	return ['true', '1'].includes(word) ? true : ['false', '0'].includes(word) ? false : undefined;
});

/** A web hook as Capillary lists it; whatever it lacks counts as empty. */
const webHookSchema = z.object({
	webHookId: z.string().min(1),
	name: z.string().catch(''),
	webHookUrl: z.string().catch(''),
	/** Undefined where the list does not say it. */
	active: flag,
	eventNames: z.array(z.string()).catch([]),
	customerIdentifiersToBeEnriched: z.array(z.string()).catch([]),
	webHookHeaders: z.record(z.unknown()).catch({}),
});

export type WebHook = z.infer<typeof webHookSchema>;

/** What is to be registered. */
export interface Wanted {
	name: string;
	url: string;
	eventNames: readonly string[];
	customerIdentifiers: readonly string[];
	secret: string;
}

/** The values of the documents' sample, but for what the user chose (docs/api.md#web-hooks). */
const bodyOf = ({ name, url, eventNames, customerIdentifiers, secret }: Wanted) => ({
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

/** What a successful answer says: its data, and what stands beside it. */
type Answer = { data: unknown; pagination: unknown };

/** The answer in a result; undefined where it is a refusal or none. */
function answerIn(result: HttpResult): Answer | undefined {
	if (result.kind !== 'answer') return undefined;
	const envelope = readApiResponse(result.body);
	if (typeof envelope === 'string' || envelope.errors.length > 0) return undefined;
	return { data: envelope.data, pagination: isRecord(result.body) && result.body.pagination };
}

/** Statuses of a server that may answer a moment later. */
const BUSY = [429, 502, 503, 504];

/**
 * How long to wait before a request is repeated, in milliseconds; undefined where that cannot help, or
 * where a request that changes something may have done so.
 */
function pauseAfter(result: HttpResult, isRead: boolean, attempt: number): number | undefined {
	const pause = PAUSES.at(attempt);
	if (result.kind === 'noToken') return [0, ...BUSY].includes(result.status) ? pause : undefined;
	if (result.kind === 'broken') return isRead && !result.timedOut ? pause : undefined;
	if (result.kind !== 'status') return undefined;
	if (!(isRead ? BUSY : [429]).includes(result.status)) return undefined;
	const asked = waitAskedBy(result, Date.now()) ?? 0;
	return pause === undefined || asked <= pause ? pause : Math.min(asked, LONGEST_PAUSE);
}

/** One request, repeated while Capillary is busy; whatever comes of it is a result. */
async function send(context: IHookFunctions, request: ApiRequest): Promise<HttpResult> {
	const { authentication } = await accountOf(context);
	const manner = { timeout: TIMEOUT, renewsToken: authentication === 'oauth' };
	for (let attempt = 0; ; attempt += 1) {
		const result = await ask(context, request, manner);
		const pause = pauseAfter(result, request.method === 'GET', attempt);
		if (pause === undefined) return result;
		await sleep(pause);
	}
}

/** Why a request did not succeed, without the secrets of the account and of the registration. */
async function refused(context: IHookFunctions, result: HttpResult, wanted?: Wanted) {
	const secrets = [...secretsOf(await accountOf(context)), wanted?.secret];
	return registrationError(context.getNode(), result, removalOfSecrets(secrets));
}

/**
 * A page of the list, as steps are given it.
 * @throws NodeOperationError that says what to change
 */
async function readPage(context: IHookFunctions, request: ApiRequest): Promise<unknown> {
	const result = await send(context, request);
	const answer = answerIn(result);
	if (answer) return asPage(answer);
	if (behindTotal(request, failureFrom(result)) === 'none') return NO_PAGE;
	throw await refused(context, result);
}

/** An answer in the one form that lists are read in, wherever it holds the web hooks and says how many there are. */
function asPage({ data, pagination }: Answer) {
	const members = membersOf(data);
	const webHooks = [data, ...Object.values(members)].find(Array.isArray) ?? [];
	return {
		webHooks,
		pagination: { ...members, ...membersOf(members.pagination), ...membersOf(pagination) },
	};
}

/**
 * All web hooks of the organization, the inactive ones included. Pages are not documented; a list
 * that has them is read to its end, one that repeats itself has none.
 * @throws NodeOperationError that says what to change
 */
export async function listWebHooks(context: IHookFunctions): Promise<WebHook[]> {
	const steps = pages({
		path: WEB_HOOKS_PATH,
		list: 'webHooks',
		limit: undefined,
		number: (page) => (page === 0 ? {} : { page }),
		isUnpaged: true,
	});
	let next = steps.next();
	while (next.done !== true) {
		const step = next.value;
		const requests = isRequests(step) ? step : [];
		const answers: unknown[] = [];
		for (const request of requests) answers.push(await readPage(context, request));
		next = steps.next(answers);
	}
	// One that is listed twice is one: its double would be switched off.
	const all = new Map<string, WebHook>();
	for (const row of Array.isArray(next.value) ? next.value : []) {
		const parsed = webHookSchema.safeParse(row);
		if (parsed.success) all.set(parsed.data.webHookId, parsed.data);
	}
	return [...all.values()];
}

const isRequests = (step: Step): step is readonly ApiRequest[] => Array.isArray(step);

/**
 * Registers a web hook.
 * @returns its ID; undefined where its name is taken
 * @throws NodeOperationError that says what to change
 */
export async function addWebHook(
	context: IHookFunctions,
	wanted: Wanted,
): Promise<string | undefined> {
	const result = await send(context, {
		method: 'POST',
		path: WEB_HOOKS_PATH,
		body: bodyOf(wanted),
	});
	const answer = answerIn(result);
	if (!answer && isNameTaken(result)) return undefined;
	if (!answer) throw await refused(context, result, wanted);
	const parsed = webHookSchema.safeParse(answer.data);
	// Without an ID it could not be switched off again.
	if (!parsed.success) throw noIdError(context.getNode());
	return parsed.data.webHookId;
}

/** Replaces (with what is wanted) or removes a web hook. */
const change = async (context: IHookFunctions, webHookId: string, wanted?: Wanted) =>
	await send(context, {
		method: wanted ? 'PUT' : 'DELETE',
		path: path`/v3/webHooks/${webHookId}`,
		body: wanted && bodyOf(wanted),
	});

/**
 * Replaces a listed web hook with what is wanted, which makes it active; or, without that, switches
 * it off: Capillary keeps it, inactive.
 * @throws NodeOperationError that says what to change
 */
export async function changeWebHook(
	context: IHookFunctions,
	webHookId: string,
	wanted?: Wanted,
): Promise<void> {
	const result = await change(context, webHookId, wanted);
	if (!answerIn(result)) throw await refused(context, result, wanted);
}

/** Refusals by which a server can say that it does not know an ID, or does not show it to this account. */
const UNKNOWN = [400, 403, 404];

/**
 * The same for a web hook that the list does not show.
 * @returns whether Capillary knows it
 * @throws NodeOperationError that says what to change, where that is not said
 */
export async function changeUnlisted(
	context: IHookFunctions,
	webHookId: string,
	wanted?: Wanted,
): Promise<boolean> {
	const result = await change(context, webHookId, wanted);
	if (answerIn(result)) return true;
	const isRefused =
		result.kind === 'status' ? UNKNOWN.includes(result.status) : result.kind === 'answer';
	if (isRefused) return false;
	throw await refused(context, result, wanted);
}
