import { ENTITY } from '../../support/core';
import type { Giving } from '../../support/identity';
import { BADGE, endings, kindOf, people, RETRY } from '../../support/identity';
import { useWitnessStage } from '../../support/witnessStage';

/** Answers whose parts are at odds: a status that refuses beside data that name the deed, a deed that is yet to come, words in another form than JSON. */

const stage = useWitnessStage();

const ALL: Giving[] = ['earn', 'earnBulk', 'enrol'];
const UNKNOWN = expect.stringContaining('so the outcome is unknown');
const REQUEST = { ...ENTITY, badgeId: BADGE, customerId: 1, ownerType: 'none' };

/** What the documents let an answer name. */
const named = (operation: string) => {
	const row = { customerId: 1, earnedBadgeId: 'e1', issuedId: 'i1', status: 'ACTIVE' };
	return operation === 'earn' ? row : { issuedBadges: [row] };
};

describe.each([302, 401, 403, 407, 429, 461, 503])('HTTP %i beside what was done', (status) => {
	const errors =
		status === 503 ? [{ code: 4001, message: 'Authorization status unavailable!' }] : [];
	const headers = { 'retry-after': '0' };

	test('an approval request is made once, and nobody says that nothing was done', async () => {
		const json = { data: { requestId: 'r-1', state: 'AdminTask' }, errors };
		stage.witness.rules.mishap = () => ({ after: { status, json, headers } });
		const run = await stage.run('approvalRequest.requestEarn', REQUEST, RETRY);
		expect(stage.witness.writes()).toHaveLength(1);
		const [{ json: said }] = [...run.items, ...run.failed];
		expect(said).toMatchObject({ error: UNKNOWN, details: { retry: 'lookItUp' } });
		expect(JSON.stringify(said)).not.toContain('Nothing was');
	});

	test.each(ALL)('%s: one, and unknown or found', async (operation) => {
		const json = { data: named(operation), errors };
		stage.witness.rules.mishap = ({ n }) =>
			n === 1 ? { after: { status, json, headers } } : undefined;
		const run = await stage.run(operation, {}, { items: people(1) });
		expect(stage.witness.held(kindOf(operation))).toEqual({ 1: 1 });
		expect(['unknown', 'already']).toContain(endings(run)[1][0]);
	});
});

describe('a deed that is yet to come', () => {
	test.each(ALL)('%s: 202 that names it with its ID is done, as 200 is', async (operation) => {
		stage.witness.rules.mishap = ({ n }) =>
			n === 1 ? { after: { status: 202, json: { data: named(operation) } } } : undefined;
		const run = await stage.run(operation, {}, { items: people(1) });
		expect(endings(run)).toEqual({ 1: ['done'] });
		expect(stage.witness.held(kindOf(operation))).toEqual({ 1: 1 });
	});

	test.each(['PENDING', 'queued', 'In Progress', 'IN_PROGRESS', 'Accepted', 'processing'])(
		'what is %s is no proof',
		async (status) => {
			const row = { customerId: 1, earnedBadgeId: 'e1', issuedId: 'i1', status };
			for (const operation of ALL) {
				stage.witness.reset();
				const data = operation === 'earn' ? row : { issuedBadges: [row] };
				stage.witness.rules.mishap = ({ n }) =>
					n > 0 ? { before: { json: { data } } } : undefined;
				const run = await stage.run(operation, {}, { items: people(1) });
				expect(endings(run)).toEqual({ 1: ['unknown'] });
			}
		},
	);
});

describe('words of what broke down behind Capillary', () => {
	test.each([
		[999999, 'java.lang.NullPointerException'],
		[999999, 'could not execute statement; nested exception is LockTimeoutException'],
		[undefined, 'Connection reset by peer'],
		[undefined, 'upstream connect error or disconnect/reset before headers'],
		[undefined, 'Deadlock found when trying to get lock; try restarting transaction'],
		[undefined, 'Something went wrong'],
		[undefined, 'Request is still being processed'],
	])('%j "%s": one each, whether it was done or not', async (code, message) => {
		const { witness } = stage;
		for (const operation of ALL) {
			for (const [status, isDone] of [
				[200, true],
				[409, true],
				[400, false],
			] as const) {
				witness.reset();
				const said = { status, json: { data: null, errors: [{ code, message }] } };
				witness.rules.mishap = ({ n }) =>
					n === 1 ? (isDone ? { after: said } : { before: said }) : undefined;
				const run = await stage.run(operation, {}, { items: people(1, 2), ...RETRY });
				expect(witness.held(kindOf(operation))).toEqual({ 1: 1, 2: 1 });
				expect(['done', 'already']).toContain(endings(run)[1][0]);
			}
		}
	});
});

const USED = 'Request with same requestId is not allowed';
/** The ways to say 809 that are no envelope in JSON. */
const SAID: Array<[form: string, body: unknown]> = [
	['text', USED],
	['a web page', `<html><body><h1>Bad request</h1><p>${USED}</p></body></html>`],
	['XML', '<response><status><code>809</code><message>Refused</message></status></response>'],
	['JSON within JSON', JSON.stringify(JSON.stringify({ errors: [{ code: 809, message: USED }] }))],
	['a text in JSON', JSON.stringify(USED)],
	['other words', { errors: [{ message: 'Idempotency key already processed' }] }],
	['words of the gateway', { message: 'Request was already processed', code: 'DUPLICATE' }],
];

describe.each(SAID)('a request ID that is known, said as %s', (_, json) => {
	test.each(ALL)('%s: what a copy of the request has done is found', async (operation) => {
		stage.witness.rules.mishap = ({ n }) =>
			n === 1 ? { after: { status: 400, json } } : undefined;
		const run = await stage.run(operation, {}, { items: people(1, 2) });
		expect(stage.witness.held(kindOf(operation))).toEqual({ 1: 1, 2: 1 });
		expect(endings(run)[1]).toEqual(['already']);
	});
});

test.each(ALL)(
	'%s: a refusal that breaks off in the middle is asked for again',
	async (operation) => {
		for (const json of [
			'{"data":null,"errors":[{"co',
			'[{"errors":',
			'{"data":{"issuedBadges":[{"cus',
		]) {
			stage.witness.reset();
			stage.witness.rules.mishap = ({ n }) =>
				n === 1 ? { after: { status: 400, json } } : undefined;
			const run = await stage.run(operation, {}, { items: people(1, 2) });
			expect(stage.witness.held(kindOf(operation))).toEqual({ 1: 1, 2: 1 });
			expect(endings(run)[1]).toEqual(['already']);
		}
	},
);

describe.each(['earnBulk', 'enrol'] as const)(
	'%s: a part that is done without its IDs',
	(operation) => {
		const errors = [{ code: 1026, message: 'Customer 3 not found' }];
		test.each([
			[
				'rows with a state',
				{
					issuedBadges: [
						{ customerId: 1, status: 'ACTIVE' },
						{ customerId: 2, status: 'Success' },
					],
				},
			],
			['numbers alone', { totalCount: 3, earnedCount: 2, issuedCount: 2, failedCount: 1 }],
			['bare customers', { earnedCustomers: [1, 2], failed: [{ customerId: 3, message: 'x' }] }],
		])('%s beside an error of one: nobody gets a second one', async (_words, data) => {
			for (const status of [200, 400]) {
				stage.witness.reset();
				stage.witness.rules.refuses = (customer) =>
					customer === 3 ? { code: 1026, message: 'not found' } : undefined;
				stage.witness.rules.mishap = ({ n }) =>
					n === 1 ? { after: { status, json: { data, errors } } } : undefined;
				const run = await stage.run(operation, {}, { items: people(1, 2, 3), ...RETRY });
				expect(stage.witness.held(kindOf(operation))).toEqual({ 1: 1, 2: 1 });
				expect(['unknown', 'already', 'done']).toContain(endings(run)[1][0]);
			}
		});
	},
);
