import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const find = async (identifierType: string, identifierValue: unknown, more: object = {}) =>
	await stage.run('customer.find', {
		identifierType,
		identifierValue: identifierValue as string,
		...more,
	});

test.each([
	['email', 'email', 'customer123@example.com'],
	['mobile', 'mobile', '910000000123'],
	['externalId', 'externalId', 'EXT-123'],
	['cardNumber', 'cardnumber', 'CARD123'],
])('finds a customer by %s', async (type, sent, value) => {
	const { items, failed } = await find(type, ` ${value} `);
	expect(failed).toEqual([]);
	expect(linked(items)).toEqual([
		{ item: 0, customerId: 123, identifierType: type, identifierValue: value, source: 'INSTORE' },
	]);
	expect(stage.requests().map(({ method, path, query }) => [method, path, query])).toEqual([
		[
			'GET',
			'/v2/customers/lookup',
			{ source: 'INSTORE', identifierName: sent, identifierValue: value },
		],
	]);
});

test('a mobile number that a sheet holds as a number is sent as it is', async () => {
	const { items } = await find('mobile', 910000000123);
	expect(items[0].json).toMatchObject({ customerId: 123, identifierValue: '910000000123' });
});

test('source and account are sent', async () => {
	const { items } = await find('email', 'customer123@example.com', {
		additionalFields: { source: 'ALL', accountId: 'main' },
	});
	expect(items[0].json).toMatchObject({ customerId: 123, source: 'ALL' });
	expect(stage.requests()[0].query).toMatchObject({ source: 'ALL', accountId: 'main' });
});

test.each([
	['nobody', 'email', 'nobody@example.com', 8015, 'Customer nobody@example.com was not found'],
	['an identifier that nobody has', 'fbId', '17', 8015, 'Customer 17 was not found'],
	[
		'a number that is too short',
		'mobile',
		'12',
		8013,
		'Capillary does not accept this identifier of a customer',
	],
	[
		'a customer who was merged',
		'email',
		'customer23424@example.com',
		8069,
		'Customer customer23424@example.com was merged into another customer',
	],
])('%s is a failed item that says so', async (_, type, value, code, error) => {
	for (const status of ['400', '404', '200'] as const) {
		stage.sandbox.setHabits({ 'lookup-status': status });
		const { items, failed } = await find(type, value);
		expect(items).toEqual([]);
		expect(failed).toMatchObject([{ json: { error, details: { code } } }]);
	}
});

test('advice names the fields as they are labelled', async () => {
	const nobody = await find('email', 'nobody@example.com');
	expect(nobody.failed[0].json.details).toMatchObject({
		advice: expect.stringContaining("Check 'Identifier Value' and 'Identifier Type'"),
	});
	const elsewhere = await find('email', 'customer123@example.com', {
		additionalFields: { source: 'WECHAT' },
	});
	expect(elsewhere.failed[0].json.details).toMatchObject({
		code: 8015,
		advice: expect.stringContaining("'Source'"),
	});
});

test.each(['+910000000123', '91 0000 000 123', 'customer123@example.com'])(
	'the mobile number %s is refused unsent',
	async (value) => {
		const { items, failed } = await find('mobile', value);
		expect(items).toEqual([]);
		expect(failed).toMatchObject([
			{
				json: {
					error: expect.stringMatching(/^'Identifier Value' is not a mobile number: /),
					details: { advice: expect.stringContaining('digits alone') },
				},
			},
		]);
		expect(stage.requests()).toEqual([]);
	},
);

test('nothing to look up is refused unsent', async () => {
	const { failed } = await find('email', ' ');
	expect(failed[0].json.error).toBe("'Identifier Value' is missing");
	expect(stage.requests()).toEqual([]);
});

test('each item is answered by its own customer, beside one who is not found', async () => {
	const { items, failed } = await find('email', '={{ $json.email }}');
	expect([items, failed.length]).toEqual([[], 1]);
	stage.sandbox.reset();
	const emails = ['customer62090013@example.com', 'nobody@example.com', 'customer123@example.com'];
	const run = await stage.run(
		'customer.find',
		{ identifierType: 'email', identifierValue: '={{ $json.email }}' },
		{ items: emails.map((email) => ({ email })) },
	);
	expect(linked(run.items)).toMatchObject([
		{ item: 0, customerId: 62090013, identifierValue: emails[0] },
		{ item: 2, customerId: 123, identifierValue: emails[2] },
	]);
	expect(linked(run.failed)).toMatchObject([{ item: 1 }]);
	expect(stage.requests()).toHaveLength(3);
});

test('a look-up whose answer is lost is sent again', async () => {
	stage.sandbox.faults.add({ drop: 'after', times: 1 });
	const { items } = await find('email', 'customer123@example.com');
	expect(items).toMatchObject([{ json: { customerId: 123 } }]);
	expect(stage.requests().map(({ method }) => method)).toEqual(['GET', 'GET']);
});

test.each([null, 0, 'none', {}, [123]])('the answer %j names no customer', async (entity) => {
	stage.sandbox.faults.add({ answer: { status: 200, json: { entity, warnings: [] } } });
	const { items, failed } = await find('email', 'customer123@example.com');
	expect(items).toEqual([]);
	expect(failed[0].json.error).toBe(
		"Capillary's answer could not be read: it does not hold what was asked for",
	);
});

test('warnings of the answer are told', async () => {
	const warnings = [{ code: 17, message: 'Old till' }];
	stage.sandbox.faults.add({ answer: { status: 200, json: { entity: 123, warnings } } });
	const { items } = await find('email', 'customer123@example.com');
	expect(items[0].json).toMatchObject({ customerId: 123, warnings });
});

test('what Customer Badge asks for is what Find gives', async () => {
	const refused = await stage.run('customerBadge.earn', {
		badgeId: '66276dc68fe258516a88ff8e',
		customerId: 'customer123@example.com',
		ownerType: 'Loyalty',
		referenceId: '123694',
	});
	const fields = stage.engine.nodeTypes
		.getByNameAndVersion('n8n-nodes-capillary-badges.capillaryBadges', 1)
		.description.properties.flatMap(({ options = [] }) =>
			options.flatMap((one) => ('value' in one ? [[one.value, one.name]] : [])),
		);
	const label = (value: string) => fields.find(([known]) => known === value)?.[1];
	expect(refused.failed[0].json.details).toMatchObject({
		advice: expect.stringContaining(`${label('customer')} > ${label('find')}`),
	});
});
