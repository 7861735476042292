import { makeBadge, SEED } from '../../sandbox';
import type { Picker } from '../support/picker';
import { startPicker } from '../support/picker';
import type { Stage } from '../support/stage';
import { linked, startStage } from '../support/stage';

let stage: Stage;
let picker: Picker;
beforeAll(async () => {
	stage = await startStage({ clock: () => Date.UTC(2026, 5, 1, 12) });
	picker = await startPicker(stage.basic);
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const id = (name: string) => stage.sandbox.state.badgeNames.get(name) ?? '';
const chosen = (name: string) => ({ __rl: true, mode: 'list', value: id(name) });

/** Copies the first row of a collection until there are so many. */
function fill<Row extends { id: string; name: string }>(rows: Map<string, Row>, total: number) {
	const [first] = rows.values();
	for (let n = rows.size; n < total; n += 1) {
		const next = stage.sandbox.state.nextId();
		rows.set(next, { ...first, id: next, name: `Row ${n}` });
	}
}

describe('badges', () => {
	test('are found by Capillary, with state and owners', async () => {
		expect(await picker.search('searchBadges', {}, 'milestones only')).toEqual({
			results: [{ name: 'Milestones Only (LIVE) · Milestones', value: id('Milestones Only') }],
			paginationToken: undefined,
		});
		expect(await picker.search('searchBadges', {}, 'sleeping badge')).toMatchObject({
			results: [{ name: expect.stringMatching(/^Sleeping Badge \(INACTIVE\) · /) }],
		});
	});

	test('come page by page', async () => {
		const { state } = stage.sandbox;
		for (let n = state.badges.size; n < 120; n += 1) {
			state.addBadge(makeBadge(state, { name: `Badge ${n}` }));
		}
		const counts = [];
		let token: string | undefined;
		do {
			const page = await picker.search('searchBadges', {}, '', token);
			counts.push(page.results.length);
			token = page.paginationToken as string | undefined;
		} while (token !== undefined);
		expect(counts).toEqual([50, 50, 20]);
	});
});

describe('groups', () => {
	test('show their rank, highest first', async () => {
		const { results } = await picker.search('searchGroups', {});
		expect(results).toEqual([
			{ name: 'Travel (rank 3)', value: SEED.groups[2] },
			{ name: 'Sports (rank 2)', value: SEED.groups[1] },
			{ name: 'Food and drink (rank 1)', value: SEED.groups[0] },
		]);
	});

	test('are found by a part of the name, also when they stand far behind', async () => {
		fill(stage.sandbox.state.groups, 130);
		const { results } = await picker.search('searchGroups', {}, 'ROW 129');
		expect(results).toEqual([{ name: 'Row 129 (rank 1)', value: expect.any(String) }]);
		expect(stage.requests().map(({ query }) => query.page)).toEqual(['0', '1', '2']);
	});
});

describe('custom fields', () => {
	test('show their type, and what is special about them', async () => {
		for (const field of stage.sandbox.state.customFields.values()) {
			if (field.name === 'Season') Object.assign(field, { isMandatory: true, isActive: false });
		}
		const { results } = await picker.search('searchCustomFields', {});
		expect(results.map(({ name }) => name)).toEqual([
			'Terms and conditions (STRING)',
			'Season (STRING, mandatory, inactive)',
		]);
		expect(await picker.options('getCustomFields', {})).toEqual([
			{ name: 'Terms and conditions (STRING)', value: 'Terms and conditions' },
		]);
	});

	test('all of them can be chosen for a badge', async () => {
		fill(stage.sandbox.state.customFields, 110);
		expect(await picker.options('getCustomFields', {})).toHaveLength(110);
		expect(await picker.search('searchCustomFields', {}, 'season')).toMatchObject({
			results: [{ name: 'Season (STRING)' }],
		});
	});
});

describe('claims', () => {
	const claims = async (parameters: object, filter?: string) =>
		(await picker.search('searchClaims', { ...parameters }, filter)).results;

	test('of the chosen badge and owner', async () => {
		const badgeId = chosen('Refer A Friend');
		const [first, second] = [
			{ name: '77 (Referral Campaigns)', value: '77' },
			{ name: '78 (Referral Campaigns)', value: '78' },
		];
		expect(await claims({ badgeId, ownerType: 'Referral_Campaigns' })).toEqual([first, second]);
		expect(await claims({ badgeId, ownerType: '={{ $json.owner }}' }, '8')).toEqual([second]);
		expect(await claims({ badgeId, ownerType: 'Loyalty' })).toEqual([]);
	});

	test('none while no badge is chosen', async () => {
		expect(await claims({ badgeId: { __rl: true, mode: 'list', value: '' } })).toEqual([]);
		expect(await claims({ badgeId: '={{ $json.badge }}' })).toEqual([]);
		expect(stage.requests()).toEqual([]);
	});

	test('a picked reference travels like a typed one', async () => {
		const badgeId = chosen('Coffee Lover');
		const picked = { __rl: true, mode: 'list', value: '500' };
		for (const referenceId of [picked, '500', '={{ 500 }}']) {
			const { items } = await stage.run('badge.unclaim', {
				badgeId,
				ownerType: 'Loyalty',
				referenceId,
			});
			expect(linked(items)).toMatchObject([{ referenceId: '500', isActive: false }]);
			stage.sandbox.reset();
		}
		const { items } = await stage.run('customerBadge.earn', {
			badgeId,
			ownerType: 'Loyalty',
			referenceId: picked,
			customerId: '123',
		});
		expect(linked(items)).toMatchObject([{ customerId: 123 }]);
		expect(stage.requests().at(-1)?.body).toMatchObject({
			triggeredBy: { ownerType: 'Loyalty', referenceId: '500' },
		});
	});
});

test('an answer that is no list shows no choice; a refusal is thrown', async () => {
	stage.sandbox.faults.add({ answer: { status: 200, json: { data: { badgeGroups: 7 } } } });
	expect(await picker.search('searchGroups', {})).toMatchObject({ results: [] });
	stage.sandbox.faults.add({ status: 500 });
	await expect(picker.search('searchGroups', {})).rejects.toThrow();
});
