import { approvers, MAKING, shownBy, WORKFLOW } from '../../support/approving';
import { ENTITY } from '../../support/core';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let stage: Stage;
let maker: ReturnType<typeof approvers>;
beforeAll(async () => {
	stage = await startStage();
	maker = approvers(stage);
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

test('sends the documented request, all customers of an item in one', async () => {
	const made = await stage.run(
		'approvalRequest.requestEnrol',
		{
			...MAKING,
			customers: '={{ $json.who }}',
			additionalFields: { requestId: '=order-{{ $itemIndex }}', issueEventDate: 1713860055 },
		},
		{ items: [{ who: 113460811 }, { who: '1, 2' }] },
	);
	const authorization = stage.requests()[0].headers.authorization;
	expect(stage.requests().map(({ method, path }) => [method, path])).toEqual(
		Array(2).fill(['POST', `${WORKFLOW}/ISSUE-BADGE`]),
	);
	const [first] = stage.requests();
	expect([first.headers['x-cap-api-auth-org-id'], first.headers['x-cap-ui-auth-token']]).toEqual([
		stage.sandbox.credentials.orgId,
		stage.sandbox.credentials.userToken,
	]);
	const task = (customers: number[], i: number) => ({
		hostname: stage.sandbox.url,
		path: '/api_gateway/v1/badges/badgeMeta/customer/issueBulk',
		method: 'POST',
		pathParams: {},
		queryParams: {},
		body: {
			badgeMetaId: MAKING.badgeId,
			customers,
			requestId: `order-${i}`,
			issueEventDate: 1713860055,
			triggeredBy: { ownerType: 'Goodwill_Module', referenceId: '123' },
		},
		headers: { Authorization: authorization, 'content-type': 'application/json' },
	});
	const sent = stage.requests().map(({ body }) => body as { payload: object });
	expect(sent).toEqual(
		[[113460811], [1, 2]].map((customers, i) => ({
			entityInfo: ENTITY,
			payload: { 'IntouchAPITask-Payload': task(customers, i) },
		})),
	);
	expect(linked(made.items)).toMatchObject(
		[0, 1].map((item) => ({
			item,
			requestId: expect.stringMatching(UUID),
			userId: 232134,
			userName: 'tomswayer@tipent.com',
			requestType: 'issue-badge',
			state: 'AdminTask',
			endTime: null,
			badgeMetaId: MAKING.badgeId,
			details: { ValidateMakerAccess_Output: true, ValidatePayload_Output: true },
		})),
	);
	expect(shownBy(made)).not.toContain(authorization.slice('Basic '.length));
});

test('is refused with OAuth, and without organization or user token, before anything is sent', async () => {
	const { clientKey, clientSecret } = stage.sandbox.credentials;
	const oauth = { ...stage.basic, authentication: 'oauth', clientKey, clientSecret };
	const lacking = async (credential: object) => {
		const { failed } = await askToEnrolWith(credential);
		return failed[0]?.json.error;
	};
	const askToEnrolWith = (credential: object) =>
		stage.run(
			'approvalRequest.requestEnrol',
			{ ...MAKING, customers: '1' },
			{ credential: credential as never },
		);
	expect(await lacking(oauth)).toBe(
		'An approval request needs a credential with Basic authentication, since Capillary makes the call later, when an OAuth token has expired',
	);
	expect(await lacking({ ...stage.basic, orgId: '' })).toBe(
		"Approval requests need an 'Organization ID' in the credential",
	);
	expect(await lacking({ ...stage.basic, userToken: '' })).toBe(
		"Approval requests need a 'User Token' in the credential",
	);
	expect(stage.requests()).toEqual([]);
});

test('a wrong user token is explained', async () => {
	const credential = { ...stage.basic, userToken: 'nobody' };
	const { failed } = await stage.run(
		'approvalRequest.requestEnrol',
		{ ...MAKING, customers: '1' },
		{ credential },
	);
	expect(failed[0].json).toMatchObject({
		error: 'The credential may not use this part of the Capillary API',
		details: { httpStatus: 403 },
	});
});

test('a lost answer is not followed by a second request', async () => {
	stage.sandbox.faults.add({ match: { path: `${WORKFLOW}/ISSUE-BADGE` }, drop: 'after' });
	const { failed } = await maker.askToEnrol('1', { options: { maxAttempts: 5 } });
	expect(failed[0].json.error).toBe(
		'The connection to Capillary was lost after sending, so the outcome is unknown',
	);
	expect(stage.sandbox.state.requests.size).toBe(1);
});

test('one request ID for two lists is refused unsent, whatever their badge', async () => {
	const { failed } = await stage.run(
		'approvalRequest.requestEnrol',
		{ ...MAKING, customers: '={{ $json.who }}', additionalFields: { requestId: 'order-7' } },
		{ items: [{ who: 113460811 }, { who: '1, 2' }] },
	);
	expect(failed.map(({ json }) => json.error)).toEqual(
		Array(2).fill('Request ID order-7 is given to different requests of this run'),
	);
	expect(stage.requests()).toEqual([]);
});
