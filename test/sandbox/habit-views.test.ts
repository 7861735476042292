/** Habits of what a customer is shown to have. */
import { BADGES, by, Client, EARN, ISSUE_BULK, REVOKE_EARN, REVOKE_ISSUE, SEED } from './client';

const NOW = Date.UTC(2026, 5, 1, 12);
let now = NOW;
let client: Client;
beforeAll(async () => {
	client = await Client.start({ clock: () => now });
});
beforeEach(() => {
	now = NOW;
	client.sandbox.reset();
});
afterAll(() => client.sandbox.close());

const habits: Client['sandbox']['setHabits'] = (some) => client.sandbox.setHabits(some);
const triggeredBy = by('Loyalty', '626');
const earn = async (customerId = 123): Promise<string> => {
	const requestId = `${customerId} ${now}`;
	const body = { badgeMetaId: SEED.earnBadge, customerId, requestId, triggeredBy };
	return (await client.post(EARN, body)).body.data.earnedBadgeId as string;
};
const enrol = async (customers = [123]): Promise<string> => {
	const body = { badgeMetaId: SEED.enrolBadge, customers, triggeredBy };
	return (await client.post(ISSUE_BULK, body)).body.data.issuedBadges[0].issuedId as string;
};
const details = async (badgeId: string) => {
	const path = `${BADGES}/management/123/badge/${badgeId}?includeStatistics=true`;
	return (await client.get(path)).body.data;
};
const earnRows = async () => (await details(SEED.earnBadge)).earnDetails.earns;
const issueRows = async () => (await details(SEED.enrolBadge)).issualDetails.issuals;

test('the statistics tell when, by whom and under which ID', async () => {
	const [earnedBadgeId, issueId] = [await earn(), await enrol()];
	const owner = { ownerType: 'Loyalty', ownerReferenceId: '626' };
	expect(await earnRows()).toEqual([
		{
			earnedBadgeId,
			earnedOn: NOW / 1000,
			earnEventDate: NOW / 1000,
			earnExpiresOn: NOW / 1000 + 14 * 86_400,
			earnStatus: 'ACTIVE',
			...owner,
		},
	]);
	expect(await issueRows()).toEqual([
		{
			issueId,
			issuedOn: NOW / 1000,
			issueEventDate: NOW / 1000,
			issueExpiresOn: NOW / 1000 + 30 * 86_400,
			issuedStatus: 'ACTIVE',
			...owner,
		},
	]);
});

test('view-lag-ms: all three views show what was, gifts and revocations alike', async () => {
	habits({ 'view-lag-ms': 1000 });
	const [earnedBadgeId, issueId] = [await earn(), await enrol()];
	const seen = async () => {
		const earned = await client.get(`${BADGES}/customer/123?badgeType=EARNED`);
		const toIssue = await client.get(`${BADGES}/management/123?size=100`);
		const open = toIssue.body.data.customerBadges.map((one: { name: string }) => one.name);
		return [
			(await earnRows()).map((one: { earnStatus: string }) => one.earnStatus),
			(await issueRows()).map((one: { issuedStatus: string }) => one.issuedStatus),
			earned.body.data.badges.length,
			open.includes('Marathon Month'),
		];
	};
	now += 999;
	expect(await seen()).toEqual([[], [], 0, true]);
	now += 1;
	expect(await seen()).toEqual([['ACTIVE'], ['ACTIVE'], 1, false]);
	await client.post(REVOKE_EARN, { badgeMetaId: SEED.earnBadge, customerId: 123, earnedBadgeId });
	const revokeIssuals = [{ customerId: 123, issueId }];
	await client.post(REVOKE_ISSUE, { badgeMetaId: SEED.enrolBadge, revokeIssuals });
	expect(await seen()).toEqual([['ACTIVE'], ['ACTIVE'], 1, false]);
	now += 1000;
	expect(await seen()).toEqual([['REVOKED'], ['REVOKED'], 0, true]);
});

test('statistics none: not even when asked for', async () => {
	habits({ statistics: 'none' });
	await earn();
	const data = await details(SEED.earnBadge);
	expect([data.activeEarnedCount, 'earnDetails' in data, 'issualDetails' in data]).toEqual([
		1,
		false,
		false,
	]);
});

test('earn-row-id earnId: another name for the ID and the status', async () => {
	habits({ 'earn-row-id': 'earnId' });
	const earnId = await earn();
	expect(await earnRows()).toEqual([expect.objectContaining({ earnId, status: 'ACTIVE' })]);
	expect((await earnRows())[0]).not.toHaveProperty('earnedBadgeId');
});

test('row-owners absent', async () => {
	habits({ 'row-owners': 'absent' });
	await Promise.all([earn(), enrol()]);
	for (const row of [...(await earnRows()), ...(await issueRows())]) {
		expect(Object.keys(row).filter((name) => name.startsWith('owner'))).toEqual([]);
	}
});

test.each([
	['numbers', NOW / 1000],
	['iso', '2026-06-01T12:00:00Z'],
	['absent', undefined],
] as const)('row-times %s', async (habit, shown) => {
	habits({ 'row-times': habit });
	await Promise.all([earn(), enrol()]);
	const [{ earnedOn }] = await earnRows();
	const [{ issuedOn }] = await issueRows();
	expect([earnedOn, issuedOn]).toEqual([shown, shown]);
});

test('row-customers all: each row names its customer', async () => {
	habits({ 'row-customers': 'all' });
	await earn(5);
	await enrol([6, 123]);
	expect((await earnRows()).map((one: { customerId: number }) => one.customerId)).toEqual([5]);
	expect((await issueRows()).map((one: { customerId: number }) => one.customerId)).toEqual([
		6, 123,
	]);
});
