import { readSteps, runSteps } from '../../nodes/CapillaryBadges/execution/deliver/runSteps';
import type { ApiRequest, Step, Steps } from '../../nodes/shared/capillary/request';
import { notice, stop } from '../../nodes/shared/capillary/request';
import { answerOf, LOST, sendingTo, statusOf } from '../support/sendingTo';

/** The requests of one call, one after the other or side by side. */

const get = (path: string, more: Partial<ApiRequest> = {}): ApiRequest => ({
	method: 'GET',
	path,
	...more,
});
const put = (path: string, body?: unknown): ApiRequest => ({ method: 'PUT', path, body });

const ABOUT = { customerId: 7, requestId: 'r' };
const callOf = (steps: () => Steps, more: object = {}) => ({
	steps,
	repeat: 'safe' as const,
	about: ABOUT,
	...more,
});
/** Steps that ask for these, and return what they were given. */
const asking = (...asked: Step[]) =>
	function* (): Steps {
		const given: unknown[] = [];
		for (const step of asked) given.push(yield step);
		return given;
	};
const echo = ({ path }: ApiRequest) => answerOf(path);
const paths = (requests: readonly ApiRequest[]) => requests.map(({ path }) => path);

test('each answer goes to the step that asked for it, and a word to the user is kept', async () => {
	const { sending, sent } = sendingTo(echo);
	const steps = asking(
		get('a'),
		notice('Mind'),
		[get('b'), get('c')],
		put('d'),
		[get('e')],
		put('f'),
	);
	const written: string[] = [];
	const result = await runSteps(callOf(steps), sending, ({ path }) => written.push(path));
	expect(result).toEqual({
		data: ['a', undefined, ['b', 'c'], 'd', ['e'], 'f'],
		warnings: [],
		supportId: undefined,
		wasUnanswered: false,
		wrote: true,
		notices: ['Mind'],
	});
	expect(paths(sent)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
	expect(written).toEqual(['d', 'f']);
});

test('warnings of all answers, and what Capillary calls the last one', async () => {
	const warnings = (code: number) => ({ warnings: [{ code, message: 'w' }] });
	const { sending } = sendingTo(({ path }, nth) => ({
		...answerOf(path, warnings(nth)),
		headers: { supportId: `s${nth}` },
	}));
	const result = await runSteps(callOf(asking(get('a'), get('b'))), sending);
	expect(result).toMatchObject({ supportId: 's1', wrote: false });
	expect('warnings' in result && result.warnings.map(({ code }) => code)).toEqual([0, 1]);
});

test('pages come with their pagination where the steps want it', async () => {
	const pagination = { limit: 5, offset: 0, total: 1 };
	const { sending } = sendingTo(({ path }) => answerOf(path, { pagination }));
	const steps = asking(get('a', { withPagination: true }), get('b'));
	const result = await runSteps(callOf(steps), sending);
	expect(result).toMatchObject({ data: [{ data: 'a', pagination }, 'b'] });
});

test('steps may end by themselves: then nothing was done', async () => {
	const { sending, sent } = sendingTo(echo);
	const steps = asking(get('a'), stop('Off', 'Switch it on.'), put('b'));
	expect(await runSteps(callOf(steps), sending)).toMatchObject({
		failure: { what: 'Off', fix: 'Switch it on.', certainty: 'notDone', ...ABOUT },
		wrote: false,
	});
	expect(paths(sent)).toEqual(['a']);
});

describe('side by side', () => {
	test('as many as there is room for', async () => {
		const { sending, at } = sendingTo(echo, { most: 3, tookMs: 10 });
		const many = Array.from({ length: 7 }, (_, i) => get(`${i}`));
		const result = await runSteps(callOf(asking(many)), sending);
		expect(result).toMatchObject({ data: [paths(many)] });
		expect(at).toEqual([0, 0, 0, 10, 10, 10, 20]);
	});

	test('none is begun after one that failed, whose failure counts', async () => {
		const { sending, sent } = sendingTo(
			({ path }) => (path === '1' ? statusOf(400, 4711) : answerOf(path)),
			{ most: 2, tookMs: 10 },
		);
		const many = Array.from({ length: 7 }, (_, i) => get(`${i}`));
		const result = await runSteps(callOf(asking(many, put('w'))), sending);
		expect(result).toMatchObject({ failure: { code: 4711 }, wrote: false });
		expect(paths(sent)).not.toContain('w');
		expect(sent.length).toBeLessThan(5);
	});
});

describe('what got no answer', () => {
	test('counts where it may have changed something', async () => {
		const once = (method: string) =>
			sendingTo((request, nth) => (nth === 0 ? LOST : echo(request)), {
				maxAttempts: method === 'GET' ? 3 : 2,
			});
		const wrote = once('PUT');
		expect(await runSteps(callOf(asking(put('a'))), wrote.sending)).toMatchObject({
			data: ['a'],
			wasUnanswered: true,
		});
		const read = once('GET');
		expect(await runSteps(callOf(asking(get('a'))), read.sending)).toMatchObject({
			data: ['a'],
			wasUnanswered: false,
		});
		expect([wrote.sent.length, read.sent.length]).toEqual([2, 2]);
	});

	test('so does an attempt of an earlier try', async () => {
		const { sending } = sendingTo(() => statusOf(400, 4711));
		const result = await runSteps(callOf(asking(put('a')), { reopened: true }), sending);
		expect(result).toMatchObject({ wasUnanswered: true });
	});

	test('a read before it is in no doubt for itself', async () => {
		const { sending } = sendingTo(() => statusOf(404));
		const reopened = { reopened: true };
		const failed = await runSteps(callOf(asking(get('a'), put('b')), reopened), sending);
		expect(failed).toMatchObject({
			failure: { certainty: 'notDone' },
			wasUnanswered: true,
			wrote: false,
		});
	});
});

describe('a write that rests on what was read', () => {
	/** Reads a number, and writes the next one where it is still small. */
	const steps = function* (): Steps {
		const count = Number(yield get('count'));
		if (count > 1) return 'There already';
		return yield put('count', count + 1);
	};
	const counting = (...answers: unknown[]) =>
		sendingTo(({ method }) => (method === 'PUT' ? LOST : answerOf(answers.shift())), {
			maxAttempts: 2,
		});

	test('is repeated upon a new reading', async () => {
		const { sending, sent } = counting(0, 1);
		const result = await runSteps(callOf(steps), sending);
		expect(result).toMatchObject({ failure: { certainty: 'unknown' }, wasUnanswered: true });
		expect(sent.map(({ body }) => body)).toEqual([undefined, 1, undefined, 2]);
	});

	test('is not repeated where the reading finds nothing to do', async () => {
		const refusing = sendingTo(
			({ method }, nth) => (method === 'PUT' ? statusOf(503, 4001) : answerOf(nth)),
			{ maxAttempts: 2 },
		);
		expect(await runSteps(callOf(steps), refusing.sending)).toMatchObject({
			failure: {
				what: 'Somebody else made this change meanwhile',
				fix: 'Read how it stands now, with Get of the same resource. Nothing was sent by this node.',
				certainty: 'notDone',
				...ABOUT,
			},
		});
		expect(refusing.sent.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
	});

	test('without a reading it goes out again as it was', async () => {
		const made: number[] = [];
		const { sending, sent } = sendingTo((request, nth) => (nth === 0 ? LOST : echo(request)), {
			maxAttempts: 2,
		});
		const anew = () => {
			made.push(1);
			return asking(put('a', {}))();
		};
		expect(await runSteps(callOf(anew), sending)).toMatchObject({ data: ['a'] });
		expect([sent[1] === sent[0], made.length]).toEqual([true, 1]);
	});
});

describe('once the run has stopped', () => {
	test('a call that has begun goes on, another one does not', async () => {
		const { sending, sent } = sendingTo((request) => {
			sending.run.stop();
			return echo(request);
		});
		expect(await runSteps(callOf(asking(get('a'), put('b'))), sending)).toMatchObject({
			data: ['a', 'b'],
		});
		const late = await runSteps(callOf(asking(get('c'))), sending);
		expect(late).toMatchObject({ failure: { isKeptBack: true } });
		const isUnderWay = { isUnderWay: true };
		expect(await runSteps(callOf(asking(get('d')), isUnderWay), sending)).toMatchObject({
			data: ['d'],
		});
		// What an earlier try may have done is under way, too; what is read before it is not.
		const reopened = { reopened: true };
		expect(await runSteps(callOf(asking(put('e')), reopened), sending)).toMatchObject({
			data: ['e'],
		});
		const read = await runSteps(callOf(asking(get('f')), reopened), sending);
		expect(read).toMatchObject({ failure: { isKeptBack: true } });
		expect(paths(sent)).toEqual(['a', 'b', 'd', 'e']);
	});
});

describe('reading alone', () => {
	test('comes to the first request that would change something, and counts what it read', async () => {
		const { sending, sent } = sendingTo(echo);
		const steps = asking(get('a'), [get('b'), get('c')], put('d'));
		expect(await readSteps(callOf(steps), sending)).toEqual({ write: put('d'), reads: 3 });
		expect(paths(sent)).toEqual(['a', 'b', 'c']);
	});

	test('or to the end, or to why not', async () => {
		const { sending } = sendingTo(echo);
		expect(await readSteps(callOf(asking(get('a'))), sending)).toEqual({ data: ['a'], reads: 1 });
		const stopped = await readSteps(callOf(asking(stop('Off', 'On.'))), sending);
		expect(stopped).toMatchObject({ failure: { what: 'Off' }, reads: 0 });
	});
});
