/** Answers one call of the trigger's URL. */
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isRecord } from '../shared/capillary/envelope';
import { parseJson } from '../shared/editor/inputs';
import { isAuthentic, PROOF_HEADER } from './authenticity';
import { itemOf, passes } from './event';
import { isFirst } from './memory';
import { readParameters } from './parameters';
import { readStored, triggerKey } from './stored';

/** Most bytes of an event; the documents' samples have about one thousand. */
const LARGEST_BYTES = 1_048_576;

/** Answers the call itself, and leaves n8n no answer to give. */
function answer(context: IWebhookFunctions, status: number, message: string): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}

/** Takes note of a call that starts nothing, so that Capillary does not send it again. */
const ignore = (why: string): IWebhookResponseData => ({ webhookResponse: { ignored: why } });

/** The body as it came, where n8n kept it. */
function rawBody(context: IWebhookFunctions): Buffer | undefined {
	const raw: unknown = context.getRequestObject().rawBody;
	return Buffer.isBuffer(raw) ? raw : undefined;
}

/**
 * Answers a call of the web hook: 401 without the secret, 413 and 400 for what is no event, 200 for
 * all others; starts the workflow for each event that is asked for, once.
 * @throws NodeOperationError when a parameter cannot be read
 * Rule: docs/api.md#event-delivery.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const staticData = context.getWorkflowStaticData('node');
	const { events, registration, secret, filters, options } = readParameters(context);
	const headers = context.getHeaderData();
	const sent = isRecord(headers) ? headers[PROOF_HEADER.toLowerCase()] : undefined;
	const expected = registration === 'manual' ? secret : readStored(context)?.secret;
	if (!isAuthentic(sent, expected)) {
		return answer(context, 401, `The header ${PROOF_HEADER} is missing or wrong`);
	}

	const raw = rawBody(context);
	const given: unknown = context.getBodyData();
	const size = raw?.length ?? Buffer.byteLength(JSON.stringify(given) ?? '');
	if (size > LARGEST_BYTES) {
		return answer(context, 413, `The event is larger than ${LARGEST_BYTES} bytes`);
	}
	// n8n parses by content type, so JSON that came as plain text is text here.
	const isParsed = isRecord(given) && 'eventName' in given;
	const event = isParsed ? given : parseJson(raw?.toString('utf8') ?? String(given));
	if (!isRecord(event)) return answer(context, 400, 'The body is not a JSON object');
	if (typeof event.eventName !== 'string') {
		return answer(context, 400, 'The body is not a Capillary event: it has no eventName');
	}

	if (!events.some((name) => name === event.eventName)) return ignore('event not chosen');
	if (!passes(event, filters)) return ignore('filtered out');
	// Whoever waits for a test event wants to see it, also for the second time.
	const isTest = context.getMode() === 'manual';
	if (!isTest && !isFirst(triggerKey(context), staticData, event)) return ignore('seen before');
	const json = itemOf(event, options.rawPayload);
	const workflowData = [context.helpers.returnJsonArray(json as IDataObject)];
	// n8n's own answer comes after the run has begun, and then it no longer saves the static data.
	return { ...answer(context, 200, 'The workflow was started'), workflowData };
}
