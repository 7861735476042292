/** Claim and unclaim (docs/api.md#claim, docs/api.md#unclaim, docs/api.md#owner-types). */
import { by, Client, META, refusal, SEED } from './client';

let client: Client;
beforeAll(async () => {
	client = await Client.start();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const claim = (body: unknown, id: string = SEED.claimBadge) =>
	client.post(`${META}/${id}/claim`, body);
const unclaim = (body: unknown, id: string = SEED.unclaimBadge) =>
	client.post(`${META}/${id}/unclaim`, body);

test('a second claim of the same owner and reference is a warning: 900', async () => {
	await claim(by('Loyalty', '123'));
	const { status, body } = await claim(by('Loyalty', '123'));
	expect([status, body]).toEqual([
		200,
		{
			data: { badgeMetaId: null, ownerType: 'Loyalty', referenceId: '123' },
			errors: null,
			warnings: [{ code: 900, message: 'Badge is already claimed by this owner' }],
		},
	]);
});

test('several references of one owner are several claims', async () => {
	expect((await claim(by('Loyalty', '1'))).body.warnings).toEqual([]);
	expect((await claim(by('Loyalty', '2'))).body.warnings).toEqual([]);
	const { body } = await client.get(`${META}/${SEED.claimBadge}`);
	expect(body.data.ownership.claims).toEqual([
		{ ...by('Loyalty', 'ABC'), isActive: true },
		{ ...by('Milestones', '42'), isActive: true },
		{ ...by('Loyalty', '1'), isActive: true },
		{ ...by('Loyalty', '2'), isActive: true },
	]);
});

test('unclaim is a soft delete; what is withdrawn cannot be withdrawn again: 737', async () => {
	expect((await unclaim(by('Loyalty', '123'))).status).toBe(200);
	expect(refusal(await unclaim(by('Loyalty', '123')))).toEqual([400, 737]);
	const { body } = await client.get(`${META}/${SEED.unclaimBadge}`);
	expect(body.data.ownership.claims[0]).toEqual({ ...by('Loyalty', '123'), isActive: false });
	expect((await claim(by('Loyalty', '123'), SEED.unclaimBadge)).body.data.isActive).toBe(true);
});

test('the reference counts for unclaim: 737', async () => {
	expect(refusal(await unclaim(by('Loyalty', '124')))).toEqual([400, 737]);
	expect(refusal(await unclaim(by('Milestones', '123')))).toEqual([400, 737]);
});

test('717 without a reference, 716 without an owner, both together', async () => {
	const { status, body } = await claim({ ownerType: 'Loyalty' });
	expect([status, body.errors]).toEqual([
		400,
		[{ code: 717, message: 'Owner id is mandatory', reference: 'referenceId' }],
	]);
	expect(refusal(await claim({ referenceId: '1' }))).toEqual([400, 716]);
	expect(refusal(await claim({ ownerType: '', referenceId: ' ' }))).toEqual([400, 716, 717]);
});

test('an owner in the wrong spelling: 400 with the list of values', async () => {
	const { status, body } = await claim(by('LOYALTY', '123'));
	expect([status, body.errors]).toEqual([
		400,
		[
			{
				code: 400,
				message:
					"Invalid enum value: 'LOYALTY' for the field: 'ownerType'. The value must be one of: [Loyalty, Referral_Campaigns, Journeys, Audience_Campaigns, Rewards_Catalog, Goodwill_Module, Milestones, Loyalty_Promotion, Historical_Import].",
				reference: null,
			},
		],
	]);
});

test('an older server knows seven owners and answers a claim with the badge id', async () => {
	client.sandbox.state.generation = 'old';
	expect((await claim(by('Loyalty', '123'))).body.data).toEqual({
		badgeMetaId: SEED.claimBadge,
		...by('Loyalty', '123'),
	});
	const { body } = await claim(by('Loyalty_Promotion', '123'));
	expect(body.errors[0].message).toContain('Goodwill_Module, Milestones].');
});

test('an owner the badge is not restricted to: 714', async () => {
	expect(refusal(await claim(by('Journeys', '1')))).toEqual([400, 714]);
});

test('an unknown badge is 404, a malformed id or body 400', async () => {
	expect(refusal(await claim(by('Loyalty', '1'), 'ffffffffffffffffffffffff'))).toEqual([404, 404]);
	expect(refusal(await claim(by('Loyalty', '1'), 'nonsense'))).toEqual([400, 400]);
	expect(refusal(await claim(by('Loyalty', '1'), encodeURIComponent('a/b?c')))).toEqual([400, 400]);
	expect((await claim('{"ownerType":')).body.errors[0].message).toMatch(/^JSON parse error: /);
	expect(refusal(await claim('[]'))).toEqual([400, 400]);
	expect(refusal(await claim(undefined))).toEqual([400, 400]);
});

test('a refused call changes nothing, an accepted one is noted as effect', async () => {
	await claim(by('LOYALTY', '123'));
	await claim(by('Loyalty', '123'));
	await claim(by('Loyalty', '123'));
	const { entries } = client.sandbox.journal;
	expect(entries.map(({ status, effect }) => [status, effect])).toEqual([
		[400, false],
		[200, true],
		[200, false],
	]);
});
