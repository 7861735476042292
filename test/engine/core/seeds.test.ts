import type { INode } from 'n8n-workflow';
import examples from '../../fixtures/examples.json';
import { ENTITY } from '../../support/core';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

type Example = keyof typeof examples;

/** The node's parameters for each example of the documents. */
const parameters: Record<Example, INode['parameters']> = {
	'badge.claim': {
		badgeId: { mode: 'id', value: '653df084b3cda7078c7c68f1' },
		ownerType: 'Loyalty',
		referenceId: '123',
	},
	'badge.unclaim': {
		badgeId: {
			mode: 'list',
			value: '69381220cebb9648d8974518',
			cachedResultName: 'First Purchase',
		},
		ownerType: 'Loyalty',
		referenceId: '123',
	},
	'customerBadge.earn': {
		badgeId: '66276dc68fe258516a88ff8e',
		customerId: '62090013',
		ownerType: 'Loyalty',
		referenceId: '123694',
		additionalFields: { earnEventDate: '2023-11-03T21:51:00.192Z', requestId: '2132' },
	},
	'customerBadge.enrol': {
		badgeId: {
			mode: 'url',
			value:
				'https://eu.api.capillarytech.com/api_gateway/v1/badges/badgeMeta/66276dc68fe258516a88ff8e',
		},
		customers: 62090013,
		ownerType: 'Loyalty',
		referenceId: '123694',
		additionalFields: { issueEventDate: '2024-04-23T08:14:15Z', requestId: '21390' },
	},
	'customerBadge.enrol (several customers)': {
		badgeId: '653de84db3cda7078c7c68ed',
		customers: '62090013, 123',
		ownerType: 'Loyalty',
		referenceId: '626',
		additionalFields: { issueEventDate: 1713860055, requestId: '10few789' },
	},
	'approvalRequest.requestEarn': {
		badgeId: '658c50761c4c2b12732c3ec6',
		customerId: 382477526,
		ownerType: 'Goodwill_Module',
		referenceId: '123',
		...ENTITY,
		additionalFields: { requestId: '0f932928-9878-441c-a78e-c1d32235534q' },
	},
};

/** The items that the node makes of each example's answer. */
const expected: Record<Example, object[]> = {
	'badge.claim': [{ item: 0, ...examples['badge.claim'].answer.data }],
	'badge.unclaim': [
		{
			item: 0,
			...examples['badge.unclaim'].answer.data,
			badgeMetaId: '69381220cebb9648d8974518',
		},
	],
	'customerBadge.earn': [
		{
			item: 0,
			...examples['customerBadge.earn'].answer.data,
			expiresOnISO: '2024-05-07T08:30:53.447Z',
		},
	],
	'customerBadge.enrol': [
		{
			item: 0,
			badgeMetaId: '66276dc68fe258516a88ff8e',
			customerId: 62090013,
			issuedId: '66276df28fe258516a88ff8f',
			expiresOn: 1926235957,
			expiresOnISO: '2031-01-15T09:32:37.000Z',
			triggeredBy: { ownerType: 'Loyalty', referenceId: '123694' },
			requestId: '21390',
		},
	],
	'customerBadge.enrol (several customers)': (
		[
			[62090013, '653e024bb3cda7078c7c6903'],
			[123, '654cbdfd6bccde1274b6d3a0'],
		] as const
	).map(([customerId, issuedId]) => ({
		item: 0,
		badgeMetaId: '653de84db3cda7078c7c68ed',
		customerId,
		issuedId,
		expiresOn: 1702120189.407903,
		expiresOnISO: '2023-12-09T11:09:49.407Z',
		triggeredBy: { ownerType: 'Loyalty', referenceId: '626' },
		requestId: '10few789',
	})),
	'approvalRequest.requestEarn': [
		{
			item: 0,
			...examples['approvalRequest.requestEarn'].answer.data,
			badgeMetaId: '658c50761c4c2b12732c3ec6',
			customerId: 382477526,
			details: {
				...examples['approvalRequest.requestEarn'].answer.data.details,
				'IntouchAPITask-Payload': {
					...examples['approvalRequest.requestEarn'].answer.data.details['IntouchAPITask-Payload'],
					headers: { 'content-type': 'application/json' },
				},
			},
		},
	],
};

const NAMES = Object.keys(examples) as Example[];
const operationOf = (example: Example) => example.split(' ')[0];

/** The account of the approval example. */
const maker = () => ({ ...stage.basic, username: 'ab124', password: '12345678' });

/** The documented request; an approval names the host of the credential. */
function documented(example: Example) {
	const { request } = examples[example];
	if (!('payload' in request)) return request;
	const task = { ...request.payload['IntouchAPITask-Payload'], hostname: stage.sandbox.url };
	return { ...request, payload: { 'IntouchAPITask-Payload': task } };
}

test.each(NAMES)('%s sends the documented request, field by field', async (example) => {
	const { items, failed } = await stage.run(operationOf(example), parameters[example], {
		credential: maker(),
	});
	expect(failed).toEqual([]);
	expect(items.length).toBe(expected[example].length);
	const [request, ...others] = stage.requests();
	expect(others).toEqual([]);
	expect(request).toMatchObject({ method: 'POST', path: examples[example].path, query: {} });
	expect(request.body).toEqual(documented(example));
	expect(request.headers).toMatchObject({
		authorization: 'Basic YWIxMjQ6MjVkNTVhZDI4M2FhNDAwYWY0NjRjNzZkNzEzYzA3YWQ=',
		accept: 'application/json',
		'content-type': 'application/json',
		'x-cap-api-auth-org-id': stage.sandbox.credentials.orgId,
	});
	expect(request.headers['x-cap-ui-auth-token']).toBe(
		example === 'approvalRequest.requestEarn' ? 'sandbox-user-token' : undefined,
	);
});

/** The same with the field's name for the badge. */
const named = (rows: object[]) =>
	rows.map((row) => ('badgeMetaId' in row ? { ...row, badgeId: row.badgeMetaId } : row));

test.each(NAMES)('%s reads the documented answer', async (example) => {
	stage.sandbox.faults.add({ answer: { status: 200, json: examples[example].answer } });
	const { items, failed } = await stage.run(operationOf(example), parameters[example]);
	expect(failed).toEqual([]);
	expect(linked(items)).toEqual(named(expected[example]));
});

test.each([
	['lists that are empty', { errors: [], warnings: [] }],
	['lists that are null', { errors: null, warnings: null }],
	['no lists', {}],
	['an empty text', { errors: '', warnings: '' }],
])('an answer with %s is a success', async (_words, lists) => {
	const { data } = examples['customerBadge.earn'].answer;
	stage.sandbox.faults.add({ answer: { status: 200, json: { data, ...lists } } });
	const { items } = await stage.run('customerBadge.earn', parameters['customerBadge.earn']);
	expect(linked(items)).toEqual(named(expected['customerBadge.earn']));
});

test('what an item does not name is not sent', async () => {
	await stage.run('customerBadge.earn', {
		...parameters['customerBadge.earn'],
		ownerType: 'none',
		additionalFields: { earnEventDate: '', requestId: '' },
	});
	const [{ body }] = stage.requests();
	expect(body).toEqual({
		badgeMetaId: '66276dc68fe258516a88ff8e',
		customerId: 62090013,
		requestId: expect.stringMatching(/^n8n-[0-9a-f]{32}-1$/),
	});
});
