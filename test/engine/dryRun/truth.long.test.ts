import type { INode } from 'n8n-workflow';
import type { Badge, Sandbox } from '../../../sandbox';
import { SEED } from '../../../sandbox';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

/**
 * What a dry run says comes true: over all badges of the sandbox, with owners, dates and customers that
 * differ. Where it says that all is known, the real run ends exactly so.
 */

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
afterAll(() => stage.close());

type Parameters = INode['parameters'];

/** Has somebody enrolled for each badge, and has somebody hold it. */
async function fill({ state }: Sandbox) {
	for (const badge of state.badges.values()) {
		const [claim] = badge.claims;
		if (!claim) continue;
		const by = { badgeId: badge.id, ownerType: claim.ownerType, referenceId: claim.referenceId };
		await stage.run('customerBadge.enrol', { ...by, customers: '11,12' });
		await stage.run('customerBadge.earnBulk', { ...by, customers: '12,13' });
		await stage.run('customerBadge.earnBulk', { ...by, customers: '12' });
	}
}

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

/** An input item. */
type Item = Record<string, string>;

/** Ways of asking for a badge: by its own claim, without and with dates, and by others. */
function asked({ id, claims }: Badge, dates: readonly string[] = []): Item[] {
	const [claim = { ownerType: 'Loyalty', referenceId: '1' }] = claims;
	const own = { badgeId: id, ownerType: claim.ownerType, referenceId: claim.referenceId };
	return [
		own,
		{ ...own, referenceId: 'nobody' },
		{ ...own, ownerType: 'Milestones' },
		...dates.map((date) => ({ ...own, date })),
	];
}

const DATES = [inDays(-400), inDays(0.5), inDays(3), '1999-01-01T00:00:00Z'];
const CUSTOMERS = '11,12,13,14,14';

/** The items of each operation for one badge. */
const CASES: Record<string, (badge: Badge) => Item[]> = {
	'badge.claim': (badge) => asked(badge),
	'badge.unclaim': (badge) => asked(badge),
	'badge.activate': ({ id }) => [{ badgeId: id }],
	'badge.deactivate': ({ id }) => [{ badgeId: id }],
	'customerBadge.earnBulk': (badge) =>
		[...asked(badge, DATES), { badgeId: badge.id, ownerType: 'none' }].map((item) => ({
			...item,
			customers: CUSTOMERS,
		})),
	'customerBadge.enrol': (badge) =>
		[...asked(badge, DATES), { badgeId: badge.id, ownerType: 'none' }].map((item) => ({
			...item,
			customers: CUSTOMERS,
		})),
	'customerBadge.earn': (badge) =>
		asked(badge, DATES).flatMap((by) =>
			['11', '12', '14'].map((customerId) => ({ ...by, customerId })),
		),
	'customerBadge.revokeEnrolment': ({ id }) => [{ badgeId: id, customers: CUSTOMERS }],
};

/** Each parameter is the field of the item that has its name. */
const PARAMETERS: Parameters = {
	badgeId: '={{ $json.badgeId }}',
	ownerType: '={{ $json.ownerType }}',
	referenceId: '={{ $json.referenceId }}',
	customers: '={{ $json.customers }}',
	customerId: '={{ $json.customerId }}',
};
const DATED: Record<string, Parameters> = {
	'customerBadge.earn': { additionalFields: { earnEventDate: '={{ $json.date }}' } },
	'customerBadge.earnBulk': { additionalFields: { earnEventDate: '={{ $json.date }}' } },
	'customerBadge.enrol': { additionalFields: { issueEventDate: '={{ $json.date }}' } },
};

const MISSING = '65a0ffffffffffffffffffff';

/** How each target ended, by item and customer; several of one customer in any order. */
const endings = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).sort();

/** Those for which the option 'Already Done' means something that reading can tell. */
const REPAIRABLE = ['badge.claim', 'badge.unclaim', 'customerBadge.enrol'];

describe.each([
	['fail', Object.keys(CASES)],
	['continue', [...REPAIRABLE, 'customerBadge.revokeEnrolment']],
])('Already Done: %s', (alreadyDone, keys) => {
	test.each(keys)('%s ends as the dry run says', async (key) => {
		stage.sandbox.reset();
		await fill(stage.sandbox);
		const isSwitch = key.endsWith('activate');
		const options = { alreadyDone, concurrency: 1 };
		let known = 0;
		for (const badge of [...stage.sandbox.state.badges.values()]) {
			const items = CASES[key](badge);
			const run = async (more: object) =>
				await stage.run(
					key,
					{ ...PARAMETERS, ...DATED[key], options: { ...options, ...more } },
					{ items },
				);
			stage.sandbox.journal.clear();
			const dry = await run({ dryRun: true, checkCustomers: true });
			expect([stage.writes(), dry.failed]).toEqual([[], []]);
			const real = await run({});
			const all = linked(dry.items);
			const open = new Set(
				all
					.filter(({ notKnown }) => notKnown !== undefined)
					.map(({ item, customerId }) => `${item} ${customerId}`),
			);
			const isKnown = ([item, customerId]: unknown[]) => !open.has(`${item} ${customerId}`);
			const said = all.map(({ item, customerId, wouldSend, alreadyDone: is }) => [
				item,
				customerId,
				wouldSend,
				// Switching on what is on is no "already done" for Capillary.
				is === true && !isSwitch,
			]);
			const done = linked(real.items).map(({ item, customerId, alreadyDone: is }) => [
				item,
				customerId,
				true,
				is === true && !isSwitch,
			]);
			const not = linked(real.failed).map(({ item, details }) => [
				item,
				(details as { customerId?: number }).customerId,
				false,
				false,
			]);
			expect([badge.name, endings(said.filter(isKnown))]).toEqual([
				badge.name,
				endings([...done, ...not].filter(isKnown)),
			]);
			known += said.filter(isKnown).length;
		}
		expect(known).toBeGreaterThanOrEqual(stage.sandbox.state.badges.size);
	});
});

test.each(Object.keys(CASES))('%s of a badge that is not there', async (key) => {
	stage.sandbox.reset();
	const badge = stage.sandbox.state.badges.get(SEED.earnBadge);
	const [first] = badge ? CASES[key](badge) : [];
	const { items } = await stage.run(
		key,
		{ ...PARAMETERS, badgeId: MISSING, options: { dryRun: true, checkCustomers: true } },
		{ items: [first] },
	);
	const reasons = new Set(items.map(({ json }) => json.reason));
	expect([...reasons]).toEqual([`Badge ${MISSING} was not found`]);
	expect(stage.requests()).toHaveLength(1);
});
