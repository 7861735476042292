import type { IDataObject } from 'n8n-workflow';
import { SEED } from '../../sandbox';

const badgeId = SEED.enrolBadge;
const [group] = SEED.groups;
const ID = '64f0b1c2b3d4e5f600000001';
const customer = 62090013;
const DATE = '2026-03-15T11:20:00.000Z';
const LATER = '2030-03-15T11:20:00.000Z';

const owner = { ownerType: 'Loyalty', referenceId: '123694' };
const entity = { tillId: '50682289', storeId: '50682288', zoneId: '50682286', conceptId: '5067' };
const customers = { customersFrom: 'list', customers: [customer, 123] };
const earning = { earnEventDate: DATE, requestId: 'order-4711' };
const enrolling = { issueEventDate: 1713860055, requestId: 'order-4711' };
const identified = { customerIdentifierType: 'id', customerId: customer };
const paged = { returnAll: false, limit: 7 };
const approvalRequestId = 'ef1bc378-a4d4-11ee-b2a9-462516199fc5';

const expiry = { period: { value: 2, unit: 'WEEKS' } };
const limits = {
	fixedValue: [{ maxEarnLimit: 3 }],
	windowOfDays: [{ maxEarnLimit: 1, refreshRate: 2 }],
};
const details = {
	active: true,
	badgeLimits: limits,
	customFields: { field: [{ name: 'Season', value: 'summer' }] },
	customerLimits: limits,
	defaultTillId: 50682289,
	description: 'For friends',
	badgeGroupId: group,
	historical: true,
	images: { image: [{ tag: 'EARNED', url: 'https://example.com/cup.png' }] },
	otherFields: { tags: [{ name: 'a', value: 'b' }] },
	badgeRank: 4,
};
const definition = {
	name: 'Badge of agents',
	startOn: DATE,
	expiresOn: LATER,
	owners: ['Loyalty', 'Milestones'],
	earnedBadgeExpiry: expiry,
	issuedBadgeExpiry: expiry,
};

/** For every operation, a value for each of its parameters; collections hold all of their members. */
export const EVERY_INPUT: Record<string, IDataObject> = {
	'approvalRequest.decide': {
		requestType: 'ISSUE-BADGE',
		approvalRequestId,
		decision: 'rejected',
		message: 'no',
	},
	'approvalRequest.get': { approvalRequestId },
	'approvalRequest.getAll': {
		...paged,
		filters: {
			...entity,
			endDate: '2036-01-31',
			requestType: 'EARN-BADGE',
			startDate: '2023-12-27',
			states: ['AdminTask', 'failed'],
			userId: 232134,
		},
		sort: { sortBy: 'endDate', sortOrder: 'asc' },
	},
	'approvalRequest.requestEnrol': {
		badgeId,
		...customers,
		...owner,
		...entity,
		additionalFields: enrolling,
	},
	'approvalRequest.requestEarn': {
		badgeId,
		customerId: customer,
		...owner,
		...entity,
		additionalFields: earning,
	},
	'badge.activate': { badgeId },
	'badge.claim': { badgeId, ...owner },
	'badge.create': {
		...definition,
		earnType: 'ISSUE_EARN',
		additionalFields: details,
		simplify: true,
	},
	'badge.deactivate': { badgeId },
	'badge.get': { badgeId, includeStatistics: true, simplify: true },
	'badge.getFixedWindows': {
		badgeId,
		constraintType: 'ALL',
		includeEarnCount: true,
		...paged,
		filters: {
			customerId: customer,
			startDate: DATE,
			endDate: LATER,
			fixedWindowCycleReferenceId: '5ab7c6ff-2ac8-3a51-8a7f-d83f8a33b7c0',
		},
	},
	'badge.getAll': {
		...paged,
		filters: {
			action: 'ACTIVATED',
			claimedBy: 'Loyalty',
			earnType: 'EARN',
			expiresOn: LATER,
			name: 'Lover',
			owner: 'Loyalty',
			startOn: DATE,
			status: ['LIVE', 'EXPIRED'],
			unclaimed: true,
		},
		sort: { sortOn: 'NAME' },
		simplify: true,
	},
	'badge.unclaim': { badgeId, ...owner },
	'badge.update': {
		badgeId,
		updateFields: { ...definition, ...details, emptyFields: ['benefits', 'tags'] },
		simplify: true,
	},
	'badgeGroup.create': { name: 'Drinks', rank: 10 },
	'badgeGroup.get': { groupId: group, simplify: true },
	'badgeGroup.getAll': { ...paged, sort: { order: 'ASC' }, simplify: true },
	'badgeGroup.update': { groupId: group, updateFields: { name: 'Drinks', rank: 10 } },
	'customField.create': {
		name: 'Size',
		dataType: 'INTEGER',
		additionalFields: { defaultValue: '7', isMandatory: true },
	},
	'customField.get': { customFieldId: ID, simplify: true },
	'customField.getAll': {
		...paged,
		filters: { isActive: true },
		sort: { sortOn: 'LAST_UPDATED_DATE', order: 'DESC' },
		simplify: true,
	},
	'customField.update': {
		customFieldId: ID,
		updateFields: {
			isActive: false,
			dataType: 'STRING',
			defaultValue: 'x',
			emptyFields: ['defaultValue'],
			isMandatory: false,
			name: 'Year',
		},
	},
	'customerBadge.enrol': { badgeId, ...customers, ...owner, additionalFields: enrolling },
	'customerBadge.get': { badgeId, ...identified, includeStatistics: true, simplify: true },
	'customerBadge.getForCustomer': {
		...identified,
		badgeType: 'AVAILABLE',
		...paged,
		filters: { groupId: group, includeExpired: true },
		sort: { sortOn: 'RANK' },
		simplify: true,
	},
	'customerBadge.getAll': {
		...identified,
		badgeType: 'AVAILABLE',
		...paged,
		filters: {
			action: 'ACTIVATED',
			badgeStatus: 'LIVE',
			claimedBy: 'Loyalty',
			expiresOn: LATER,
			expiresOnOperator: 'GREATER_THAN',
			groupId: group,
			name: 'a',
			owner: 'Loyalty',
			startOn: DATE,
			startOnOperator: 'LESS_THAN',
		},
		sort: { order: 'ASC', sortOn: 'EXPIRES_ON' },
		simplify: true,
	},
	'customerBadge.earn': { badgeId, customerId: customer, ...owner, additionalFields: earning },
	'customerBadge.earnBulk': { badgeId, ...customers, ...owner, additionalFields: earning },
	'customerBadge.import': {
		badgeId,
		customerId: customer,
		earnEventDate: DATE,
		earnExpiresOn: LATER,
	},
	'customerBadge.revokeEnrolment': { badgeId, revoke: 'customers', ...customers },
	'customerBadge.revokeEarn': { badgeId, ...identified, earnedBadgeId: ID },
};
