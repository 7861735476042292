/** A call of the trigger's URL: refused, ignored, or an item that starts the workflow. */
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isRecord } from '../shared/capillary/envelope';
import { parseJson } from '../shared/editor/inputs';
import { isAuthentic, PROOF_HEADER, secretAt } from './authenticity';
import { itemOf, passes } from './event';
import { seenBy, shortName } from './memory';
import { readParameters } from './readParameters';
import { warnOfRefusedCall } from './refusedCalls';
import type { Registration } from './stored';
import { readStored, remember, remembered, store, triggerKey } from './stored';

/** Most bytes of an event; the documents' samples have about one thousand. */
const LARGEST_BYTES = 1_048_576;

/** Answers the call itself, and leaves n8n no answer to give. */
function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}

/** Takes note of a call that starts nothing, so that Capillary does not send it again. */
const ignore = (why: string): IWebhookResponseData => ({ webhookResponse: { ignored: why } });

/**
 * The secrets that pass: the one that was registered, and the one of this address where a run that
 * began before it changed has put the old registration back.
 */
function secretsOf(context: IWebhookFunctions, registration: Registration | undefined): string[] {
	const here = context.getNodeWebhookUrl('default');
	const ofHere = here === undefined ? undefined : secretAt(registration, here);
	return [registration?.secret, ofHere].filter((secret) => secret !== undefined);
}

/** The body as it came, where n8n kept it. */
function rawBody(context: IWebhookFunctions): Buffer | undefined {
	const raw: unknown = context.getRequestObject().rawBody;
	return Buffer.isBuffer(raw) ? raw : undefined;
}

type Refused = { status: number; message: string };

/** The event in a call's body, or why there is none. */
function readEvent(context: IWebhookFunctions): { event: Record<string, unknown> } | Refused {
	const raw = rawBody(context);
	const given: unknown = context.getBodyData();
	const size = raw?.length ?? Buffer.byteLength(JSON.stringify(given) ?? '');
	if (size > LARGEST_BYTES) {
		return { status: 413, message: `The event is larger than ${LARGEST_BYTES} bytes` };
	}
	// n8n parses by content type, so JSON that came as plain text is text here.
	const isParsed = isRecord(given) && 'eventName' in given;
	const text = (raw?.toString('utf8') ?? String(given)).replace(/^\uFEFF/, '');
	const event = isParsed ? given : parseJson(text);
	if (!isRecord(event)) return { status: 400, message: 'The body is not a JSON object' };
	if (typeof event.eventName === 'string') return { event };
	return { status: 400, message: 'The body is not a Capillary event: it has no eventName' };
}

/**
 * Answers a call of the web hook: 401 without the secret, 413 and 400 for what is no event, 200 for
 * all others; starts the workflow for each event that is asked for, once.
 * @throws NodeOperationError when a parameter cannot be read
 * Rule: docs/api.md#event-delivery.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const parameters = readParameters(context);
	const stored = readStored(context);
	const headers = context.getHeaderData();
	const sent = isRecord(headers) ? headers[PROOF_HEADER.toLowerCase()] : undefined;
	const isManual = parameters.registration === 'manual';
	const registration = stored.registration ?? remembered(context);
	const secrets = isManual ? [parameters.secret ?? ''] : secretsOf(context, registration);
	if (!isAuthentic(sent, secrets)) {
		warnOfRefusedCall(context, isManual, Date.now());
		return answer(context, 401, `The header ${PROOF_HEADER} is missing or wrong`);
	}
	if (!isManual) remember(context, registration);
	const read = readEvent(context);
	if (!('event' in read)) return answer(context, read.status, read.message);
	const { event } = read;
	if (!parameters.events.some((name) => name === event.eventName)) {
		return ignore('event not chosen');
	}
	if (!passes(event, parameters)) return ignore('filtered out');

	// From here to `add` nothing waits: of two calls at once with one event, one sees the other.
	const seen = seenBy(triggerKey(context), stored.events, Date.now());
	// Whoever waits for a test event wants to see it, also for the second time.
	const isTest = context.getMode() === 'manual';
	const name = shortName(event);
	const isKnown = !isTest && seen.has(name);
	// Made before it is remembered: what cannot become an item is not taken for seen.
	const item = isKnown ? undefined : itemOf(event, parameters.rawPayload === true);
	if (!isTest) seen.add(name);
	if (!isTest && seen.isMissing()) store(context, { events: seen.events, registration });
	if (item === undefined) return ignore('seen before');
	const workflowData = [context.helpers.returnJsonArray(item as IDataObject)];
	// n8n's own answer comes after the run has begun, and then it no longer saves the static data.
	return { ...answer(context, 200, 'The workflow was started'), workflowData };
}
