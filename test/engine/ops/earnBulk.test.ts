import { SEED } from '../../../sandbox';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const PATH = '/api_gateway/v1/badges/customer/earnBulk';
const EARN = '/api_gateway/v1/badges/customer/earn';
const ID = /^[0-9a-f]{24}$/;
const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };
const GRANT = { badgeId: SEED.earnBadge, ...OWNER };

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const earnedBy = () => [...stage.sandbox.state.earns.values()].map(({ customerId }) => customerId);

test('sends the documented request and gives one item per customer, in input order', async () => {
	const { items, hints } = await stage.run('customerBadge.earnBulk', {
		...GRANT,
		customers: '74673, 74671\n74672',
		additionalFields: { earnEventDate: '2026-05-03T21:51:00.192Z', requestId: 'req-1' },
	});
	const [request] = stage.requests();
	expect([request.method, request.path, request.body]).toEqual([
		'POST',
		PATH,
		{
			badgeMetaId: SEED.earnBadge,
			customerIds: [74673, 74671, 74672],
			requestId: 'req-1',
			earnEventDate: '2026-05-03T21:51:00.192Z',
			triggeredBy: OWNER,
		},
	]);
	expect(linked(items)).toEqual(
		[74673, 74671, 74672].map((customerId) => ({
			item: 0,
			badgeMetaId: SEED.earnBadge,
			badgeId: SEED.earnBadge,
			customerId,
			earnedBadgeId: expect.stringMatching(ID),
			expiresOn: expect.any(Number),
			expiresOnISO: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			triggeredBy: OWNER,
			requestId: 'req-1',
		})),
	);
	expect(hints.map(({ message }) => message)).toEqual(['3 issued']);
});

test.each(['old', 'new'] as const)(
	'customers that fail reach the error output (%s)',
	async (generation) => {
		const { state } = stage.sandbox;
		state.generation = generation;
		state.rejectedCustomers.set(2, { code: 1040, message: 'An active issue exists already.' });
		state.rejectedCustomers.set(3, { code: 4711, message: 'Something new' });
		const { items, failed, hints } = await stage.run(
			'customerBadge.earnBulk',
			{ ...GRANT, customersFrom: 'field', customerField: 'who' },
			{ items: [{ who: 4 }, { who: 3 }, { who: 2 }, { who: 1 }] },
		);
		expect(stage.requests().map(({ path }) => path)).toEqual([PATH]);
		expect(linked(items)).toMatchObject([
			{ item: 0, customerId: 4, badgeMetaId: SEED.earnBadge, expiresOnISO: expect.any(String) },
			{
				item: 3,
				customerId: 1,
				badgeMetaId: SEED.earnBadge,
				requestId: expect.stringMatching(/^n8n-/),
			},
		]);
		expect(linked(failed)).toMatchObject([
			{
				item: 1,
				who: 3,
				error: 'Capillary refused the request: Something new',
				details: { code: 4711, apiMessage: 'Something new', customerId: 3 },
			},
			{
				item: 2,
				who: 2,
				error: `Customer 2 has badge ${SEED.earnBadge} already`,
				details: { code: 1040, customerId: 2, requestId: expect.stringMatching(/^n8n-/) },
			},
		]);
		expect(hints.map(({ message }) => message)).toEqual(['2 issued, 2 not']);
	},
);

test('a customer who is not enrolled for an enrol-first badge is told apart', async () => {
	const enrolled = await stage.run('customerBadge.enrol', {
		...GRANT,
		badgeId: SEED.enrolBadge,
		customers: '1',
	});
	expect(enrolled.items).toHaveLength(1);
	const { items, failed } = await stage.run('customerBadge.earnBulk', {
		...GRANT,
		badgeId: SEED.enrolBadge,
		customers: [1, 2],
	});
	expect(linked(items)).toMatchObject([
		{ customerId: 1, earnedBadgeId: expect.stringMatching(ID) },
	]);
	expect(linked(failed)).toMatchObject([
		{
			error: `Customer 2 is not enrolled for badge ${SEED.enrolBadge}`,
			details: {
				code: 811,
				advice:
					'Run Customer Badge > Enrol for this customer first: this badge must be enrolled before it is issued.',
			},
		},
	]);
});

test('refusals of the whole call concern every customer', async () => {
	const run = async (more: object) => {
		stage.sandbox.journal.clear();
		const { failed } = await stage.run('customerBadge.earnBulk', {
			...GRANT,
			customers: '1, 2',
			...more,
		});
		return [stage.requests().length, ...failed.map(({ json }) => json.error)];
	};
	const inThreeDays = new Date(Date.now() + 3 * 86_400_000).toISOString();
	const both = (text: string) => [1, text, text];
	expect(await run({ referenceId: 'nobody' })).toEqual(
		both(`Badge ${SEED.earnBadge} is not claimed by Loyalty with reference ID nobody`),
	);
	expect(await run({ additionalFields: { earnEventDate: inThreeDays } })).toEqual(
		both('The earn date lies more than 24 hours in the future'),
	);
	const asleep = stage.sandbox.state.badgeNames.get('Sleeping Badge') ?? '';
	expect(await run({ badgeId: asleep, referenceId: '1' })).toEqual(
		both(`Badge ${asleep} is not live`),
	);
	stage.sandbox.state.requestIds.add('order-1');
	expect(await run({ additionalFields: { requestId: 'order-1' } })).toEqual(
		both('Request ID order-1 was used before, so Capillary did nothing'),
	);
});

test('an unknown customer is isolated, the others get the badge once', async () => {
	stage.sandbox.state.unknownCustomers.add(3);
	const { items, failed } = await stage.run('customerBadge.earnBulk', {
		...GRANT,
		customers: '1,2,3,4',
	});
	expect(items.map(({ json }) => json.customerId)).toEqual([1, 2, 4]);
	expect(failed.map(({ json }) => json.details)).toMatchObject([
		{ code: 400, apiMessage: 'Customer not found: 3', customerId: 3 },
	]);
	expect(earnedBy().sort()).toEqual([1, 2, 4]);
});

describe('an answer that is lost after the effect', () => {
	const lost = (path = PATH) => stage.sandbox.faults.add({ match: { path }, drop: 'after' });
	const options = { timeout: 1500 };

	test('is followed by a look at each customer', async () => {
		const { state } = stage.sandbox;
		state.rejectedCustomers.set(2, { code: 4711, message: 'Rejected' });
		lost();
		const { items, failed } = await stage.run('customerBadge.earnBulk', {
			...GRANT,
			customers: '1, 2, 3',
			options,
		});
		const sent = stage.requests().map(({ method, path, status }) => [method, path, status]);
		expect(sent.slice(0, 2)).toEqual([
			['POST', PATH, null],
			['POST', PATH, 400],
		]);
		// The one who has none is looked up again and again, until the option 'Timeout' ends it.
		expect(sent.slice(2).sort()).toEqual(
			[1, 2, 2, 2, 3].map((customer) => [
				'GET',
				`/api_gateway/v1/badges/management/${customer}/badge/${SEED.earnBadge}`,
				200,
			]),
		);
		expect(stage.requests()[2].query).toEqual({ includeStatistics: 'true' });
		expect(linked(items)).toMatchObject([
			{ item: 0, customerId: 1, badgeMetaId: SEED.earnBadge, alreadyDone: true },
			{ item: 0, customerId: 3, badgeMetaId: SEED.earnBadge, alreadyDone: true },
		]);
		expect(failed.map(({ json }) => json)).toMatchObject([
			{
				error:
					"An attempt got no answer, and the customer's badges do not show it yet, so the outcome is unknown",
				details: { customerId: 2 },
			},
		]);
		expect(earnedBy()).toEqual([1, 3]);
	});

	test('does not count a badge that the customer had before', async () => {
		const { state } = stage.sandbox;
		await stage.run('customerBadge.earn', { ...GRANT, customerId: '2' });
		for (const earn of state.earns.values()) earn.earnedOn = Date.now() - 86_400_000;
		state.rejectedCustomers.set(2, { code: 4711, message: 'Rejected' });
		lost();
		const { items, failed } = await stage.run('customerBadge.earnBulk', {
			...GRANT,
			customers: '1, 2',
			options,
		});
		expect(items.map(({ json }) => json.customerId)).toEqual([1]);
		expect(failed.map(({ json }) => json)).toMatchObject([
			{
				error:
					"An attempt got no answer, and the customer's badges do not show it yet, so the outcome is unknown",
				details: {
					customerId: 2,
					advice: expect.stringMatching(/^Capillary may still be at work\./),
				},
			},
		]);
	});
});

describe('with request IDs by content', () => {
	const options = { requestIdScope: 'content' };

	test('each customer travels alone, so that another run cannot double a badge', async () => {
		const first = await stage.run('customerBadge.earnBulk', {
			...GRANT,
			customers: '1, 2',
			options,
		});
		expect(stage.requests().map(({ path }) => path)).toEqual([EARN, EARN]);
		expect(stage.requests()[0].body).toEqual({
			badgeMetaId: SEED.earnBadge,
			customerId: 1,
			requestId: first.items[0].json.requestId,
			triggeredBy: OWNER,
		});
		const second = await stage.run('customerBadge.earnBulk', {
			...GRANT,
			customers: '3, 2, 1',
			options,
		});
		expect(second.items.map(({ json }) => [json.customerId, json.alreadyDone])).toEqual([
			[3, undefined],
			[2, true],
			[1, true],
		]);
		expect(earnedBy()).toEqual([1, 2, 3]);
	});
});
