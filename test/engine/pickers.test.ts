import { NodeApiError } from 'n8n-workflow';
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

describe('whatever habits the server has', () => {
	const names = async (method: string, filter?: string) => {
		const found: string[] = [];
		let token: string | undefined;
		do {
			const page = await picker.search(method, {}, filter, token);
			found.push(...page.results.map(({ name }) => String(name)));
			token = page.paginationToken as string | undefined;
		} while (token !== undefined && found.length < 1_000);
		return found;
	};

	test.each([
		['no totals', { totals: 'none' }],
		['no pagination', { totals: 'no-pagination' }],
		['pages from 1', { 'first-page': '1' }],
		['pages from 1, a cap, no totals', { 'first-page': '1', 'page-cap': 20, totals: 'none' }],
		['a cap', { 'page-cap': 20 }],
		['numbers as IDs', { 'list-ids': 'numbers' }],
	] as const)('%s: every row once', async (_words, habits) => {
		fill(stage.sandbox.state.groups, 130);
		stage.sandbox.setHabits(habits);
		const found = await names('searchGroups');
		expect([found.length, new Set(found).size]).toEqual([130, 130]);
		expect(await names('searchGroups', 'row 129')).toEqual(['Row 129 (rank 1)']);
	});

	test('a page that is always the first is shown once', async () => {
		fill(stage.sandbox.state.groups, 130);
		stage.sandbox.setHabits({ page: 'ignored' });
		expect(await names('searchGroups')).toHaveLength(50);
	});

	test('a name filter that the server ignores is applied here', async () => {
		stage.sandbox.setHabits({ 'name-filter': 'ignored' });
		expect(await names('searchBadges', 'sleeping badge')).toEqual([
			expect.stringMatching(/^Sleeping Badge/),
		]);
	});

	test('one search asks for each page once', async () => {
		fill(stage.sandbox.state.groups, 2_000);
		await picker.search('searchGroups', {}, 'Row 19');
		expect(stage.requests().length).toBeLessThanOrEqual(40);
	});
});

describe('what the user types or pastes', () => {
	test('blanks around it do no harm', async () => {
		const { results } = await picker.search('searchBadges', {}, '  sleeping badge ');
		expect(results.map(({ name }) => name)).toEqual([expect.stringMatching(/^Sleeping Badge/)]);
	});

	test.each(['', 'https://eu.api.capillarytech.com/api_gateway/v1/badges/badgeMeta/'])(
		'an ID is found, also in an address (%s…)',
		async (before) => {
			const badge = id('Sleeping Badge');
			expect(await picker.search('searchBadges', {}, ` ${before}${badge} `)).toMatchObject({
				results: [{ name: expect.stringMatching(/^Sleeping Badge/), value: badge }],
			});
		},
	);

	test('an ID of a group or a custom field, too', async () => {
		const { results } = await picker.search('searchGroups', {}, SEED.groups[1]);
		expect(results).toEqual([{ name: 'Sports (rank 2)', value: SEED.groups[1] }]);
		const [field] = stage.sandbox.state.customFields.values();
		expect(await picker.search('searchCustomFields', {}, field.id)).toMatchObject({
			results: [{ value: field.id }],
		});
	});

	test('an ID of nothing finds nothing', async () => {
		const { results } = await picker.search('searchBadges', {}, 'a'.repeat(24));
		expect(results).toEqual([]);
	});
});

test('claims with a numeric reference are shown', async () => {
	const ownership = { claims: [{ ownerType: 'Loyalty', referenceId: 77, isActive: true }] };
	stage.sandbox.faults.add({ answer: { status: 200, json: { data: { ownership } } } });
	const { results } = await picker.search('searchClaims', { badgeId: chosen('Refer A Friend') });
	expect(results).toEqual([{ name: '77 (Loyalty)', value: '77' }]);
});

describe('what there is to choose from cannot be read', () => {
	const why = async (credential = stage.basic) => {
		const { search } = await startPicker(credential);
		return await search('searchGroups', {}).then(
			() => 'nothing',
			(error: unknown) =>
				error instanceof NodeApiError ? `${error.message}. ${error.description}` : String(error),
		);
	};
	const HOST = 'Check the cluster or base URL in the Capillary API credential.';

	test.each([
		['no list', { answer: { status: 200, json: { data: { badgeGroups: 7 } } } }, HOST],
		['a web page', { html: true as const, status: 200 }, HOST],
		['another API', { status: 404, body: 'Not found' }, `no Capillary badges API. ${HOST}`],
		[
			'an error inside HTTP 200',
			{ answer: { status: 200, json: { data: null, errors: [{ code: 714, message: 'Owner' }] } } },
			'Capillary said: Owner',
		],
		['an outage', { status: 500 }, 'Capillary was not able to answer'],
		['no answer', { drop: 'before' as const }, 'Capillary did not answer'],
	])('%s', async (_words, fault, words) => {
		stage.sandbox.faults.add({ ...fault, times: null });
		expect(await why()).toContain(words);
	});

	test('a wrong password, secret or host', async () => {
		const check = 'Open the Capillary API credential, check user name, password';
		expect(await why({ ...stage.basic, password: 'wrong' })).toContain(check);
		const oauth = { ...stage.basic, authentication: 'oauth', clientSecret: 'wrong' };
		expect(await why(oauth)).toContain('Capillary did not accept the credential');
		expect(await why({ ...stage.basic, baseUrl: 'http://127.0.0.1:1' })).toContain(
			'Capillary could not be reached',
		);
		expect(await why({ ...stage.basic, baseUrl: 'http://example.com' })).toBe(
			'The Base URL in the Capillary API credential must start with https://. Only a host on this machine (localhost) may be reached without https.',
		);
		expect(await why({ ...stage.basic, orgId: 'a–b' })).toContain("'Organization ID' in the");
	});

	test('after fifty pages without a fit the search gives up, and says so', async () => {
		fill(stage.sandbox.state.groups, 2_600);
		await expect(picker.search('searchGroups', {}, 'no such group')).rejects.toMatchObject({
			message: 'Nothing was found among the first 2500 entries',
			description: "Type more of the name, or choose 'By ID'.",
		});
		expect(stage.requests()).toHaveLength(50);
	});
});
