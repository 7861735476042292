import type { Bench, Giving } from '../../support/identity';
import { BADGE, endings, kindOf, OWNER, people, RETRY, startBench } from '../../support/identity';

/** Answers and views that say more, or other, than the samples: of both ends at once, and of others. */

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(() => bench.tiny.reset());
afterAll(() => bench.close());

const ANOTHER = '111111111111111111111111';
const ids = () => new Set(bench.tiny.writes().map(({ body }) => body.requestId));
const said = (data: unknown) => ({ body: { data, errors: [], warnings: [] } });

describe('a row that names what was given, and an error', () => {
	const error = { code: 9999, message: 'The coupon was not issued' };

	test.each([
		['earnBulk', { earnedBadgesList: [{ customerId: 1, earnedBadgeId: 'e1', error }] }],
		['earnBulk', { issuedBadges: [{ customerId: 1, issuedId: 'i1', status: 'ACTIVE', error }] }],
		['enrol', { issuedBadges: [{ customerId: 1, issuedId: 'i1', status: 'ACTIVE', error }] }],
	] as const)('is unknown, and never sent under another ID (%s)', async (operation, data) => {
		bench.tiny.switches.before = ({ n }) => (n > 0 ? said(data) : undefined);
		const result = await bench.run(operation, {}, { items: people(1), ...RETRY });
		expect(endings(result)).toEqual({ 1: ['unknown'] });
		expect(ids().size).toBe(1);
	});

	test('is refused where the ID is that of an enrolment that is over', async () => {
		const row = { customerId: 1, issuedId: 'i1', status: 'EXPIRED', error };
		bench.tiny.switches.before = () => said({ issuedBadges: [row] });
		const result = await bench.run('enrol', {}, { items: people(1) });
		expect(endings(result)).toEqual({ 1: ['not'] });
	});
});

describe.each<Giving>(['earn', 'earnBulk', 'enrol'])('a view of others (%s)', (operation) => {
	const rows = (more: object) => {
		const at = Date.now() / 1000;
		const row = { earnedBadgeId: 'x', issueId: 'x', earnedOn: at, issuedOn: at, ...more };
		return { earnDetails: { earns: [row] }, issualDetails: { issuals: [row] } };
	};

	test.each([
		['another customer', () => ({ id: BADGE, customerId: 999, ...rows({}) })],
		['another badge', () => ({ id: ANOTHER, ...rows({}) })],
		['rows of another customer', () => ({ id: BADGE, ...rows({ customerId: 999 }) })],
		['rows of another badge', () => ({ id: BADGE, ...rows({ badgeMetaId: ANOTHER }) })],
	])('proves nothing: %s', async (_, view) => {
		bench.tiny.switches.before = ({ n, method }) => {
			if (method === 'GET') return said(view());
			const body = { errors: [{ code: 813, message: 'Limit reached' }] };
			return n === 1 ? 'lost' : { status: 400, body };
		};
		const result = await bench.run(operation, { options: { timeout: 300 } }, { items: people(1) });
		expect(endings(result)).toEqual({ 1: ['unknown'] });
	});
});

test.each([
	{ errors: 'Request id is already used' },
	{ errors: [{ code: 'ERR_809', message: 'Refused' }] },
	{ message: 'Duplicate request', code: '809' },
	{ errors: [{ message: 'The requestId exists' }] },
])(
	'an ID of the content that was used before is looked up, however it is said: %j',
	async (body) => {
		const [owner, reference] = [OWNER.ownerType, OWNER.referenceId];
		for (const operation of ['earn', 'enrol'] as const) {
			bench.tiny.reset();
			const at = Date.now() - 86_400_000;
			bench.tiny.give({ kind: kindOf(operation), customer: 1, owner, reference, at });
			bench.tiny.switches.before = ({ n }) => (n > 0 ? { status: 400, body } : undefined);
			const result = await bench.run(
				operation,
				{ options: { requestIdScope: 'content' } },
				{ items: people(1) },
			);
			expect(endings(result)).toEqual({ 1: ['already'] });
		}
	},
);

describe('an error that says nothing', () => {
	const NOTHING = [{}, [], 0, 'none', 'null', { code: null }];

	test.each(['earn', 'earnBulk', 'enrol'] as const)(
		'costs nobody a second one (%s)',
		async (operation) => {
			for (const error of NOTHING) {
				bench.tiny.reset();
				bench.tiny.switches.before = ({ body, n }) => {
					if (n === 0) return undefined;
					const row = { customerId: 1, earnedBadgeId: 'e1', issuedId: 'i1' };
					return said(
						body.customerId === undefined ? { issuedBadges: [row], error } : { ...row, error },
					);
				};
				for (const onError of ['continueErrorOutput', 'stopWorkflow'] as const) {
					const before = bench.tiny.writes().length;
					const result = await bench.run(operation, {}, { items: people(1), ...RETRY, onError });
					expect(endings(result)).toEqual({ 1: ['done'] });
					expect(bench.tiny.writes().length - before).toBe(1);
				}
			}
		},
	);
});

test.each(['earnBulk', 'enrol'] as const)(
	'an error beside rows that are done: unknown, and one request ID (%s)',
	async (operation) => {
		const row = { customerId: 1, earnedBadgeId: 'e1', issuedId: 'i1' };
		const error = { code: 9999, message: 'Not all was done' };
		bench.tiny.switches.before = () => said({ issuedBadges: [row], error });
		const result = await bench.run(operation, {}, { items: people(1), ...RETRY });
		expect(endings(result)).toEqual({ 1: ['unknown'] });
		expect(ids().size).toBe(1);
	},
);
