import type { Sandbox } from '../../sandbox';
import { SEED, startSandbox } from '../../sandbox';
import type { Engine } from '../support/engine';
import { startEngine } from '../support/engine';
import { exampleFiles, readExample, runExample } from '../support/examples';

let engine: Engine;
let sandbox: Sandbox;
beforeAll(async () => {
	[engine, sandbox] = await Promise.all([startEngine(), startSandbox()]);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const run = async (file: string, pinData?: Parameters<typeof runExample>[3]) => {
	const ran = await runExample(engine, sandbox, readExample(file), pinData);
	expect(ran.run.data.resultData.error?.message).toBeUndefined();
	return ran;
};

/** The live claims of a badge, as `Owner/reference`. */
const claimsOf = (badgeId: string) =>
	[...sandbox.state.claims.values()]
		.filter((claim) => claim.badgeId === badgeId && claim.isActive)
		.map(({ ownerType, referenceId }) => `${ownerType}/${referenceId}`)
		.sort();

/** Customer → badge, of everything that was earned. */
const earned = () =>
	[...sandbox.state.earns.values()]
		.filter(({ isActive }) => isActive)
		.map(({ customerId, badgeId }) => [customerId, badgeId]);

const enrolled = () =>
	[...sandbox.state.issuals.values()]
		.filter(({ revokedOn }) => revokedOn === null)
		.map(({ customerId, badgeId }) => [customerId, badgeId]);

const json = (items: Array<{ json: object }>) => items.map((item) => item.json);

test('five-badge-operations.json', async () => {
	const { items } = await run('five-badge-operations.json');
	expect(claimsOf(SEED.claimBadge)).toEqual(['Loyalty/123', 'Loyalty/ABC', 'Milestones/42']);
	expect(enrolled()).toEqual([
		[123, SEED.enrolBadge],
		[62_090_013, SEED.enrolBadge],
	]);
	expect(earned()).toEqual([
		[62_090_013, SEED.earnBadge],
		[123, SEED.earnBadge],
	]);
	expect([...sandbox.state.requests.values()]).toMatchObject([
		{ type: 'EARN-BADGE', state: 'AdminTask', task: { body: { customerId: 382_477_526 } } },
	]);
	expect(claimsOf(SEED.unclaimBadge)).toEqual(['Journeys/welcome']);
	expect(json(items('Unclaim the Badge'))).toMatchObject([{ isActive: false }]);
});

test('webhook-issue-by-order-number.json: the same order again is no second badge', async () => {
	const file = 'webhook-issue-by-order-number.json';
	const first = await run(file);
	expect(json(first.items('Answer: Issued'))).toMatchObject([
		{ customerId: 62_090_013, requestId: 'order-4711' },
	]);
	const again = await run(file);
	expect(json(again.items('Answer: Issued'))).toMatchObject([
		{ requestId: 'order-4711', alreadyDone: true },
	]);
	expect(earned()).toEqual([[62_090_013, SEED.earnBadge]]);

	const refused = await run(file, {
		'Order Paid': [{ json: { body: { orderNumber: 4712, customerId: 'nobody' } } }],
	});
	expect(json(refused.items('Answer: Issued'))).toEqual([]);
	expect(json(refused.items('Answer: Not Issued'))).toMatchObject([
		{ error: expect.stringContaining('Customer ID') },
	]);
	expect(earned()).toHaveLength(1);
});

test('sheet-enrol-in-bulk.json: one request, and the rows that fail on the second branch', async () => {
	sandbox.state.rejectedCustomers.set(566_135_941, { code: 4711, message: 'Not a member' });
	const { items } = await run('sheet-enrol-in-bulk.json');
	expect(json(items('Enrolled'))).toMatchObject([{ customerId: 62_090_013 }, { customerId: 123 }]);
	expect(json(items('Write Not Enrolled'))).toEqual([
		{
			customerId: 'unknown-7',
			reason: expect.stringContaining('"unknown-7"'),
			advice: expect.stringMatching(/^[A-Z].*\.$/),
		},
		{
			customerId: 566_135_941,
			reason: 'Capillary refused the request',
			advice: expect.stringMatching(/^[A-Z].*\.$/),
		},
	]);
	expect(enrolled().map(([customer]) => customer)).toEqual([123, 62_090_013]);
	expect(sandbox.journal.entries).toHaveLength(1);
});

test.each(exampleFiles())('%s can be imported into any n8n', (file) => {
	const { nodes, connections, pinData } = readExample(file);
	const names = nodes.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
	expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
	for (const { type, typeVersion, credentials, webhookId } of nodes) {
		expect(type).toMatch(/^(n8n-nodes-base|n8n-nodes-capillary-badges)\.\w+$/);
		expect(typeVersion).toBeGreaterThanOrEqual(1);
		// IDs of credentials and web hooks belong to one n8n alone.
		expect(webhookId).toBeUndefined();
		for (const credential of Object.values(credentials ?? {})) {
			expect(Object.keys(credential)).toEqual(['name']);
		}
	}
	const targets = Object.values(connections).flatMap(({ main }) =>
		main.flatMap((output) => (output ?? []).map(({ node }) => node)),
	);
	for (const name of [...Object.keys(connections), ...targets, ...Object.keys(pinData ?? {})]) {
		expect(names).toContain(name);
	}
});
