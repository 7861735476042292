/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
/** The probe against servers that answer in ways that nobody documented: it ends, and hides nothing. */
import type { ServerResponse } from 'node:http';
import { readAccount } from '../../nodes/shared/capillary/account';
import { PROBES } from '../../tools/probe/probes';
import { virtualClock } from '../../tools/probe/onSandbox';
import { jsonReport, markdownReport } from '../../tools/probe/report';
import type { Outcome, Plan } from '../../tools/probe/run';
import { runProbe } from '../../tools/probe/run';
import type { Odd, OddRequest, Spoil } from '../support/oddCapillary';
import { ODD_BADGE, startOdd } from '../support/oddCapillary';

const SECRETS = {
	username: 'till.of.somebody',
	password: 'pass/word "with" everything',
	clientKey: 'key-of-somebody',
	clientSecret: 'secret&of=somebody',
	orgId: '50933123',
	userToken: 'token.of.a.user',
};
const CUSTOMERS = [62_090_013, 71_234_567];

let odd: Odd;
beforeEach(async () => {
	odd = await startOdd();
});
afterEach(() => odd.close());

/** @param timeout milliseconds to wait for an answer */
const planOf = (url: string, timeout = 2_000): Plan => ({
	account: readAccount({ authentication: 'basic', cluster: 'custom', baseUrl: url, ...SECRETS }),
	...{ write: true, timeout, pace: 0, patience: 2_000, most: 600_000 },
	...{ badges: [ODD_BADGE], customers: CUSTOMERS, unknownCustomer: 99_999_999_999 },
	entity: { tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' },
	owner: undefined,
});

async function probe(stop = new AbortController().signal, plan = planOf(odd.url)) {
	const told: string[] = [];
	const clock = virtualClock(Date.now());
	const outcome = await runProbe(plan, { tell: (line) => told.push(line), stop, clock });
	const reports = [markdownReport(plan, outcome, '1.0.0'), jsonReport(plan, outcome, '1.0.0')];
	return { ...outcome, told, reports };
}

/** What never answers in full: only there may a short wait end, so that a busy machine changes nothing. */
const SILENT = new Set(['no answer', 'a byte now and then']);

/** The probe against a server that answers in the way that a name says. */
const probeWith = async (name: string) =>
	await probe(undefined, planOf(odd.url, SILENT.has(name) ? 100 : 30_000));

/** Every question has an answer, and what is still held was said to be, perhaps, left. */
function expectHonest({ answers, gifts }: Outcome): void {
	expect(answers).toHaveLength(PROBES.length);
	expect(answers.filter(({ finding }) => finding.saw === '')).toEqual([]);
	for (const { customer, kind, id } of odd.held()) {
		const isSaid = gifts.some(
			(gift) =>
				['left', 'notSeen'].includes(gift.state) &&
				gift.customer === customer &&
				gift.kind === (kind === 'earn' ? 'earn' : 'enrolment') &&
				(gift.id === undefined || gift.id === id),
		);
		expect([id, isSaid]).toEqual([id, true]);
	}
}

const json = (response: ServerResponse, status: number, body: unknown, headers = {}): true => {
	response.writeHead(status, { 'content-type': 'application/json', ...headers });
	response.end(typeof body === 'string' ? body : JSON.stringify(body));
	return true;
};

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** Answers of all kinds, to everything. */
const ANSWERS: Array<[string, Spoil]> = [
	['a web page', (_, r) => json(r, 200, '<html>sign in</html>', { 'content-type': 'text/html' })],
	['500', (_, r) => json(r, 500, { errors: [{ code: 999999 }] })],
	['500 with data', (_, r) => json(r, 500, { data: { customerId: CUSTOMERS[0] } })],
	['401', (_, r) => json(r, 401, '')],
	['403 of a gateway', (_, r) => json(r, 403, { errorMessage: 'no', errorCode: 4000 })],
	['404', (_, r) => json(r, 404, { message: 'no Route matched' })],
	['429', (_, r) => json(r, 429, '', { 'retry-after': '7' })],
	['429 with nonsense', (_, r) => json(r, 429, 'slow', { 'retry-after': 'soon' })],
	['503', (_, r) => json(r, 503, '')],
	['null', (_, r) => json(r, 200, 'null')],
	['an empty list', (_, r) => json(r, 200, '[]')],
	['a number', (_, r) => json(r, 200, '7')],
	['half of a JSON', (_, r) => json(r, 200, '{"data": {"id": ')],
	['nesting', (_, r) => json(r, 200, `{"data": ${nested(5_000)}, "errors": ${nested(5_000)}}`)],
	['rows of no use', (_, r) => json(r, 200, { data: { metaBasicDetails: [null, 7, {}, []] } })],
	['members of other types', (_, r) => json(r, 200, { data: 'text', errors: 7, warnings: 'x' })],
	['a status of 600', (_, r) => json(r, 600, {})],
	['an empty 204', (_, r) => (r.writeHead(204).end(), true)],
	['a redirect', (_, r) => json(r, 302, '', { location: 'https://example.invalid/' })],
	['a strange date', (_, r) => json(r, 200, { data: {} }, { date: 'yesterday' })],
	['a cut connection', (_, r) => (r.destroy(), true)],
	[
		'an answer that is cut',
		(_, r) => (r.writeHead(200, { 'content-length': 99 }), r.write('{'), r.destroy(), true),
	],
	['no answer', () => true],
	['a byte now and then', (_, r) => (r.writeHead(200), r.write('{'), true)],
	['more than can be read', (_, r) => json(r, 200, `"${'x'.repeat(6_000_000)}"`)],
];

test.each(ANSWERS)('to everything: %s', async (name, spoil) => {
	odd.before = spoil;
	const outcome = await probeWith(name);
	expectHonest(outcome);
	expect(odd.held()).toEqual([]);
});

test.each(ANSWERS)('to what gives, once it was given: %s', async (name, spoil) => {
	odd.after = (request, response) => request.gives && spoil(request, response);
	expectHonest(await probeWith(name));
});

test.each(ANSWERS)('to what takes back: %s', async (name, spoil) => {
	odd.before = (request, response) => request.revokes && spoil(request, response);
	const outcome = await probeWith(name);
	expectHonest(outcome);
	expect(odd.held().length).toBeGreaterThan(0);
});

test.each(ANSWERS)('to all reads, from the second write on: %s', async (name, spoil) => {
	let isSpoilt = false;
	odd.before = (request, response) => {
		isSpoilt ||= request.n > 1;
		return isSpoilt && request.method === 'GET' && spoil(request, response);
	};
	expectHonest(await probeWith(name));
});

test('without trouble, everything is taken back', async () => {
	const outcome = await probe();
	expectHonest(outcome);
	expect(odd.held()).toEqual([]);
	expect(outcome.gifts.filter(({ state }) => state === 'takenBack').length).toBeGreaterThan(8);
});

test('what the customer had before stays, also where answers are lost', async () => {
	const first = await probe();
	expect(first.gifts.length).toBeGreaterThan(0);
	await fetch(`${odd.url}/api_gateway/v1/badges/customer/earn`, {
		method: 'POST',
		body: JSON.stringify({ customerId: CUSTOMERS[0], requestId: 'of the customer' }),
	});
	const own = odd.held().map(({ id }) => id);
	odd.after = (request, response) =>
		request.gives && request.n % 2 === 0 && json(response, 502, '');
	await probe();
	expect(odd.held().map(({ id }) => id)).toEqual(own);
});

test('a server that is not there: three requests, and the end', async () => {
	const { url } = odd;
	await odd.close();
	const { answers, ended, gifts, requests } = await probe(undefined, planOf(url));
	expect([gifts, answers.length]).toEqual([[], PROBES.length]);
	expect([requests, ended]).toEqual([3, 'the server does not answer any more']);
	expect(answers.filter(({ finding }) => finding.verdict !== 'unknown')).toEqual([]);
	odd = await startOdd();
});

test('a server that falls silent is not asked a hundred times', async () => {
	odd.before = (request) => request.n > 2;
	const { ended, requests } = await probe(undefined, planOf(odd.url, 100));
	expect(ended).toBe('the server does not answer any more');
	expect(requests).toBeLessThan(120);
});

test('no redirect is followed, and the credential is not used for who is nobody', async () => {
	const other = await startOdd();
	try {
		odd.before = (_, response) => json(response, 307, '', { location: other.url });
		await probe();
		expect(other.asked).toEqual([]);
	} finally {
		await other.close();
	}
});

describe('secrets and the data of customers', () => {
	/** Everything that came, in each place where an answer has room. */
	const echo: Spoil = ({ headers, body, path }: OddRequest, response) => {
		const all = `${JSON.stringify(headers)} ${JSON.stringify(body)} ${path}`;
		const [customer] = CUSTOMERS;
		return json(
			response,
			path.includes('earn') ? 400 : 200,
			{
				data: {
					[all]: all,
					ttlSeconds: customer,
					metaBasicDetails: [{ id: all, name: all, earnedCount: customer }, { id: customer }],
					pagination: { total: customer, [all]: all },
				},
				errors: [{ code: customer, message: all, reference: all }, `${customer} ${all}`],
				warnings: [{ code: customer, message: all }],
			},
			{
				'x-rate-limit-of': encodeURIComponent(all).slice(0, 2_000),
				'retry-after': String(customer),
			},
		);
	};

	const forms = (secret: string): string[] => [
		secret,
		encodeURIComponent(secret),
		JSON.stringify(secret).slice(1, -1),
		Buffer.from(secret).toString('base64'),
	];

	test.each([
		['before anything is done', 'before'],
		['once it was done', 'after'],
	] as const)('are in no report, though the server echoes them %s', async (_words, place) => {
		odd[place] = echo;
		const { reports, told } = await probe();
		const login = Buffer.from(`${SECRETS.username}:`).toString('base64').slice(0, 12);
		const secrets = [...Object.values(SECRETS).flatMap(forms), login];
		for (const secret of secrets) {
			for (const text of [...reports, ...told]) expect(text).not.toContain(secret);
		}
		expect(() => JSON.parse(reports[1] ?? '')).not.toThrow();
		for (const id of [...CUSTOMERS, ODD_BADGE]) {
			for (const text of reports) expect(text).not.toContain(String(id));
		}
	});
});

test.each([1, 2, 3, 4, 6, 9, 13])('stopped at write number %i, it takes back first', async (n) => {
	const stop = new AbortController();
	odd.before = (request) => {
		if (request.n === n) stop.abort();
		return false;
	};
	const outcome = await probe(stop.signal);
	expectHonest(outcome);
	expect([odd.held(), outcome.ended]).toEqual([[], 'it was stopped']);
});
