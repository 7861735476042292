import { SEED } from '../../../sandbox';
import { makeBadge } from '../../../sandbox/badgeSketch';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const PATH = '/api_gateway/v1/badges/import/customerBadges';
const ROW = { earnEventDate: '2023-01-21T10:00:11Z', earnExpiresOn: 1926235957 };
const EXPRESSIONS = {
	badgeId: '={{ $json.badgeMetaId }}',
	customerId: '={{ $json.customerId }}',
	earnEventDate: '={{ $json.earnEventDate }}',
	earnExpiresOn: '={{ $json.earnExpiresOn }}',
};
const { earnBadge, claimBadge } = SEED;

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const importing = (items: object[], more: object = {}) =>
	stage.run('customerBadge.import', EXPRESSIONS, { items: items as never, ...more });
const row = (customerId: unknown, badgeMetaId: string = earnBadge) => ({
	badgeMetaId,
	customerId,
	...ROW,
});
const imported = () =>
	[...stage.sandbox.state.earns.values()].map((earn) => [earn.badgeId, earn.customerId]);

test.each(['old', 'new'] as const)(
	'rows travel together, whatever their badge (%s)',
	async (generation) => {
		stage.sandbox.state.generation = generation;
		const { items, hints } = await importing([row(1), row('2', claimBadge), row(3)]);
		const sent = (badgeMetaId: string, customerId: number) => ({
			badgeMetaId,
			customerId,
			earnEventDate: '2023-01-21T10:00:11.000Z',
			earnExpiresOn: '2031-01-15T09:32:37.000Z',
		});
		expect(stage.requests().map(({ method, path, body }) => [method, path, body])).toEqual([
			['POST', PATH, [sent(earnBadge, 1), sent(claimBadge, 2), sent(earnBadge, 3)]],
		]);
		const out = (item: number, badgeMetaId: string, customerId: number, n: number) => ({
			item,
			badgeMetaId,
			customerId,
			earnedBadgeId: expect.stringMatching(/^[0-9a-f]{24}$/),
			expiresOn: 1926235957,
			expiresOnISO: expect.stringMatching(/^2031-01-15T09:32:37/),
			requestId: expect.stringMatching(new RegExp(`_${n}$`)),
			issuedId: null,
		});
		expect(linked(items)).toEqual([
			out(0, earnBadge, 1, 1),
			out(1, claimBadge, 2, 2),
			out(2, earnBadge, 3, 3),
		]);
		const [first] = stage.sandbox.state.earns.values();
		expect([first.eventDate, first.expiresOn]).toEqual([
			Date.parse('2023-01-21T10:00:11Z'),
			1926235957000,
		]);
		expect(hints.map(({ message }) => message)).toEqual(['3 imported']);
	},
);

test('a badge of another organization (1054) fails its own rows', async () => {
	const strange = 'ffffffffffffffffffffffff';
	const { items, failed } = await importing([row(1, strange), row(2)]);
	expect(items.map(({ json }) => json.customerId)).toEqual([2]);
	expect(linked(failed)).toMatchObject([
		{
			item: 0,
			customerId: 1,
			error: `Badge ${strange} is not a badge of this organization`,
			details: { code: 1054, apiMessage: 'GLOBAL.BADGE_NOT_FOUND', customerId: 1 },
		},
	]);
});

test('an unknown customer is isolated', async () => {
	stage.sandbox.state.unknownCustomers.add(2);
	const { failed } = await importing([row(1), row(2), row(3)]);
	expect(failed.map(({ json }) => json.details)).toMatchObject([
		{ code: 400, apiMessage: 'Customer not found: 2', customerId: 2 },
	]);
	expect(imported()).toEqual([
		[earnBadge, 1],
		[earnBadge, 3],
	]);
});

test('rows that cannot be read are refused, the others go', async () => {
	const { failed } = await importing([
		{ ...row(1), earnEventDate: '' },
		{ ...row(2), earnExpiresOn: 1765178896000 },
		{ ...row('x') },
		row(4),
	]);
	expect(failed.map(({ json }) => json.error)).toEqual([
		"'Earn Event Date' is missing",
		"'Earn Expires On' looks like milliseconds: 1765178896000",
		`'Customer ID' is not a customer ID: "x"`,
	]);
	expect(imported()).toEqual([[earnBadge, 4]]);
});

test('an answer that is too short says nothing of whom it does not name', async () => {
	stage.sandbox.faults.add({
		answer: { status: 200, json: [{ data: { customerId: 1, earnedBadgeId: 'a' }, errors: null }] },
	});
	const { items, failed } = await importing([row(1), row(2)]);
	expect(linked(items)).toMatchObject([{ item: 0, customerId: 1 }]);
	expect(linked(failed)).toMatchObject([
		{
			item: 1,
			error: "Capillary's answer does not say what became of this item, so the outcome is unknown",
		},
	]);
});

test.each([
	['the order of the rows', [row(2), row(1)]],
	['another order', [row(1), row(2)]],
])(
	'rows in %s speak of whom they name; a refused one only of its own place',
	async (_words, rows) => {
		const done = (customerId: number) => ({
			data: { customerId, earnedBadgeId: 'e' },
			errors: null,
		});
		const json = [done(2), { data: null, errors: { code: 1054, message: 'Not found' } }];
		stage.sandbox.faults.add({ answer: { status: 200, json } });
		const { items, failed } = await importing(rows);
		expect(items.map(({ json: { customerId } }) => customerId)).toEqual([2]);
		const isInOrder = Number(rows[0].customerId) === 2;
		expect(failed.map(({ json: { error } }) => error)).toEqual([
			isInOrder
				? expect.stringContaining('is not a badge of this organization')
				: "Capillary's answer does not say what became of this item, so the outcome is unknown",
		]);
	},
);

const refusal = (code: number, message: string) => ({ data: null, errors: [{ code, message }] });
const answering = (json: unknown) =>
	stage.sandbox.faults.add({ answer: { status: 200, json: json as never } });

test('rows that are all refused without a name, for different reasons, are each unknown', async () => {
	answering([refusal(750, 'Future'), refusal(812, 'Missing'), refusal(400, 'Bad date')]);
	const { failed } = await importing([row(1), row(2), row(3)]);
	expect(failed.map(({ json }) => json.error)).toEqual(
		Array(3).fill(
			"Capillary's answer does not say what became of this item, so the outcome is unknown",
		),
	);
});

test('a named row in the middle does not show in which order the others came', async () => {
	const done = { data: { customerId: 2, earnedBadgeId: 'e' }, errors: null };
	answering([refusal(812, 'Missing'), done, refusal(400, 'Bad date')]);
	const { items, failed } = await importing([row(1), row(2), row(3)]);
	expect(items.map(({ json }) => json.customerId)).toEqual([2]);
	expect(failed.map(({ json }) => json.error)).toEqual(
		Array(2).fill(expect.stringContaining('the outcome is unknown')),
	);
});

test('rows that are all refused for the same reason are refused', async () => {
	answering([refusal(400, 'Bad date'), refusal(400, 'Bad date')]);
	const { failed } = await importing([row(1), row(2)]);
	expect(failed.map(({ json }) => json.error)).toEqual(
		Array(2).fill('Capillary refused the request: Bad date'),
	);
});

test('refused rows in another order are told by the customer or the badge that their words name', async () => {
	const strange = 'e'.repeat(24);
	answering([
		refusal(1054, 'Customer 3 not found'),
		refusal(1054, `Badge ${strange} not found`),
		refusal(1054, 'Customer not found: 1'),
	]);
	const { failed } = await importing([row(1), row(2, strange), row(3)]);
	expect(linked(failed).map(({ item, error }) => [item, error])).toEqual([
		[0, 'Customer 1 was not found'],
		[1, `Badge ${strange} is not a badge of this organization`],
		[2, 'Customer 3 was not found'],
	]);
});

test('a whole list that is refused for a customer (1054 in its words) fails that customer alone', async () => {
	stage.sandbox.faults.add({
		times: 2,
		answer: {
			status: 400,
			json: { data: null, errors: [{ code: 1054, message: 'Customer 1 not found' }] },
		},
	});
	const { items, failed } = await importing([row(1), row(2)]);
	expect(items.map(({ json }) => json.customerId)).toEqual([2]);
	expect(failed.map(({ json }) => json.error)).toEqual(['Customer 1 was not found']);
});

test('several errors of a row are all quoted', async () => {
	const errors = [
		{ code: 812, message: 'CustomerId missing', reference: null },
		{ code: 400, message: 'bad date', reference: 'earnEventDate' },
	];
	stage.sandbox.faults.add({ answer: { status: 200, json: [{ data: null, errors }] } });
	const { failed } = await importing([row(1)]);
	expect(failed[0].json).toMatchObject({
		error: 'The customer ID is missing',
		details: { code: 812, apiMessage: 'CustomerId missing; bad date' },
	});
});

test.each([undefined, 3])('a lost answer is never repeated (max tries %s)', async (maxTries) => {
	stage.sandbox.faults.add({ match: { path: PATH }, drop: 'after' });
	const { failed } = await importing([row(1), row(2)], {
		retryOnFail: maxTries !== undefined,
		maxTries,
	});
	expect(stage.requests()).toHaveLength(1);
	expect(imported()).toHaveLength(2);
	expect(failed.map(({ json }) => json.error)).toEqual(
		Array(2).fill('The connection to Capillary was lost after sending, so the outcome is unknown'),
	);
});

/** What each item came to: the badge and customer of a success, the code of a failure. */
const outcomes = ({ items, failed }: Awaited<ReturnType<typeof importing>>) =>
	[...linked(items), ...linked(failed)]
		.sort((a, b) => Number(a.item) - Number(b.item))
		.map(({ badgeMetaId, customerId, details, earnedBadgeId }) =>
			earnedBadgeId === undefined ? details : [badgeMetaId, customerId],
		);

test.each([
	['envelopes', 'usual'],
	['envelopes', 'reversed'],
	['data', 'usual'],
	['data', 'reversed'],
	['records', 'usual'],
	['records', 'reversed'],
] as const)(
	'answers of any form are told apart by badge and customer (%s, %s)',
	async (form, order) => {
		stage.sandbox.setHabits({ 'import-answer': form, 'row-order': order });
		const ends = [1926235957, 1926335957, 1926435957];
		const rows = [
			row(1),
			row(1, claimBadge),
			{ ...row(2), earnExpiresOn: ends[1] },
			{ ...row(2), earnExpiresOn: ends[2] },
			{ ...row(2), earnExpiresOn: ends[0] },
			row(3, claimBadge),
		];
		const run = await importing(rows);
		expect(stage.requests()).toHaveLength(1);
		expect(outcomes(run)).toEqual(
			rows.map(({ badgeMetaId, customerId }) => [badgeMetaId, customerId]),
		);
		expect(run.items.slice(2, 5).map(({ json }) => json.expiresOn)).toEqual([
			ends[1],
			ends[2],
			ends[0],
		]);
		// Each item has the badge that was made of its own row.
		for (const [i, { json }] of run.items.entries()) {
			const made = stage.sandbox.state.earns.get(String(json.earnedBadgeId));
			expect([made?.badgeId, made?.customerId]).toEqual([rows[i].badgeMetaId, rows[i].customerId]);
		}
	},
);

test('in another order, nothing is known of a row that no answer names', async () => {
	stage.sandbox.setHabits({ 'row-order': 'reversed' });
	const strange = 'e'.repeat(24);
	const run = await importing([row(1), row(2, strange), row(3), row(4)]);
	expect(run.items.map(({ json }) => json.customerId)).toEqual([1, 3, 4]);
	expect(linked(run.failed)).toMatchObject([
		{
			item: 1,
			error: "Capillary's answer does not say what became of this item, so the outcome is unknown",
		},
	]);
});

test('rows beyond the batch size: those of one customer keep their order from call to call', async () => {
	stage.sandbox.faults.add({ latencyMs: 30, times: 2 });
	const rows = Array.from({ length: 12 }, (_, i) => ({
		...row(i % 3, i % 2 ? claimBadge : earnBadge),
		customerId: 1 + (i % 3),
		earnExpiresOn: 1926235957 + 86400 * i,
	}));
	const { items } = await stage.run(
		'customerBadge.import',
		{ ...EXPRESSIONS, options: { batchSize: 5 } },
		{ items: rows as never },
	);
	expect(stage.requests().map(({ body }) => (body as []).length)).toEqual([5, 5, 2]);
	expect([...stage.sandbox.state.earns.values()].map(({ expiresOn }) => expiresOn / 1000)).toEqual(
		rows.map(({ earnExpiresOn }) => earnExpiresOn),
	);
	expect(items.map(({ json }) => json.expiresOn)).toEqual(rows.map((one) => one.earnExpiresOn));
});

test('two thousand badges travel in twenty requests', async () => {
	const { state } = stage.sandbox;
	const badges = Array.from({ length: 2000 }, (_, i) => makeBadge(state, { name: `Old ${i}` }));
	for (const badge of badges) state.addBadge(badge);
	const { items } = await importing(badges.map(({ id }) => row(1, id)));
	expect(items).toHaveLength(2000);
	expect(stage.requests()).toHaveLength(20);
});
