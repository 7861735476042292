/** Dry runs through all stages in this process: what is read, and what is said of each target. */
import type { ApiRequest } from '../../nodes/shared/capillary/request';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import type { InProcess } from '../support/inProcess';
import { runStages } from '../support/inProcess';
import { LIVE_BADGE, LIVE_BADGE_ID as ID } from '../support/liveBadge';

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
const usual = (path: string) => data(path.includes('/management/') ? NOBODY : LIVE_BADGE);

/** A dry run against a server that answers so. */
async function dry(
	key: string,
	{ options = {}, ...parameters }: Record<string, unknown> & { options?: object },
	inputs: Array<Record<string, unknown>> = [{}],
	answer: (path: string) => HttpResult = usual,
	more: Pick<InProcess, 'stops' | 'context'> = {},
) {
	const asked: string[] = [];
	const requests: ApiRequest[] = [];
	const given = await runStages({
		...more,
		key,
		parameters: {
			...{ badgeId: ID, ownerType: 'Loyalty', referenceId: '1' },
			...parameters,
			options: { dryRun: true, maxAttempts: 1, ...options },
		},
		inputs,
		transport: async (request) => {
			const { method, path } = request;
			asked.push(`${method} ${path}`);
			requests.push(request);
			return answer(path);
		},
	});
	return { ...given, asked, requests };
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

	test('ends with the first failure of the whole run where that would stop it, also that of one customer', async () => {
		const asked: string[] = [];
		const other = '000000000000000000000001';
		const work = dry(
			'customerBadge.enrol',
			{
				badgeId: '={{ $json.badge }}',
				customersFrom: 'field',
				customerField: 'id',
				options: check,
			},
			[
				{ badge: ID, id: 5 },
				{ badge: ID, id: 6 },
				{ badge: other, id: 7 },
			],
			(path) => {
				asked.push(path);
				return path === viewPath(6) ? refusal(401) : usual(path);
			},
			{ stops: true },
		);
		await expect(work).rejects.toThrow('Capillary did not accept the credential');
		expect(asked).toEqual([BADGE_PATH, viewPath(5), viewPath(6)]);
	});

	test('is no badge besides where a change reads it itself', async () => {
		const expiry = { name: 'Silver', earnedBadgeExpiry: { period: { value: 2, unit: 'WEEKS' } } };
		const { asked, items } = await dry(
			'badge.update',
			{ updateFields: { name: 'Gold' } },
			[{}],
			() => data({ ...LIVE_BADGE, ...expiry }),
		);
		expect(items).toMatchObject([{ wouldSend: true, request: { method: 'PUT' } }]);
		expect(asked).toEqual([`GET ${BADGE_PATH}`]);
	});

	test('of a list is told of each of its customers apart', async () => {
		const { items } = await dry('customerBadge.enrol', { customers: '5, 6', options: check });
		expect(
			items.map(({ customerId, enrolled, customers }) => [customerId, enrolled, customers]),
		).toEqual([
			[5, false, undefined],
			[6, false, undefined],
		]);
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
				(path) => data(path.includes('/management/') ? view : LIVE_BADGE),
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
			(path) => (path.includes('/management/') ? refusal(404) : data(LIVE_BADGE)),
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
	const { failed, items, hints } = await dry('customerBadge.earn', EARN, TWICE, () => refusal(401));
	expect([items, hints]).toEqual([[], []]);
	expect(failed.map(({ details }) => (details as { customerId: number }).customerId)).toEqual([
		5, 5, 6,
	]);
});

test('a right that is lacking for each of several records fails none of them', async () => {
	const inputs = [1, 2, 3].map((n) => ({ badge: `00000000000000000000000${n}` }));
	const claim = { badgeId: '={{ $json.badge }}', options: { concurrency: 1 } };
	const { failed, items } = await dry('badge.claim', claim, inputs, () => refusal(403));
	expect(failed).toEqual([]);
	expect(items.map(({ wouldSend }) => wouldSend)).toEqual([true, true, true]);
});

test('where nothing can be sent, each target fails', async () => {
	const { failed, items } = await dry(
		'customerBadge.earn',
		EARN,
		TWICE,
		() =>
			({
				...{ kind: 'broken', code: 'ECONNREFUSED' },
				...{ timedOut: false, sent: 'no' },
			}) as HttpResult,
	);
	expect(items).toEqual([]);
	expect(failed).toHaveLength(3);
});

test('input that is wrong fails where it stands, and the others are told of', async () => {
	const inputs = [{ id: 5 }, { id: 'ada' }, { id: 6 }];
	const { items, failed, hints } = await dry('customerBadge.earn', EARN, inputs);
	expect(items.map(({ customerId }) => customerId)).toEqual([5, 6]);
	expect(failed).toHaveLength(1);
	expect(hints).toEqual([expect.stringContaining('2 customers would be sent')]);
});

describe('what reading brings', () => {
	const check = { checkCustomers: true };
	const earn = (badge: HttpResult, customer = data(NOBODY)) =>
		dry('customerBadge.earn', { customerId: '5', options: check }, [{}], (path) =>
			path.includes('/management/') ? customer : badge,
		);
	const NOT_IT = "Capillary's answer does not hold it";
	const NO_RIGHT = 'The credential may not use this part of the Capillary API';
	const other = '000000000000000000000001';

	test.each([
		[refusal(403), NO_RIGHT],
		[refusal(500), 'Capillary was not able to answer (HTTP status 500)'],
		[data(null), NOT_IT],
		[data('text'), NOT_IT],
		[data({ ...LIVE_BADGE, id: other }), NOT_IT],
	])('of a badge may tell nothing: %j', async (answer, why) => {
		const { items, failed } = await earn(answer);
		expect([failed, items[0].wouldSend]).toEqual([[], true]);
		expect(items[0].notKnown).toEqual(expect.arrayContaining([`how the badge stands: ${why}`]));
	});

	test.each([
		[refusal(403), NO_RIGHT],
		[refusal(500), 'Capillary was not able to answer (HTTP status 500)'],
		[data([]), NOT_IT],
		[data({ ...NOBODY, badgeMetaId: other, id: other }), NOT_IT],
	])('of a customer may tell nothing: %j', async (answer, why) => {
		const { items } = await earn(data(LIVE_BADGE), answer);
		expect(items[0]).toMatchObject({ wouldSend: true, notKnown: [`what customer 5 has: ${why}`] });
	});

	test('a customer may be unknown by a code of its own', async () => {
		const body = { data: null, errors: [{ code: 1026, message: 'No' }] };
		const { items } = await earn(data(LIVE_BADGE), { ...refusal(400), body } as HttpResult);
		expect(items[0]).toMatchObject({ wouldSend: false, code: 1026 });
	});

	test('asks for statistics, and under the identifier that the request names', async () => {
		const { requests } = await earn(data(LIVE_BADGE));
		expect(requests.map(({ query }) => query)).toEqual([
			{ includeStatistics: true },
			{ includeStatistics: true },
		]);
		const revoke = {
			earnedBadgeId: ID,
			customerIdentifierType: 'email',
			customerId: 'ada@example.com',
		};
		const { requests: named } = await dry('customerBadge.revokeEarn', {
			...revoke,
			options: check,
		});
		const view = named.find(({ path }) => path.includes('/management/'));
		expect(view?.path).toContain('ada%40example.com');
		expect(Object.values(view?.headers ?? {})).toContain('email');
	});

	test("goes by the clock of Capillary's answers", async () => {
		const inTwoDays = '2026-03-17T00:00:00Z';
		const date = { additionalFields: { earnEventDate: inTwoDays } };
		const at = async (headers: { date?: string }) =>
			said(
				await dry(
					'customerBadge.earn',
					{ customerId: '5', ...date },
					[{}],
					(path) => ({ ...usual(path), headers }) as HttpResult,
				),
			);
		expect(await at({})).toEqual([[false, 'The earn date lies more than 24 hours in the future']]);
		expect(await at({ date: 'Mon, 16 Mar 2026 12:00:00 GMT' })).toEqual([[true, undefined]]);
	});
});

describe('a name', () => {
	const create = { name: '={{ $json.name }}', rank: 1 };
	const names = (...all: string[]) => all.map((name) => ({ name }));

	test('is looked for in the list of all, which is read once', async () => {
		const inputs = names('Taken', 'New', 'New');
		const list = [{ name: 'Taken' }, 'no record', {}];
		const { items, asked } = await dry('badgeGroup.create', create, inputs, () =>
			data({ groups: list, badgeGroups: list, customFields: list }),
		);
		const taken = 'Another group has this name already';
		expect(said({ items })).toEqual([
			[false, taken],
			[true, undefined],
			[false, taken],
		]);
		expect(new Set(asked).size).toBe(1);
	});

	test('is not known to be free where there is no list', async () => {
		const { items } = await dry('badgeGroup.create', create, names('New'), () => data({}));
		expect(items[0]).toMatchObject({
			wouldSend: true,
			notKnown: [expect.stringMatching(/^whether the name is taken: /)],
		});
		const { items: refused } = await dry('badgeGroup.create', create, names('New'), () =>
			refusal(404),
		);
		expect(refused[0]).toMatchObject({
			wouldSend: true,
			notKnown: [expect.stringMatching(/^whether the name is taken: /)],
		});
	});

	test('of a badge is asked for by itself', async () => {
		const badge = {
			...{ name: '={{ $json.name }}', startOn: '2030-01-01', expiresOn: '2031-01-01' },
			...{ earnType: 'EARN', owners: ['Loyalty'] },
			earnedBadgeExpiry: { period: { value: 2, unit: 'WEEKS' } },
		};
		const { requests } = await dry('badge.create', badge, names('A', 'B'), () =>
			data({ metaBasicDetails: [] }),
		);
		expect(requests.map(({ query }) => query?.name)).toEqual(['A', 'B']);
	});
});

describe('a decision', () => {
	const decide = {
		approvalRequestId: '0b1c',
		requestType: 'EARN-BADGE',
		decision: 'approved',
	};
	const told = async (record: HttpResult) => {
		const { items, asked } = await dry('approvalRequest.decide', decide, [{}, {}], () => record);
		expect(new Set(asked)).toEqual(new Set(['GET /api_gateway/v2/request-workflow/requests/0b1c']));
		return said({ items });
	};

	test('waits for a request that is read once, and is made once', async () => {
		const open = data({ state: 'AdminTask', requestType: 'EARN-BADGE' });
		expect(await told(open)).toEqual([
			[true, undefined],
			[false, 'The approval request was decided before'],
		]);
		const [[isSent, why]] = await told(refusal(404));
		expect([isSent, why]).toEqual([false, 'The approval request was not found']);
		const [[isStillSent]] = await told(data([]));
		expect(isStillSent).toBe(true);
	});
});

describe('a record that several items change', () => {
	test('is said to be changed before by all but the first', async () => {
		const update = { groupId: '={{ $json.group }}', updateFields: { rank: 5 } };
		const other = '66276dc68fe258516a88ff8f';
		const inputs = [{ group: ID }, { group: other }, { group: ID }];
		const { items } = await dry('badgeGroup.update', update, inputs, (path) =>
			data({ id: path.includes(other) ? other : ID, name: 'x', rank: 1 }),
		);
		const again = ['what an earlier item of this run changes of the same record'];
		expect(items.map(({ notKnown }) => notKnown)).toEqual([undefined, undefined, again]);
		expect(items.map(({ request }) => (request as { number: number }).number)).toEqual([1, 2, 3]);
	});
});

test('of a request for approval it is told what is not known of any of its customers', async () => {
	const { items } = await dry(
		'approvalRequest.requestEnrol',
		{
			...{ tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' },
			...{ customers: '5, 6', options: { checkCustomers: true } },
		},
		[{}],
		(path) => {
			if (path.includes('/6/')) return refusal(403);
			const issuals = [{ issueId: 'a', issuedStatus: 'ACTIVE' }];
			return path.includes('/management/')
				? data({ ...NOBODY, issualDetails: { issuals } })
				: data(LIVE_BADGE);
		},
	);
	expect(items).toMatchObject([
		{
			wouldSend: true,
			notKnown: ['what customer 6 has: The credential may not use this part of the Capillary API'],
			customers: [
				{ customerId: 5, wouldSend: false },
				{ customerId: 6, wouldSend: true },
			],
		},
	]);
});

test('a wrong credential fails also what begins with the reading of its own record', async () => {
	const update = { groupId: ID, updateFields: { rank: 5 } };
	const { failed, items } = await dry('badgeGroup.update', update, [{}], () => refusal(401));
	expect(items).toEqual([]);
	expect(failed.map(({ error }) => error)).toEqual(['Capillary did not accept the credential']);
});

describe('after an earlier try of the run', () => {
	const LOST: HttpResult = { kind: 'broken', code: 'ECONNRESET', timedOut: false, sent: 'unknown' };

	/** What a dry run says after a real run that stopped, of the same customers. */
	async function afterTry(
		key: string,
		parameters: Record<string, unknown>,
		inputs: Array<Record<string, unknown>>,
		answer: (request: ApiRequest) => HttpResult,
	) {
		const kept = {};
		const context = { getContext: (type: string) => (type === 'node' ? kept : {}) };
		const given = { badgeId: ID, ownerType: 'Loyalty', referenceId: '1', ...parameters };
		const real = runStages({
			...{ key, inputs, stops: true, context },
			parameters: { ...given, options: { maxAttempts: 1, concurrency: 1 } },
			transport: async (request) => answer(request),
		});
		await expect(real).rejects.toThrow('the outcome is unknown');
		return await dry(key, parameters, inputs, usual, { stops: true, context });
	}

	test('what it did is not sent, and what it left unknown is sent again unchanged', async () => {
		const again = await afterTry('customerBadge.earn', EARN, [{ id: 5 }, { id: 6 }], (request) => {
			const { customerId, requestId } = (request.body ?? {}) as Record<string, unknown>;
			return customerId === 5
				? data({ badgeMetaId: ID, customerId, requestId, earnedBadgeId: 'e5' })
				: LOST;
		});
		expect(
			again.items.map(({ wouldSend, reason, notKnown }) => [wouldSend, reason, notKnown]),
		).toEqual([
			[false, 'An earlier try of this run has done it', undefined],
			[true, undefined, ['what became of it in an earlier try: it is sent again unchanged']],
		]);
	});

	test('what it ended for good is not sent either', async () => {
		const entity = { tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' };
		const again = await afterTry(
			'approvalRequest.requestEarn',
			{ ...entity, customerId: '5' },
			[{}],
			() => LOST,
		);
		expect(again.items.map(({ wouldSend, reason }) => [wouldSend, reason])).toEqual([
			[
				false,
				expect.stringMatching(
					/^An earlier try of this run has ended it: .*the outcome is unknown$/,
				),
			],
		]);
	});
});

test('a request for approval tells of each of its customers', async () => {
	const { items } = await dry(
		'approvalRequest.requestEnrol',
		{
			...{ tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' },
			...{ customers: '5, 6', options: { checkCustomers: true } },
		},
		[{}],
		(path) => {
			const issuals = path.includes('/5/') ? [{ issueId: 'a', issuedStatus: 'ACTIVE' }] : [];
			return path.includes('/management/')
				? data({ ...NOBODY, issualDetails: { issuals } })
				: data(LIVE_BADGE);
		},
	);
	expect(items).toMatchObject([
		{
			wouldSend: true,
			customers: [
				{
					customerId: 5,
					wouldSend: false,
					reason: expect.stringMatching(/^Once approved, .* already enrolled/),
				},
				{ customerId: 6, wouldSend: true },
			],
		},
	]);
	expect(items[0]).not.toHaveProperty('enrolled');
});

describe("where 'On Error' is 'Stop Workflow'", () => {
	const stopping = { stops: true };

	test('what is refused before anything is sent is told in its place', async () => {
		const inputs = [{ id: 5 }, { id: 'ada' }, { id: 6 }, {}];
		const { items, hints } = await dry('customerBadge.earn', EARN, inputs, usual, stopping);
		expect(items).toMatchObject([
			{ customerId: 5, wouldSend: true },
			{ wouldSend: false, reason: expect.stringContaining('ada'), advice: expect.any(String) },
			{ customerId: 6, wouldSend: true },
			{ wouldSend: false, reason: "'Customer ID' is missing" },
		]);
		expect(items.map((item) => 'alreadyDone' in item || 'notKnown' in item)).toEqual(
			inputs.map(() => false),
		);
		expect(hints).toEqual([expect.stringContaining('because of item 1, since')]);
	});

	test('one request ID for several requests, too; else it fails', async () => {
		const given = { ...EARN, additionalFields: { requestId: 'order-1' } };
		const inputs = [{ id: 5 }, { id: 6 }];
		const told = await dry('customerBadge.earn', given, inputs, usual, stopping);
		expect(told.items.map(({ wouldSend }) => wouldSend)).toEqual([false, false]);
		const failing = await dry('customerBadge.earn', given, inputs);
		expect([failing.items, failing.failed.length, failing.hints]).toEqual([[], 2, []]);
		expect(failing.failed.map(({ error }) => error)).toEqual(
			told.items.map(({ reason }) => reason),
		);
	});

	test('what the whole run would fail by stops it, and nothing more is read', async () => {
		const asked: string[] = [];
		const other = '000000000000000000000001';
		const inputs = [{ badge: ID }, { badge: other }];
		const work = dry(
			'customerBadge.earn',
			{ customerId: '5', badgeId: '={{ $json.badge }}' },
			inputs,
			(path) => {
				asked.push(path);
				return refusal(401);
			},
			stopping,
		);
		await expect(work).rejects.toThrow('Capillary did not accept the credential');
		expect(asked).toEqual([BADGE_PATH]);
		const broken = dry(
			'customerBadge.earn',
			EARN,
			TWICE,
			() => {
				throw new Error('A mistake of ours');
			},
			stopping,
		);
		await expect(broken).rejects.toThrow('A mistake of ours');
	});
});

describe('what counts as done', () => {
	const enrolledBy = (ownerType: string) => (path: string) => {
		const row = { issueId: 'a', issuedStatus: 'ACTIVE', ownerType, ownerReferenceId: '1' };
		const view = { ...NOBODY, issualDetails: { issuals: [row] } };
		return data(path.includes('/management/') ? view : LIVE_BADGE);
	};
	const enrol = async (options: object, ownerType = 'Loyalty') => {
		const { items } = await dry(
			'customerBadge.enrol',
			{ customers: '5', options: { checkCustomers: true, ...options } },
			[{}],
			enrolledBy(ownerType),
		);
		return [items[0].wouldSend, items[0].alreadyDone];
	};

	test('is for the options to say', async () => {
		expect(await enrol({})).toEqual([false, undefined]);
		expect(await enrol({ alreadyDone: 'continue' })).toEqual([true, true]);
		expect(await enrol({ requestIdScope: 'content' })).toEqual([true, true]);
		expect(await enrol({ requestIdScope: 'content' }, 'Milestones')).toEqual([false, undefined]);
	});
});

test('those who share a request are told its body once', async () => {
	const enrol = { customersFrom: 'field', customerField: 'id' };
	const { items } = await dry('customerBadge.enrol', enrol, [{ id: 5 }, { id: 6 }]);
	expect(items.map(({ request }) => Object.keys(request as object).includes('body'))).toEqual([
		true,
		false,
	]);
});

test('of what is refused nothing else is said to be unknown', async () => {
	const given = { customerId: '5', additionalFields: { requestId: 'order-1' } };
	const { items } = await dry('customerBadge.earn', given, [{}], () =>
		data({ ...LIVE_BADGE, active: false }),
	);
	expect(items[0]).toMatchObject({ wouldSend: false, code: 815 });
	expect(items[0]).not.toHaveProperty('notKnown');
});
