import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Call, Target } from '../../nodes/CapillaryBadges/execution/plan/call';
import { agentText, plainly, toAnswers } from '../../nodes/CapillaryBadges/execution/settle/agent';
import type { Foresight } from '../../nodes/CapillaryBadges/execution/settle/foresight';
import {
	foresightItem,
	foresightSummary,
} from '../../nodes/CapillaryBadges/execution/settle/foresight';
import { inputFieldsFor } from '../../nodes/CapillaryBadges/execution/settle/inputFields';
import type { ItemResult } from '../../nodes/CapillaryBadges/execution/settle/settle';
import {
	progressOf,
	progressText,
	stopText,
	summary,
	toItems,
	warningsOf,
	warningTexts,
} from '../../nodes/CapillaryBadges/execution/settle/settle';
import { secretKeeper } from '../../nodes/CapillaryBadges/execution/settle/secrets';
import { stopError } from '../../nodes/CapillaryBadges/execution/settle/stop';
import type { Account } from '../../nodes/shared/capillary/account';
import { readAccount } from '../../nodes/shared/capillary/account';
import type { Failure } from '../../nodes/shared/capillary/failure';
import { oneStep } from '../../nodes/shared/capillary/request';
import { CREDENTIAL, NODE, SECRETS } from '../support/inProcess';
import { operationOf } from '../support/operationOf';

/** What is said of a run: its items, its hints, the error that stops it, and what an agent is told. */

const REFUSED: Failure = { what: 'No', fix: 'Do.', certainty: 'notDone' };
const UNKNOWN: Failure = { what: 'Lost', fix: 'Look.', certainty: 'unknown' };
const UNSENT: Failure = { ...REFUSED, isUnsent: true };

const done = (...jsons: object[]): ItemResult => ({ item: 0, outcome: { done: jsons as never } });
const failed = (failure: Failure, item = 0): ItemResult => ({ item, outcome: { failure } });
const progress = (change: object = {}) => ({
	done: 0,
	refused: 0,
	unknown: 0,
	unsent: 0,
	remembered: true,
	...change,
});
const earn = operationOf('customerBadge.earn');

describe('how far a run has come', () => {
	test('is counted by how the targets ended, and the rest was not sent', () => {
		const results = [done({}), failed(REFUSED), failed(REFUSED), failed(UNKNOWN), failed(UNSENT)];
		expect(progressOf(results, 9, true)).toEqual(
			progress({ done: 1, refused: 2, unknown: 1, unsent: 5 }),
		);
		expect(progressOf([], 4, false)).toEqual(progress({ unsent: 4, remembered: false }));
	});

	test.each([
		[{ done: 1, unsent: 97 }, '1 of 98 was done, 97 were not sent.'],
		[
			{ done: 20, refused: 1, unknown: 2, unsent: 1075 },
			'20 of 1,098 were done, 1 was refused, 2 are unknown, 1,075 were not sent.',
		],
		[
			{ refused: 2, unknown: 1, unsent: 1 },
			'0 of 4 were done, 2 were refused, 1 is unknown, 1 was not sent.',
		],
		[{ done: 2 }, '2 of 2 were done.'],
	])('%j: %s', (counts, text) => {
		expect(progressText(progress(counts))).toBe(text);
	});
});

describe('the words that stop the workflow', () => {
	const GO_ON =
		" To keep going past such items, set 'On Error' to 'Continue (using error output)'.";

	test('name the item, and of one target nothing more', () => {
		expect(stopText(REFUSED, 3, progress({ refused: 1 }))).toEqual({
			message: 'No [item 3]',
			description: 'Do.',
		});
	});

	test('say how far the run had come, and what running it again would repeat', () => {
		const told = (counts: object) => stopText(REFUSED, 0, progress(counts)).description;
		expect(told({ refused: 1, unsent: 1 })).toBe(
			`Do. 0 of 2 were done, 1 was refused, 1 was not sent.${GO_ON}`,
		);
		expect(told({ refused: 1, done: 1 })).toBe(
			`Do. 1 of 2 was done, 1 was refused. Running the workflow again repeats that one; 'Retry On Fail' does not.${GO_ON}`,
		);
		expect(told({ unknown: 1, done: 1 })).toContain('1 of 2 was done, 1 is unknown.');
		expect(told({ unknown: 1, done: 1200 })).toContain(
			" Running the workflow again repeats those 1,200; 'Retry On Fail' does not.",
		);
		expect(told({ refused: 1, done: 1, remembered: false })).toBe(
			`Do. 1 of 2 was done, 1 was refused.${GO_ON}`,
		);
	});

	test('come as an error of the API, or of the parameter that was refused', () => {
		const limited: Failure = { ...REFUSED, httpStatus: 429, retryAfterMs: 3000 };
		const ofApi = stopError(NODE, limited, 2, progress({ refused: 1 }));
		expect(ofApi).toBeInstanceOf(NodeApiError);
		expect(ofApi).toMatchObject({
			message: 'No [item 2]',
			description: 'Do. Capillary said: HTTP 429.',
			httpCode: '429',
			context: { itemIndex: 2 },
			failure: { cause: 'rate-limited', retryAfterMs: 3000 },
		});
		const broken = stopError(NODE, { ...REFUSED, httpStatus: 503 }, 2, progress({ refused: 1 }));
		expect(broken).toMatchObject({ failure: undefined });
		const ofParameter = stopError(
			NODE,
			{ ...UNSENT, parameter: 'badgeId' },
			1,
			progress({ unsent: 1 }),
		);
		expect(ofParameter).toBeInstanceOf(NodeOperationError);
		expect(ofParameter).toMatchObject({
			message: 'No [item 1]',
			description: 'Do.',
			context: { itemIndex: 1 },
		});
	});

	test('are for an agent one message', () => {
		const error = stopError(NODE, REFUSED, 2, progress({ refused: 1 }), true);
		expect([error.message, error.description]).toEqual(['Refused: No. Do.', '']);
	});
});

describe('what an agent is told', () => {
	test('of a failure: how it ended, what to do, who it is about, and how far the run had come', () => {
		const one = progress({ refused: 1 });
		expect(agentText(REFUSED, one)).toBe('Refused: No. Do.');
		expect(agentText(UNKNOWN, progress({ unknown: 1 }))).toBe('Unknown: Lost. Look.');
		expect(agentText({ ...REFUSED, customerId: 5 }, one)).toBe('Refused: No. Do. Customer 5.');
		expect(agentText({ ...REFUSED, requestId: 'o-1' }, one)).toBe(
			'Refused: No. Do. Request ID o-1.',
		);
		expect(agentText({ ...REFUSED, customerId: 5, requestId: 'o-1' }, one)).toBe(
			'Refused: No. Do. Customer 5, request ID o-1.',
		);
		expect(agentText({ ...REFUSED, fix: '' }, one)).toBe('Refused: No.');
		for (const other of [{ done: 1 }, { refused: 2 }, { unknown: 1 }, { unsent: 1 }]) {
			const both = progress({ refused: 1, ...other });
			expect(agentText(REFUSED, both)).toBe(`Refused: No. Do. ${progressText(both)}`);
		}
	});

	test('of what was done: the outcome, IDs, and plain members that it can use', () => {
		const json = {
			badgeMetaId: 'b',
			customerId: 5,
			earnedBadgeId: 'e',
			name: 'Gold',
			isActive: true,
			description: 'long',
			customFieldId: { a: 1 },
			expiresOn: 5,
			warnings: [{ code: 7, message: 'Careful' }],
		};
		expect(toAnswers([{ item: 3, outcome: { done: [json] } }], earn)).toEqual([
			{
				json: {
					outcome: 'done',
					badgeId: 'b',
					customerId: 5,
					earnedBadgeId: 'e',
					name: 'Gold',
					isActive: true,
					warnings: ['Careful (code 7)'],
				},
				pairedItem: { item: 3 },
			},
		]);
		expect(toAnswers([done({ dryRun: true, wouldSend: true, customerId: 5 })], earn)).toEqual([
			{ json: { dryRun: true, wouldSend: true, customerId: 5 }, pairedItem: { item: 0 } },
		]);
	});

	test('of what failed, where the node goes on: the same in members', () => {
		const failure: Failure = { ...UNKNOWN, code: 5, customerId: 7, requestId: 'o-1' };
		expect(toAnswers([failed(failure, 2), failed(REFUSED)], earn)).toEqual([
			{
				json: {
					outcome: 'unknown',
					reason: 'Lost',
					whatToDo: 'Look.',
					code: 5,
					customerId: 7,
					requestId: 'o-1',
				},
				pairedItem: { item: 2 },
			},
			{
				json: { outcome: 'refused', reason: 'No', whatToDo: 'Do.' },
				pairedItem: { item: 0 },
			},
		]);
	});

	test('of what was read: the records as they come', () => {
		const get = operationOf('badge.get');
		const json = { id: 'b', description: 'long', rule: { a: 1 } };
		expect(toAnswers([done(json)], get)).toEqual([
			{
				json: { id: 'b', badgeId: 'b', description: 'long', rule: { a: 1 } },
				pairedItem: { item: 0 },
			},
		]);
	});

	test('of a fault of the whole run: all of it in the message', () => {
		const fault = (message: string, description?: unknown) =>
			Object.assign(new Error(message), description === undefined ? {} : { description });
		expect(plainly(fault('It is 1.5 so..', 'Do\nthis.'))).toMatchObject({
			message: 'Refused: It is 1.5 so. Do this.',
			description: '',
		});
		const same: unknown[] = [
			'text',
			{ message: 'a', description: 'b' },
			fault('It is so'),
			fault('It is so', ''),
			fault('It is so', null),
			fault('It is so, do this', 'do this'),
		];
		for (const error of same) {
			const before = JSON.stringify([error, (error as Error).message]);
			expect(plainly(error)).toBe(error);
			expect(JSON.stringify([error, (error as Error).message])).toBe(before);
		}
	});
});

describe('warnings', () => {
	const warned = (...warnings: unknown[]) => done({ warnings });

	test('are none where nothing came', () => {
		expect(warningsOf([])).toBeUndefined();
		const none = [done({}), done({ warnings: [] }), done({ warnings: 'a text' }), failed(REFUSED)];
		expect(warningsOf(none)).toBeUndefined();
	});

	test('are quoted once each, three at most, with how many items they came with', () => {
		expect(warningsOf([warned({ code: 7, message: 'Careful' }), done({})])).toBe(
			'Done, but Capillary warns for 1 item: Careful (code 7)',
		);
		const twice = [warned({ message: 'A' }), warned({ message: 'A' }, { message: 'B' })];
		expect(warningsOf(twice)).toBe('Done, but Capillary warns for 2 items: A; B');
		const texts = ['A', 'B', 'C', 'D', 'E'].map((message) => ({ message }));
		expect(warningsOf([warned(...texts.slice(0, 3))])).toMatch(/: A; B; C$/);
		expect(warningsOf([warned(...texts)])).toMatch(/: A; B; C and 2 more$/);
	});

	test('that have a code alone are named by it', () => {
		expect(warningTexts({ warnings: [{ code: 7 }, { message: 'A.\nB.' }, {}] })).toEqual([
			'(code 7)',
			'A. B',
			'',
		]);
	});
});

describe('output items', () => {
	const inputFields = { of: (item: number) => ({ name: `n${item}`, error: 'x' }) };

	test('hold the fields of their input, and a result wins', () => {
		const beside = { inputFields: { ...inputFields, alsoFailed: true } };
		expect(toItems([{ item: 1, outcome: { done: [{ error: 'own' }] } }], beside)).toEqual([
			{ json: { name: 'n1', error: 'own' }, pairedItem: { item: 1 } },
		]);
		expect(toItems([failed(REFUSED, 2)], beside)[0].json).toEqual({
			name: 'n2',
			error: 'No',
			details: { advice: 'Do.', retry: 'safe' },
		});
		const only = { inputFields: { ...inputFields, alsoFailed: false } };
		const [{ json }] = toItems([failed(REFUSED)], only);
		expect(json).toStrictEqual({ error: 'No', details: { advice: 'Do.', retry: 'safe' } });
	});

	test('of what failed hold all that is known of it', () => {
		const known = {
			code: 5,
			apiMessage: 'said',
			httpStatus: 400,
			customerId: 7,
			requestId: 'o-1',
			supportId: 's-1',
		};
		expect(toItems([failed({ ...UNKNOWN, ...known })], { operation: earn })[0].json).toEqual({
			error: 'Lost',
			details: { ...known, advice: 'Look.', retry: 'sameRequestId' },
		});
	});

	test.each<[operation: string, change: Partial<Failure>, retry: string]>([
		['customerBadge.earn', {}, 'safe'],
		['customerBadge.earn', { code: 5 }, 'safe'],
		['customerBadge.earn', { code: 809 }, 'lookItUp'],
		['customerBadge.earn', { code: 809, isUnsent: true }, 'no'],
		['customerBadge.earn', { isUnsent: true }, 'safe'],
		['customerBadge.earn', { isFinal: true }, 'no'],
		['customerBadge.earn', { certainty: 'unknown' }, 'lookItUp'],
		['customerBadge.earn', { certainty: 'unknown', requestId: 'o' }, 'sameRequestId'],
		['customerBadge.enrol', { code: 1040 }, 'no'],
		['customerBadge.enrol', { code: 1040, wholeCall: false }, 'no'],
		['customerBadge.enrol', { code: 1040, wholeCall: true }, 'safe'],
		['customerBadge.import', { code: 1040 }, 'safe'],
		['customerBadge.import', { certainty: 'unknown', requestId: 'o' }, 'lookItUp'],
		['badge.claim', { certainty: 'unknown' }, 'safe'],
	])('of %s that failed with %j say whether to send it again: %s', (name, change, retry) => {
		const [resource, value] = name.split('.');
		const operation = operationOf(`${resource}.${value}`);
		const [{ json }] = toItems([failed({ ...REFUSED, ...change })], { operation });
		expect(json.details).toHaveProperty('retry', retry);
	});

	test('a bulk run counts as done before only what was so', () => {
		expect(summary([done(), done({ alreadyDone: false }), failed(UNKNOWN)], 'enrolled')).toBe(
			'2 enrolled, 1 unknown',
		);
	});
});

describe('a dry run', () => {
	const target = (item: number, change: object = {}): Target => ({
		item,
		position: 0,
		about: { badgeId: 'b', customerId: 5 + item, ...change },
		subject: 's',
	});
	const callOf = (change: Partial<Call> = {}): Call => ({
		targets: [target(0)],
		about: {},
		repeat: 'keyed',
		alreadyDone: [],
		requestId: 'n8n-1',
		origin: 'node',
		steps: () => oneStep({ method: 'POST', path: '/earn' }),
		read: () => [],
		...change,
	});
	const request = (body?: unknown) => ({ method: 'POST' as const, path: '/earn', body });
	const one = (change: Partial<Foresight> = {}): Foresight => ({
		target: target(0),
		isSo: false,
		notKnown: [],
		...change,
	});
	const no = { what: 'No', fix: 'Do.', code: 5 };

	test('tells of a target whether it would be sent, and why not', () => {
		expect(foresightItem(one(), true)).toEqual({
			dryRun: true,
			wouldSend: true,
			badgeMetaId: 'b',
			customerId: 5,
		});
		expect(foresightItem(one({ refused: no, isSo: true, notKnown: ['x'] }), true)).toEqual({
			dryRun: true,
			wouldSend: false,
			reason: 'No',
			advice: 'Do.',
			code: 5,
			notKnown: ['x'],
			alreadyDone: true,
			badgeMetaId: 'b',
			customerId: 5,
		});
		const holding = { earnedBefore: 2, enrolled: false };
		expect(foresightItem(one({ holding }), true)).toMatchObject(holding);
	});

	test('tells of each of several customers, and sends where one of them passes', () => {
		const customers = [
			{ customerId: 1, reason: 'No' },
			{ customerId: 2, reason: undefined },
		];
		expect(foresightItem(one({ refused: no, customers }), true)).toMatchObject({
			wouldSend: true,
			customers: [
				{ customerId: 1, wouldSend: false, reason: 'No' },
				{ customerId: 2, wouldSend: true },
			],
		});
		expect(
			foresightItem(one({ refused: no, customers: customers.slice(0, 1) }), true),
		).toMatchObject({ wouldSend: false });
	});

	test('shows the request once, with an ID that is made later, and without what is not sent', () => {
		const body = { requestId: 'n8n-1', customerId: '98765432109876543210', none: undefined };
		const call = callOf({ targets: [target(0), target(1)] });
		const foreseen = { number: 3, reads: 1, request: request(body) };
		expect(foresightItem(one({ call, foreseen }), true).request).toEqual({
			number: 3,
			method: 'POST',
			path: '/earn',
			customers: 2,
			body: { requestId: '(made when it is sent)', customerId: '98765432109876543210' },
		});
		expect(foresightItem(one({ call, foreseen }), false).request).not.toHaveProperty('body');
		const own = callOf({ origin: 'user' });
		expect(foresightItem(one({ call: own, foreseen }), true)).toMatchObject({
			request: { body: { requestId: 'n8n-1' } },
		});
		expect(foresightItem(one({ call: own, foreseen }), true)).not.toHaveProperty('requestId');
		expect(
			foresightItem(one({ call: callOf({ origin: 'content' }), foreseen }), true),
		).toMatchObject({ requestId: 'n8n-1' });
		const withoutBody = { number: 1, reads: 0, request: request() };
		expect(foresightItem(one({ call, foreseen: withoutBody }), true).request).not.toHaveProperty(
			'body',
		);
	});

	test('counts customers only where the request is about them', () => {
		const foreseen = { number: 1, reads: 0, request: request({}) };
		const ofBadge = callOf({ targets: [target(0, { customerId: undefined })] });
		expect(foresightItem(one({ call: ofBadge, foreseen }), true).request).not.toHaveProperty(
			'customers',
		);
		const customers = [1, 2, 3].map((customerId) => ({ customerId, reason: undefined }));
		expect(foresightItem(one({ call: ofBadge, foreseen, customers }), true)).toMatchObject({
			request: { customers: 3 },
		});
	});

	test('shows no request where none is sent', () => {
		const foreseen = { number: 1, reads: 1 };
		expect(foresightItem(one({ call: callOf(), foreseen }), true)).not.toHaveProperty('request');
		expect(foresightItem(one({ call: callOf() }), true)).not.toHaveProperty('request');
		expect(
			foresightItem(one({ foreseen: { ...foreseen, request: request() } }), true),
		).not.toHaveProperty('request');
	});

	const on = { stopOnFailure: false, unsentAt: undefined };
	const claim = operationOf('badge.claim');

	test('is summed up in a few sentences', () => {
		const call = callOf();
		const foreseen = { number: 1, reads: 0, request: request({}) };
		expect(foresightSummary(earn, [one({ call, foreseen })], on)).toEqual({
			message:
				'Dry run: nothing was changed. A real run takes 1 request: 1 customer would be sent.',
			type: 'info',
			location: 'outputPane',
		});
		const other = { call: callOf(), foreseen: { ...foreseen, reads: 1 } };
		const three = [
			one({ call, foreseen }),
			one({ call, foreseen }),
			one({ ...other, target: target(1), refused: no, notKnown: ['x'] }),
		];
		expect(foresightSummary(claim, three, on)).toEqual({
			message:
				"Dry run: nothing was changed. A real run takes 3 requests (1 of them only reads): 2 records would be sent, 1 would not (see 'reason'). For 1 item reading does not tell everything (see 'notKnown').",
			type: 'warning',
			location: 'outputPane',
		});
		const reads = { number: 1, reads: 2 };
		expect(foresightSummary(earn, [one({ call, foreseen: reads }), one()], on).message).toContain(
			'takes 2 requests (2 of them only read): 2 customers would be sent.',
		);
	});

	test('counts the customers of one request each', () => {
		const customers = [
			{ customerId: 1, reason: 'No' },
			{ customerId: 2, reason: undefined },
			{ customerId: 3, reason: undefined },
		];
		expect(foresightSummary(earn, [one({ refused: no, customers })], on).message).toContain(
			"2 customers would be sent, 1 would not (see 'reason')",
		);
	});

	test('says where a real run would stop', () => {
		const foresights = [one(), one({ target: target(4), refused: no })];
		const stops = (change: object) =>
			foresightSummary(earn, foresights, { stopOnFailure: true, unsentAt: undefined, ...change })
				.message;
		expect(stops({})).toMatch(/ It would stop at item 4, since 'On Error' is 'Stop Workflow'\.$/);
		expect(stops({ unsentAt: 7 })).toMatch(
			/ As it is, it would send nothing, because of item 7, since 'On Error' is 'Stop Workflow'\.$/,
		);
		expect(stops({ stopOnFailure: false })).not.toContain('Stop Workflow');
		const passing = { stopOnFailure: true, unsentAt: undefined };
		expect(foresightSummary(earn, [one()], passing).message).not.toContain('Stop Workflow');
	});
});

describe("the account's secrets", () => {
	const account = readAccount(CREDENTIAL);
	const basic = Buffer.from(`store.server:${SECRETS[2]}`).toString('base64');

	test('are in no outcome, whatever member holds them', () => {
		const keeper = secretKeeper(account);
		for (const secret of [...SECRETS, basic]) {
			const said = `said ${secret} here`;
			const clean = 'said [removed] here';
			expect(keeper.clean({ done: [{ a: said, b: [said] }, { c: 5 }] })).toEqual({
				done: [{ a: clean, b: [clean] }, { c: 5 }],
			});
			const failure = { ...REFUSED, what: said, apiMessage: said, supportId: said };
			expect(keeper.clean({ failure })).toEqual({
				failure: { ...REFUSED, what: clean, apiMessage: clean, supportId: clean },
			});
		}
		expect(keeper.clean({ failure: REFUSED })).toEqual({ failure: REFUSED });
	});

	test('of a token that is fetched meanwhile are learned, and none is forgotten', () => {
		const keeper = secretKeeper(account);
		const newer: Account = { ...account, accessToken: 'token-of-later' };
		expect(keeper.clean({ done: [{ a: 'token-of-later' }] })).toEqual({
			done: [{ a: 'token-of-later' }],
		});
		keeper.learn(newer);
		keeper.learn({ ...newer, accessToken: 'token-after-it' });
		for (const secret of ['token-of-later', 'token-after-it', SECRETS[0]]) {
			expect(keeper.clean({ done: [{ a: secret }] })).toEqual({ done: [{ a: '[removed]' }] });
		}
	});

	test('that an account has not remove nothing', () => {
		const oauth = readAccount({ ...CREDENTIAL, authentication: 'oauth', clientKey: 'key' });
		const keeper = secretKeeper({ ...oauth, password: '', userToken: undefined });
		// The MD5 of an empty password.
		const text = 'Basic words stay, and d41d8cd98f00b204e9800998ecf8427e';
		expect(keeper.clean({ done: [{ text }] })).toEqual({ done: [{ text }] });
	});
});

describe('the fields of the input beside the result', () => {
	const contextOf = (stored: unknown, json: object, onError = 'continueErrorOutput') =>
		({
			getNode: () => ({ parameters: { options: stored }, onError }),
			getInputData: () => [{ json: {} }, { json }],
		}) as unknown as IExecuteFunctions;
	const on = { includeInputFields: true };

	test('come along where the options say so, or where those cannot be read, the stored value', () => {
		const off = { includeInputFields: false };
		expect(inputFieldsFor(contextOf(on, {}), off)).toBeUndefined();
		const given = { name: 'Ada' };
		expect(inputFieldsFor(contextOf(off, given), on)?.of(1)).toEqual(given);
		expect(inputFieldsFor(contextOf(on, given), undefined)?.of(1)).toEqual(given);
		for (const stored of [off, {}, undefined, { includeInputFields: '={{ true }}' }]) {
			expect(inputFieldsFor(contextOf(stored, {}), undefined)).toBeUndefined();
		}
	});

	test('are those of the own item, without what an earlier run said of it', () => {
		const said = ['alreadyDone', 'warnings', 'wouldSend', 'reason', 'dryRun'];
		const own = { name: 'Ada', details: 'by phone' };
		const json = { ...own, ...Object.fromEntries(said.map((name) => [name, true])) };
		expect(inputFieldsFor(contextOf({}, json), on)?.of(1)).toEqual(own);
		const again = { ...json, error: 'No', details: {} };
		expect(inputFieldsFor(contextOf({}, again), on)?.of(1)).toEqual({ name: 'Ada' });
		expect(inputFieldsFor(contextOf({}, again), on)?.of(0)).toEqual({});
	});

	test('stand beside a failure but for the error output, to which n8n adds them', () => {
		expect(inputFieldsFor(contextOf({}, {}), on)?.alsoFailed).toBe(false);
		expect(inputFieldsFor(contextOf({}, {}, 'continueRegularOutput'), on)?.alsoFailed).toBe(true);
	});
});
