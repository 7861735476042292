import type { INode } from 'n8n-workflow';
import { operations } from '../../../nodes/CapillaryBadges/actions/operations';
import { caseOf, OPERATIONS } from '../../fixtures/operations';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

/** A dry run of every operation that writes: it only reads, and leaves no trace. */

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const keyOf = ({ resource, value }: (typeof operations)[number]) => `${resource}.${value}`;
const writing = OPERATIONS.filter(({ endpoint }) => endpoint.method !== 'GET').map(
	({ key }) => key,
);
const offering = (name: string) =>
	operations
		.filter(({ fields }) =>
			fields.some(
				(field) => field.name === 'options' && JSON.stringify(field).includes(`"${name}"`),
			),
		)
		.map(keyOf);

test('every operation that writes has the option, and no other', () => {
	expect(writing.length).toBeGreaterThan(17);
	expect(offering('dryRun').sort()).toEqual([...writing].sort());
	const ofCustomers = [
		...['earn', 'earnBulk', 'enrol', 'import', 'revokeEarn', 'revokeEnrolment'].map(
			(value) => `customerBadge.${value}`,
		),
		'approvalRequest.requestEarn',
		'approvalRequest.requestEnrol',
	];
	expect(offering('checkCustomers').sort()).toEqual(ofCustomers.sort());
});

const DRY = { dryRun: true };
const CHECKED = { dryRun: true, checkCustomers: true };

describe.each(writing)('%s', (key) => {
	const input = caseOf(key).input as INode['parameters'];

	test.each([
		['as it is', DRY],
		['with Check Customers', CHECKED],
		['under scope Content', { ...DRY, requestIdScope: 'content' }],
	])('%s only reads, and says of each target whether it would be sent', async (_words, options) => {
		const { items, failed, error, hints, run } = await stage.run(key, { ...input, options });
		expect([error, failed]).toEqual([undefined, []]);
		expect(items.length).toBeGreaterThan(0);
		for (const { json } of linked(items).map((one) => ({ json: one }))) {
			expect(json).toMatchObject({ item: 0, dryRun: true, wouldSend: expect.any(Boolean) });
			expect(json.wouldSend === true ? json.reason : undefined).toBeUndefined();
			expect(json.wouldSend === false ? json.reason : '').toEqual(expect.any(String));
			expect(json).not.toHaveProperty('error');
		}
		expect(stage.writes()).toEqual([]);
		expect(stage.sandbox.journal.stats.effects).toBe(0);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^Dry run: nothing was changed\. A real run takes \d+ requests?/),
		]);
		expect(run.data.executionData?.contextData['node:Badges'] ?? {}).toEqual({});
		const said = JSON.stringify([items, hints]);
		const { username, password } = stage.sandbox.credentials;
		const login = Buffer.from(`${username}:${password}`).toString('base64');
		for (const secret of [password, login, 'Basic ']) expect(said).not.toContain(secret);
	});

	test('leaves a later real run as it would have been', async () => {
		const shapeOf = () =>
			stage
				.writes()
				.map(({ method, path, body }) =>
					JSON.stringify([method, path, body]).replace(/n8n-[0-9a-f]{32}/g, 'n8n'),
				);
		const alone = await stage.run(key, input);
		const wanted = shapeOf();
		stage.sandbox.reset();
		const dry = await stage.run(key, { ...input, options: CHECKED });
		stage.sandbox.journal.clear();
		const real = await stage.run(key, input);
		expect(shapeOf()).toEqual(wanted);
		const ends = [alone, real].map(({ items, failed }) => [items.length, failed.length]);
		expect(ends[1]).toEqual(ends[0]);
		// What is said of requests holds of the real run, splits of refused batches aside.
		if (real.failed.length > 0) return;
		const said = /takes ([\d,]+) requests?/.exec(dry.hints[0].message)?.[1];
		expect(Number(said)).toBe(stage.requests().length);
		const refused = dry.items.filter(({ json }) => json.wouldSend !== true);
		// A request for approval is accepted; what it asks for is refused later.
		const isLater = key.startsWith('approvalRequest.request');
		expect(
			refused.filter(({ json }) => !(isLater && /^Once approved, /.test(String(json.reason)))),
		).toEqual([]);
	});

	test('with a wrong credential it fails as a real run does', async () => {
		const credential = { ...stage.basic, password: 'wrong-password' };
		for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
			const real = await stage.run(key, input, { credential, onError });
			const dry = await stage.run(key, { ...input, options: CHECKED }, { credential, onError });
			expect(dry.error?.message).toBe(real.error?.message);
			expect(dry.items).toEqual([]);
			expect(linked(dry.failed).map(({ item, error }) => [item, error])).toEqual(
				linked(real.failed).map(({ item, error }) => [item, error]),
			);
		}
	});
});
