/** The documents' own example requests succeed on a fresh sandbox. */
import { BADGES, by, Client, EARN, ISSUE_BULK, META, SEED, WORKFLOW } from './client';

let client: Client;
beforeAll(async () => {
	client = await Client.start({ clock: () => Date.UTC(2026, 5, 1, 12) });
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

test('claim', async () => {
	const { status, body } = await client.post(
		`${META}/${SEED.claimBadge}/claim`,
		by('Loyalty', '123'),
	);
	expect([status, body]).toEqual([
		200,
		{
			data: { ownerType: 'Loyalty', referenceId: '123', isActive: true },
			errors: null,
			warnings: [],
		},
	]);
});

test('unclaim', async () => {
	const path = `${META}/${SEED.unclaimBadge}/unclaim`;
	const { status, body } = await client.post(path, by('Loyalty', '123'));
	expect([status, body]).toEqual([
		200,
		{
			data: { ownerType: 'Loyalty', referenceId: '123', isActive: false },
			errors: null,
			warnings: [],
		},
	]);
});

test('earn, with a number as request id', async () => {
	const { status, body } = await client.post(EARN, {
		badgeMetaId: SEED.earnBadge,
		earnEventDate: '2023-11-03T21:51:00.192Z',
		customerId: 62090013,
		requestId: 2132,
		triggeredBy: by('Loyalty', '123694'),
	});
	expect(status).toBe(200);
	expect(body).toEqual({
		data: {
			badgeMetaId: SEED.earnBadge,
			customerId: 62090013,
			earnedBadgeId: expect.stringMatching(/^[0-9a-f]{24}$/),
			expiresOn: Date.UTC(2026, 5, 15, 12) / 1000,
			expiresOnISO: '2026-06-15T12:00:00Z',
			requestId: '2132',
			issuedId: null,
		},
		errors: [],
		warnings: [],
	});
	const earn = client.sandbox.state.earns.get(body.data.earnedBadgeId);
	expect(earn?.eventDate).toBe(Date.parse('2023-11-03T21:51:00.192Z'));
});

test('enrol a single customer', async () => {
	const { status, body } = await client.post(ISSUE_BULK, {
		badgeMetaId: SEED.earnBadge,
		customers: [62090013],
		requestId: '21390',
		issueEventDate: 1713860055,
		triggeredBy: by('Loyalty', '123694'),
	});
	expect(status).toBe(200);
	expect(body).toEqual({
		data: {
			badgeMetaId: SEED.earnBadge,
			triggeredBy: by('Loyalty', '123694'),
			expiresOn: 1926235957,
			expiresOnISO: '2031-01-15T09:32:37Z',
			issuedBadges: [
				{
					customerId: 62090013,
					issuedId: expect.stringMatching(/^[0-9a-f]{24}$/),
					status: 'ACTIVE',
				},
			],
			requestId: '21390',
		},
		errors: [],
		warnings: [],
	});
});

test('enrol several customers: answered in the order of their ids', async () => {
	const { status, body } = await client.post(ISSUE_BULK, {
		badgeMetaId: SEED.enrolBadge,
		customers: [62090013, 123],
		requestId: '10few789',
		issueEventDate: 1713860055,
		triggeredBy: by('Loyalty', '626'),
	});
	expect(status).toBe(200);
	expect(body.data.issuedBadges.map((one: { customerId: number }) => one.customerId)).toEqual([
		123, 62090013,
	]);
	expect(body.data.expiresOnISO).toBe('2026-07-01T12:00:00Z');
	const issual = client.sandbox.state.issuals.get(body.data.issuedBadges[0].issuedId);
	expect(issual?.eventDate).toBe(1713860055000);
});

test('both claims of the examples hold for both badges', async () => {
	for (const badgeMetaId of [SEED.earnBadge, SEED.enrolBadge]) {
		for (const referenceId of ['626', '123694']) {
			client.sandbox.reset();
			const { status, body } = await client.post(ISSUE_BULK, {
				badgeMetaId,
				customers: [62090013, 123],
				requestId: '1',
				issueEventDate: 1713860055,
				triggeredBy: by('Loyalty', referenceId),
			});
			expect([status, body.data.issuedBadges.length, body.errors]).toEqual([200, 2, []]);
			expect(body.data.issuedBadges[0].error).toBeUndefined();
		}
	}
});

const EXAMPLE = {
	entityInfo: {
		tillId: '50682289',
		storeId: '50682288',
		zoneId: '50682286',
		conceptId: '50678331',
	},
	payload: {
		'IntouchAPITask-Payload': {
			hostname: 'https://crm-nightly-new.cc.capillarytech.com',
			path: `${BADGES}/customer/earn`,
			method: 'POST',
			pathParams: {},
			body: {
				triggeredBy: by('Goodwill_Module', '123'),
				customerId: 382477526,
				requestId: '0f932928-9878-441c-a78e-c1d32235534q',
				badgeMetaId: SEED.requestBadge,
			},
			headers: {
				Authorization: 'Basic YWIxMjQ6MjVkNTVhZDI4M2FhNDAwYWY0NjRjNzZkNzEzYzA3YWQ=',
				'content-type': 'application/json',
			},
		},
	},
};

test('request an earn, then approve it', async () => {
	const made = await client.post(`${WORKFLOW}/EARN-BADGE`, EXAMPLE, client.approvalHeaders);
	expect(made.status).toBe(200);
	expect(made.body).toEqual({
		data: {
			requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
			userId: 232134,
			userName: 'tomswayer@tipent.com',
			requestType: 'earn-badge',
			state: 'AdminTask',
			startTime: '2026-06-01T12:00:00',
			endTime: null,
			details: {
				...EXAMPLE.payload,
				ValidateMakerAccess_Output: true,
				ValidatePayload_Output: true,
			},
		},
	});
	expect(client.sandbox.state.earns.size).toBe(0);
	const decided = await client.put(
		`${WORKFLOW}/EARN-BADGE`,
		{
			requestId: made.body.data.requestId,
			actionName: 'AdminTask',
			payload: { 'AdminTask-Payload': { actionDecision: 'approved', actionMessage: 'fine' } },
		},
		client.approvalHeaders,
	);
	expect([decided.status, decided.body.data.state]).toEqual([200, 'approved']);
	const { status, body } = decided.body.data.details.IntouchAPITask_Output;
	expect([status, body.data.customerId, body.errors]).toEqual([200, 382477526, []]);
	expect([...client.sandbox.state.earns.values()].map((earn) => earn.customerId)).toEqual([
		382477526,
	]);
});
