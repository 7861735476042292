import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox';
import { SEED, startSandbox } from '../../sandbox';
import type { Engine } from '../support/engine';
import { startEngine } from '../support/engine';
import { exampleFiles, EXAMPLES, readExample, runExample, STORED } from '../support/examples';

let engine: Engine;
let sandbox: Sandbox;
beforeAll(async () => {
	[engine, sandbox] = await Promise.all([startEngine(), startSandbox()]);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

let executions = 0;

/** Runs a workflow of the folder under test. */
let run: (
	file: string,
	pinData?: Parameters<typeof runExample>[3],
) => ReturnType<typeof runExample>;

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

const csv = (...lines: string[]) => ({
	data: Buffer.from(lines.join('\n')).toString('base64'),
	mimeType: 'text/csv',
});

describe.each([
	['as they are', EXAMPLES],
	['as 0.1.0 stored them', STORED],
])('the examples, %s', (_, folder) => {
	beforeAll(() => {
		run = async (file, pinData) => {
			executions += 1;
			const workflow = readExample(file, folder);
			const ran = await runExample(engine, sandbox, workflow, pinData, String(executions));
			expect(ran.run.data.resultData.error?.message).toBeUndefined();
			return ran;
		};
	});

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

	test('webhook-issue-by-order-number.json: an order without a usable number is told so', async () => {
		const file = 'webhook-issue-by-order-number.json';
		const numbers = [{}, { orderNumber: null }, { orderNumber: '' }, { orderNumber: { id: 1 } }];
		// As JSON brings it: rounded.
		const orders = [...numbers, { orderNumber: Number('123456789012345678') }];
		for (const order of orders) {
			const told = await run(file, {
				'Order Paid': [{ json: { body: { ...order, customerId: 62_090_013 } } }],
			});
			expect(json(told.items('Answer: Issued'))).toEqual([]);
			expect(json(told.items('Answer: Not Issued'))).toMatchObject([
				{ error: expect.stringMatching(/^'Request ID' (takes|is "order-")/) },
			]);
		}
		expect(earned()).toEqual([]);
	});

	test('sheet-enrol-in-bulk.json: one request, and the rows that fail on the second branch', async () => {
		sandbox.state.rejectedCustomers.set(566_135_941, { code: 4711, message: 'Not a member' });
		const { items } = await run('sheet-enrol-in-bulk.json');
		expect(json(items('Enrolled'))).toMatchObject([
			{ customerId: 62_090_013 },
			{ customerId: 123 },
		]);
		expect(json(items('Write Not Enrolled'))).toEqual([
			{
				customerId: 'unknown-7',
				reason: expect.stringContaining('"unknown-7"'),
				advice: expect.stringMatching(/^[A-Z].*\.$/),
			},
			{
				customerId: 566_135_941,
				reason: 'Capillary refused the request: Not a member',
				advice: expect.stringMatching(/^[A-Z].*\.$/),
			},
		]);
		expect(enrolled().map(([customer]) => customer)).toEqual([123, 62_090_013]);
		expect(sandbox.journal.entries).toHaveLength(1);
	});

	test('approval-round-trip.json: issued once a checker agrees, told apart if it cannot be', async () => {
		const file = 'approval-round-trip.json';
		const { items } = await run(file);
		expect(json(items('Issued'))).toMatchObject([{ state: 'approved' }]);
		expect(earned()).toEqual([[382_477_526, SEED.requestBadge]]);
		expect([...sandbox.state.requests.values()]).toMatchObject([
			{ state: 'approved', userId: 232_135, checkerId: 232_136 },
		]);

		sandbox.state.rejectedCustomers.set(382_477_526, { code: 4711, message: 'Not a member' });
		const refused = await run(file);
		expect(json(refused.items('Issued'))).toEqual([]);
		expect(json(refused.items('Not Issued'))).toMatchObject([
			{ details: { code: 4711, apiMessage: expect.stringContaining('Not a member') } },
		]);
		expect(earned()).toHaveLength(1);
	});

	test('migrate-badges-and-history.json: past badges, and who earned them', async () => {
		const badges = csv(
			'name,startOn,expiresOn',
			'Spring 2024,2024-03-01T00:00:00Z,2024-05-31T00:00:00Z',
			'Walker,2024-03-01T00:00:00Z,2035-05-31T00:00:00Z',
			'Coffee Lover,2024-03-01T00:00:00Z,2035-05-31T00:00:00Z',
		);
		const history = csv(
			'name,customerId,earnedOn,earnedUntil',
			'Walker,123,2024-04-01T10:00:00Z,2030-01-01T00:00:00Z',
			'Spring 2024,62090013,2024-04-02T10:00:00Z,2030-01-01T00:00:00Z',
			'Walker,none,2024-04-03T10:00:00Z,2030-01-01T00:00:00Z',
			'Coffee Lover,123,2024-04-04T10:00:00Z,2030-01-01T00:00:00Z',
		);
		const { items } = await run('migrate-badges-and-history.json', {
			'Upload Files': [{ json: {}, binary: { badges, history } }],
		});
		// There is a badge of that name already.
		expect(json(items('Create Badges', 1))).toMatchObject([{ details: { code: 725 } }]);
		const idOf = (name: string) =>
			[...sandbox.state.badges.values()].find((badge) => badge.name === name)?.id;
		expect(earned()).toEqual([
			[123, idOf('Walker')],
			[62_090_013, idOf('Spring 2024')],
		]);
		expect([...sandbox.state.earns.values()].map(({ eventDate }) => eventDate)).toEqual([
			Date.UTC(2024, 3, 1, 10),
			Date.UTC(2024, 3, 2, 10),
		]);
		expect(json(items('Imported'))).toMatchObject([
			{ customerId: 123 },
			{ customerId: 62_090_013 },
		]);
		expect(json(items('Not Imported'))).toMatchObject([
			{ error: expect.stringContaining('Customer ID'), customerId: 'none' },
		]);
	});

	test('clean-up.json: nothing of the campaign is left, and it may run again', async () => {
		const { state } = sandbox;
		await run('five-badge-operations.json');
		const now = Date.now();
		state.addEarn({
			id: '000000000000000000000001',
			badgeId: SEED.enrolBadge,
			customerId: 62_090_013,
			earnedOn: now,
			eventDate: now,
			expiresOn: now + 86_400_000,
			isActive: true,
			issuedId: null,
			triggeredBy: { ownerType: 'Loyalty', referenceId: '626' },
			requestId: null,
		});
		const left = () => ({
			earned: earned().filter(([, badgeId]) => badgeId === SEED.enrolBadge),
			enrolled: enrolled().map(([customer]) => customer),
			claims: claimsOf(SEED.enrolBadge),
			isActive: state.badges.get(SEED.enrolBadge)?.active,
		});
		expect(left()).toEqual({
			earned: [[62_090_013, SEED.enrolBadge]],
			enrolled: [123, 62_090_013],
			claims: ['Journeys/marathon', 'Loyalty/123694', 'Loyalty/626'],
			isActive: true,
		});
		// As 0.1.0 stored it, it has the ID of one badge of one customer.
		const isStored = folder === STORED;
		const cleaned = {
			earned: [],
			enrolled: isStored ? [123] : [],
			claims: ['Journeys/marathon', 'Loyalty/123694'],
			isActive: false,
		};
		await run('clean-up.json');
		expect(left()).toEqual(cleaned);
		const { items } = await run('clean-up.json');
		expect(json(items('Take the Badges Back'))).toMatchObject(
			isStored ? [{ alreadyDone: true }] : [],
		);
		expect(left()).toEqual(cleaned);
	});
});

test('see-before-you-send.json: those who would be sent are enrolled, the others written down', async () => {
	const now = sandbox.state.now();
	sandbox.state.addIssual({
		id: sandbox.state.nextId(),
		badgeId: SEED.enrolBadge,
		customerId: 123,
		issuedOn: now,
		eventDate: now,
		expiresOn: now + 86_400_000,
		revokedOn: null,
		triggeredBy: { ownerType: 'Loyalty', referenceId: '626' },
		requestId: 'before',
	});
	const ran = await runExample(engine, sandbox, readExample('see-before-you-send.json'));
	expect(ran.run.data.resultData.error?.message).toBeUndefined();
	expect(
		json(ran.items('Enrolled')).map((item) => 'customerId' in item && item.customerId),
	).toEqual([62_090_013, 566_135_941]);
	const reasons = (ran.run.data.resultData.runData['Write Not Enrolled'] ?? []).flatMap((one) =>
		json(one.data?.main[0] ?? []),
	);
	expect(reasons).toHaveLength(2);
	expect(reasons).toEqual(
		expect.arrayContaining([
			{
				customerId: 'unknown-7',
				reason: expect.stringContaining('unknown-7'),
				advice: expect.any(String),
			},
			{
				customerId: 123,
				reason: `Customer 123 is already enrolled for badge ${SEED.enrolBadge}`,
				advice: expect.any(String),
			},
		]),
	);
	const writes = sandbox.journal.entries.filter(({ method }) => method !== 'GET');
	expect(writes.map(({ body }) => (body as { customers: number[] }).customers)).toEqual([
		[62_090_013, 566_135_941],
	]);
});

test('enrol-a-million-in-parts.json: rows leave the queue once Capillary has decided, and may come again', async () => {
	sandbox.state.rejectedCustomers.set(7, { code: 4711, message: 'Not a member' });
	const table = new Map(
		[...Array.from({ length: 40 }, (_, i) => String(5_000 + i)), '7', 'nobody'].map((id) => [
			id,
			{ state: 'new', tries: 0, reason: '' },
		]),
	);
	/** One execution, an hour after the one before: takes rows as the query of 'Next Part' does. */
	const part = async (n: number) => {
		const rows = [...table].filter(([, { state, tries }]) => state === 'new' && tries < 5);
		for (const [, row] of rows) row.tries += 1;
		const ran = await runExample(
			engine,
			sandbox,
			readExample('enrol-a-million-in-parts.json'),
			{
				'Every Five Minutes': [{ json: {} }],
				'Next Part': rows.map(([id]) => ({ json: { customer_id: id } })),
			},
			String(n),
		);
		expect(ran.run.data.resultData.error?.message).toBeUndefined();
		for (const { json: row } of [...ran.items('Write Enrolled'), ...ran.items('Write Refused')]) {
			const { customer_id: id, ...columns } = row;
			const kept = table.get(String(id));
			expect([id, kept !== undefined, Object.keys(columns)]).toEqual([
				id,
				true,
				['state', 'reason'],
			]);
			Object.assign(kept ?? {}, columns);
		}
	};
	const inState = (wanted: string) =>
		[...table].filter(([, { state }]) => state === wanted).map(([id]) => id);

	await part(1);
	expect(inState('enrolled')).toHaveLength(40);
	expect([inState('refused'), inState('new')]).toEqual([['7'], ['nobody']]);
	expect(table.get('7')?.reason).toMatch(/Not a member .+\.$/);

	// Rows that were not written before a crash come again, and nobody is enrolled twice.
	for (const id of inState('enrolled')) table.set(id, { state: 'new', tries: 0, reason: '' });
	for (let n = 2; n < 8; n += 1) await part(n);
	expect(inState('enrolled')).toHaveLength(40);
	expect(enrolled()).toHaveLength(40);
	expect([inState('new'), table.get('nobody')?.tries]).toEqual([['nobody'], 5]);
});

test('find-and-enrol.json: by email address, and who is not found or not enrolled told apart', async () => {
	sandbox.state.rejectedCustomers.set(566_135_941, { code: 4711, message: 'Not a member' });
	const ran = await runExample(engine, sandbox, readExample('find-and-enrol.json'));
	expect(ran.run.data.resultData.error?.message).toBeUndefined();
	expect(json(ran.items('Enrolled'))).toMatchObject([
		{ customerId: 62_090_013 },
		{ customerId: 123 },
	]);
	expect(enrolled().map(([customer]) => customer)).toEqual([123, 62_090_013]);
	const reasons = (ran.run.data.resultData.runData['Write Not Enrolled'] ?? []).flatMap((one) =>
		json(one.data?.main[0] ?? []),
	);
	expect(reasons).toHaveLength(2);
	expect(reasons).toEqual(
		expect.arrayContaining([
			{
				email: 'cleo@example.com',
				reason: 'Customer cleo@example.com was not found',
				advice: expect.stringContaining("'Identifier Value'"),
			},
			{
				email: 'customer566135941@example.com',
				reason: 'Capillary refused the request: Not a member',
				advice: expect.stringMatching(/^[A-Z].*\.$/),
			},
		]),
	);
	expect(sandbox.journal.entries.map(({ method }) => method)).toEqual([
		...['GET', 'GET', 'GET', 'GET'],
		'POST',
	]);
});

test('clean-up.json finds what the customers have, and goes on where they have nothing', async () => {
	const ran = await runExample(engine, sandbox, readExample('clean-up.json'));
	expect(json(ran.items('What They Have'))).toEqual([]);
	expect(json(ran.items('Deactivate'))).toMatchObject([{ isActive: false }]);

	sandbox.reset();
	const grant = { ownerType: 'Loyalty', referenceId: '626' };
	const campaign = readExample('five-badge-operations.json');
	await runExample(engine, sandbox, campaign);
	for (const [n, customerId] of [62_090_013, 62_090_013, 123].entries()) {
		const now = Date.now();
		sandbox.state.addEarn({
			id: `00000000000000000000000${n}`,
			badgeId: SEED.enrolBadge,
			customerId,
			earnedOn: now,
			eventDate: now,
			expiresOn: now + 86_400_000,
			isActive: true,
			issuedId: null,
			triggeredBy: grant,
			requestId: null,
		});
	}
	const again = await runExample(engine, sandbox, readExample('clean-up.json'));
	expect(json(again.items('Take the Badges Back'))).toMatchObject([
		{ customerId: 62_090_013, isActive: false },
		{ customerId: 62_090_013, isActive: false },
		{ customerId: 123, isActive: false },
	]);
	expect(earned().filter(([, badgeId]) => badgeId === SEED.enrolBadge)).toEqual([]);
});

describe('send-refused-rows-again.json', () => {
	const FILE = 'send-refused-rows-again.json';
	type Rows = Array<Record<string, unknown>>;
	const first = async () => {
		const ran = await runExample(engine, sandbox, readExample(FILE));
		expect(ran.run.data.resultData.error?.message).toBeUndefined();
		return json(ran.items('Write Refused')) as Rows;
	};
	const second = async (rows: Rows) => {
		const corrected = rows.map((row, i) => ({
			json: { row_number: i + 2, ...row } as IDataObject,
		}));
		const ran = await runExample(engine, sandbox, readExample(FILE), {
			'Send Corrected Rows': [{ json: {} }],
			'Read Corrected': corrected,
		});
		expect(ran.run.data.resultData.error?.message).toBeUndefined();
		return ran;
	};

	test('a corrected row is sent as a new request', async () => {
		sandbox.state.rejectedCustomers.set(566_135_941, { code: 4711, message: 'Not a member' });
		const refused = await first();
		expect(refused).toMatchObject([
			{ customerId: 'unknown-7', retry: 'safe', requestId: '' },
			{ customerId: 566_135_941, retry: 'safe', requestId: expect.stringMatching(/./) },
		]);
		sandbox.state.rejectedCustomers.clear();
		const ran = await second([{ ...refused[0], customerId: 7 }, refused[1]]);
		expect(json(ran.items('Mark as Sent'))).toEqual([
			{ row_number: 2, sendAgain: 'sent' },
			{ row_number: 3, sendAgain: 'sent' },
		]);
		expect(json(ran.items('Write Refused'))).toEqual([]);
		expect(enrolled().map(([customer]) => customer)).toEqual(
			expect.arrayContaining([7, 123, 62_090_013, 566_135_941]),
		);
		const ids = sandbox.journal.entries.map(({ body }) => (body as IDataObject).requestId);
		expect(ids.at(-1)).not.toBe(refused[1].requestId);
	});

	test('a row of which nobody knows is sent under the same request ID, and nobody is enrolled twice', async () => {
		for (const drop of ['after', 'before'] as const) {
			sandbox.reset();
			sandbox.setHabits({ statistics: 'none', 'enrol-twice': 'allowed' });
			sandbox.faults.add({ match: { method: 'POST' }, drop, times: null });
			const refused = await first();
			const unknown = refused.filter(({ retry }) => retry === 'sameRequestId');
			expect(unknown.map(({ customerId }) => customerId)).toEqual([62_090_013, 123, 566_135_941]);
			sandbox.faults.clear();
			sandbox.setHabits({ statistics: 'shown' });
			sandbox.journal.clear();
			const ran = await second(unknown);
			const [write] = sandbox.journal.entries.filter(({ method }) => method === 'POST');
			expect(write.body).toMatchObject({ requestId: unknown[0].requestId });
			expect(json(ran.items('Enrolled'))).toHaveLength(3);
			expect(enrolled()).toHaveLength(3);
		}
	});
});

test.each(exampleFiles())('%s can be imported into any n8n', (file) => {
	const { nodes, connections, pinData } = readExample(file);
	const names = nodes.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
	expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
	for (const { type, typeVersion, credentials, webhookId, parameters } of nodes) {
		const { description } = engine.nodeTypes.getByNameAndVersion(type, typeVersion);
		const locators = description.properties
			.filter((field) => field.type === 'resourceLocator')
			.map((field) => parameters[field.name])
			.filter((value) => value !== undefined);
		// A plain text works, but the editor would show a list without a choice.
		expect(locators.map((value) => typeof value)).toEqual(locators.map(() => 'object'));
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
