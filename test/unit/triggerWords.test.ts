/** What the trigger says of parameters and registrations that do not serve. */
import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { isAuthentic } from '../../nodes/CapillaryBadgesTrigger/authenticity';
import { readParameters } from '../../nodes/CapillaryBadgesTrigger/readParameters';
import {
	isNameTaken,
	reasonOf,
	registrationError,
	unreachableHere,
} from '../../nodes/CapillaryBadgesTrigger/registrationErrors';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import { hookStage } from '../support/hookContext';

const NODE = { name: 'Trigger', type: 'x.trigger', parameters: {} } as unknown as INode;

const status = (code: number, body: unknown = ''): HttpResult => ({
	kind: 'status',
	status: code,
	body,
	retryAfter: undefined,
});
const noToken = (code: number, refused = false): HttpResult => ({
	kind: 'noToken',
	status: code,
	refused,
});
const errors = (...all: object[]) => ({ data: null, errors: all });
const CHECK = 'Check the cluster or base URL in the Capillary API credential';
const WRONG =
	'Capillary did not accept the credential. Open the Capillary API credential, check user name, password (or client key and secret) and cluster, and run its test.';
const NO_RIGHT =
	'The credential may not register web hooks: its access group "webhook" is missing. Ask your Capillary administrator to give this user or API client the access group "webhook" with read and write permission. Or set \'Registration\' to \'Manual\' and have the web hook set up by hand.';
const LATER = 'Capillary was not able to answer. Publish the workflow again later.';
const NO_API = `This address has no Capillary web hook API. ${CHECK}.`;
const UNREACHABLE = `Capillary could not be reached. ${CHECK} and the network of this n8n, then publish the workflow again.`;
const REDIRECTED = /^The address in the credential redirects elsewhere\. Check the cluster /;
const TAKEN =
	'Another web hook in Capillary has this name already. Publish the workflow again: each registration gets a fresh name.';
const NO_URL =
	"Capillary did not accept the address of this n8n. n8n takes it from the environment variable WEBHOOK_URL: set it to the address under which the internet reaches this n8n, with https://. Or set 'Registration' to 'Manual'.";
const ADVICE =
	"Check the value that Capillary's message names: its spelling, its type and its form.";

const RESULTS: Array<[HttpResult, message: string | RegExp, description: string]> = [
	[{ kind: 'broken', code: 'ECONNRESET', timedOut: false, sent: 'unknown' }, UNREACHABLE, ''],
	[{ kind: 'forbidden' }, /^This n8n does not allow requests to the host of the credential\. /, ''],
	[noToken(401, true), WRONG, 'Capillary said: HTTP 401.'],
	[noToken(200, true), WRONG, 'Capillary said: HTTP 200.'],
	[noToken(401), WRONG, 'Capillary said: HTTP 401.'],
	[noToken(0), LATER, ''],
	[noToken(400), LATER, 'Capillary said: HTTP 400.'],
	[noToken(404), NO_API, 'Capillary said: HTTP 404.'],
	[noToken(302), REDIRECTED, 'Capillary said: HTTP 302.'],
	[status(401), WRONG, 'Capillary said: HTTP 401.'],
	[status(403), NO_RIGHT, 'Capillary said: HTTP 403.'],
	[status(429), LATER, 'Capillary said: HTTP 429.'],
	[status(500), LATER, 'Capillary said: HTTP 500.'],
	[status(503, errors({ code: 5, message: 'x' })), LATER, 'Capillary said: code 5, "x", HTTP 503.'],
	[status(399), REDIRECTED, 'Capillary said: HTTP 399.'],
	[status(404), NO_API, 'Capillary said: HTTP 404.'],
	[status(400), `Capillary sent an empty answer. ${CHECK}.`, 'Capillary said: HTTP 400.'],
	[
		status(400, { data: [] }),
		`Capillary was not able to answer. ${CHECK}.`,
		'Capillary said: HTTP 400.',
	],
	[{ kind: 'answer', body: '<html>' }, `Capillary sent a web page instead of data. ${CHECK}.`, ''],
	[
		status(400, errors({ code: 400, message: 'No' })),
		`Capillary refused the request: No. ${ADVICE}`,
		'Capillary said: code 400, "No", HTTP 400.',
	],
	[{ kind: 'answer', body: errors({ code: 403 }) }, NO_RIGHT, 'Capillary said: code 403.'],
	[status(400, errors({ code: 403 })), NO_RIGHT, 'Capillary said: code 403, HTTP 400.'],
	[
		status(400, errors({ code: 400, message: 'No', reference: 'name' }, { message: 'Nor this' })),
		TAKEN,
		'Capillary said: code 400, "No (name); Nor this", HTTP 400.',
	],
	...['name should be unique', 'This Name exists', 'The name "x y" is taken'].map(
		(message): [HttpResult, string, string] => [
			{ kind: 'answer', body: errors({ code: 400, message }) },
			TAKEN,
			`Capillary said: code 400, "${message}".`,
		],
	),
	...['The name is too long', 'a unique value is needed', 'renamed, already taken'].map(
		(message): [HttpResult, string, string] => [
			{ kind: 'answer', body: errors({ code: 400, message }) },
			`Capillary refused the request: ${message}. ${ADVICE}`,
			`Capillary said: code 400, "${message}".`,
		],
	),
	[
		{ kind: 'answer', body: errors({ code: 400, message: 'No', reference: 'webHookUrl' }) },
		NO_URL,
		'Capillary said: code 400, "No (webHookUrl)".',
	],
	[
		{ kind: 'answer', body: errors({ code: 400, message: 'bad webhookurl' }) },
		NO_URL,
		'Capillary said: code 400, "bad webhookurl".',
	],
];

test.each(RESULTS)('%j is said to be: %s %s', (result, message, description) => {
	const error = registrationError(NODE, result, (text) => text);
	if (typeof message === 'string') expect(error.message).toBe(message);
	else expect(error.message).toMatch(message);
	expect(error.description ?? '').toBe(description);
	expect(isNameTaken(result)).toBe(message === TAKEN);
	// In one sentence, for who says more.
	expect(error.message.startsWith(`${reasonOf(error)}. `)).toBe(true);
});

test('the reason of any other error is its message', () => {
	expect(reasonOf(new Error('It broke'))).toBe('It broke');
	expect(reasonOf(new NodeOperationError(NODE, 'It is wrong'))).toBe('It is wrong');
	const odd = Object.assign(new Error('It broke'), { context: { reason: 'not ours' } });
	expect([reasonOf(odd), reasonOf('text'), reasonOf(5)]).toEqual(['It broke', 'text', '5']);
});

test('an n8n that nobody else can call is told what to do', () => {
	expect(unreachableHere(NODE, 'localhost:5678').message).toBe(
		"Capillary cannot reach this n8n at localhost:5678. Capillary calls it over the internet, and \"localhost:5678\" means the machine itself. Set the environment variable WEBHOOK_URL of n8n to its public address, or open a tunnel for a test. To set up the web hook by hand, set 'Registration' to 'Manual'.",
	);
});

describe('parameters', () => {
	const read = (parameters: Record<string, unknown>) =>
		readParameters(
			hookStage(() => ({ body: null }), { parameters: { events: ['badgeEarned'], ...parameters } })
				.context,
		);
	const refusalOf = (parameters: Record<string, unknown>) => {
		try {
			return read(parameters);
		} catch (error) {
			return error instanceof NodeOperationError ? error.message : error;
		}
	};
	const manual = { registration: 'manual' };
	const SHORT =
		"'Secret' is shorter than 16 characters. Use a long random one, and give the same to Capillary";
	const SIGNS =
		"'Secret' holds a character that an HTTP header cannot carry. Use letters from A to Z, digits and signs such as - or _, and give the same to Capillary";

	test.each<[Record<string, unknown>, string]>([
		[{ ...manual, secret: 'x'.repeat(15) }, SHORT],
		[{ ...manual, secret: '' }, SHORT],
		[manual, SHORT],
		[{ ...manual, secret: `${'x'.repeat(16)}\u007f` }, SIGNS],
		[{ ...manual, secret: `é${'x'.repeat(16)}` }, SIGNS],
		[{ events: [] }, "'Events' names no event"],
		[{ events: null }, "'Events' names no event"],
		[
			{ filters: { badgeId: 'no badge' } },
			'\'Badge\' is not the ID of a badge: "no badge". IDs look like 653df084b3cda7078c7c68f1',
		],
	])('%j are refused', (parameters, message) => {
		expect(refusalOf(parameters)).toBe(message);
	});

	test('are read by their names, those of collections beside the others', () => {
		const secret = ' ~'.repeat(8).trim();
		expect(read({ ...manual, secret: `${secret}x` })).toMatchObject({ secret: `${secret}x` });
		expect(read({ secret: 'short' })).toMatchObject({ registration: 'automatic', secret: 'short' });
		expect(
			read({
				events: 'badgeEarned, requestWorkflowEvent',
				filters: { customerIds: '5, 6', requestTypes: [], requestStates: ['failed'] },
				options: { customerIdentifiers: 'mobile, email', rawPayload: true },
			}),
		).toEqual({
			events: ['badgeEarned', 'requestWorkflowEvent'],
			registration: 'automatic',
			customerIds: [5, 6],
			requestStates: ['failed'],
			customerIdentifiers: ['mobile', 'email'],
			rawPayload: true,
		});
		expect(read({ filters: '', options: null })).toEqual({
			events: ['badgeEarned'],
			registration: 'automatic',
		});
	});
});

test('a call is authentic if it carries one of the secrets, of which an empty one is none', () => {
	expect(isAuthentic('one', ['two', 'one'])).toBe(true);
	expect(isAuthentic('one', [])).toBe(false);
	expect(isAuthentic('', [''])).toBe(false);
	expect(isAuthentic('onE', ['one'])).toBe(false);
	expect(isAuthentic(['one'], ['one'])).toBe(false);
});
