/** What the trigger asks of Capillary's web hooks, and what it makes of answers that may come. */
import {
	addWebHook,
	changeUnlisted,
	changeWebHook,
	listWebHooks,
} from '../../nodes/CapillaryBadgesTrigger/webHooks';
import type { Answer, Asked } from '../support/hookContext';
import { hookStage, withoutWaiting } from '../support/hookContext';

const WANTED = {
	name: 'n8n badges wf',
	url: 'https://n8n.example.com/webhook/hook',
	eventNames: ['badgeEarned'],
	customerIdentifiers: ['mobile'],
	secret: 'a'.repeat(64),
};
const BODY = {
	active: true,
	name: WANTED.name,
	eventNames: ['badgeEarned'],
	webHookUrl: WANTED.url,
	webHookType: 'HTTP',
	methodType: 'POST',
	webHookHeaders: { 'Content-Type': 'application/json', 'X-N8N-Webhook-Secret': WANTED.secret },
	maxAllowedConnections: 10,
	slaInSeconds: 150,
	customerIdentifiersToBeEnriched: ['mobile'],
};

const listed = (id: string, more: object = {}) => ({
	webHookId: id,
	name: `name of ${id}`,
	webHookUrl: `https://${id}.example.com/`,
	active: true,
	eventNames: ['badgeEarned'],
	customerIdentifiersToBeEnriched: ['email'],
	webHookHeaders: { a: 'b' },
	...more,
});
const ALL = Array.from({ length: 25 }, (_, i) => listed(`h${i}`));
const idsOf = (hooks: Array<{ webHookId: string }>) => hooks.map(({ webHookId }) => webHookId);
const data = (value: unknown, more: object = {}): Answer => ({
	body: { data: value, errors: [], ...more },
});
const refusal = (status: number, code = status, more: object = {}): Answer => ({
	status,
	body: { data: null, errors: [{ code, message: 'No', ...more }] },
});
const textOf = async (work: Promise<unknown>) =>
	await work.then(
		() => 'It was not refused',
		(error: unknown) => String(error),
	);

describe('a list', () => {
	const read = async (answerTo: (asked: Asked) => Answer) => {
		const stage = hookStage(answerTo);
		const hooks = await listWebHooks(stage.context);
		return { hooks, pages: stage.asked.map(({ query }) => query?.page) };
	};
	const size = 10;
	const part = (page: number) => ALL.slice(page * size, (page + 1) * size);
	const pageOf = ({ query }: Asked) => Number(query?.page ?? 0);

	test('that is short is read with one request, without a number', async () => {
		const stage = hookStage(() => data([listed('h1')]));
		expect(await listWebHooks(stage.context)).toEqual([listed('h1')]);
		expect(stage.asked).toEqual([
			{ method: 'GET', path: '/v3/webHooks', query: {}, body: undefined },
		]);
	});

	test.each<[string, (asked: Asked) => Answer, number]>([
		['from 0, and says nothing of them', (asked) => data(part(pageOf(asked))), 4],
		[
			'from 0, counted beside the data',
			(asked) => data(part(pageOf(asked)), { pagination: { totalElements: 25 } }),
			3,
		],
		[
			'inside the data, counted beside the list',
			(asked) => data({ webHooks: part(pageOf(asked)), total: 25 }),
			3,
		],
		[
			'inside the data, counted in a member of it',
			(asked) => data({ webHooks: part(pageOf(asked)), pagination: { total: 25 } }),
			3,
		],
		[
			'and the number beside the data counts',
			(asked) =>
				data(
					{ rows: part(pageOf(asked)), pagination: { total: 20 }, total: 10 },
					{ pagination: { total: 25 } },
				),
			3,
		],
		['from 1', ({ query }) => data(part(Number(query?.page ?? 1) - 1)), 5],
	])('that comes in pages, %s, is read to its end', async (_words, answerTo, requests) => {
		const { hooks, pages } = await read(answerTo);
		expect(idsOf(hooks)).toEqual(idsOf(ALL));
		expect(pages).toEqual([undefined, ...Array.from({ length: requests - 1 }, (_, i) => i + 1)]);
	});

	const full = (beyond: Answer) => (asked: Asked) =>
		pageOf(asked) < 2 ? data(part(pageOf(asked)), { pagination: { total: 20 } }) : beyond;

	test('of full pages is whole where a page behind its total is refused', async () => {
		const { hooks, pages } = await read(full(refusal(404)));
		expect(idsOf(hooks)).toEqual(idsOf(ALL.slice(0, 20)));
		expect(pages).toEqual([undefined, 1, 2]);
	});

	test.each([401, 500])('of full pages is not known to be whole after %i', async (status) => {
		expect(await textOf(read(full(refusal(status))))).not.toBe('It was not refused');
	});

	test('that is whole, whatever page is asked for, is read once and a little', async () => {
		const { hooks, pages } = await read(() => data([...ALL, ...ALL]));
		expect(idsOf(hooks)).toEqual(idsOf(ALL));
		expect(pages).toEqual([undefined, 1, 2]);
	});

	test('that counts more than it gives asks no more than it must', async () => {
		const more = { pagination: { total: 30 } };
		const { hooks, pages } = await read((asked) => data(part(pageOf(asked)), more));
		expect(idsOf(hooks)).toEqual(idsOf(ALL));
		expect(new Set(pages).size).toBe(pages.length);
	});

	test.each([null, 'none', {}, { count: 3 }])('that is none gives nothing: %j', async (value) => {
		expect((await read(() => data(value))).hooks).toEqual([]);
	});

	test('holds no row without an ID; what a row lacks counts as empty', async () => {
		const rows = [{ webHookId: 'bare' }, { name: 'no ID' }, { webHookId: '' }, 'text', null];
		const odd = {
			webHookId: 'odd',
			...{ name: 1, webHookUrl: null, active: 'soon', eventNames: 'badgeEarned' },
			...{ customerIdentifiersToBeEnriched: {}, webHookHeaders: 'none' },
		};
		const { hooks } = await read(() => data([...rows, odd]));
		const empty = { name: '', webHookUrl: '', active: undefined, eventNames: [] };
		const nothing = { ...empty, customerIdentifiersToBeEnriched: [], webHookHeaders: {} };
		expect(hooks).toEqual([
			{ webHookId: 'bare', ...nothing },
			{ webHookId: 'odd', ...nothing },
		]);
	});

	test.each([
		[true, true],
		['TRUE', true],
		[1, true],
		['1', true],
		[false, false],
		['False', false],
		[0, false],
		['0', false],
		[null, undefined],
		[2, undefined],
	])('may say %j for active: %j', async (active, isActive) => {
		const { hooks } = await read(() => data([listed('h', { active })]));
		expect(hooks.map((hook) => hook.active)).toEqual([isActive]);
	});

	test.each([
		refusal(403),
		{ body: { data: [listed('h')], errors: [{ code: 403, message: 'No' }] } },
	])('that is refused is no list: %j', async (answer) => {
		expect(await textOf(read(() => answer))).toContain('its access group "webhook" is missing');
	});
});

describe('while Capillary is busy', () => {
	const DELETE = 'DELETE';
	/** How long it waits where this is all that ever comes, and how often it asks. */
	const tried = async (answer: Answer, method = 'GET') => {
		const { context, asked } = hookStage(() => answer);
		const { waits } = await withoutWaiting(async () => {
			const work = method === 'GET' ? listWebHooks(context) : changeWebHook(context, 'h');
			await expect(work).rejects.toThrow();
		});
		expect(asked.map((one) => one.method)).toEqual([...waits.map(() => method), method]);
		return waits;
	};
	const broken = { error: { code: 'ECONNRESET' } };
	const late = { error: { code: 'ECONNABORTED', message: 'timeout of 30000ms exceeded' } };
	const noToken = (tokenStatus: number) => ({
		error: { extra: { tokenStatus, tokenRefused: false } },
	});

	test.each([429, 502, 503, 504])('a reading is repeated twice: %i', async (status) => {
		expect(await tried({ status })).toEqual([500, 2000]);
	});

	test.each([400, 401, 404, 500])('a refusal is not: %i', async (status) => {
		expect(await tried({ status })).toEqual([]);
	});

	test('what changes something is repeated where it was surely not done', async () => {
		expect(await tried({ status: 429 }, DELETE)).toEqual([500, 2000]);
		for (const status of [502, 503, 504]) expect(await tried({ status }, DELETE)).toEqual([]);
		expect(await tried(broken, DELETE)).toEqual([]);
		expect(await tried(noToken(503), DELETE)).toEqual([500, 2000]);
	});

	test('a lost connection is tried again, a server that takes too long is not', async () => {
		expect(await tried(broken)).toEqual([500, 2000]);
		expect(await tried(late)).toEqual([]);
	});

	test.each([
		[0, [500, 2000]],
		[429, [500, 2000]],
		[503, [500, 2000]],
		[401, []],
		[500, []],
	])('a token endpoint that gives none, with status %i', async (status, waits) => {
		expect(await tried(noToken(status))).toEqual(waits);
	});

	test('an answer that cannot be read is the end of it', async () => {
		expect(await tried({ body: '<html>' })).toEqual([]);
		const { context } = hookStage(() => ({ body: '<html>' }));
		expect(await textOf(listWebHooks(context))).toContain('a web page instead of data');
		const failing = hookStage(() => ({ status: 500, body: { data: [listed('h')] } }));
		await expect(listWebHooks(failing.context)).rejects.toThrow();
		expect(await tried({ error: { name: 'SsrfBlockedIpError' } })).toEqual([]);
	});

	test.each([
		['1', [1000, 2000]],
		['3', [3000, 3000]],
		['0', [500, 2000]],
		['60', [10_000, 10_000]],
		['soon', [500, 2000]],
	])('a time to wait counts, up to ten seconds: %s', async (retryAfter, waits) => {
		expect(await tried({ status: 429, retryAfter })).toEqual(waits);
	});

	test("a date counts from the server's own clock", async () => {
		const date = 'Sun, 15 Mar 2026 11:20:30 GMT';
		const retryAfter = 'Sun, 15 Mar 2026 11:20:33 GMT';
		expect(await tried({ status: 429, retryAfter, date })).toEqual([3000, 3000]);
	});

	test('and then answers, all is well', async () => {
		const answers = [{ status: 503 }, data([listed('h')])];
		const { context } = hookStage(() => answers.shift() ?? data([]));
		const { result, waits } = await withoutWaiting(() => listWebHooks(context));
		expect([idsOf(result), waits]).toEqual([['h'], [500]]);
	});

	test('a refused password is sent once; for a refused token another is asked for', async () => {
		const sent = async (authentication: string) => {
			const stage = hookStage(() => refusal(401));
			const oauth = { clientKey: 'key', clientSecret: 'secret' };
			stage.credential = { ...stage.credential, ...oauth, authentication };
			await expect(listWebHooks(stage.context)).rejects.toThrow();
			return stage.asked.length;
		};
		expect([await sent('basic'), await sent('oauth')]).toEqual([1, 3]);
	});
});

describe('adding', () => {
	const added = async (answer: Answer) => {
		const stage = hookStage(() => answer);
		const id = await addWebHook(stage.context, WANTED);
		expect(stage.asked).toEqual([
			{ method: 'POST', path: '/v3/webHooks', query: undefined, body: BODY },
		]);
		return id;
	};

	test('gives the ID', async () => {
		expect(await added(data(listed('new')))).toBe('new');
	});

	test('a name that is taken gives none', async () => {
		expect(await added(refusal(400, 400, { reference: 'name' }))).toBeUndefined();
	});

	test('any other refusal is said', async () => {
		expect(await textOf(added(refusal(403)))).toContain('access group "webhook"');
	});

	test.each([null, {}, { webHookId: '' }])(
		'an answer without an ID is no success: %j',
		async (it) => {
			expect(await textOf(added(data(it)))).toContain(
				'Capillary did not say which ID the registered web hook has. Publish the workflow again: the registration is found by its URL then, and replaced.',
			);
		},
	);
});

describe('changing', () => {
	const ID = 'a/b';
	const asked = async (
		change: typeof changeWebHook | typeof changeUnlisted,
		wanted?: typeof WANTED,
	) => {
		const stage = hookStage(() => data(null));
		const result = await change(stage.context, ID, wanted);
		return [result, stage.asked];
	};

	test.each([
		[changeWebHook, undefined],
		[changeUnlisted, true],
	])('replaces, and switches off: %p', async (change, result) => {
		const path = '/v3/webHooks/a%2Fb';
		expect(await asked(change, WANTED)).toEqual([
			result,
			[{ method: 'PUT', path, query: undefined, body: BODY }],
		]);
		expect(await asked(change)).toEqual([
			result,
			[{ method: 'DELETE', path, query: undefined, body: undefined }],
		]);
	});

	test.each([400, 403, 404, 500])('what the list shows must be changed: %i', async (status) => {
		const { context } = hookStage(() => refusal(status));
		await expect(changeWebHook(context, ID)).rejects.toThrow();
	});

	test.each([refusal(400), refusal(403), refusal(404), { body: { errors: [{ code: 404 }] } }])(
		'what it does not show may be unknown to Capillary: %j',
		async (answer) => {
			expect(await changeUnlisted(hookStage(() => answer).context, ID)).toBe(false);
		},
	);

	test.each([refusal(401), refusal(500), { error: { code: 'ECONNREFUSED' } }])(
		'and whether it is, must be said: %j',
		async (answer) => {
			await expect(changeUnlisted(hookStage(() => answer).context, ID)).rejects.toThrow();
		},
	);
});
