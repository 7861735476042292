/** Dry runs through all stages in this process: what is read, and what is said of each target. */
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import { runStages } from '../support/inProcess';

const ID = '66276dc68fe258516a88ff8e';
const BADGE = {
	id: ID,
	active: true,
	status: 'LIVE',
	earnType: 'EARN',
	startOn: 1_577_836_800,
	expiresOn: 2_577_836_800,
	ownership: {
		restrictedToOwners: ['Loyalty'],
		claims: [{ ownerType: 'Loyalty', referenceId: '1', isActive: true }],
	},
	customerConstraints: [],
	badgeConstraints: [],
};
const BADGE_PATH = `/api_gateway/v1/badges/badgeMeta/${ID}`;
const viewPath = (customer: number) => `/api_gateway/v1/badges/management/${customer}/badge/${ID}`;
const NOBODY = { id: ID, earnDetails: { earns: [] }, issualDetails: { issuals: [] } };

const data = (value: unknown): HttpResult => ({
	kind: 'answer',
	body: { data: value, errors: [], warnings: [] },
});
const refusal = (status: number): HttpResult => ({
	kind: 'status',
	status,
	body: { data: null, errors: [{ code: status, message: 'No' }] },
	retryAfter: undefined,
});
const usual = (path: string) => data(path.includes('/management/') ? NOBODY : BADGE);

/** A dry run against a server that answers so. */
async function dry(
	key: string,
	{ options = {}, ...parameters }: Record<string, unknown> & { options?: object },
	inputs: Array<Record<string, unknown>> = [{}],
	answer: (path: string) => HttpResult = usual,
) {
	const asked: string[] = [];
	const given = await runStages({
		key,
		parameters: {
			...{ badgeId: ID, ownerType: 'Loyalty', referenceId: '1' },
			...parameters,
			options: { dryRun: true, maxAttempts: 1, ...options },
		},
		inputs,
		transport: async ({ method, path }) => {
			asked.push(`${method} ${path}`);
			return answer(path);
		},
	});
	return { ...given, asked };
}
const said = ({ items }: { items: Array<Record<string, unknown>> }) =>
	items.map(({ wouldSend, reason }) => [wouldSend, reason]);

const TWICE = [{ id: 5 }, { id: 5 }, { id: 6 }];
const EARN = { customerId: '={{ $json.id }}' };

describe('who asks for the same as another of the run', () => {
	const SAME = 'Item 0 of this run asks for the same, and it is sent once';

	test('of an enrolment finds it made', async () => {
		const enrol = { customersFrom: 'field', customerField: 'id' };
		expect(said(await dry('customerBadge.enrol', enrol, TWICE))).toEqual([
			[true, undefined],
			[false, `Customer 5 is already enrolled for badge ${ID}`],
			[true, undefined],
		]);
	});

	test('under the same request ID is refused, or served by it where that is wanted', async () => {
		const given = { ...EARN, additionalFields: { requestId: 'order-1' } };
		const inputs = TWICE.slice(0, 2);
		expect(said(await dry('customerBadge.earn', given, inputs))).toEqual([
			[true, undefined],
			[false, 'Request ID order-1 was used before, by item 0 of this run'],
		]);
		const options = { alreadyDone: 'continue' };
		expect(said(await dry('customerBadge.earn', { ...given, options }, inputs))).toEqual([
			[true, undefined],
			[false, SAME],
		]);
	});

	test('under the ID of the content is served by it', async () => {
		const options = { requestIdScope: 'content' };
		expect(said(await dry('customerBadge.earn', { ...EARN, options }, TWICE.slice(0, 2)))).toEqual([
			[true, undefined],
			[false, SAME],
		]);
	});
});

test.each([
	[{}, {}, undefined],
	[
		{ additionalFields: { requestId: 'order-1' } },
		{},
		['whether request ID order-1 was used before'],
	],
	[{}, { requestIdScope: 'content' }, ['whether an earlier execution has asked for the same']],
])('what is not known of a request ID: %j, %j', async (more, options, notKnown) => {
	const { items } = await dry('customerBadge.earn', { customerId: '5', ...more, options });
	expect(items[0].notKnown).toEqual(notKnown);
});

describe('what is read', () => {
	const check = { checkCustomers: true };

	test('is the badge once, and each customer once where that is wanted', async () => {
		const plain = await dry('customerBadge.earn', EARN, TWICE);
		expect(plain.asked).toEqual([`GET ${BADGE_PATH}`]);
		expect(plain.items.map(({ earnedBefore }) => earnedBefore)).toEqual(TWICE.map(() => undefined));
		const { asked, items } = await dry('customerBadge.earn', { ...EARN, options: check }, TWICE);
		expect(asked).toEqual([`GET ${BADGE_PATH}`, `GET ${viewPath(5)}`, `GET ${viewPath(6)}`]);
		expect(items.map(({ earnedBefore, enrolled }) => [earnedBefore, enrolled])).toEqual(
			TWICE.map(() => [0, false]),
		);
	});

	test('is no customer where the badge is not there, or the operation asks for none', async () => {
		const missing = await dry('customerBadge.earn', { customerId: '5', options: check }, [{}], () =>
			refusal(404),
		);
		expect(missing.asked).toEqual([`GET ${BADGE_PATH}`]);
		expect(said(missing)).toEqual([[false, `Badge ${ID} was not found`]]);
		const claim = await dry('badge.claim', { options: check });
		expect(claim.asked).toEqual([`GET ${BADGE_PATH}`]);
	});

	test('is the record that a change begins with, where it is there', async () => {
		const update = { groupId: ID, updateFields: { rank: 5 } };
		const { items, asked } = await dry('badgeGroup.update', update, [{}], () => refusal(404));
		expect(items).toMatchObject([{ wouldSend: false, code: 404, advice: expect.any(String) }]);
		expect(items[0]).not.toHaveProperty('notKnown');
		expect(items[0]).not.toHaveProperty('alreadyDone');
		expect(items[0]).not.toHaveProperty('request');
		expect(asked.every((one) => one.startsWith('GET '))).toBe(true);
	});

	test('what the customer has is counted where all of it can be told', async () => {
		const held = { earnedBadgeId: 'a', earnStatus: 'ACTIVE' };
		const of = async (...earns: object[]) => {
			const view = { ...NOBODY, earnDetails: { earns } };
			const { items } = await dry(
				'customerBadge.earn',
				{ customerId: '5', options: check },
				[{}],
				(path) => data(path.includes('/management/') ? view : BADGE),
			);
			return items[0].earnedBefore;
		};
		expect(await of(held, { ...held, earnStatus: 'REVOKED' }, held)).toBe(2);
		expect(await of(held, { ...held, earnStatus: 'PARKED' })).toBeUndefined();
	});

	test('a customer who is not known is refused in the words of the look-up', async () => {
		const { items } = await dry(
			'customerBadge.earn',
			{ customerId: '5', options: check },
			[{}],
			(path) => (path.includes('/management/') ? refusal(404) : data(BADGE)),
		);
		expect(said({ items })).toEqual([[false, 'The customer was not found']]);
		expect(items[0]).not.toHaveProperty('enrolled');
	});
});

test('where the node itself breaks down, each target fails, and nothing was sent', async () => {
	const { failed, items } = await dry('customerBadge.earn', EARN, TWICE, () => {
		throw new Error('A mistake of ours');
	});
	expect(items).toEqual([]);
	expect(failed.map(({ error }) => error)).toEqual(
		TWICE.map(() => 'The node met an unexpected condition'),
	);
	expect(JSON.stringify(failed)).toContain('Nothing was sent. Tell the makers of this node.');
	expect(JSON.stringify(failed)).not.toContain('mistake of ours');
});

test('a wrong credential fails all, each under its own customer', async () => {
	const { failed, items } = await dry('customerBadge.earn', EARN, TWICE, () => refusal(401));
	expect(items).toEqual([]);
	expect(failed.map(({ details }) => (details as { customerId: number }).customerId)).toEqual([
		5, 5, 6,
	]);
});

test('input that is wrong fails where it stands, and the others are told of', async () => {
	const inputs = [{ id: 5 }, { id: 'ada' }, { id: 6 }];
	const { items, failed, hints } = await dry('customerBadge.earn', EARN, inputs);
	expect(items.map(({ customerId }) => customerId)).toEqual([5, 6]);
	expect(failed).toHaveLength(1);
	expect(hints).toEqual([expect.stringContaining('2 customers would be sent')]);
});
