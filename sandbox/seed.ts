/** The data a fresh sandbox holds: the badges of the documents' examples and one of every kind. */
import { type BadgeSketch, makeBadge, STAMP } from './badgeSketch';
import type { State } from './state';
import type { Constraint, Expiry } from './types';

const year = (value: number): number => Date.UTC(value, 0, 1);
const UPCOMING = { startOn: year(2034), expiresOn: year(2037) };
const EXPIRED = { startOn: year(2020), expiresOn: year(2022) };
const NEVER: Expiry = { kind: 'NEVER' };

/** Ids of the examples in the documents, and the groups of the seed. */
export const SEED = {
	claimBadge: '653df084b3cda7078c7c68f1',
	unclaimBadge: '69381220cebb9648d8974518',
	earnBadge: '66276dc68fe258516a88ff8e',
	enrolBadge: '653de84db3cda7078c7c68ed',
	requestBadge: '658c50761c4c2b12732c3ec6',
	groups: ['64f0a1c2b3d4e5f600000001', '64f0a1c2b3d4e5f600000002', '64f0a1c2b3d4e5f600000003'],
} as const;

/** `65a00000000000000000` and a number: ids of the badges that no example names. */
const plainId = (n: number): string => `65a0${n.toString(16).padStart(20, '0')}`;

/** The badges that make the documents' own example requests succeed. */
const EXAMPLES: BadgeSketch[] = [
	{
		id: SEED.claimBadge,
		name: 'Furry Friend Badge',
		description: 'For friends of the shelter',
		owners: ['Loyalty', 'Milestones', 'Goodwill_Module'],
		claims: ['Loyalty/ABC', 'Milestones/42'],
	},
	{ id: SEED.unclaimBadge, name: 'First Purchase', claims: ['Loyalty/123', 'Journeys/welcome'] },
	{
		id: SEED.earnBadge,
		name: 'Frequent Flyer',
		claims: ['Loyalty/123694', 'Loyalty/626'],
		issuedBadgeExpiry: { kind: 'FIXED_DATE', at: 1_926_235_957_000 },
	},
	{
		id: SEED.enrolBadge,
		name: 'Marathon Month',
		earnType: 'ISSUE_EARN',
		claims: ['Loyalty/626', 'Loyalty/123694', 'Journeys/marathon'],
	},
	{
		id: SEED.requestBadge,
		name: 'Goodwill Gesture',
		claims: ['Goodwill_Module/123'],
		earnedBadgeExpiry: { kind: 'WITH_BADGE' },
	},
];

const fixedValue = (level: string, maxEarnLimit: number): Constraint => ({
	constraintType: `${level}_FIXED_VALUE`,
	maxEarnLimit,
});

/** One badge of every kind: dates, activation, earn type, owners, claims, limits, groups. */
const KINDS: BadgeSketch[] = [
	{ name: 'Coffee Lover', claims: ['Loyalty/500'], badgeGroupId: SEED.groups[0], badgeRank: 3 },
	{ name: 'Tea Lover', claims: ['Loyalty/500'], badgeGroupId: SEED.groups[0], badgeRank: 2 },
	{ name: 'Early Bird', claims: ['Milestones/7'], badgeGroupId: SEED.groups[1], badgeRank: 1 },
	{ name: 'Night Owl', claims: ['Rewards_Catalog/123'], earnedBadgeExpiry: NEVER },
	{ name: 'Unclaimed Wonder' },
	{ name: 'Unclaimed Quest', earnType: 'ISSUE_EARN' },
	{ name: 'Loyalty Only', owners: ['Loyalty'], claims: ['Loyalty/1'] },
	{ name: 'Milestones Only', owners: ['Milestones'] },
	{
		name: 'Once Per Customer',
		claims: ['Loyalty/1'],
		customerConstraints: [fixedValue('CUSTOMER_BADGE', 1)],
	},
	{ name: 'First Three', claims: ['Loyalty/1'], badgeConstraints: [fixedValue('BADGE', 3)] },
	{
		name: 'Twice A Week',
		claims: ['Loyalty/1'],
		customerConstraints: [
			{ constraintType: 'CUSTOMER_BADGE_ROLLING_WINDOW', maxEarnForWeeks: 2, rollForWeeks: 1 },
		],
	},
	{
		name: 'Daily Window',
		claims: ['Loyalty/1'],
		startOn: Date.UTC(2025, 2, 3),
		customerConstraints: [
			{
				constraintType: 'CUSTOMER_BADGE_FIXED_WINDOW',
				durationType: 'DAYS',
				refreshRate: 3,
				maxEarnLimit: 2,
			},
		],
	},
	{
		name: 'Weekly Window',
		claims: ['Loyalty/1'],
		badgeConstraints: [
			{
				constraintType: 'BADGE_FIXED_WINDOW',
				durationType: 'WEEKS',
				startDayOfTheWeek: 'MONDAY',
				maxEarnLimit: 5,
			},
		],
	},
	{
		name: 'Step Counter',
		earnType: 'ISSUE_EARN',
		claims: ['Journeys/steps'],
		badgeGroupId: SEED.groups[1],
	},
	{
		name: 'Book Club',
		earnType: 'ISSUE_EARN',
		claims: ['Audience_Campaigns/books', 'Loyalty/1'],
		issuedBadgeExpiry: { kind: 'WITH_BADGE' },
	},
	{ name: 'Refer A Friend', claims: ['Referral_Campaigns/77', 'Referral_Campaigns/78'] },
	{ name: 'Member Care Thanks', owners: ['Goodwill_Module', 'Membercare'] },
	{ name: 'Promotion Star', claims: ['Loyalty_Promotion/spring'] },
	{ name: 'Imported Veteran', owners: ['Historical_Import'], earnedBadgeExpiry: NEVER },
	{ name: 'Next Decade', ...UPCOMING, claims: ['Loyalty/1'] },
	{ name: 'Next Decade Quest', ...UPCOMING, earnType: 'ISSUE_EARN', claims: ['Journeys/next'] },
	{ name: 'Future Unclaimed', ...UPCOMING },
	{ name: 'Summer 2021', ...EXPIRED, claims: ['Loyalty/1'] },
	{ name: 'Winter 2021', ...EXPIRED, earnType: 'ISSUE_EARN', claims: ['Journeys/winter'] },
	{ name: 'Sleeping Badge', active: false, claims: ['Loyalty/1'] },
	{ name: 'Sleeping Quest', active: false, earnType: 'ISSUE_EARN', claims: ['Loyalty/1'] },
	{ name: 'Retired Badge', ...EXPIRED, active: false },
];

/** Customers whose other identifiers are known. */
const CUSTOMER_IDS = [62_090_013, 123, 382_477_526, 566_135_941, 23_423];

/** A customer who was merged into another one: only the look-up minds. */
const MERGED_CUSTOMER = 23_424;

/** Fills an empty state. */
export function seed(state: State): void {
	['Food and drink', 'Sports', 'Travel'].forEach((name, index) => {
		const id = SEED.groups[index] ?? state.nextId();
		state.groups.set(id, { id, name, rank: index + 1, isActive: true, ...STAMP });
	});
	['Terms and conditions', 'Season'].forEach((name, index) => {
		const id = `64f0b1c2b3d4e5f60000000${index + 1}`;
		const field = { id, name, dataType: 'STRING', isMandatory: false, defaultValue: null };
		state.customFields.set(id, { ...field, isActive: true, ...STAMP });
	});
	for (const sketch of EXAMPLES) state.addBadge(makeBadge(state, sketch));
	KINDS.forEach((sketch, index) => {
		state.addBadge(makeBadge(state, { id: plainId(index + 1), ...sketch }));
	});
	for (const id of [...CUSTOMER_IDS, MERGED_CUSTOMER]) {
		state.addCustomer({
			id,
			email: `customer${id}@example.com`,
			mobile: `91${String(id).padStart(10, '0')}`,
			externalId: `EXT-${id}`,
			cardNumber: `CARD${id}`,
		});
	}
	state.mergedCustomers.add(MERGED_CUSTOMER);
}
