import type { Bench } from '../../support/identity';
import { people, startBench } from '../../support/identity';

/** Grouped digits and zones as sheets write them, and secrets in the forms in which they come back. */

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(() => bench.tiny.reset());
afterAll(() => bench.close());

test.each(['\u2007', '\u2008', '\u200A', '\u3000', '\u205F', '  ', '\u00A0 '])(
	'digits in groups, parted by %j, are not three customers',
	async (gap) => {
		const items = [{ who: ['62', '090', '013'].join(gap) }];
		const result = await bench.run('enrol', {}, { items });
		expect(bench.tiny.writes()).toEqual([]);
		expect(result.failed[0].json.error).toContain('a number with separators');
	},
);

test('an offset that no clock on earth has is no date', async () => {
	const additionalFields = { earnEventDate: '2026-03-15T11:20+99:00' };
	const result = await bench.run('earn', { additionalFields }, { items: people(1) });
	expect(bench.tiny.writes()).toEqual([]);
	expect(result.failed[0].json.error).toContain('is not a date');
});

describe('the password', () => {
	const password = 'p"ss w/örd+1';
	const inUrl = encodeURIComponent(password);

	test.each([JSON.stringify(password), inUrl, inUrl.toLowerCase()])(
		'comes out in no form: %s',
		async (form) => {
			const credential = { ...bench.credential, password };
			bench.tiny.switches.before = () => ({
				status: 400,
				body: { errors: [{ code: 1, message: `Refused: ${form}` }] },
			});
			const result = await bench.run('earn', {}, { items: people(1), credential });
			expect(result.failed[0].json.error).toBe(
				'Capillary refused the request: Refused: [removed]'.replace(
					'[removed]',
					form.startsWith('"') ? '"[removed]"' : '[removed]',
				),
			);
		},
	);

	test.each([400, 200])('comes out in no part where a text is cut (%i)', async (status) => {
		const secret = 'correct-horse-battery-staple-and-more';
		const credential = { ...bench.credential, password: secret };
		for (const length of [100, 120, 130, 270, 280, 290]) {
			const text = `${'x'.repeat(length)}${secret} and so on ${'y'.repeat(300)}`;
			for (const body of [text, { errors: [{ code: 1, message: text }] }]) {
				bench.tiny.switches.before = () => ({ status, body });
				const result = await bench.run('earn', {}, { items: people(1), credential });
				expect(JSON.stringify(result.failed[0].json)).not.toContain('correct');
			}
		}
	});
});

test.each(['=o-{{ $json.none?.id }}-x{{ $json.who }}', '=o-{{ $json.unseen }}'])(
	'a request ID of which an expression finds nothing is not sent: %s',
	async (requestId) => {
		const items = [{ who: 1, unseen: '\u200B' }];
		const result = await bench.run('earn', { additionalFields: { requestId } }, { items });
		expect(bench.tiny.writes()).toEqual([]);
		expect(result.failed[0].json.error).toContain("'Request ID'");
	},
);
