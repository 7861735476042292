/** Updating a badge definition (docs/api.md#update-badge). */
import { by, Client, META, refusal, SEED } from './client';

const NOW = Date.UTC(2026, 5, 1, 12);
let client: Client;
beforeAll(async () => {
	client = await Client.start({ clock: () => NOW });
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const BADGE = {
	name: 'badge 01',
	startOn: '2026-07-01T00:00:00Z',
	expiresOn: 1798761600,
	earnType: 'EARN',
	earnedBadgeExpiry: { expiryType: 'ABSOLUTE', type: 'FIXED_DATE', expiresOn: 1798761600 },
	ownership: { restrictedToOwners: ['Loyalty', 'Milestones'], claims: [by('Loyalty', '1')] },
	customerConstraints: [{ constraintType: 'CUSTOMER_BADGE_FIXED_VALUE', maxEarnLimit: 100 }],
	badgeConstraints: [{ constraintType: 'BADGE_FIXED_VALUE', maxEarnLimit: 10000 }],
};

describe('update', () => {
	const read = async (id: string) => (await client.get(`${META}/${id}`)).body.data as object;
	const update = async (id: string, change: object) =>
		client.put(META, { ...(await read(id)), ...change });

	test('what was read can be written back; claims stay', async () => {
		const id = client.id('Daily Window');
		const before = await read(id);
		const { status, body } = await update(id, {
			description: 'new',
			ownership: { restrictedToOwners: ['Loyalty'] },
		});
		expect(status).toBe(200);
		expect(body.data).toEqual({
			...before,
			description: 'new',
			ownership: {
				restrictedToOwners: ['Loyalty'],
				claims: [{ ...by('Loyalty', '1'), isActive: true }],
			},
			lastUpdatedBy: 50660494,
			lastUpdatedOn: NOW / 1000,
			lastUpdatedOnISO: '2026-06-01T12:00:00Z',
		});
	});

	test('it is a full replace: what is left out is gone', async () => {
		const id = client.id('Once Per Customer');
		const { body } = await update(id, { customerConstraints: undefined });
		expect(body.data.customerConstraints).toEqual([]);
	});

	test('715 without id, 404 for an unknown one, 727 without owner info', async () => {
		expect(refusal(await client.put(META, BADGE))).toEqual([400, 715]);
		expect(refusal(await client.put(META, { ...BADGE, id: 'f'.repeat(24) }))).toEqual([404, 404]);
		expect(refusal(await update(SEED.claimBadge, { ownership: null }))).toEqual([400, 727]);
	});

	test.each([
		[
			'a live badge keeps its start: 723',
			'Tea Lover',
			{ startOnISO: '2023-02-01T00:00:00Z' },
			400,
			723,
		],
		['no end in the past: 724', 'Tea Lover', { expiresOnISO: '2026-05-01T00:00:00Z' }, 400, 724],
		['start before end: 720', 'Next Decade', { startOnISO: '2038-01-01T00:00:00Z' }, 400, 720],
		['a taken name: 725', 'Tea Lover', { name: 'Coffee Lover' }, 400, 725],
		[
			'an owner with a claim: 738',
			'Tea Lover',
			{ ownership: { restrictedToOwners: ['Journeys'] } },
			409,
			738,
		],
		['the earn type: 1020', 'Tea Lover', { earnType: 'ISSUE_EARN' }, 400, 1020],
		[
			'the kind of limit: 826',
			'Daily Window',
			{ customerConstraints: BADGE.customerConstraints },
			400,
			826,
		],
	])('%s', async (_, name, change, status, code) => {
		expect(refusal(await update(client.id(name), change))).toEqual([status, code]);
	});

	test('an upcoming badge may begin earlier, even in the past', async () => {
		const { body } = await update(client.id('Next Decade'), { startOnISO: '2026-01-01T00:00:00Z' });
		expect(body.data.status).toBe('LIVE');
	});

	test('the ISO field wins over the legacy one', async () => {
		const { body } = await update(client.id('Next Decade'), { startOn: 1767225600 });
		expect(body.data.startOnISO).toBe('2034-01-01T00:00:00Z');
	});

	test('an owner whose claim was withdrawn may go', async () => {
		const id = client.id('Early Bird');
		await client.post(`${META}/${id}/unclaim`, by('Milestones', '7'));
		const { status } = await update(id, { ownership: { restrictedToOwners: ['Loyalty'] } });
		expect(status).toBe(200);
	});
});
