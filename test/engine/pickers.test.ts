import { NodeApiError } from 'n8n-workflow';
import { makeBadge, SEED } from '../../sandbox';
import type { Picker } from '../support/picker';
import { scrolled, startPicker } from '../support/picker';
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
	test('are found by Capillary: the name, what is out of the ordinary, few owners', async () => {
		const names = async (filter: string) =>
			(await picker.search('searchBadges', {}, filter)).results.map(({ name }) => name);
		expect(await picker.search('searchBadges', {}, 'milestones only')).toEqual({
			results: [{ name: 'Milestones Only · Milestones', value: id('Milestones Only') }],
			paginationToken: undefined,
		});
		const at = (name: string, change: object) => {
			const badge = stage.sandbox.state.badges.get(id(name));
			Object.assign(badge ?? {}, change);
		};
		at('Coffee Lover', { restrictedToOwners: ['Loyalty', 'Journeys', 'Membercare'] });
		expect(await names('coffee lover')).toEqual(['Coffee Lover · Loyalty, Journeys, MemberCare']);
		at('Coffee Lover', { restrictedToOwners: ['Loyalty', 'Journeys', 'Membercare', 'Milestones'] });
		expect(await names('coffee lover')).toEqual(['Coffee Lover']);
		at('Coffee Lover', {
			earnType: 'ISSUE_EARN',
			active: false,
			expiresOn: Date.UTC(2026, 0, 7, 12),
		});
		// Tokyo, the workflow's time zone, is a day ahead then.
		const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 4, 31, 20));
		expect(await names('coffee lover')).toEqual([
			'Coffee Lover (inactive on 1 Jun 2026, expired 7 Jan 2026, needs enrolment)',
		]);
		clock.mockRestore();
		at('Coffee Lover', {
			active: true,
			startOn: Date.UTC(2034, 1, 28, 12),
			expiresOn: Date.UTC(2035, 0),
		});
		expect(await names('coffee lover')).toEqual([
			'Coffee Lover (starts 28 Feb 2034, needs enrolment)',
		]);
	});

	test('that can be used today come first, on all pages', async () => {
		const { state } = stage.sandbox;
		for (let n = 0; n < 200; n += 1) {
			const isOver = n % 2 === 0;
			const times = isOver
				? { startOn: Date.UTC(2020, 0), expiresOn: Date.UTC(2022, 0, 1, 12) }
				: {};
			state.addBadge(makeBadge(state, { name: `Badge ${1000 + n}`, ...times }));
		}
		const names = await scrolled(picker, 'searchBadges', 'badge 1');
		const expired = names.map((name) => name.includes('expired 1 Jan 2022'));
		expect([names.length, new Set(names).size]).toEqual([200, 200]);
		expect(expired).toEqual(Array.from({ length: 200 }, (_, n) => n >= 100));
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
	});

	const why = async (parameters: object) =>
		await claims(parameters).then(
			() => 'nothing',
			(error: unknown) =>
				error instanceof NodeApiError ? `${error.message}. ${error.description}` : String(error),
		);

	test('of others are named where the chosen owner has none', async () => {
		expect(await why({ badgeId: chosen('Goodwill Gesture'), ownerType: 'Loyalty' })).toBe(
			"Loyalty has no claim on this badge. This badge is claimed by Goodwill Module (123). Choose that 'Owner Type', or claim the badge for Loyalty with Badge > Claim.",
		);
		expect(
			await why({ badgeId: chosen('Marathon Month'), ownerType: 'Rewards_Catalog' }),
		).toContain('claimed by Loyalty (626), Loyalty (123694), Journeys (marathon). ');
		expect(await why({ badgeId: chosen('Unclaimed Wonder'), ownerType: 'Loyalty' })).toBe(
			'Nobody has claimed this badge yet. There is no reference ID to choose before Badge > Claim was run for this badge.',
		);
	});

	test('cannot be shown while no badge is chosen', async () => {
		const unchosen = { badgeId: { __rl: true, mode: 'list', value: '' } };
		expect(await why(unchosen)).toBe(
			"No badge is chosen yet. Choose a 'Badge' first: this list shows who has claimed it.",
		);
		expect(await why({ badgeId: '={{ $json.badge }}' })).toContain(
			'An expression chooses the badge',
		);
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

describe('what a customer has', () => {
	const CUSTOMER = '62090013';
	const owner = { ownerType: 'Loyalty', referenceId: '123694' };
	const badgeId = { __rl: true, mode: 'list', value: SEED.enrolBadge };
	const METHODS = { searchEarnedBadges: 'earnedBadgeId', searchEnrolments: 'issuedId' };
	const why = async (method: string, parameters: object) =>
		await picker.search(method, { badgeId, ...parameters }).then(
			({ results }) => results,
			(error: unknown) =>
				error instanceof NodeApiError ? `${error.message}. ${error.description}` : String(error),
		);

	// Times are those of this n8n's own zone, which is New York where nothing is set.
	test('issued badges, the newest first, without those taken back', async () => {
		const { sandbox, run } = stage;
		await run('customerBadge.enrol', { badgeId, ...owner, customers: CUSTOMER });
		const earn = async () => {
			const { items } = await run('customerBadge.earn', {
				badgeId,
				...owner,
				customerId: CUSTOMER,
			});
			return String(items[0].json.earnedBadgeId);
		};
		const [first, second, third] = [await earn(), await earn(), await earn()];
		const given = (earned: string, change: object) =>
			Object.assign(sandbox.state.earns.get(earned) ?? {}, change);
		given(first, { earnedOn: Date.UTC(2025, 10, 25, 10, 15), expiresOn: Date.UTC(2026, 0, 1) });
		given(second, { earnedOn: Date.UTC(2026, 4, 3, 8, 5), triggeredBy: null });
		await run('customerBadge.revokeEarn', { badgeId, customerId: CUSTOMER, earnedBadgeId: third });
		sandbox.journal.clear();
		expect(await picker.search('searchEarnedBadges', { badgeId, customerId: CUSTOMER })).toEqual({
			results: [
				{ name: '3 May 2026 17:05', value: second },
				{ name: '25 Nov 2025 19:15 · Loyalty 123694 (expired)', value: first },
			],
		});
		expect(stage.requests().map(({ method }) => method)).toEqual(['GET']);
		for (const filter of ['123694', first, 'nov 2025']) {
			const { results } = await picker.search(
				'searchEarnedBadges',
				{ badgeId, customerId: CUSTOMER },
				filter,
			);
			expect(results.map(({ value }) => value)).toEqual([first]);
		}
	});

	test('enrolments, also those that were used', async () => {
		const { run, sandbox } = stage;
		sandbox.setHabits({ enrolment: 'used-up' });
		const enrol = async () => {
			const { items } = await run('customerBadge.enrol', {
				badgeId,
				...owner,
				customers: CUSTOMER,
			});
			return items[0].json.issuedId;
		};
		const issuedId = await enrol();
		const parameters = { badgeId, customerId: CUSTOMER };
		const label = '1 Jun 2026 21:00 · Loyalty 123694';
		expect(await picker.search('searchEnrolments', parameters)).toEqual({
			results: [{ name: label, value: issuedId }],
		});
		// The panel keeps what another operation was given.
		const kept = { ...parameters, customerIdentifierType: 'email' };
		expect((await picker.search('searchEnrolments', kept)).results).toHaveLength(1);
		expect(stage.requests().at(-1)?.headers).not.toHaveProperty('x-cap-customer-identifier');
		await run('customerBadge.earn', { badgeId, ...owner, customerId: CUSTOMER });
		expect(await picker.search('searchEnrolments', parameters)).toEqual({
			results: [{ name: `${label} (earned)`, value: issuedId }],
		});
	});

	test('by another identifier', async () => {
		await stage.run('customerBadge.enrol', { badgeId, ...owner, customers: CUSTOMER });
		await stage.run('customerBadge.earn', { badgeId, ...owner, customerId: CUSTOMER });
		const { results } = await picker.search('searchEarnedBadges', {
			badgeId,
			customerIdentifierType: 'email',
			customerId: `customer${CUSTOMER}@example.com`,
		});
		expect(results).toHaveLength(1);
		expect(stage.requests().at(-1)?.headers['x-cap-customer-identifier']).toBe('email');
	});

	test('where the customer has nothing, that is said', async () => {
		const fix = "Check 'Badge' and the customer: Customer Badge > Get shows what the customer has";
		expect(await why('searchEarnedBadges', { customerId: CUSTOMER })).toBe(
			`The customer holds no badge of this kind. ${fix}.`,
		);
		expect(await why('searchEnrolments', { customerId: CUSTOMER })).toBe(
			`The customer has no enrolment for this badge. ${fix}.`,
		);
	});

	test.each(Object.entries(METHODS))(
		'%s says what to enter where it cannot know',
		async (method, id) => {
			// The editor gives nothing for an expression that has no data yet.
			for (const customerId of [
				'',
				undefined,
				null,
				'={{ $json.customerId }}',
				'a@b.c',
				'[null]',
			]) {
				const words = await why(method, { customerId });
				expect(words).toContain('run the nodes before this one');
				expect(words).toContain(`enter the '${id}'`);
			}
			for (const badge of [{ ...badgeId, value: '' }, undefined, '={{ $json.badge }}']) {
				const words = await why(method, { badgeId: badge, customerId: CUSTOMER });
				expect(words).toContain("Choose the 'Badge' first");
			}
			expect(stage.requests()).toEqual([]);
		},
	);

	test('a view that does not show each one says so, and what to enter', async () => {
		await stage.run('customerBadge.earn', { badgeId: SEED.earnBadge, ...owner, customerId: 123 });
		const parameters = { badgeId: SEED.earnBadge, customerId: 123 };
		stage.sandbox.setHabits({ statistics: 'none' });
		for (const method of Object.keys(METHODS)) {
			expect(await why(method, parameters)).toContain(
				`enter the '${METHODS[method as keyof typeof METHODS]}'`,
			);
		}
	});

	test("only the customer's own, where the view shows those of others, too", async () => {
		for (const customerId of [123, 62_090_013]) {
			await stage.run('customerBadge.earn', { badgeId: SEED.earnBadge, ...owner, customerId });
		}
		stage.sandbox.setHabits({ 'row-customers': 'all' });
		const parameters = { badgeId: SEED.earnBadge, customerId: 123 };
		expect(await why('searchEarnedBadges', parameters)).toHaveLength(1);
		const byEmail = {
			...parameters,
			customerIdentifierType: 'email',
			customerId: 'customer123@example.com',
		};
		expect(await why('searchEarnedBadges', byEmail)).toContain("enter the 'earnedBadgeId'");
	});

	test('a picked one travels like a typed one', async () => {
		const earn = await stage.run('customerBadge.earn', {
			badgeId: SEED.earnBadge,
			...owner,
			customerId: CUSTOMER,
		});
		const value = String(earn.items[0].json.earnedBadgeId);
		for (const earnedBadgeId of [value, `={{ '${value}' }}`, { __rl: true, mode: 'list', value }]) {
			const { items } = await stage.run('customerBadge.revokeEarn', {
				badgeId: SEED.earnBadge,
				customerId: CUSTOMER,
				earnedBadgeId,
				options: { alreadyDone: 'continue' },
			});
			expect(items).toHaveLength(1);
			expect(stage.writes().at(-1)?.body).toMatchObject({ earnedBadgeId: value });
		}
		for (const issueId of [value, { __rl: true, mode: 'id', value: `={{ '${value}' }}` }]) {
			await stage.run('customerBadge.revokeEnrolment', {
				badgeId,
				revoke: 'enrolment',
				customerId: CUSTOMER,
				issueId,
			});
			expect(stage.writes().at(-1)?.body).toMatchObject({ revokeIssuals: [{ issueId: value }] });
		}
	});
});

describe('whatever habits the server has', () => {
	const names = async (method: string, filter?: string) => await scrolled(picker, method, filter);

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
			'The Base URL in the Capillary API credential must start with https://, such as https://eu.api.capillarytech.com. Only a host on this machine (localhost) may be reached without https.',
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
