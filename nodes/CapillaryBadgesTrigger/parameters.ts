/** Reads the parameters of the trigger. */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { z } from 'zod';
import { badgeId, customerIds, listParts } from '../shared/capillary/ids';
import { advised, choice, flag, text, wordsOf } from '../shared/editor/inputs';
import { EVENT_NAMES } from './event';

/** An empty text, list or picker means that the parameter is not set. */
const given = (value: unknown): unknown => {
	const inner =
		typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
	const isEmpty = inner === '' || inner == null || (Array.isArray(inner) && inner.length === 0);
	return isEmpty ? undefined : value;
};

const optional = <Type extends z.ZodTypeAny>(type: Type) => z.preprocess(given, type.optional());

const words = z.unknown().transform((value) => listParts(value).map(String));

/** Fewest characters of a secret that somebody made up. */
const SHORTEST_SECRET = 16;

/** Parameter → its label, for messages. */
const LABELS: Readonly<Record<string, string>> = {
	badgeId: 'Badge',
	customerIds: 'Customer IDs',
	customerIdentifiers: 'Customer Identifiers',
	events: 'Events',
	rawPayload: 'Raw Payload',
	registration: 'Registration',
	requestStates: 'Request States',
	requestTypes: 'Request Types',
	secret: 'Secret',
};

const schema = z
	.object({
		events: words.pipe(z.array(choice(EVENT_NAMES)).min(1, 'names no event')),
		registration: choice(['automatic', 'manual'] as const),
		secret: optional(text).transform((secret) => secret ?? ''),
		filters: z.object({
			badgeId: optional(badgeId),
			customerIds: optional(customerIds),
			requestStates: optional(words),
			requestTypes: optional(words),
		}),
		options: z.object({
			customerIdentifiers: optional(words),
			rawPayload: flag.default(false),
		}),
	})
	.superRefine(({ registration, secret }, context) => {
		if (registration === 'automatic' || secret.length >= SHORTEST_SECRET) return;
		context.addIssue({
			code: z.ZodIssueCode.custom,
			path: ['secret'],
			message: advised(
				`is shorter than ${SHORTEST_SECRET} characters`,
				'Use a long random one, and give the same to Capillary',
			),
		});
	});

export type Parameters = z.infer<typeof schema>;

/**
 * Reads the trigger's parameters.
 * @throws NodeOperationError that names the parameter and what to change
 */
export function readParameters(context: IHookFunctions | IWebhookFunctions): Parameters {
	const read = (name: string, fallback: unknown) => context.getNodeParameter(name, fallback);
	const parsed = schema.safeParse({
		events: read('events', []),
		registration: read('registration', 'automatic'),
		secret: read('secret', ''),
		filters: read('filters', {}),
		options: read('options', {}),
	});
	if (parsed.success) return parsed.data;
	const [{ path, message }] = parsed.error.issues;
	const name = path.filter((part) => String(part) in LABELS).pop();
	const { wrong, advice } = wordsOf(message);
	throw new NodeOperationError(
		context.getNode(),
		[`'${LABELS[String(name)] ?? String(path[0])}' ${wrong}`, advice].filter(Boolean).join('. '),
	);
}
