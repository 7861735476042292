/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
/** What is done with the node, and what its items must say by the model. */
import { deepStrictEqual as equal } from 'node:assert';
import type fc from 'fast-check';
import { ENTITY } from '../support/core';
import { isFailed } from '../support/shapes';
import type { Account } from './account';
import { DIRECT } from './account';
import type { Fate, Grant, Model } from './model';

type Json = Record<string, unknown>;
export type Command = fc.AsyncCommand<Model, Account, true>;

const given = (details: unknown) => (details ?? {}) as { code?: number; retry?: string };

/** How an item says that its target fared. */
function saidBy(json: Json): Fate {
	if (!isFailed(json)) return json.alreadyDone === true ? 'already' : 'done';
	const { code, retry } = given(json.details);
	if (code !== undefined) return code;
	return retry === 'safe' ? 'invalid' : retry === 'no' ? 'decided' : 'unknown';
}

/** Codes that say that it is so already: passed over where the user wishes it. */
const SO_ALREADY: Fate[] = [404, 737, 814, 1040];
const passed = (continues: boolean) => (fate: Fate) =>
	continues && SO_ALREADY.includes(fate) ? 'already' : fate;

const options = (continues: boolean, more: Json = {}) => ({
	options: { ...more, ...(continues ? { alreadyDone: 'continue' } : {}) },
});

/** Owner and reference as the node's fields hold them. */
const owned = (reference: string | undefined) =>
	reference === undefined
		? { ownerType: 'none' }
		: { ownerType: 'Loyalty', referenceId: reference };

/** A command in words, which is also how a counterexample is shown. */
const command = (
	name: string,
	what: Json,
	run: (model: Model, account: Account) => Promise<void>,
): Command => ({
	check: async () => true,
	run,
	toString: () => `${name} ${JSON.stringify(what)}`,
});

const badge = (account: Account, number: number) => account.badges[number];
const customersOf = (customers: unknown[]) => customers.map((customerId) => ({ customerId }));

export interface Giving {
	at: number;
	reference: string | undefined;
	customers: unknown[];
	continues: boolean;
	batchSize: number;
	requestId?: string;
}

const grantsOf = (account: Account, { at, reference, customers }: Giving): Grant[] =>
	customers.map((customer) => ({ badge: badge(account, at), reference, customer }));

/** Issues one after the other: what is issued comes with a new ID and names its customer. */
const issue = (model: Model, grants: Grant[], items: Json[], requestId?: string): Fate[] =>
	grants.map((grant, i) => {
		const fate = model.earn(grant, requestId);
		if (fate !== 'done') return fate;
		const id = String(items[i].earnedBadgeId);
		equal(model.earned.has(id) || model.revoked.has(id), false, `${id} was given before`);
		equal(items[i].customerId, grant.customer);
		model.give(id, grant);
		return fate;
	});

export const claim = (at: number, reference: string, isClaim: boolean, continues: boolean) =>
	command(isClaim ? 'claim' : 'unclaim', { at, reference, continues }, async (model, account) => {
		const badgeId = badge(account, at);
		const key = isClaim ? 'badge.claim' : 'badge.unclaim';
		const { all } = await account.run(key, { badgeId, ...owned(reference), ...options(continues) });
		const fate = isClaim ? model.claim(badgeId, reference) : model.unclaim(badgeId, reference);
		equal(all.map(saidBy), [passed(continues)(fate)]);
	});

export const switchBadge = (at: number, isOn: boolean) =>
	command(isOn ? 'activate' : 'deactivate', { at }, async (model, account) => {
		const badgeId = badge(account, at);
		const { all } = await account.run(`badge.${isOn ? 'activate' : 'deactivate'}`, { badgeId });
		if (isOn) model.inactive.delete(badgeId);
		else model.inactive.add(badgeId);
		equal(
			all.map(({ isActive }) => isActive),
			[isOn],
		);
	});

/** What a used ID comes to: looked up where the user wishes to go on. */
const usedBefore = (model: Model, grant: Grant, continues: boolean): Fate =>
	continues ? (model.wasGiven(grant) ? 'already' : 'unknown') : 809;

export const earn = (giving: Giving) =>
	command('earn', { ...giving }, async (model, account) => {
		const { at, reference, customers, continues, requestId } = giving;
		const grants = grantsOf(account, giving);
		const { all } = await account.run(
			'customerBadge.earn',
			{
				...{ badgeId: badge(account, at), ...owned(reference), ...options(continues) },
				...{ customerId: '={{ $json.customerId }}', additionalFields: { requestId } },
			},
			customersOf(customers),
		);
		const fates = issue(model, grants, all, requestId).map((fate, i) =>
			fate === 809 ? usedBefore(model, grants[i], continues) : fate,
		);
		equal(all.map(saidBy), fates);
		const shown = all.map((json) => json.requestId ?? (json.details as Json).requestId);
		if (requestId !== undefined && fates[0] !== 'invalid') equal(shown, [requestId]);
	});

/** The order in which a list is answered is that of the items, whatever travels with whom. */
export const bulk = (operation: 'earnBulk' | 'enrol', giving: Giving) =>
	command(operation, { ...giving }, async (model, account) => {
		const { at, reference, customers, continues, batchSize } = giving;
		const grants = grantsOf(account, giving);
		const { all } = await account.run(
			`customerBadge.${operation}`,
			{
				...{ badgeId: badge(account, at), ...owned(reference), additionalFields: {} },
				...{ customersFrom: 'field', customerField: 'customerId' },
				...options(continues, { batchSize }),
			},
			customersOf(customers),
		);
		const fates =
			operation === 'enrol'
				? grants.map((grant) => passed(continues)(model.enrol(grant)))
				: issue(model, grants, all);
		equal(all.map(saidBy), fates);
	});

export const endEnrolments = (at: number, customers: unknown[], continues: boolean) =>
	command('end enrolments', { at, customers, continues }, async (model, account) => {
		const badgeId = badge(account, at);
		const { all } = await account.run(
			'customerBadge.revokeEnrolment',
			{
				...{ badgeId, revoke: 'customers', customersFrom: 'field', customerField: 'customerId' },
				...options(continues),
			},
			customersOf(customers),
		);
		const fates = customers.map((customer) => model.endEnrolment(badgeId, customer));
		equal(all.map(saidBy), fates.map(passed(continues)));
	});

/** One of those that a list counts up, or one that there never was. */
const pick = (ids: string[], number: number, fallback: string) =>
	ids.length === 0 ? fallback : ids[number % ids.length];

export const takeBack = (number: number, isOwn: boolean, continues: boolean) =>
	command('take back', { number, isOwn, continues }, async (model, account) => {
		const known = [...model.earned.keys(), ...model.revoked.keys()];
		const id = pick(known, number, '65a0000000000000000000ff');
		const one = model.earned.get(id);
		const customer = isOwn && one ? one.customer : 4242;
		const badgeId = one?.badge ?? DIRECT;
		const { all } = await account.run('customerBadge.revokeEarn', {
			...{ badgeId, customerIdentifierType: 'id', customerId: customer, earnedBadgeId: id },
			...options(continues),
		});
		equal(all.map(saidBy), [passed(continues)(model.takeBack(id, customer))]);
	});

export const ask = (giving: Giving) =>
	command('ask for approval', { ...giving }, async (model, account) => {
		const { at, reference = '', customers } = giving;
		const badgeId = badge(account, at);
		const { all } = await account.run(
			'approvalRequest.requestEarn',
			{
				...{ badgeId, ...owned(reference), ...ENTITY, additionalFields: {} },
				customerId: '={{ $json.customerId }}',
			},
			customersOf(customers),
		);
		const isGood = (customer: unknown): customer is number => Number(customer) > 0;
		const fates = customers.map((one) => (reference !== '' && isGood(one) ? 'done' : 'invalid'));
		equal(all.map(saidBy), fates);
		all.forEach(({ requestId }, i) => {
			const customer = customers[i];
			if (fates[i] !== 'done' || !isGood(customer)) return;
			const request = { customer, badge: badgeId, reference, state: 'AdminTask' } as const;
			model.requests.set(String(requestId), request);
		});
	});

const NO_REQUEST = 'ef1bc378-a4d4-11ee-b2a9-462516199fc5';

export const decide = (number: number, decision: 'approved' | 'rejected', continues: boolean) =>
	command('decide', { number, decision, continues }, async (model, account) => {
		const id = pick([...model.requests.keys()], number, NO_REQUEST);
		const { all } = await account.run('approvalRequest.decide', {
			...{ approvalRequestId: id, decision, requestType: 'ofRequest' },
			...options(continues),
		});
		const request = model.requests.get(id);
		const fate = request ? model.decide(request, decision) : 404;
		equal(all.map(saidBy), [fate === 'already' && !continues ? 2002 : fate]);
		const before = new Set(model.earned.keys());
		const issued = account.truth().earned.map((line) => line.split(' ')[0]);
		for (const one of issued) if (!before.has(one) && request) model.give(one, request);
	});

export const read = (at: number, customer: number, number: number) =>
	command('read', { at, customer, number }, async (model, account) => {
		const badgeId = badge(account, at);
		const who = { customerIdentifierType: 'id', customerId: customer };
		const one = await account.run('customerBadge.get', { badgeId, ...who, splitOut: true });
		equal(one.all.map((json) => json.earnedBadgeId).sort(), model.has(badgeId, customer).sort());
		const [id, request] = [...model.requests][number % Math.max(1, model.requests.size)] ?? [];
		if (id === undefined) return;
		const asked = await account.run('approvalRequest.get', { approvalRequestId: id });
		equal(
			asked.all.map(({ state }) => state),
			[request?.state],
		);
	});

export const list = (customer: number) =>
	command('list', { customer }, async (model, account) => {
		const who = { customerIdentifierType: 'id', customerId: customer, badgeType: 'EARNED' };
		const { all } = await account.run('customerBadge.getAll', { ...who, returnAll: true });
		const counts = account.badges.map((id) => [id, model.has(id, customer).length]);
		const held = counts.filter(([, count]) => count !== 0).sort();
		equal(all.map(({ badgeId, earnCount }) => [badgeId, earnCount]).sort(), held);
	});
