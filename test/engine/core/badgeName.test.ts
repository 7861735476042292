import { SEED } from '../../../sandbox';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

/** What n8n keeps of a picked badge names it in messages, beside its ID. */

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const picked = (cachedResultName?: string) => ({
	__rl: true,
	mode: 'list',
	value: SEED.earnBadge,
	...(cachedResultName === undefined ? {} : { cachedResultName }),
});
const NOBODY = { ownerType: 'Loyalty', referenceId: 'nobody' };

test.each([
	[
		picked('Frequent Flyer (inactive on 1 Jun 2026) · Loyalty'),
		`Frequent Flyer (${SEED.earnBadge})`,
	],
	[picked('Frequent Flyer (LIVE) · Loyalty, Milestones'), `Frequent Flyer (${SEED.earnBadge})`],
	[picked(' \n'), SEED.earnBadge],
	[picked(), SEED.earnBadge],
	[{ ...picked('Old'), mode: 'id' }, SEED.earnBadge],
	[{ ...picked('Old'), value: `={{ "${SEED.earnBadge}" }}` }, SEED.earnBadge],
	[SEED.earnBadge, SEED.earnBadge],
])('%j', async (badgeId, name) => {
	for (const [operation, customers] of [
		['customerBadge.earn', { customerId: '1' }],
		['customerBadge.earnBulk', { customers: '1, 2' }],
	] as const) {
		const { failed } = await stage.run(operation, { badgeId, ...customers, ...NOBODY });
		expect(failed[0].json.error).toBe(
			`Badge ${name} is not claimed by Loyalty with reference ID nobody`,
		);
	}
});

test('items carry the names of the fields that take them', async () => {
	const owner = { ownerType: 'Loyalty', referenceId: '123694' };
	const given = await stage.run('customerBadge.earn', {
		badgeId: SEED.earnBadge,
		customerId: '7',
		...owner,
	});
	const [{ json }] = given.items;
	expect(json).toMatchObject({ badgeMetaId: SEED.earnBadge, badgeId: SEED.earnBadge });
	const got = await stage.run('customerBadge.get', {
		badgeId: SEED.earnBadge,
		customerId: '7',
		simplify: false,
	});
	expect(got.items[0].json).toMatchObject({
		badgeId: SEED.earnBadge,
		earnDetails: { earns: [{ earnedBadgeId: json.earnedBadgeId }] },
	});
	const badges = await stage.run('badge.getAll', { simplify: false, limit: 1, returnAll: false });
	expect(badges.items[0].json.badgeId).toBe(badges.items[0].json.id);
});
