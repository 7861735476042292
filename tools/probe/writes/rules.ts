/** Questions about rules: enrolment, limits, claims, approval, import, tokens. */
import { randomUUID } from 'node:crypto';
import { APPROVALS_PATH, BADGES_PATH } from '../../../nodes/shared/capillary/account';
import { codesOf, isDone, isEmpty, isRecord, isRefused, member, rowsOf, said } from '../answers';
import { customerAt, mainBadge, META, testBadges } from '../badges';
import { asAssumed, need, otherwise, seen, unknown } from '../findings';
import { earn, firstDone, freshId, prepare, second } from '../grants';
import type { Probe } from '../types';

const enrolment: Probe = {
	id: 'enrolment',
	question: 'Does an issue use up the enrolment that it rests on?',
	documents: 'Nothing',
	assumes: 'Either: the refusal (811) is shown with what to do',
	matters: 'Where it does, enrol again before each further issue',
	habits: ['enrolment'],
	kind: 'write',
	async ask(context) {
		const { isEnrolledFirst } = await mainBadge(context);
		need(isEnrolledFirst || undefined, 'the first --badge wants no enrolment');
		const reply = await second(context);
		if (isDone(reply)) return seen('No', { enrolment: 'kept' });
		return codesOf(reply).includes(811)
			? seen('Yes', { enrolment: 'used-up' })
			: unknown(`A second issue: ${said(reply)}`);
	},
};

/** Limits that are larger are not used up for a question. */
const SMALL_LIMIT = 3;

const limitCode: Probe = {
	id: 'limit-code',
	question: 'What does an issue above the limit answer?',
	documents: 'Nothing',
	assumes: 'Any refusal: its own words are shown',
	matters: 'No: the message is in general words',
	habits: ['limit-code'],
	kind: 'write',
	async ask(context) {
		const badge = need(
			(await testBadges(context)).find(
				({ mostPerCustomer, isEnrolledFirst }) =>
					!isEnrolledFirst && mostPerCustomer !== undefined && mostPerCustomer <= SMALL_LIMIT,
			),
			`no --badge for direct issue has a limit of ${SMALL_LIMIT} a customer or less`,
		);
		for (let count = 0; count <= SMALL_LIMIT; count += 1) {
			const customer = customerAt(context, 0);
			const reply = await earn(context, customer, { badge, requestId: freshId() });
			if (isDone(reply)) continue;
			const [code] = codesOf(reply);
			if (!isRefused(reply) || code === undefined) return otherwise(said(reply));
			return seen(said(reply), { 'limit-code': code });
		}
		return otherwise('It is carried out');
	},
};

const claimAgain: Probe = {
	id: 'claim-again',
	question: 'What does claiming again answer?',
	documents: 'HTTP 200 with warning 900',
	assumes:
		'A success that was so already, as a warning or as a refusal 900; without a word it is a success',
	matters: 'Without the warning an item does not say `alreadyDone`',
	habits: ['claim-again'],
	kind: 'write',
	async ask(context) {
		const { id, owner } = await mainBadge(context);
		const by = need(owner, 'the first --badge has no claim');
		const reply = await context.client.post(`${META}/${encodeURIComponent(id)}/claim`, by);
		if (isRefused(reply) && codesOf(reply).includes(900)) {
			return seen(`Refused: ${said(reply)}`, { 'claim-again': 'refused' });
		}
		if (!isDone(reply)) return otherwise(said(reply));
		return isEmpty(member(reply.body, 'warnings'))
			? seen('Success without a word', { 'claim-again': 'plain' })
			: seen('Success with a warning', { 'claim-again': 'warned' });
	},
};

const importAnswer: Probe = {
	id: 'import-answer',
	question: 'In which form does the import answer?',
	documents: 'A list of envelopes, one a row',
	assumes: 'That, one envelope around all, or plain records',
	matters: 'No: each row is read by its badge and customer',
	habits: ['import-answer'],
	kind: 'write',
	async ask(context) {
		const { id } = await mainBadge(context);
		const customer = customerAt(context, 0);
		const now = Math.floor(context.clock.now() / 1000);
		const row = {
			badgeMetaId: id,
			customerId: customer,
			earnEventDate: now,
			earnExpiresOn: now + 86_400,
		};
		const reply = await context.gifts.give(
			{ kind: 'earn', badge: id, customers: [customer] },
			async () => await context.client.post(`${BADGES_PATH}/import/customerBadges`, [row]),
		);
		if (!isDone(reply)) return unknown(said(reply));
		const { body } = reply;
		if (!Array.isArray(body)) {
			return Array.isArray(member(body, 'data'))
				? seen('One envelope around all rows', { 'import-answer': 'data' })
				: otherwise('In none of the three forms');
		}
		const [one] = body as unknown[];
		if (!isRecord(one)) return unknown('The answer names no row');
		return 'data' in one
			? seen('A list of envelopes', { 'import-answer': 'envelopes' })
			: seen('A list of records', { 'import-answer': 'records' });
	},
};

/** Nobody's: a request that is approved at once must not issue anything. */
const NOBODY = 'Basic cHJvYmUtbm9ib2R5OjA=';

const autoApproval: Probe = {
	id: 'auto-approval',
	question: 'Is a request for approval carried out at once?',
	documents: 'It waits as `AdminTask`; auto-approval can be configured',
	assumes: 'It may be: `approved` and `failed` are read at once, and a failed one is refused',
	matters: 'No',
	habits: ['auto-approval'],
	kind: 'write',
	async ask(context) {
		const { client, gifts, entity } = context;
		need(client.account.userToken, 'a user token is needed');
		const entityInfo = need(entity, '--till, --store, --zone and --concept are needed');
		const { id, owner } = await mainBadge(context);
		const customer = customerAt(context, 0);
		const path = `${BADGES_PATH}/customer/earn`;
		const task = {
			...{ hostname: client.account.url, path, method: 'POST', pathParams: {}, queryParams: {} },
			body: { badgeMetaId: id, customerId: customer, requestId: randomUUID(), triggeredBy: owner },
			headers: { Authorization: NOBODY, 'content-type': 'application/json' },
		};
		const payload = { 'IntouchAPITask-Payload': task };
		const reply = await client.post(`${APPROVALS_PATH}/EARN-BADGE`, { entityInfo, payload });
		const data = member(reply.body, 'data');
		const { requestId, state } = isRecord(data) ? data : {};
		const made = { badge: id, customer, id: undefined };
		if (isRefused(reply)) return unknown(said(reply));
		if (!isDone(reply) || requestId === undefined) {
			gifts.note({ ...made, kind: 'request', state: 'unclear' });
			return unknown(said(reply));
		}
		if (state === 'AdminTask') {
			gifts.note({ ...made, kind: 'request', id: String(requestId), state: 'given' });
			return seen('No: it waits', { 'auto-approval': 'off' });
		}
		if (state === 'approved') gifts.note({ ...made, kind: 'earn', state: 'unclear' });
		return state === 'failed' || state === 'approved'
			? seen('Yes', { 'auto-approval': 'on' })
			: otherwise('In a state that is not documented');
	},
};

const olderToken: Probe = {
	id: 'older-token',
	question: 'Is an older token still valid when a newer one was given?',
	documents: 'Nothing',
	assumes: 'It may not: several n8n processes share the newest token',
	matters:
		'Give each program an API client of its own: they end the tokens of each other otherwise',
	habits: ['tokens'],
	kind: 'write',
	async ask({ client }) {
		need(client.account.clientKey || undefined, 'a client key and secret are needed');
		await client.renew();
		const older = client.account.accessToken;
		await client.renew();
		if (older === '') return unknown('No token was given');
		const headers = { 'X-CAP-API-OAUTH-TOKEN': older };
		const query = { page: 0, size: 1, limit: 1 };
		const reply = await client.send({ method: 'GET', path: META, query, headers, nobody: true });
		if (isDone(reply)) return seen('Yes', { tokens: 'all' });
		return reply.status === 401 ? seen('No: 401', { tokens: 'newest' }) : otherwise(said(reply));
	},
};

/** Whether the numeric ID may be given by another identifier is told by a refusal alone: nothing is given. */
const textCustomer: Probe = {
	id: 'customer-as-text',
	question: 'Is a customer ID taken as text, too?',
	documents: 'A number as text is accepted in a sample',
	assumes: 'Numbers are sent',
	matters: 'No',
	habits: [],
	kind: 'write',
	async ask(context) {
		const { badge } = await firstDone(context);
		const customer = customerAt(context, 0);
		await prepare(context, badge, customer);
		const body = { badgeMetaId: badge.id, requestId: freshId(), triggeredBy: badge.owner };
		const reply = await context.gifts.give(
			{ kind: 'earn', badge: badge.id, customers: [customer] },
			async () =>
				await context.client.post(`${BADGES_PATH}/customer/earn`, {
					...body,
					customerId: String(customer),
				}),
		);
		const named = rowsOf(reply.body).some((row) => row.customer === customer);
		return isDone(reply) && named ? asAssumed('Yes') : otherwise(said(reply));
	},
};

export const ruleProbes = [
	enrolment,
	limitCode,
	claimAgain,
	importAnswer,
	textCustomer,
	autoApproval,
	olderToken,
];
