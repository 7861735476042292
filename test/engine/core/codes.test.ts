import type { INode } from 'n8n-workflow';
import { adviceFor } from '../../../nodes/capillary/catalogue';
import { SEED } from '../../../sandbox';
import type { Core } from '../../support/core';
import { badgeNamed, GOOD } from '../../support/core';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

interface Case {
	operation: Core;
	/** What differs from a request that succeeds. */
	change?: (stage: Stage) => INode['parameters'];
	/** An answer that the sandbox would not give. */
	answer?: [status: number, code: number, message: string];
	what: string;
	fix: string;
	details: Record<string, unknown>;
}

const badge = (name: string) => (current: Stage) => ({
	badgeId: badgeNamed(current.sandbox.state, name),
	referenceId: '1',
});
const CONTINUE = "set the option 'Already Done' to 'Continue'";

const CASES: Record<string, Case> = {
	'400, a value that Capillary does not know': {
		operation: 'badge.claim',
		answer: [400, 400, "Invalid enum value: 'LOYALTY' for the field: 'ownerType'."],
		what: 'Capillary could not accept a value in the request',
		fix: 'Check the value that the message below names: its spelling, its type and its form.',
		details: {
			code: 400,
			apiMessage: "Invalid enum value: 'LOYALTY' for the field: 'ownerType'.",
			httpStatus: 400,
		},
	},
	'404, an unknown badge': {
		operation: 'customerBadge.earn',
		change: () => ({ badgeId: '65a000000000000000009999' }),
		what: 'Badge 65a000000000000000009999 was not found',
		fix: 'Pick it from the list, or check that the ID and the cluster of the credential belong together.',
		details: { code: 404, apiMessage: 'Passed badge is not found', httpStatus: 404 },
	},
	'714, an owner that the badge is not for': {
		operation: 'badge.claim',
		change: badge('Milestones Only'),
		what: 'The owner Loyalty is not allowed for this badge or organisation',
		fix: "Choose an 'Owner Type' that the badge is restricted to, or have the owner type enabled for your organisation.",
		details: {
			code: 714,
			apiMessage: 'Owner type is not allowed, Please check the configuration (ownerType)',
			httpStatus: 400,
		},
	},
	'716, no owner type': {
		operation: 'customerBadge.earn',
		answer: [400, 716, 'Owner type is missing'],
		what: 'The owner type is missing',
		fix: "Choose an 'Owner Type'.",
		details: { code: 716, apiMessage: 'Owner type is missing', httpStatus: 400 },
	},
	'717, no reference': {
		operation: 'badge.claim',
		answer: [400, 717, 'Owner id is mandatory'],
		what: 'The reference ID of the owner is missing',
		fix: "Fill in 'Reference ID': the programme, promotion, milestone or journey that the badge is for.",
		details: { code: 717, apiMessage: 'Owner id is mandatory', httpStatus: 400 },
	},
	'737, a claim that is not there': {
		operation: 'badge.unclaim',
		change: () => ({ referenceId: 'nobody' }),
		what: `Badge ${SEED.unclaimBadge} is not claimed by Loyalty with reference ID nobody`,
		fix: `Nothing needs to be unclaimed. If you expected a claim, check 'Owner Type' and 'Reference ID'. To let this pass, ${CONTINUE}.`,
		details: { code: 737, apiMessage: 'Claim not found in existing claims', httpStatus: 400 },
	},
	'750, an earn date in the future': {
		operation: 'customerBadge.earn',
		change: () => ({ additionalFields: { earnEventDate: '2035-01-01T00:00:00Z' } }),
		what: 'The earn date lies more than 24 hours in the future',
		fix: "Use an earlier 'Earn Event Date'.",
		details: {
			code: 750,
			apiMessage: 'Earn event date should not be in future (earnEventDate)',
			httpStatus: 400,
		},
	},
	'804, no request ID': {
		operation: 'customerBadge.earn',
		answer: [400, 804, 'RequestId is missing'],
		what: 'The request ID is missing',
		fix: "Fill in 'Request ID', or leave it out and the node makes one.",
		details: { code: 804, apiMessage: 'RequestId is missing', httpStatus: 400 },
	},
	'809, a request ID of the user that was used before': {
		operation: 'customerBadge.earn',
		change: ({ sandbox }) => {
			sandbox.state.requestIds.add('order-1');
			return { additionalFields: { requestId: 'order-1' } };
		},
		what: 'Request ID order-1 was used before, so Capillary did nothing',
		fix: `If this is the same request again, ${CONTINUE}. If it is a new one, use another 'Request ID'.`,
		details: {
			code: 809,
			apiMessage: 'Request with same requestId is not allowed (requestId)',
			httpStatus: 400,
			requestId: 'order-1',
		},
	},
	'810, a badge that is not claimed': {
		operation: 'customerBadge.earn',
		change: () => ({ referenceId: '9' }),
		what: `Badge ${SEED.earnBadge} is not claimed by Loyalty with reference ID 9`,
		fix: 'Run Badge > Claim first, or use the reference ID of the claim.',
		details: { code: 810, apiMessage: 'BadgeMeta needs to be claimed first', httpStatus: 409 },
	},
	'811, a customer who is not enrolled': {
		operation: 'customerBadge.earn',
		change: () => ({ badgeId: SEED.enrolBadge }),
		what: `Customer 62090013 is not enrolled for badge ${SEED.enrolBadge}`,
		fix: 'Run Customer Badge > Enrol for this customer first: this badge must be enrolled before it is issued.',
		details: { code: 811, apiMessage: 'Badge issue is mandatory before earn', httpStatus: 409 },
	},
	'812, no customer': {
		operation: 'customerBadge.earn',
		answer: [400, 812, 'CustomerId is missing'],
		what: 'The customer ID is missing',
		fix: "Fill in 'Customer ID'.",
		details: { code: 812, apiMessage: 'CustomerId is missing', httpStatus: 400 },
	},
	'815, a badge that is not live': {
		operation: 'customerBadge.earn',
		change: badge('Summer 2021'),
		what: 'Badge 65a000000000000000000017 is not live',
		fix: 'Check its start and end date with Badge > Get, and run Badge > Activate if it is switched off.',
		details: { code: 815, apiMessage: 'Badge is not live', httpStatus: 409 },
	},
	'816, a date outside the badge': {
		operation: 'customerBadge.enrol',
		change: () => ({ additionalFields: { issueEventDate: '2001-01-01' } }),
		what: `The date lies outside the time in which badge ${SEED.enrolBadge} runs`,
		fix: "Set 'Issue Event Date' to a date between the start and the end of the badge.",
		details: {
			code: 816,
			apiMessage: 'Event date is not in duration of badge meta. Pass the issue event date.',
			httpStatus: 400,
		},
	},
	'900, a claim that is there already': {
		operation: 'badge.claim',
		change: () => ({ referenceId: 'ABC' }),
		what: `Badge ${SEED.claimBadge} is already claimed by Loyalty with reference ID ABC`,
		fix: `Nothing needs to be done. To let this pass, ${CONTINUE}.`,
		details: { code: 900, apiMessage: 'Badge is already claimed by this owner', httpStatus: 200 },
	},
	'999999, a limit that is used up': {
		operation: 'customerBadge.earn',
		answer: [409, 999999, 'Earn limit is reached'],
		what: 'Capillary met an unexpected condition',
		fix: 'Check the values once more. If they are right, send the request ID below to Capillary support.',
		details: { code: 999999, apiMessage: 'Earn limit is reached', httpStatus: 409 },
	},
	'a code that no document lists': {
		operation: 'badge.claim',
		answer: [422, 31337, 'Moon phase mismatch'],
		what: 'Capillary refused the request',
		fix: "Read Capillary's message below: this code is not in its public list.",
		details: { code: 31337, apiMessage: 'Moon phase mismatch', httpStatus: 422 },
	},
};

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
	[
		'customerBadge.earn',
		{ additionalFields: { requestId: 'order-1' } },
		{ badgeMetaId: SEED.earnBadge, customerId: 62090013, requestId: 'order-1' },
	],
] as const)(
	"%s counts as done with 'Already Done' on 'Continue'",
	async (operation, change, json) => {
		stage.sandbox.state.requestIds.add('order-1');
		const { items, failed } = await stage.run(operation, {
			...GOOD[operation],
			...change,
			options: { alreadyDone: 'continue' },
		});
		expect(failed).toEqual([]);
		expect(linked(items)).toMatchObject([{ item: 0, ...json, alreadyDone: true }]);
	},
);

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
	[302, 'This address has no Capillary badges API'],
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
