import { adviceFor } from '../../../nodes/shared/capillary/catalogue';
import { SEED } from '../../../sandbox';
import { CASES, CONTINUE } from '../../fixtures/refusals';
import { GOOD } from '../../support/core';
import { refuseNext } from '../../support/refuse';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

test.each(Object.entries(CASES))('%s', async (_name, example) => {
	const { operation, change, answer, what, fix, details } = example;
	const parameters = { ...GOOD[operation], ...change?.(stage) };
	if (answer) {
		const [status, code, message] = answer;
		const json = { data: null, errors: [{ code, message, reference: null }], warnings: null };
		stage.sandbox.faults.add({ answer: { status, json } });
	}
	const { items, failed } = await stage.run(operation, parameters);
	expect(items).toEqual([]);
	expect(failed).toHaveLength(1);
	const [{ json, pairedItem }] = failed;
	expect(json).toMatchObject({ error: what, details: { ...details, advice: fix } });
	expect(pairedItem).toMatchObject({ item: 0 });
	expect(stage.requests()).toHaveLength(1);
});

test('1040: an enrolment that is there already, and the others go on', async () => {
	await stage.run('customerBadge.enrol', GOOD['customerBadge.enrol']);
	const { items, failed } = await stage.run(
		'customerBadge.enrol',
		{
			...GOOD['customerBadge.enrol'],
			customers: '123, 62090013',
		},
		{ executionId: '2' },
	);
	expect(items.map(({ json }) => json.customerId)).toEqual([123]);
	expect(linked(failed)).toMatchObject([
		{
			item: 0,
			error: `Customer 62090013 is already enrolled for badge ${SEED.enrolBadge}`,
			details: {
				code: 1040,
				apiMessage: 'An active issue for the badge already exists.',
				httpStatus: 200,
				customerId: 62090013,
				advice: `Nothing needs to be done. To let this pass, ${CONTINUE}.`,
			},
		},
	]);
});

test.each([
	['badge.claim', { referenceId: 'ABC' }, { badgeMetaId: SEED.claimBadge, ownerType: 'Loyalty' }],
	['badge.unclaim', { referenceId: 'nobody' }, { badgeMetaId: SEED.unclaimBadge }],
] as const)(
	"%s counts as done with 'Already Done' on 'Continue'",
	async (operation, change, json) => {
		const { items, failed } = await stage.run(operation, {
			...GOOD[operation],
			...change,
			options: { alreadyDone: 'continue' },
		});
		expect(failed).toEqual([]);
		expect(linked(items)).toMatchObject([{ item: 0, ...json, alreadyDone: true }]);
	},
);

test.each([
	['customerBadge.getAll', { customerId: 1 }, 'The customer was not found'],
	['customerBadge.getForCustomer', { customerId: 1 }, 'The customer was not found'],
	['badge.getAll', {}, 'Capillary did not find what was asked for'],
])('404 of %s blames no badge', async (operation, parameters, what) => {
	refuseNext(stage, 404, 'Not found', { status: 404 });
	const { failed } = await stage.run(operation, parameters);
	expect(failed.map(({ json }) => json.error)).toEqual([what]);
});

test('several refusals at once: the first known one leads, all are quoted', async () => {
	const errors = [
		{ message: 'Something is wrong' },
		{ code: 717, message: 'Owner id is mandatory', reference: 'referenceId' },
		{ code: 714, message: 'Owner type is not allowed', reference: null },
	];
	stage.sandbox.faults.add({ answer: { status: 400, json: { data: null, errors } } });
	const { failed } = await stage.run('badge.claim', GOOD['badge.claim']);
	expect(linked(failed)).toMatchObject([
		{
			item: 0,
			error: 'The reference ID of the owner is missing',
			details: {
				code: 717,
				apiMessage:
					'Something is wrong; Owner id is mandatory (referenceId); Owner type is not allowed',
			},
		},
	]);
});

test('403: a user who may not make requests', async () => {
	const credential = { ...stage.basic, userToken: 'sandbox-checker-token' };
	const { failed } = await stage.run(
		'approvalRequest.requestEarn',
		GOOD['approvalRequest.requestEarn'],
		{ credential },
	);
	expect(linked(failed)).toMatchObject([
		{
			item: 0,
			error: 'The credential may not use this part of the Capillary API',
			details: {
				code: 403,
				apiMessage: 'User is not authorized for the request',
				httpStatus: 403,
				advice: adviceFor(403).fix,
			},
		},
	]);
});

test.each([
	[401, 'Capillary did not accept the credential'],
	[403, 'The credential may not use this part of the Capillary API'],
	[404, 'This address has no Capillary badges API'],
	[405, 'Capillary refused the request with HTTP status 405'],
	[302, 'The address in the credential redirects elsewhere'],
])('HTTP %i without an envelope', async (status, what) => {
	stage.sandbox.faults.add({ status, times: null, headers: { location: '/elsewhere' } });
	const { failed } = await stage.run('badge.claim', GOOD['badge.claim']);
	expect(failed.map(({ json }) => json)).toMatchObject([
		{ error: what, details: { httpStatus: status } },
	]);
	expect(stage.requests().map(({ path }) => path)).toEqual([
		`/api_gateway/v1/badges/badgeMeta/${SEED.claimBadge}/claim`,
	]);
});

test("customerBadge.earn counts as done with 'Already Done' on 'Continue' where the customer has it", async () => {
	const earn = (change: object) =>
		stage.run('customerBadge.earn', {
			...GOOD['customerBadge.earn'],
			additionalFields: { requestId: 'order-1' },
			options: { alreadyDone: 'continue', timeout: 1000 },
			...change,
		});
	await earn({});
	const { items } = await earn({});
	expect(linked(items)).toMatchObject([
		{
			item: 0,
			badgeMetaId: SEED.earnBadge,
			customerId: 62090013,
			requestId: 'order-1',
			earnedBadgeId: expect.stringMatching(/^[0-9a-f]{24}$/),
			alreadyDone: true,
		},
	]);
	// The same ID for somebody who has nothing proves nothing.
	const { failed } = await earn({ customerId: 123 });
	expect(failed.map(({ json }) => json.error)).toEqual([
		expect.stringMatching(/^Capillary says that this request ID was used before, .* unknown$/),
	]);
});
