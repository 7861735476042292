import { sleep } from 'n8n-workflow';
import { linked } from '../../support/stage';
import type { RawAsked } from '../../support/rawServer';
import type { RawStage } from '../../support/rawStage';
import { startRawStage } from '../../support/rawStage';

/** Reading, writing back and listing before a server of our own. */

let stage: RawStage;
beforeAll(async () => {
	stage = await startRawStage();
});
afterAll(() => stage.close());

const HEX = 'aabbccddeeff001122334455';
const idIn = ({ path }: RawAsked) => String(path.split('/').at(-1)).toLowerCase();

describe('one record under two spellings of its ID', () => {
	test.each([
		['badgeGroup.update', 'groupId', { name: 'G', rank: 1 }],
		[
			'customField.update',
			'customFieldId',
			{ dataType: 'STRING', isMandatory: false, isActive: true, name: 'F' },
		],
	])('%s: changes take turns', async (operation, key, start) => {
		let stored: Record<string, unknown> = { id: HEX, ...start };
		stage.server.answer(async ({ method, body }) => {
			if (method === 'GET') {
				const read = { ...stored };
				await sleep(20);
				return read;
			}
			await sleep(20);
			stored = { ...(JSON.parse(body) as object), id: HEX };
			return stored;
		});
		const [own, other] = operation.startsWith('badge')
			? ['rank', 'name']
			: ['defaultValue', 'name'];
		const items = [{ id: HEX }, { id: HEX, a: '7' }, { id: HEX.toUpperCase(), b: 'New' }];
		const updateFields = { [own]: '={{ $json.a }}', [other]: '={{ $json.b ?? "Old" }}' };
		const { failed } = await stage.run(
			operation,
			{ [key]: '={{ $json.id }}', updateFields },
			items,
		);
		expect(failed).toEqual([]);
		expect(String(stored[own])).toBe('7');
		expect(stored[other]).toBe('New');
	});
});

test('a group whose ID is a number beyond 2^53 is written back under it', async () => {
	const id = '9007199254740993';
	stage.server.answer(({ method }) =>
		method === 'GET'
			? `{"data":{"id":${id},"name":"G","rank":1,"x":${id}}}`
			: `{"data":{"id":${id}}}`,
	);
	const { items, failed } = await stage.run('badgeGroup.update', {
		groupId: id,
		updateFields: { name: 'New' },
	});
	expect(failed).toEqual([]);
	expect(items[0].json).toMatchObject({ id });
	expect(stage.server.asked.map(({ method, path }) => [method, path.split('/').at(-1)])).toEqual([
		['GET', id],
		['PUT', id],
	]);
	expect(stage.server.asked[1].body).toBe(`{"name":"New","rank":1,"x":${id}}`);
});

test.each(['{"data":{"id":"%","name":"G","rank":1', '<html>Sign in</html>', '{"data":null}', ''])(
	'what is read as %j is not written back',
	async (text) => {
		stage.server.answer((asked) => ({ text: text.replace('%', idIn(asked)) }));
		const { items, failed } = await stage.run('badgeGroup.update', {
			groupId: HEX,
			updateFields: { name: 'New' },
		});
		expect(items).toEqual([]);
		expect(failed).toHaveLength(1);
		expect(stage.server.asked.every(({ method }) => method === 'GET')).toBe(true);
	},
);

test('a write that is lost is repeated upon a new reading, and what others wrote meanwhile stands', async () => {
	let stored: Record<string, unknown> = { id: HEX, name: 'G', rank: 1 };
	let writes = 0;
	stage.server.answer(({ method, body }) => {
		if (method === 'GET') return stored;
		writes += 1;
		if (writes === 1) {
			stored = { ...stored, rank: 9 };
			return 'cut';
		}
		stored = { ...(JSON.parse(body) as object), id: HEX };
		return stored;
	});
	const { items, failed } = await stage.run('badgeGroup.update', {
		groupId: HEX,
		updateFields: { name: 'New' },
	});
	expect(failed).toEqual([]);
	expect(items).toHaveLength(1);
	expect(stored).toEqual({ id: HEX, name: 'New', rank: 9 });
});

test.each(['rejected', 'REJECTED', ' Rejected '])(
	'an approval that is answered with %j is unknown, and quoted',
	async (state) => {
		stage.server.answer(() => ({ requestId: HEX, state }));
		const { items, failed } = await stage.run('approvalRequest.decide', {
			requestType: 'EARN-BADGE',
			approvalRequestId: HEX,
			decision: 'approved',
		});
		expect(items).toEqual([]);
		expect(failed[0].json).toMatchObject({
			error: "Capillary's answer contradicts the request, so the outcome is unknown",
			details: { apiMessage: expect.stringContaining(state) },
		});
	},
);

test.each([{ isActive: true }, { active: 'TRUE' }, { isActive: 1 }])(
	'a badge that is switched off and answered with %j is unknown',
	async (said) => {
		stage.server.answer(() => ({ id: HEX, ...said }));
		const { items, failed } = await stage.run('badge.deactivate', { badgeId: HEX });
		expect(items).toEqual([]);
		expect(String(failed[0].json.error)).toContain('contradicts the request');
	},
);

describe('lists', () => {
	const rows = (count: number, from = 0) =>
		Array.from({ length: count }, (_, i) => ({ id: `r${from + i}`, requestId: `q${from + i}` }));

	test('a web page in place of a later page fails the item; nothing is given as if it were all', async () => {
		stage.server.answer(({ query }) =>
			query.page === '2'
				? { text: '<html>Busy</html>', type: 'text/html' }
				: { badgeGroups: rows(100, 100 * Number(query.page)), pagination: { total: 450 } },
		);
		const { items, failed } = await stage.run('badgeGroup.getAll', { returnAll: true });
		expect(items).toEqual([]);
		expect(failed).toHaveLength(1);
	});

	test('an error inside a later page fails the item, with its reason', async () => {
		stage.server.answer(({ query }) =>
			query.page === '1'
				? JSON.stringify({ data: null, errors: [{ code: 4711, message: 'Broken shelf' }] })
				: { badgeGroups: rows(100), pagination: { total: 150 } },
		);
		const { items, failed } = await stage.run('badgeGroup.getAll', { returnAll: true });
		expect(items).toEqual([]);
		expect(JSON.stringify(failed)).toContain('Broken shelf');
	});

	test('approval requests: pages from 1, a cap of 10, totals as text', async () => {
		const all = rows(35);
		stage.server.answer(({ query }) => {
			const from = Math.max(0, Number(query.PageNo) - 1) * Math.min(10, Number(query.limit));
			return JSON.stringify({
				data: all.slice(from, from + 10),
				pagination: { totalElements: '35', totalPages: '4', numberOfElements: 10 },
			});
		});
		const { items, hints } = await stage.run('approvalRequest.getAll', { returnAll: true });
		expect(items.map(({ json }) => json.id)).toEqual(all.map(({ id }) => id));
		expect(hints).toEqual([]);
	});

	test('a customer view that always gives ten of 35 says so', async () => {
		stage.server.answer(() => ({ badges: rows(10), pagination: { total: 35, totalPages: 4 } }));
		const { items, hints } = await stage.run('customerBadge.getForCustomer', {
			customerId: 7,
			returnAll: true,
		});
		expect(items).toHaveLength(10);
		expect(hints.map(({ message }) => message)).toEqual(['Capillary gave 10 of 35 entries.']);
	});

	test('five items that list beside each other keep their links and their order', async () => {
		stage.server.answer(async ({ path, query }) => {
			const customer = Number(path.split('/').at(-1));
			await sleep(10 * (6 - customer));
			const all = rows(150 + customer).map(({ id }) => ({ badgeMetaId: `${customer}-${id}` }));
			const from = Number(query.page) * Number(query.size);
			return {
				customerBadges: all.slice(from, from + Number(query.size)),
				pagination: { total: all.length },
			};
		});
		const items = [1, 2, 3, 4, 5].map((customer) => ({ customer }));
		const run = await stage.run(
			'customerBadge.getAll',
			{ customerId: '={{ $json.customer }}', returnAll: true },
			items,
		);
		expect(linked(run.items).map(({ item, badgeMetaId }) => [item, badgeMetaId])).toEqual(
			items.flatMap(({ customer }, item) =>
				rows(150 + customer).map(({ id }) => [item, `${customer}-${id}`]),
			),
		);
	});
});

test('customers of whom an answer about revoking says nothing are unknown; the others count', async () => {
	stage.server.answer(({ body }) => {
		const { customers } = JSON.parse(body) as { customers: number[] };
		return {
			revokedIssuedBadges: customers
				.filter((customer) => customer % 3 !== 0)
				.map((customer) => ({
					customerId: String(customer),
					...(customer % 2
						? { issuedId: `i${customer}` }
						: { error: { code: 404, message: 'No' } }),
				})),
		};
	});
	const run = await stage.run('customerBadge.revokeEnrolment', {
		badgeId: HEX,
		revoke: 'customers',
		customers: '1, 2, 3, 4, 5, 6',
	});
	expect(run.items.map(({ json }) => json.customerId)).toEqual(['1', '5']);
	expect(run.items.map(({ json }) => JSON.stringify(json.revokedIssuedBadges))).toEqual([
		'[{"customerId":1,"issuedId":"i1"}]',
		'[{"customerId":5,"issuedId":"i5"}]',
	]);
	expect(
		run.failed.map(({ json }) => [
			(json.details as { customerId: number }).customerId,
			String(json.error).includes('unknown'),
		]),
	).toEqual([
		[2, false],
		[3, true],
		[4, false],
		[6, true],
	]);
});
