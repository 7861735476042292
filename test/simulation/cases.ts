/** The operations that write: what a builder fills in, and what each input item asks for. */
import type { Model } from './server/model';
import { granted, OTHERS } from './server/model';
import type { Random } from './random';
import type { Kind } from './server/records';
import { addRecord, CHANGED, withValue } from './server/records';

export type Json = Record<string, unknown>;

export interface Case {
	/** `resource.operation`. */
	operation: string;
	/**
	 * `give`: each target must get one, and repeats are held off by a request ID;
	 * `make`: each target must get one, and nothing holds off a repeat; `state`: twice is once.
	 */
	kind: 'give' | 'make' | 'state';
	isBulk: boolean;
	hasRequestId: boolean;
	/** Most entries of one call, where the API has a limit of its own. */
	maxBatch?: number;
	/** How often it is drawn. */
	weight: number;
	parameters: Json;
	/** What the targets of an item are known by in the model's records, in the item's order. */
	subjects(item: Json): string[];
	/** Makes the server ready for the items. */
	prepare?(model: Model, items: Json[], random: Random): void;
}

export const BADGE = '653df084b3cda7078c7c68f1';
export const OWNER = 'Loyalty';

const listOf = (item: Json) => item.customers as number[];
const referenceOf = (item: Json) =>
	item.reference === undefined ? undefined : String(item.reference);

const owner = { ownerType: '={{ $json.owner }}', referenceId: '={{ $json.reference }}' };
const entity = { tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' };
const base = { badgeId: BADGE };

const toOne = { ...base, ...owner, customerId: '={{ $json.customerId }}' };
const toMany = { ...base, ...owner, customersFrom: 'list', customers: '={{ $json.customers }}' };

const giveToOne = (item: Json) => [granted(Number(item.customerId), referenceOf(item))];
const giveToMany = (item: Json) =>
	listOf(item).map((customer) => granted(customer, referenceOf(item)));

function addInstance(model: Model, kind: 'earn' | 'enrolment', customer: number): string {
	const id = model.newId();
	const at = model.now() - 7_200_000;
	const by = OTHERS;
	const more = { badge: BADGE, owner: OWNER, reference: '123', active: true };
	model.instances.push({ id, kind, customer, at, by, ...more });
	return id;
}

/** Most of the customers are enrolled, where the badge asks for it. */
function enrolMost(model: Model, items: Json[], random: Random): void {
	if (!random.chance(0.5)) return;
	model.enrolFirst.add(BADGE);
	const customers = items.flatMap((item) => item.customers ?? [item.customerId]) as number[];
	for (const customer of new Set(customers)) {
		if (random.chance(0.8)) addInstance(model, 'enrolment', customer);
	}
}

/** Records of which each item changes one; several may change the same. */
const updating =
	(kind: Kind) =>
	(model: Model, items: Json[], random: Random): void => {
		const ids: string[] = [];
		items.forEach((item, i) => {
			const isNew = ids.length === 0 || random.chance(0.7);
			if (isNew) ids.push(addRecord(model, kind));
			item.record = isNew ? ids.at(-1) : random.pick(ids);
			item.value = kind === 'customField' ? `${i}` : i;
		});
	};

const valueOf = (item: Json) => [withValue(String(item.record), item.value)];

const common = { isBulk: false, hasRequestId: false, weight: 1 };

export const CASES: readonly Case[] = [
	{
		...common,
		operation: 'customerBadge.earn',
		kind: 'give',
		hasRequestId: true,
		weight: 6,
		parameters: toOne,
		subjects: giveToOne,
		prepare: enrolMost,
	},
	{
		...common,
		operation: 'customerBadge.earnBulk',
		kind: 'give',
		isBulk: true,
		hasRequestId: true,
		weight: 7,
		parameters: toMany,
		subjects: giveToMany,
		prepare: enrolMost,
	},
	{
		...common,
		operation: 'customerBadge.enrol',
		kind: 'give',
		isBulk: true,
		hasRequestId: true,
		weight: 7,
		parameters: toMany,
		subjects: giveToMany,
	},
	{
		...common,
		operation: 'customerBadge.import',
		kind: 'make',
		weight: 2,
		parameters: {
			...base,
			customerId: '={{ $json.customerId }}',
			earnEventDate: '2026-01-05T10:00:00Z',
			earnExpiresOn: '2027-01-05T10:00:00Z',
		},
		subjects: (item) => [granted(Number(item.customerId), undefined)],
	},
	{
		...common,
		operation: 'approvalRequest.requestEarn',
		kind: 'make',
		hasRequestId: true,
		weight: 2,
		parameters: { ...toOne, ...entity },
		subjects: (item) => [String(item.customerId)],
	},
	{
		...common,
		operation: 'approvalRequest.requestEnrol',
		kind: 'make',
		hasRequestId: true,
		parameters: { ...toMany, ...entity },
		subjects: (item) => [listOf(item).join(',')],
	},
	{
		...common,
		operation: 'approvalRequest.decide',
		kind: 'make',
		parameters: {
			requestType: 'EARN-BADGE',
			approvalRequestId: '={{ $json.approval }}',
			decision: 'approved',
		},
		subjects: (item) => [String(item.approval)],
		prepare(model, items) {
			for (const item of items) model.approvals.set(String(item.approval), 'open');
		},
	},
	{
		...common,
		operation: 'customerBadge.revokeEarn',
		kind: 'state',
		parameters: {
			...base,
			customerIdentifierType: 'id',
			customerId: '={{ $json.customerId }}',
			earnedBadgeId: '={{ $json.earned }}',
		},
		subjects: (item) => [String(item.earned)],
		prepare(model, items) {
			for (const item of items) item.earned = addInstance(model, 'earn', Number(item.customerId));
		},
	},
	{
		...common,
		operation: 'customerBadge.revokeEnrolment',
		kind: 'state',
		isBulk: true,
		maxBatch: 20,
		parameters: {
			...base,
			revoke: 'customers',
			customersFrom: 'list',
			customers: '={{ $json.customers }}',
		},
		subjects: (item) => listOf(item).map(String),
		prepare(model, items, random) {
			for (const customer of new Set(items.flatMap(listOf))) {
				if (random.chance(0.8)) addInstance(model, 'enrolment', customer);
			}
		},
	},
	...(['claim', 'unclaim'] as const).map(
		(word): Case => ({
			...common,
			operation: `badge.${word}`,
			kind: 'state',
			parameters: { ...base, ownerType: OWNER, referenceId: '={{ $json.name }}' },
			subjects: (item) => [`${OWNER}|${String(item.name)}`],
			prepare(model, items, random) {
				for (const item of items) {
					if (random.chance(word === 'claim' ? 0.2 : 0.8)) {
						model.claims.add(`${OWNER}|${String(item.name)}`);
					}
				}
			},
		}),
	),
	{
		...common,
		operation: 'badgeGroup.create',
		kind: 'make',
		parameters: { name: '={{ $json.name }}', rank: 1 },
		subjects: (item) => [String(item.name)],
	},
	{
		...common,
		operation: 'badge.create',
		kind: 'make',
		parameters: {
			name: '={{ $json.name }}',
			startOn: '2026-03-01T00:00:00Z',
			expiresOn: '2027-03-01T00:00:00Z',
			owners: [OWNER],
			earnType: 'EARN',
			earnedBadgeExpiry: { expiry: { expiryType: 'NEVER' } },
		},
		subjects: (item) => [String(item.name)],
	},
	{
		...common,
		operation: 'badge.update',
		kind: 'state',
		parameters: {
			badgeId: '={{ $json.record }}',
			updateFields: { badgeRank: '={{ $json.value }}' },
		},
		subjects: valueOf,
		prepare: updating('badgeMeta'),
	},
	{
		...common,
		operation: 'badgeGroup.update',
		kind: 'state',
		parameters: { groupId: '={{ $json.record }}', updateFields: { rank: '={{ $json.value }}' } },
		subjects: valueOf,
		prepare: updating('group'),
	},
	{
		...common,
		operation: 'customField.update',
		kind: 'state',
		parameters: {
			customFieldId: '={{ $json.record }}',
			updateFields: { defaultValue: '={{ $json.value }}' },
		},
		subjects: valueOf,
		prepare: updating('customField'),
	},
	...(['activate', 'deactivate'] as const).map(
		(word): Case => ({
			...common,
			operation: `badge.${word}`,
			kind: 'state',
			parameters: { badgeId: '={{ $json.record }}' },
			subjects: (item) => [String(item.record)],
			prepare(model, items, random) {
				for (const item of items) {
					item.record = addRecord(model, 'badgeMeta', { active: random.chance(0.5) });
				}
			},
		}),
	),
	{
		...common,
		operation: 'customField.create',
		kind: 'make',
		parameters: { name: '={{ $json.name }}', dataType: 'STRING' },
		subjects: (item) => [String(item.name)],
	},
];

/** Whether what a `state` operation brings about is so. */
export function holds({ operation }: Case, model: Model, subject: string): boolean {
	const active = (kind: string, matches: (id: string, customer: string) => boolean) =>
		model.instances.some(
			(held) => held.kind === kind && held.active && matches(held.id, String(held.customer)),
		);
	const record = model.records.get(subject.split('=')[0]);
	switch (operation) {
		case 'badge.activate':
			return record?.active === true;
		case 'badge.deactivate':
			return record?.active === false;
		case 'badge.update':
			return withValue(subject.split('=')[0], record?.[CHANGED.badgeMeta]) === subject;
		case 'badgeGroup.update':
			return withValue(subject.split('=')[0], record?.[CHANGED.group]) === subject;
		case 'customField.update':
			return withValue(subject.split('=')[0], record?.[CHANGED.customField]) === subject;
		case 'badge.claim':
			return model.claims.has(subject);
		case 'badge.unclaim':
			return !model.claims.has(subject);
		case 'customerBadge.revokeEarn':
			return !active('earn', (id) => id === subject);
		default:
			return !active('enrolment', (_, customer) => customer === subject);
	}
}
