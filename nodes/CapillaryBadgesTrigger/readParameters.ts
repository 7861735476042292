/** Reads the trigger's parameters, when it is published and for each call. */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';
import { isRecord } from '../shared/capillary/envelope';
import { advised, present, wordsOf } from '../shared/editor/inputs';
import { labelsIn } from '../shared/editor/labels';
import type { InputOf } from '../shared/editor/params';
import { schemaOf } from '../shared/editor/params';
import { PARAMETERS, properties, SHORTEST_SECRET } from './parameters';

/** The trigger's parameters, read; the members of its collections beside the others. */
export type Parameters = InputOf<typeof PARAMETERS>;

/** What a header can carry unchanged: printable ASCII. */
const CARRIED = /^[\x20-\x7e]*$/;

/** What is wrong with a secret that somebody made up, and what to use; undefined for a good one. */
function wrongSecret(secret: string): string | undefined {
	if (secret.length < SHORTEST_SECRET) {
		return advised(
			`is shorter than ${SHORTEST_SECRET} characters`,
			'Use a long random one, and give the same to Capillary',
		);
	}
	return CARRIED.test(secret)
		? undefined
		: advised(
				'holds a character that an HTTP header cannot carry',
				'Use letters from A to Z, digits and signs such as - or _, and give the same to Capillary',
			);
}

function checkSecret({ registration, secret = '' }: Parameters, context: z.RefinementCtx): void {
	const message = registration === 'manual' ? wrongSecret(secret) : undefined;
	if (message === undefined) return;
	context.addIssue({ code: z.ZodIssueCode.custom, path: ['secret'], message });
}

const labels = labelsIn(properties);

/** An empty list is as absent as an empty text. */
const given = (value: unknown) =>
	Array.isArray(value) && value.length === 0 ? undefined : present(value);

/** All values by their names. */
function valuesOf(context: IHookFunctions | IWebhookFunctions): Record<string, unknown> {
	const values = Object.entries(PARAMETERS).flatMap(([name, { shown }]) => {
		const value: unknown = context.getNodeParameter(name, shown.default);
		return shown.type === 'collection' && isRecord(value) ? Object.entries(value) : [[name, value]];
	});
	return Object.fromEntries(values.map(([name, value]) => [name, given(value)]));
}

/**
 * Reads the trigger's parameters.
 * @throws NodeOperationError that names the parameter and what to change
 */
export function readParameters(context: IHookFunctions | IWebhookFunctions): Parameters {
	const schema = schemaOf(PARAMETERS, { zone: context.getTimezone() }).superRefine(checkSecret);
	const parsed = schema.safeParse(valuesOf(context));
	if (parsed.success) return parsed.data;
	const [{ path, message }] = parsed.error.issues;
	const { wrong, advice } = wordsOf(message);
	throw new NodeOperationError(
		context.getNode(),
		[`'${labels.get(String(path[0])) ?? path[0]}' ${wrong}`, advice].filter(Boolean).join('. '),
	);
}
