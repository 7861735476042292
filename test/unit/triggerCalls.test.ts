/** Calls of the trigger's URL, with what n8n keeps of them and of the workflow, without n8n. */
import { isSameAddress } from '../../nodes/CapillaryBadgesTrigger/address';
import { secretAt } from '../../nodes/CapillaryBadgesTrigger/authenticity';
import { receive } from '../../nodes/CapillaryBadgesTrigger/receive';
import { warnOfRefusedCall } from '../../nodes/CapillaryBadgesTrigger/refusedCalls';
import { readStored, remember, remembered, store } from '../../nodes/CapillaryBadgesTrigger/stored';
import type { Called, HookStage, Published } from '../support/hookContext';
import { callContext, hookStage } from '../support/hookContext';

const SECRET = 'a'.repeat(64);
const HEADER = 'x-n8n-webhook-secret';
const HERE = 'https://n8n.example.com/webhook/hook';
const REGISTRATION = { webHookId: 'h1', url: HERE, secret: SECRET };
const EVENT = { eventName: 'badgeEarned', eventId: 'e1', data: { badgeId: 'b' } };

let count = 0;
/** A workflow of its own, whose trigger keeps this. */
function stageWith(kept: object | undefined, more: Partial<Published> = {}): HookStage {
	count += 1;
	const workflowId = `wf${count}`;
	const node = { workflowId, events: {}, ...kept };
	const global = kept ? { capillaryBadgesTrigger: { node, other: { mine: 1 } }, others: 2 } : {};
	return hookStage(() => ({ body: null }), { workflowId, data: { global, node: {} }, ...more });
}
const keptIn = ({ data: { global } }: HookStage) =>
	global.capillaryBadgesTrigger as Record<string, unknown>;

/** Calls it; with its secret unless told otherwise. */
async function call(stage: HookStage, called: Partial<Called> = {}) {
	const { context, answers } = callContext(stage, {
		headers: { [HEADER]: SECRET },
		body: EVENT,
		...called,
	});
	const result = await receive(context);
	const items = result.workflowData?.[0].map(({ json }) => json);
	const { status, json } = answers[0] ?? { status: 200, json: result.webhookResponse };
	expect(result.noWebhookResponse).toBe(answers.length > 0 ? true : undefined);
	return { status, json, items };
}
const REFUSED = {
	status: 401,
	json: { message: 'The header X-N8N-Webhook-Secret is missing or wrong' },
};
const STARTED = { status: 200, json: { message: 'The workflow was started' } };

describe('the secret', () => {
	test.each([undefined, null, [], {}, { [HEADER]: ['a'] }, { [HEADER]: '' }])(
		'is looked for in what n8n gives of the headers: %j',
		async (headers) => {
			expect(await call(stageWith({ registration: REGISTRATION }), { headers })).toMatchObject(
				REFUSED,
			);
		},
	);

	test('that nobody knows is no secret', async () => {
		for (const registration of [undefined, { webHookId: 'h1', url: HERE }]) {
			for (const sent of ['', 'undefined', SECRET]) {
				const headers = { [HEADER]: sent };
				expect(await call(stageWith({ registration }), { headers })).toMatchObject(REFUSED);
			}
		}
	});

	test('passes also where n8n gives the trigger no URL', async () => {
		const stage = stageWith({ registration: REGISTRATION }, { url: undefined });
		expect(await call(stage)).toMatchObject(STARTED);
	});

	test('of another address passes there, and not that of a third one', async () => {
		const moved = stageWith({ registration: { ...REGISTRATION, url: 'https://old.example.com/' } });
		expect(await call(moved)).toMatchObject(STARTED);
		const old = { ...REGISTRATION, url: 'https://old.example.com/' };
		const own = { [HEADER]: secretAt(old, HERE) };
		const back = stageWith({ registration: old });
		expect(await call(back, { headers: own })).toMatchObject(STARTED);
		expect(own[HEADER]).toMatch(/^[0-9a-f]{64}$/);
		expect(own[HEADER]).not.toBe(SECRET);
		const headers = { [HEADER]: 'b'.repeat(64) };
		expect(await call(moved, { headers })).toMatchObject(REFUSED);
	});

	test('of a registration by hand is that of the field, whatever was registered', async () => {
		const secret = 'made up by somebody';
		const parameters = { events: ['badgeEarned'], registration: 'manual', secret };
		const stage = stageWith({ registration: REGISTRATION }, { parameters });
		expect(await call(stage)).toMatchObject(REFUSED);
		await call(stage, { headers: { [HEADER]: secret }, body: { eventName: 'another' } });
		expect(remembered(stage.context)).toBeUndefined();
		expect(await call(stage, { headers: { [HEADER]: secret } })).toMatchObject(STARTED);
	});

	test('that has passed is known when old static data come back, but for a test', async () => {
		const stage = stageWith({ registration: REGISTRATION });
		expect(await call(stage)).toMatchObject(STARTED);
		stage.data = { global: {}, node: {} };
		expect(await call(stage, { body: { ...EVENT, eventId: 'e2' } })).toMatchObject(STARTED);
		const other = stageWith({ registration: REGISTRATION });
		expect(await call(other, { body: { eventName: 'another' } })).toMatchObject({ status: 200 });
		expect(remembered(other.context)).toEqual(REGISTRATION);
		stage.data = { global: {}, node: {} };
		stage.active = false;
		expect(await call(stage)).toMatchObject(REFUSED);
	});
});

describe('the body', () => {
	const registered = () => stageWith({ registration: REGISTRATION });
	const NO_OBJECT = { status: 400, json: { message: 'The body is not a JSON object' } };

	test('is read as it was parsed, where n8n kept nothing else', async () => {
		expect(await call(registered())).toEqual({
			...STARTED,
			items: [{ eventName: 'badgeEarned', eventId: 'e1', badgeId: 'b' }],
		});
		expect(await call(registered(), { body: JSON.stringify(EVENT) })).toMatchObject(STARTED);
		expect(await call(registered(), { body: undefined })).toMatchObject(NO_OBJECT);
		expect(await call(registered(), { body: null })).toMatchObject(NO_OBJECT);
	});

	test('is read as it came, where that was kept and it was not parsed', async () => {
		const raw = JSON.stringify(EVENT);
		expect(await call(registered(), { body: {}, raw })).toMatchObject(STARTED);
		expect(await call(registered(), { body: {}, raw: `\uFEFF${raw}` })).toMatchObject(STARTED);
		expect(await call(registered(), { body: {}, raw: ` \uFEFF${raw}` })).toMatchObject(NO_OBJECT);
	});

	test.each([
		[1_048_576, 200],
		[1_048_577, 413],
	])('of %i bytes gets %i', async (size, status) => {
		const of = (bytes: number) => {
			const rest = Buffer.byteLength(JSON.stringify({ ...EVENT, filler: '' }));
			return { ...EVENT, filler: 'x'.repeat(bytes - rest) };
		};
		const body = of(size);
		const { json, ...answer } = await call(registered(), { body });
		expect(answer.status).toBe(status);
		const tooLarge = { message: 'The event is larger than 1048576 bytes' };
		expect(json).toEqual(status === 413 ? tooLarge : STARTED.json);
		expect((await call(registered(), { body: {}, raw: JSON.stringify(body) })).status).toBe(status);
	});

	test.each([[{}], [{ eventName: 5 }], [{ eventName: null }]])('is no event: %j', async (body) => {
		expect(await call(registered(), { body, raw: JSON.stringify(body) })).toMatchObject({
			status: 400,
			json: { message: 'The body is not a Capillary event: it has no eventName' },
		});
	});
});

describe('what is remembered', () => {
	test('an event starts once; what it is known by is written beside the registration', async () => {
		const stage = stageWith({ registration: REGISTRATION });
		expect(await call(stage)).toMatchObject(STARTED);
		const { node, other } = keptIn(stage);
		expect(node).toEqual({
			workflowId: stage.workflowId,
			registration: REGISTRATION,
			events: expect.any(Object),
		});
		expect(Object.values((node as { events: object }).events)).toEqual([
			expect.stringMatching(/^[\w-]{8}$/),
		]);
		expect([other, stage.data.global.others]).toEqual([{ mine: 1 }, 2]);
		const written = keptIn(stage);
		expect(await call(stage)).toEqual({ status: 200, json: { ignored: 'seen before' } });
		expect(keptIn(stage)).toBe(written);
		// Nor does a test write what the process knows.
		const lost = (stage.data.global.capillaryBadgesTrigger = {
			node: { workflowId: stage.workflowId, registration: REGISTRATION, events: {} },
		});
		expect(await call(stage, { isTest: true })).toMatchObject(STARTED);
		expect(keptIn(stage)).toBe(lost);
	});

	test('a test starts each time, and nothing of it is remembered', async () => {
		const stage = stageWith({ registration: REGISTRATION }, { active: false });
		for (let round = 0; round < 2; round += 1) {
			expect(await call(stage, { isTest: true })).toMatchObject(STARTED);
		}
		expect(keptIn(stage).node).toMatchObject({ events: {} });
		expect(remembered(stage.context)).toBeUndefined();
		stage.active = true;
		expect(await call(stage)).toMatchObject(STARTED);
	});

	test('what is filtered out is not', async () => {
		const parameters = { events: ['badgeEarned'], filters: { badgeId: 'other' } };
		const stage = stageWith({ registration: REGISTRATION }, { parameters });
		expect(await call(stage)).toEqual({ status: 200, json: { ignored: 'filtered out' } });
		stage.parameters = { events: ['requestWorkflowEvent'] };
		expect(await call(stage)).toEqual({ status: 200, json: { ignored: 'event not chosen' } });
		stage.parameters = {
			events: ['requestWorkflowEvent', 'badgeEarned'],
			options: { rawPayload: true },
		};
		expect(await call(stage)).toMatchObject({ ...STARTED, items: [{ payload: EVENT }] });
	});
});

describe('static data', () => {
	const of = (kept: object | undefined, node: object = {}, workflowId = 'wf') =>
		readStored(
			hookStage(() => ({ body: null }), {
				workflowId,
				data: { global: kept ? { capillaryBadgesTrigger: { node: kept } } : {}, node: { ...node } },
			}).context,
		);
	const EMPTY = { workflowId: 'wf', registration: undefined, events: {} };

	test('of this workflow are read, as far as they can be', () => {
		const origin = { url: 'https://old.example.com', secret: 'old' };
		const kept = {
			workflowId: 'wf',
			registration: { ...REGISTRATION, origin },
			events: { a: 'b' },
		};
		expect(of(kept)).toEqual(kept);
		expect(of({ ...kept, registration: { ...REGISTRATION, origin: 'none' } })).toEqual({
			...kept,
			registration: REGISTRATION,
		});
		expect(of({ ...kept, registration: { webHookId: 1 }, events: [] })).toEqual(EMPTY);
	});

	test('of a copied workflow are not', () => {
		expect(of({ workflowId: 'another', registration: REGISTRATION, events: { a: 'b' } })).toEqual(
			EMPTY,
		);
		expect(of('text' as unknown as object)).toEqual(EMPTY);
		expect(of(undefined)).toEqual(EMPTY);
	});

	test('of version 0.1.0 are read from the node, if they are its own', () => {
		const registration = { ...REGISTRATION, workflowId: 'wf' };
		expect(of(undefined, { registration })).toEqual({ ...EMPTY, registration: REGISTRATION });
		expect(of(undefined, { registration: { ...registration, workflowId: 'another' } })).toEqual(
			EMPTY,
		);
		expect(of(undefined, { registration: { workflowId: 'wf' } })).toEqual(EMPTY);
		expect(of({ ...EMPTY, events: {} }, { registration })).toEqual(EMPTY);
	});

	test('are written beside those of others, and what 0.1.0 kept goes', () => {
		const stage = stageWith({ registration: REGISTRATION });
		stage.data.node = { registration: {}, seenEvents: [], mine: 1 };
		store(stage.context, { events: { a: 'b' } });
		expect(keptIn(stage)).toEqual({
			node: { workflowId: stage.workflowId, registration: REGISTRATION, events: { a: 'b' } },
			other: { mine: 1 },
		});
		expect(stage.data.node).toEqual({ mine: 1 });
		stage.data.global = { capillaryBadgesTrigger: 'text' };
		store(stage.context, {});
		expect(keptIn(stage)).toEqual({
			node: { workflowId: stage.workflowId, registration: undefined, events: {} },
		});
	});

	test('a process knows the registration of what is published, not of a test', () => {
		const stage = stageWith(undefined, { active: false });
		remember(stage.context, REGISTRATION);
		stage.active = true;
		expect(remembered(stage.context)).toBeUndefined();
		remember(stage.context, REGISTRATION);
		remember(stage.context, undefined);
		expect(remembered(stage.context)).toEqual(REGISTRATION);
		expect(remembered(stageWith(undefined).context)).toBeUndefined();
		stage.active = false;
		expect(remembered(stage.context)).toBeUndefined();
	});
});

test('refused calls are told of once a minute, with their number and what to do', () => {
	const stage = stageWith(undefined);
	const { context } = callContext(stage, { headers: {}, body: {} });
	const begin = `A call for the trigger "Trigger" of the workflow "Test" (${stage.workflowId}) was refused: the header X-N8N-Webhook-Secret is missing or wrong.`;
	const end = (advice: string) =>
		` If Capillary made it, ${advice}; until then no event starts the workflow.`;
	const again = end('publish the workflow again');
	for (const at of [0, 1, 59_999]) warnOfRefusedCall(context, false, at);
	expect(stage.warnings).toEqual([`${begin}${again}`]);
	warnOfRefusedCall(context, true, 60_000);
	warnOfRefusedCall(context, false, 120_000);
	expect(stage.warnings.slice(1)).toEqual([
		`${begin} 2 more were refused since the last warning.${end("give the header the value of 'Secret' in Capillary")}`,
		`${begin}${again}`,
	]);
});

test.each([
	['https://a.example.com/hook/', 'https://A.example.com:443/hook', true],
	['https://a.example.com/hook', 'https://a.example.com/hook/x', false],
	['https://a.example.com/hook', 'https://a.example.com/h/ook', false],
	['no address', 'no address', true],
	['no address', 'nor this', false],
	['', 'no address', false],
])('%s and %s are the same address: %p', (one, other, isSame) => {
	expect(isSameAddress(one, other)).toBe(isSame);
});
