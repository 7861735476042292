/** The look-up of a customer's numeric ID. */
import { Client, refusal, type Reply } from './client';

let client: Client;
beforeAll(async () => {
	client = await Client.start();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const lookup = (query: Record<string, string>): Promise<Reply> =>
	client.get(`/v2/customers/lookup?${new URLSearchParams({ source: 'INSTORE', ...query })}`);
const find = (identifierName: string, identifierValue: string): Promise<Reply> =>
	lookup({ identifierName, identifierValue });

test.each([
	['email', 'customer123@example.com'],
	['mobile', '910000000123'],
	['externalId', 'EXT-123'],
	['cardnumber', 'CARD123'],
])('by %s', async (name, value) => {
	const { status, body } = await find(name, value);
	expect([status, body]).toEqual([200, { entity: 123, warnings: [] }]);
});

test('by several, which must name the same customer', async () => {
	expect((await find('email,mobile', 'customer123@example.com,910000000123')).body.entity).toBe(
		123,
	);
	const two = await find('email,mobile', 'customer123@example.com,910062090013');
	expect(refusal(two)).toEqual([400, 8015]);
});

test.each([
	['nobody', 'email', 'nobody@example.com', 8015],
	['an identifier that nobody has here', 'fbId', '123', 8015],
	['a name that there is not', 'shoeSize', '43', 8013],
	['nothing', 'email', '', 8013],
	['a mobile number with a plus', 'mobile', '+910000000123', 8013],
	['a customer who was merged', 'email', 'customer23424@example.com', 8069],
])('%s', async (_, name, value, code) => {
	const reply = await find(name, value);
	expect([...refusal(reply), reply.body.data]).toEqual([400, code, null]);
});

test('a source that there is not, and one that does not know the customer', async () => {
	const identifier = { identifierName: 'externalId', identifierValue: 'EXT-123' };
	expect(refusal(await lookup({ ...identifier, source: 'SHOP' }))).toEqual([400, 8011]);
	expect(refusal(await lookup({ ...identifier, source: 'WECHAT' }))).toEqual([400, 8015]);
	expect((await lookup({ ...identifier, source: 'ALL' })).body.entity).toBe(123);
});

test('an unknown customer is not found, and nobody is without credentials', async () => {
	client.sandbox.state.unknownCustomers.add(123);
	expect(refusal(await find('externalId', 'EXT-123'))).toEqual([400, 8015]);
	const { status } = await client.get('/v2/customers/lookup', { authorization: '' });
	expect(status).toBe(401);
});

test.each(['400', '404', '200'] as const)('lookup-status %s', async (status) => {
	client.sandbox.setHabits({ 'lookup-status': status });
	expect(refusal(await find('email', 'nobody@example.com'))).toEqual([Number(status), 8015]);
});
