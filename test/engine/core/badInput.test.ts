import type { IDataObject, INode } from 'n8n-workflow';
import type { Core } from '../../support/core';
import { GOOD } from '../../support/core';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const RULE = 'Customer IDs are positive whole numbers up to 9007199254740991';
const ID_RULE = 'IDs look like 653df084b3cda7078c7c68f1';
const OWNERS =
	'Audience_Campaigns, Goodwill_Module, Historical_Import, Journeys, Loyalty, Loyalty_Promotion, Milestones, Referral_Campaigns, Rewards_Catalog';

type Bad = [operation: Core, change: INode['parameters'], what: string, advice: string];

const customer = (value: unknown, shown: string): Bad => [
	'customerBadge.earn',
	{ customerId: value as string },
	`'Customer ID' is not a customer ID: ${shown}`,
	RULE,
];
const several = (value: unknown, shown: string): Bad => [
	'customerBadge.earn',
	{ customerId: value as string },
	`'Customer ID' must name exactly one customer, but is ${shown}`,
	'Give each customer an input item of its own, or use an operation for many customers',
];
const list = (value: unknown, shown: string): Bad => [
	'customerBadge.enrol',
	{ customers: value as string },
	`'Customers' holds a value that is not a customer ID: ${shown}`,
	RULE,
];
const badge = (value: unknown, shown: string): Bad => [
	'badge.claim',
	{ badgeId: value as string },
	`'Badge' is not the ID of a badge: "${shown}"`,
	ID_RULE,
];
/** n8n refuses an empty required field by itself, but not an expression that gives nothing. */
const missing = (operation: Core, name: string, label: string): Bad => [
	operation,
	{ [name]: '={{ $json.nothing }}' },
	`'${label}' is missing`,
	`Fill in '${label}', or what its expression takes from the item`,
];

const BAD: Bad[] = [
	customer('0', '"0"'),
	customer(0, '0'),
	customer('-5', '"-5"'),
	customer(-5, '-5'),
	customer('1.5', '"1.5"'),
	customer(1.5, '1.5'),
	customer('1e3', '"1e3"'),
	customer('0x10', '"0x10"'),
	customer('abc', '"abc"'),
	customer('9007199254740992', '"9007199254740992"'),
	customer('62090013000000000001', '"62090013000000000001"'),
	customer('={{ 2 ** 53 }}', '9007199254740992'),
	customer('={{ true }}', 'true'),
	customer('={{ { id: 1 } }}', '{"id":1}'),
	several('1, 2', '"1, 2"'),
	several('62090013 62090014', '"62090013 62090014"'),
	several('={{ [1, 2] }}', '[1,2]'),
	[
		'customerBadge.enrol',
		{ customers: '[]' },
		"'Customers' names no customer",
		'Name one customer at least, or leave such items out with a Filter node before this one',
	],
	[
		'customerBadge.enrol',
		{ customers: ' , ;' },
		"'Customers' names no customer",
		'Name one customer at least, or leave such items out with a Filter node before this one',
	],
	[
		'customerBadge.enrol',
		{ customers: '={{ [] }}' },
		"'Customers' names no customer",
		'Name one customer at least, or leave such items out with a Filter node before this one',
	],
	list('1, two, 3', '"two"'),
	list('1, 2.5', '"2.5"'),
	list('[1, null]', 'null'),
	list('[1, 9007199254740993]', '9007199254740992'),
	list('={{ [1, -2] }}', '-2'),
	badge('../../management/1', '../../management/1'),
	badge('..', '..'),
	badge('a/b', 'a/b'),
	badge('653df084 b3cd', '653df084 b3cd'),
	badge('653df084b3cda7078c7c68f1?x=1', '653df084b3cda7078c7c68f1?x=1'),
	[
		'badge.claim',
		{ badgeId: { mode: 'url', value: 'https://example.com/nothing' } },
		'\'Badge\' is an address without the ID of a badge: "https://example.com/nothing"',
		ID_RULE,
	],
	badge('Vol. 2', 'Vol. 2'),
	customer('Dr. Who', '"Dr. Who"'),
	list('Dr. Who', '"Dr."'),
	[
		'customerBadge.earn',
		{ additionalFields: { requestId: '={{ ["No. 1"] }}' } },
		'\'Request ID\' must be text, but is ["No. 1"]',
		"Correct 'Request ID'",
	],
	[
		'customerBadge.earn',
		{ additionalFields: { earnEventDate: '={{ 1773573600000 }}' } },
		"'Earn Event Date' looks like milliseconds: 1773573600000",
		'Use seconds since 1970, or an ISO 8601 date such as 2026-03-15T11:20:00Z',
	],
	[
		'badge.claim',
		{ ownerType: 'Nobody' },
		`'Owner Type' is "Nobody", which is not one of ${OWNERS}`,
		"Correct 'Owner Type'",
	],
	[
		'badge.claim',
		{ ownerType: 'none' },
		`'Owner Type' is "none", which is not one of ${OWNERS}`,
		"Correct 'Owner Type'",
	],
	[
		'customerBadge.earn',
		{ ownerType: '={{ "Nobody" }}' },
		`'Owner Type' is "Nobody", which is not one of ${OWNERS.replace('Referral', 'none, Referral')}`,
		"Correct 'Owner Type'",
	],
	[
		'customerBadge.earn',
		{ referenceId: '={{ "" }}' },
		"'Reference ID' is missing",
		"Use the reference ID of the claim, or set 'Owner Type' to 'None (MemberCare)'",
	],
	[
		'badge.claim',
		{ referenceId: '={{ { a: 1 } }}' },
		'\'Reference ID\' must be text, but is {"a":1}',
		"Correct 'Reference ID'",
	],
	missing('badge.claim', 'badgeId', 'Badge'),
	missing('badge.claim', 'referenceId', 'Reference ID'),
	missing('badge.unclaim', 'referenceId', 'Reference ID'),
	missing('approvalRequest.requestEarn', 'tillId', 'Till ID'),
	missing('approvalRequest.requestEarn', 'storeId', 'Store ID'),
	missing('approvalRequest.requestEarn', 'zoneId', 'Zone ID'),
	missing('approvalRequest.requestEarn', 'conceptId', 'Concept ID'),
	[
		'customerBadge.enrol',
		{ additionalFields: { issueEventDate: 'soon' } },
		`'Enrolment Date (Issue Event Date)' is not a date: "soon"`,
		'Use ISO 8601, such as 2026-03-15T11:20:00Z',
	],
];

test.each(BAD)('%s %j', async (operation, change, what, advice) => {
	const { items, failed } = await stage.run(operation, { ...GOOD[operation], ...change });
	expect(items).toEqual([]);
	expect(linked(failed)).toEqual([
		{
			item: 0,
			error: what,
			details: expect.objectContaining({ advice: `${advice}. Nothing was sent for this item.` }),
		},
	]);
	expect(stage.requests()).toEqual([]);
});

test('the stopping error names item and field, and nothing was sent, good items included', async () => {
	const { error } = await stage.run(
		'customerBadge.earn',
		{ ...GOOD['customerBadge.earn'], customerId: '={{ $json.id }}' },
		{ onError: 'stopWorkflow', items: [{ id: 1 }, { id: 2 }, { id: 3.5 }] },
	);
	expect(error?.message).toBe("'Customer ID' is not a customer ID: 3.5 [item 2]");
	expect(error?.description).toContain(`${RULE}. Nothing was sent for this item.`);
	expect(error?.itemIndex).toBe(2);
	expect(stage.requests()).toEqual([]);
});

test('a bad item does not hinder the others where the node continues', async () => {
	const { items, failed } = await stage.run(
		'customerBadge.earn',
		{ ...GOOD['customerBadge.earn'], customerId: '={{ $json.id }}' },
		{ items: [{ id: 1 }, { id: 'x' }, { id: 3 }] },
	);
	expect(linked(items).map(({ item, ...json }) => [item, json.customerId])).toEqual([
		[0, 1],
		[2, 3],
	]);
	expect(linked(failed)).toMatchObject([{ item: 1 }]);
});

const oauth = (): IDataObject => {
	const { clientKey, clientSecret } = stage.sandbox.credentials;
	return { ...stage.basic, authentication: 'oauth', clientKey, clientSecret } as IDataObject;
};

test.each([
	[
		'OAuth',
		oauth,
		'An approval request needs a credential with Basic authentication, since Capillary makes the call later, when an OAuth token has expired',
	],
	[
		'no organization',
		() => ({ ...stage.basic, orgId: ' ' }),
		"Approval requests need an 'Organization ID' in the credential",
	],
	[
		'no user token',
		() => ({ ...stage.basic, userToken: '' }),
		"Approval requests need a 'User Token' in the credential",
	],
])('an approval request with %s is not sent', async (_words, credential, message) => {
	const { error } = await stage.run(
		'approvalRequest.requestEarn',
		GOOD['approvalRequest.requestEarn'],
		{ credential: credential() as Stage['basic'], onError: 'stopWorkflow' },
	);
	expect(error).toMatchObject({
		message,
		description: 'Open the Capillary API credential of this node. Nothing was sent.',
	});
	expect(stage.requests()).toEqual([]);
});
