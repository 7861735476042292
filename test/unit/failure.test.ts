import type { Failure } from '../../nodes/shared/capillary/failure';
import {
	describeFailure,
	failureOf,
	onOneLine,
	quoted,
} from '../../nodes/shared/capillary/failure';

/** Why something was not done, in words for the user. */

const error = (code: number | undefined, message: string, reference?: string) => ({
	code,
	message,
	reference,
});

describe("Capillary's words in a headline", () => {
	test.each([
		['  a\n b\u0000\tc ', 'a b c'],
		['Not found. . ', 'Not found'],
		['a. b', 'a. b'],
		['badgeExists', 'badge Exists'],
		['ENOENT here', 'E-NOENT here'],
		['EEXIST', 'E-EXIST'],
		['EAI_AGAIN', 'EAI_ AGAIN'],
		['connect econnrefused', 'connect e-connrefused'],
	])('%j is quoted as %j', (text, line) => {
		expect(quoted(text)).toBe(line);
	});

	test('are cut after 140 characters', () => {
		expect(quoted('a'.repeat(140))).toBe('a'.repeat(140));
		expect(quoted('a'.repeat(141))).toBe(`${'a'.repeat(140)}…`);
		expect(quoted(`${'a'.repeat(139)} bc`)).toBe(`${'a'.repeat(139)}…`);
	});

	test('are put on one line', () => {
		expect(onOneLine('\u0007a \r\n\u0085 b\u0000')).toBe('a b');
	});
});

describe('errors of an answer', () => {
	const ABOUT = { badgeId: 'b', customerId: 7, requestId: 'r' };

	test('the first code gives the advice, and all are quoted', () => {
		const errors = [
			error(undefined, 'a'),
			error(401, 'b', 'field'),
			error(403, '', 'other'),
		] as const;
		expect(failureOf([...errors], ABOUT, 400)).toEqual({
			what: 'Capillary did not accept the credential',
			fix: expect.stringContaining('Open the Capillary API credential'),
			certainty: 'notDone',
			code: 401,
			apiMessage: 'a; b (field); other',
			httpStatus: 400,
			customerId: 7,
			requestId: 'r',
			wholeCall: true,
		});
	});

	test('without a code, their words are the headline', () => {
		const { what, apiMessage, wholeCall } = failureOf(
			[error(undefined, 'a'), error(undefined, ''), error(undefined, 'b.')],
			{},
		);
		expect([apiMessage, wholeCall]).toEqual(['a; b.', false]);
		expect(what).toMatch(/: a; b$/);
		expect(failureOf([error(undefined, '')], {}).what).not.toContain(':');
	});

	test('a code may mean something of its own here, and an error may bring its advice', () => {
		const special = (code: number | undefined) =>
			code === 401 ? { what: 'Special', fix: 'Do.' } : undefined;
		expect(failureOf([error(401, 'a')], {}, 400, special)).toMatchObject({
			what: 'Special',
			fix: 'Do.',
			wholeCall: false,
		});
		expect(failureOf([error(403, 'a')], {}, 400, special).what).toMatch(/may not use this part/);
		const own = { ...error(401, 'a'), advice: { what: 'Own', fix: 'Go.' } };
		expect(failureOf([own], {}, 400, special)).toMatchObject({ what: 'Own', fix: 'Go.' });
	});

	test('what was asked about is named', () => {
		expect(failureOf([error(404, 'a')], { badgeId: 'b' }).what).toBe('Badge b was not found');
		expect(failureOf([error(1054, 'Customer 3 not found')], { customerId: 3 }).what).toBe(
			'Customer 3 was not found',
		);
	});

	test('logins are not quoted, and too much is cut', () => {
		const login = Buffer.from('store.server:36250d7bfb2ed9add').toString('base64');
		const { apiMessage } = failureOf([error(7, `Basic ${login}`)], {});
		expect(apiMessage).toBe('Basic [removed]');
		expect(failureOf([error(7, 'a'.repeat(3_000))], {}).apiMessage).toHaveLength(2_000);
	});
});

describe('the description', () => {
	const BARE: Failure = { what: 'Wrong', fix: 'Do this.', certainty: 'notDone' };

	test.each<[more: Partial<Failure>, said: string]>([
		[{}, 'Do this.'],
		[{ code: 7 }, 'Do this. Capillary said: code 7.'],
		[{ apiMessage: 'a' }, 'Do this. Capillary said: "a".'],
		[{ apiMessage: '' }, 'Do this.'],
		[{ httpStatus: 400 }, 'Do this. Capillary said: HTTP 400.'],
		[
			{ code: 7, apiMessage: 'a', httpStatus: 400 },
			'Do this. Capillary said: code 7, "a", HTTP 400.',
		],
		[{ customerId: 7 }, 'Do this. This concerns customer 7.'],
		[{ requestId: 'r' }, 'Do this. This concerns request ID r.'],
		[
			{ customerId: 7, requestId: 'r', supportId: 's' },
			"Do this. This concerns customer 7, request ID r. Capillary's support finds it by the request ID s (X-CAP-REQUEST-ID).",
		],
	])('with %j', (more, said) => {
		expect(describeFailure({ ...BARE, ...more })).toBe(said);
	});
});
