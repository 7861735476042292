/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { basicCredential } from '../../support/basicCredential';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INode } from 'n8n-workflow';
import type { Engine } from '../../support/engine';
import { runNode, startEngine } from '../../support/engine';
import { LIVE_BADGE, LIVE_BADGE_ID as ID } from '../../support/liveBadge';

/** Readings of a server that shows less than the sandbox does: a dry run says what it does not know. */

type Answer = { status?: number; body?: unknown; text?: string };

let engine: Engine;
let server: Server;
let asked: string[];
let answerOf: (path: string) => Answer;

beforeAll(async () => {
	engine = await startEngine();
	server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		const { status = 200, body, text } = answerOf(request.url ?? '');
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(text ?? JSON.stringify(body));
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
beforeEach(() => {
	asked = [];
});
afterAll(async () => await new Promise((closed) => server.close(closed)));

const data = (record: unknown): Answer => ({ body: { data: record, errors: [], warnings: [] } });
const refusal = (status: number, code: number): Answer => ({
	status,
	body: { data: null, errors: [{ code, message: 'No' }], warnings: [] },
});

/** Runs a dry run against a server with these answers. */
async function dry(
	operation: string,
	parameters: INode['parameters'],
	badge: Answer,
	customer: Answer = data({ id: ID, earnDetails: { earns: [] }, issualDetails: { issuals: [] } }),
) {
	answerOf = (path) => (path.includes('/management/') ? customer : badge);
	const [resource, value] = operation.split('.');
	const { port } = server.address() as AddressInfo;
	const run = await runNode(engine, {
		parameters: { resource, operation: value, badgeId: ID, ...parameters },
		credential: basicCredential(`http://127.0.0.1:${port}`, { password: 'secret-of-the-till' }),
		onError: 'continueErrorOutput',
	});
	expect(asked.filter((one) => !one.startsWith('GET '))).toEqual([]);
	return run;
}

const BY = { ownerType: 'Loyalty', referenceId: '1' };
const OPTIONS = { dryRun: true, maxAttempts: 1 };
const EARN = { ...BY, customerId: 5, options: OPTIONS };
const CHECKED = { ...EARN, options: { ...OPTIONS, checkCustomers: true } };

test('a badge that may not be read is not known, and would be sent', async () => {
	const { items, failed } = await dry('customerBadge.earn', EARN, refusal(403, 403));
	expect(failed).toEqual([]);
	expect(items[0].json).toMatchObject({
		wouldSend: true,
		notKnown: ['how the badge stands: The credential may not use this part of the Capillary API'],
	});
});

test.each<[string, Answer, string]>([
	['breaks down', { status: 500, text: '' }, 'Capillary was not able to answer (HTTP status 500)'],
	[
		'sends a web page',
		{ text: '<html>' },
		"Capillary's answer could not be read: it is a web page instead of data",
	],
	['sends no record', data(null), "Capillary's answer does not hold it"],
	[
		'answers with another badge',
		data({ ...LIVE_BADGE, id: '000000000000000000000001' }),
		"Capillary's answer does not hold it",
	],
])('a server that %s leaves it unknown', async (_words, answer, why) => {
	const { items } = await dry('customerBadge.earn', EARN, answer);
	expect(items[0].json).toMatchObject({
		wouldSend: true,
		notKnown: [`how the badge stands: ${why}`],
	});
});

test('a badge of which little is shown: each gap is named', async () => {
	const { items } = await dry('customerBadge.earn', EARN, data({ id: ID }));
	expect(items[0].json).toMatchObject({
		wouldSend: true,
		notKnown: [
			`whether badge ${ID} is live`,
			`whether badge ${ID} is claimed by Loyalty with reference ID 1`,
			`whether badge ${ID} needs an enrolment`,
			'whether customer 5 has used up a limit',
			`whether a limit of badge ${ID} is used up`,
		],
	});
});

test('a badge without its claims is not said to be unclaimed', async () => {
	const answer = data({ ...LIVE_BADGE, ownership: { restrictedToOwners: ['Loyalty'] } });
	for (const operation of ['customerBadge.earn', 'badge.claim', 'badge.unclaim']) {
		const { items } = await dry(operation, EARN, answer);
		expect([operation, items[0].json.wouldSend, items[0].json.notKnown]).toEqual([
			operation,
			true,
			[`whether badge ${ID} is claimed by Loyalty with reference ID 1`],
		]);
	}
});

test('an older server, which shows no state, is judged by its dates', async () => {
	const others = { ...LIVE_BADGE, status: undefined };
	const at = async (more: object) => {
		const { items } = await dry('customerBadge.earn', EARN, data({ ...others, ...more }));
		return items[0].json.reason ?? items[0].json.notKnown ?? 'would be sent';
	};
	expect(await at({})).toBe('would be sent');
	expect(await at({ startOn: 2_500_000_000 })).toContain('it starts later 2049-');
	expect(await at({ expiresOn: 1_600_000_000 })).toContain('it has ended 2020-');
	expect(await at({ expiresOn: null })).toEqual([`whether badge ${ID} is live`]);
});

test('a view of customers without statistics leaves enrolment and limits unknown', async () => {
	const badge = data({
		...LIVE_BADGE,
		earnType: 'ISSUE_EARN',
		customerConstraints: [{ constraintType: 'CUSTOMER_BADGE_FIXED_VALUE', maxEarnLimit: 1 }],
	});
	const { items } = await dry('customerBadge.earn', CHECKED, badge, data({ id: ID }));
	expect(items[0].json).toMatchObject({
		wouldSend: true,
		notKnown: ['whether customer 5 is enrolled', 'whether customer 5 has used up a limit'],
	});
});

test('rows of others, and states that no page names, prove nothing', async () => {
	const badge = data({ ...LIVE_BADGE, earnType: 'ISSUE_EARN' });
	const issuals = (...rows: object[]) => data({ id: ID, issualDetails: { issuals: rows } });
	const seen = async (view: Answer) =>
		(await dry('customerBadge.earn', CHECKED, badge, view)).items[0].json;
	const others = { issueId: 'a', issuedStatus: 'ACTIVE', customerId: 6 };
	expect(await seen(issuals(others))).toMatchObject({ wouldSend: false, code: 811 });
	const odd = { issueId: 'a', issuedStatus: 'PARKED' };
	expect(await seen(issuals(odd))).toMatchObject({
		wouldSend: true,
		notKnown: ['whether customer 5 is enrolled'],
	});
	const own = { issueId: 'a', issuedStatus: 'ACTIVE', customerId: '5' };
	expect(await seen(issuals(others, own))).toMatchObject({ wouldSend: true, enrolled: true });
});

test('customers whose view is forbidden are not known, however many, and the badge still counts', async () => {
	const customers = Array.from({ length: 12 }, (_, i) => i + 1).join(',');
	const { items, failed } = await dry(
		'customerBadge.earnBulk',
		{ ...CHECKED, customers },
		data(LIVE_BADGE),
		refusal(403, 403),
	);
	expect(failed).toEqual([]);
	expect(items).toHaveLength(12);
	for (const { json } of items) {
		expect(json).toMatchObject({
			wouldSend: true,
			notKnown: [expect.stringMatching(/^what customer \d+ has: The credential may not use/)],
		});
	}
});

test('a revocation goes by what the view shows', async () => {
	const earnedBadgeId = '697b2f0c9e1d4a3b5c6d7e8f';
	const revoke = async (view: Answer) => {
		const parameters = { ...CHECKED, customerIdentifierType: 'id', earnedBadgeId };
		const { items } = await dry('customerBadge.revokeEarn', parameters, data(LIVE_BADGE), view);
		const { wouldSend, code, notKnown } = items[0].json;
		return [wouldSend, code ?? notKnown];
	};
	const earns = (...rows: object[]) => data({ id: ID, earnDetails: { earns: rows } });
	const asHex = earnedBadgeId.toUpperCase();
	expect(await revoke(earns({ earnedBadgeId: asHex, earnStatus: 'ACTIVE' }))).toEqual([
		true,
		undefined,
	]);
	expect(await revoke(earns({ earnId: earnedBadgeId, status: 'REVOKED' }))).toEqual([false, 814]);
	expect(await revoke(earns())).toEqual([false, 814]);
	const gap = ['whether customer 5 holds this issued badge'];
	expect(await revoke(earns({ earnedBadgeId, status: 'EXPIRED' }))).toEqual([true, gap]);
	expect(await revoke(data({ id: ID, activeEarnedCount: 2 }))).toEqual([true, gap]);
	expect(await revoke(data({ id: ID }))).toEqual([true, gap]);
});
