/** Earning and enrolling, one by one and in bulk: what the request ID keeps from happening twice. */
import type { Answer, Instance, Model, ModelError, Work } from './model';
import { accept, atOnce, granted, refuse, workMs } from './model';

/** A request to give something to customers. */
export interface Grant {
	endpoint: 'earn' | 'earnBulk' | 'issueBulk';
	badge: string;
	customers: number[];
	requestId: string;
	owner: string | undefined;
	reference: string | undefined;
	by: string;
}

const USED_BEFORE: ModelError = {
	code: 809,
	message: 'Request with same requestId is not allowed',
};

/** What the server remembers a request by, one text per customer where IDs count for each. */
function keysOf({ habits }: Model, { endpoint, badge, customers, requestId }: Grant): string[] {
	switch (habits.idScope) {
		case 'global':
			return [requestId];
		case 'badge':
			return [`${badge} ${requestId}`];
		case 'customer':
			return customers.map((customer) => `${endpoint} ${customer} ${requestId}`);
		default:
			return [`${endpoint} ${requestId}`];
	}
}

const kindOf = ({ endpoint }: Grant) => (endpoint === 'issueBulk' ? 'enrolment' : 'earn');

const enrolments = (model: Model, badge: string, customer: number) =>
	model.instances.filter(
		(held) =>
			held.kind === 'enrolment' &&
			held.active &&
			held.badge === badge &&
			held.customer === customer,
	);

/** Why one customer gets nothing; undefined where nothing stands against it. */
function refusalOf(model: Model, grant: Grant, customer: number): ModelError | undefined {
	if (model.strangers.has(customer)) return { code: 1026, message: 'customer not found' };
	if (model.full.has(customer)) return { code: 831, message: 'The limit is reached' };
	const enrolled = enrolments(model, grant.badge, customer).length > 0;
	if (kindOf(grant) === 'enrolment') {
		return enrolled && !model.habits.enrolTwice
			? { code: 1040, message: 'An active issue for the badge already exists.' }
			: undefined;
	}
	return model.enrolFirst.has(grant.badge) && !enrolled
		? { code: 811, message: 'Badge issue is mandatory before earn' }
		: undefined;
}

/** Why nobody of the request gets anything. */
function wholeRefusal(model: Model, grant: Grant): ModelError | undefined {
	const { habits, claims } = model;
	const { owner, reference, customers } = grant;
	if (owner !== undefined && !claims.has(`${owner}|${reference}`)) {
		return { code: 810, message: 'BadgeMeta needs to be claimed first' };
	}
	if (customers.length > habits.cap) return { code: 1060, message: 'Batch limit exceeded' };
	if (grant.endpoint === 'earn') return refusalOf(model, grant, customers[0]);
	if (habits.oneBad === 'himself') return undefined;
	for (const customer of customers) {
		const refusal = refusalOf(model, grant, customer);
		if (!refusal) continue;
		const who = habits.oneBad === 'batchNamed' ? ` (customer ${customer})` : '';
		return { ...refusal, message: `${refusal.message}${who}` };
	}
	return undefined;
}

function give(model: Model, grant: Grant, customer: number): Instance {
	const kind = kindOf(grant);
	const { badge, owner, reference, by } = grant;
	if (kind === 'earn' && model.habits.enrolmentUsed) {
		for (const enrolment of enrolments(model, badge, customer)) enrolment.active = false;
	}
	const instance: Instance = {
		id: model.newId(),
		kind,
		customer,
		badge,
		owner,
		reference,
		at: model.now(),
		by,
		active: true,
	};
	model.instances.push(instance);
	model.deeds.push({ subject: granted(customer, reference), by });
	return instance;
}

/** How one customer of a bulk request fared. */
interface Row {
	customer: number;
	instance?: Instance;
	error?: ModelError;
	/** Whether the answer also says the contrary. */
	contrary: boolean;
	/** An ID that stands beside a word of failure. */
	failedId?: string;
}

const triggerOf = ({ owner, reference }: Grant) =>
	owner === undefined ? null : { ownerType: owner, referenceId: reference };

const ENDS = { expiresOn: 1926235957, expiresOnISO: '2031-01-15T09:32:37Z' };

/** `issuedBadges` as enrol has it, and older servers for earn bulk. */
const oneList = (rows: Row[], active: string) => ({
	issuedBadges: rows.flatMap(({ customer, instance, error, contrary, failedId }) => {
		if (failedId !== undefined) {
			return [{ customerId: customer, issuedId: failedId, status: 'ACTIVE', success: false }];
		}
		const done = instance && { customerId: customer, issuedId: instance.id, status: active };
		const failed = { customerId: customer, issuedId: null, status: 'EXPIRED' };
		const refusal = error ?? { code: 831, message: 'The limit is reached' };
		return [
			...(done ? [done] : []),
			...(error || contrary ? [{ ...failed, error: { ...refusal, reference: null } }] : []),
		];
	}),
});

/** The two lists of earn bulk. */
const twoLists = (rows: Row[]) => ({
	earnedBadgesList: rows.flatMap(({ customer, instance, failedId }) => {
		if (failedId !== undefined) {
			return [{ customerId: customer, earnedBadgeId: failedId, status: 'FAILED' }];
		}
		return instance ? [{ customerId: customer, earnedBadgeId: instance.id }] : [];
	}),
	totalCount: rows.length,
	earnedCount: rows.filter(({ instance }) => instance).length,
	failedCount: rows.filter(({ error }) => error).length,
	failedEarnBadgeErrorList: rows.flatMap(({ customer, error, contrary }) =>
		error || contrary
			? [
					{
						customerId: customer,
						errorCode: error?.code ?? 831,
						errorMessage: error?.message ?? '',
					},
				]
			: [],
	),
});

function bulkAnswer(model: Model, grant: Grant, all: Row[]): Answer {
	const { habits, random } = model;
	const rows = all.filter(() => !random.chance(habits.leavesOut));
	if (habits.shuffled) rows.reverse();
	const isOld = habits.oldAnswers || grant.endpoint === 'issueBulk';
	return accept(model, {
		badgeMetaId: grant.badge,
		...ENDS,
		...(isOld ? oneList(rows, 'ACTIVE') : twoLists(rows)),
		triggeredBy: triggerOf(grant),
		...(habits.oldAnswers ? {} : { requestId: grant.requestId }),
	});
}

function singleAnswer(model: Model, { badge, customers, requestId }: Grant, id: string): Answer {
	const more = model.habits.oldAnswers ? {} : { requestId, issuedId: null };
	return accept(model, {
		badgeMetaId: badge,
		customerId: customers[0],
		earnedBadgeId: id,
		...ENDS,
		...more,
	});
}

/** Whether an answer says by a word that it failed, beside an ID. */
const saysFailed = ({ habits, random }: Model) =>
	habits.saysFailed > 0 && random.chance(habits.saysFailed);

/** Gives each customer what they are to get. */
function rowsOf(model: Model, grant: Grant, known: ReadonlySet<number>, share: number): Row[] {
	const { random, habits } = model;
	const listed = [...new Set(grant.customers)];
	const upTo = Math.ceil(listed.length * share);
	return listed.slice(0, upTo).map((customer): Row => {
		const error = known.has(customer) ? USED_BEFORE : refusalOf(model, grant, customer);
		const contrary = random.chance(habits.namesTwice);
		if (!error && saysFailed(model)) {
			const isDone = random.chance(0.5);
			const id = isDone ? give(model, grant, customer).id : model.newId();
			return { customer, contrary: false, failedId: id };
		}
		if (error) return { customer, error, contrary: false };
		return { customer, instance: give(model, grant, customer), contrary };
	});
}

/** Whether a list of one, whom nothing stands against, is answered like a single request. */
const isAsSingle = (model: Model, grant: Grant) =>
	model.habits.bulkAsSingle &&
	grant.endpoint === 'earnBulk' &&
	grant.customers.length === 1 &&
	refusalOf(model, grant, grant.customers[0]) === undefined;

/**
 * Carries a request out, after its ID was noted.
 * @param noted what it was noted under, which is forgotten where a refusal does not use it up
 */
function carryOut(model: Model, grant: Grant, known: ReadonlySet<number>, noted: string[]): Work {
	const { habits, random, used } = model;
	const isRefused = random.chance(habits.workRefused);
	const ms = workMs(model);
	if (habits.idNoted === 'whenDone') {
		for (const key of noted) model.busy.set(key, model.clock.now() + ms);
	}
	return {
		ms,
		finish(share) {
			const refusal = isRefused
				? { code: 815, message: 'Badge is not live' }
				: wholeRefusal(model, grant);
			if (refusal) {
				if (!habits.refusedUsesId) noted.forEach((key) => used.delete(key));
				return refuse(model, refusal);
			}
			const isOne = grant.endpoint === 'earn' || isAsSingle(model, grant);
			if (!isOne) return bulkAnswer(model, grant, rowsOf(model, grant, known, share));
			if (share === 0) return refuse(model, { message: 'Broken down' }, 500);
			const isFailed = saysFailed(model);
			const isDone = !isFailed || random.chance(0.5);
			const id = isDone ? give(model, grant, grant.customers[0]).id : model.newId();
			const answer = singleAnswer(model, grant, id);
			const { data } = answer.body as { data: object };
			return isFailed ? { ...answer, body: { data: { ...data, success: false } } } : answer;
		},
	};
}

/** Whether an ID is known, and not forgotten. */
const isRemembered = ({ habits, used, clock }: Model, key: string) =>
	clock.now() - (used.get(key) ?? -Infinity) < habits.idMemory;

/** How long requests with the same ID are still at work, where others wait for them. */
const leftOf = ({ busy, clock }: Model, keys: readonly string[]) =>
	Math.max(0, ...keys.map((key) => (busy.get(key) ?? 0) - clock.now()));

/** Takes a request: what is judged at once, and what is to be done. */
export function beginGrant(model: Model, grant: Grant): Work {
	const { habits, used } = model;
	const keys = keysOf(model, grant);
	const note = (key: string) => used.set(key, model.clock.now());
	const judge = () => {
		const refusal = wholeRefusal(model, grant);
		if (!refusal) return undefined;
		if (habits.refusedUsesId) keys.forEach(note);
		return atOnce(refuse(model, refusal));
	};
	const early = habits.limitsFirst ? judge() : undefined;
	if (early) return early;
	const isKnown = keys.map((key) => isRemembered(model, key));
	const perCustomer = habits.idScope === 'customer' && habits.usedBefore === 'inside';
	if (isKnown.some(Boolean) && !(perCustomer && grant.endpoint !== 'earn')) {
		const status = habits.usedBefore === 'inside' ? 200 : habits.usedBefore;
		const answer = refuse(model, USED_BEFORE, status);
		return { ms: leftOf(model, keys), finish: () => answer };
	}
	const late = judge();
	if (late) return late;
	const noted = keys.filter((_, i) => !isKnown[i]);
	noted.forEach(note);
	const known = new Set(grant.customers.filter((_, i) => isKnown[i]));
	return carryOut(model, grant, known, noted);
}
