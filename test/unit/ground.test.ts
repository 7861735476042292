import fc from '../support/fastCheck';
import { DateTime } from 'luxon';
import { z } from 'zod';
import {
	parseDate,
	toEpochSeconds,
	toIsoUtc,
	withIsoSiblings,
} from '../../nodes/shared/capillary/dates';
import { readApiErrors, readApiResponse } from '../../nodes/shared/capillary/envelope';
import { describeFailure, failureOf } from '../../nodes/shared/capillary/failure';
import {
	customerIds,
	listParts,
	parseCustomerId,
	recordId,
} from '../../nodes/shared/capillary/ids';
import { choice, flag, jsonObject, text, wholeNumber } from '../../nodes/shared/editor/inputs';
import { redactText, removalOf, withoutSecrets } from '../../nodes/shared/capillary/redact';
import { path } from '../../nodes/shared/capillary/request';

const instants = fc.integer({ min: 1e9 * 1000, max: 4e9 * 1000 });
const zones = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Chatham');

describe('dates', () => {
	it('reads every ISO form of an instant back, with the offset of any zone', () => {
		fc.assert(
			fc.property(instants, zones, zones, (ms, zone, other) => {
				const iso = DateTime.fromMillis(ms, { zone }).toISO();
				expect(parseDate(iso, other)).toEqual(new Date(ms));
			}),
		);
	});

	it('takes a wall time for one in the given zone', () => {
		fc.assert(
			fc.property(instants, zones, (ms, zone) => {
				const wall = DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS");
				const back = parseDate(wall, zone);
				expect(
					back instanceof Date &&
						DateTime.fromJSDate(back, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS"),
				).toBe(wall);
			}),
		);
	});

	it('tells seconds from milliseconds', () => {
		fc.assert(
			fc.property(instants, (ms) => {
				expect(parseDate(Math.floor(ms / 1000), 'UTC')).toEqual(
					new Date(Math.floor(ms / 1000) * 1000),
				);
				expect(parseDate(String(ms), 'UTC')).toMatch(/^looks like milliseconds/);
			}),
		);
	});

	it.each([DateTime.invalid('no'), new Date(Number.NaN), {}, null, '', '12345678901234567890'])(
		'refuses %p',
		(value) => expect(parseDate(value, 'UTC')).toEqual(expect.any(String)),
	);

	it('writes UTC with milliseconds, and whole seconds', () => {
		expect(toIsoUtc(new Date(1773573600192))).toBe('2026-03-15T11:20:00.192Z');
		expect(toEpochSeconds(new Date(1773573600999))).toBe(1773573600);
	});

	it('gives timestamps their sibling at any depth, and keeps what is there', () => {
		const data = {
			expiresOn: 1.5,
			list: [{ createdOn: 0, createdOnISO: 'kept' }],
			other: 7,
			startOn: 1e300,
		};
		expect(withIsoSiblings(data)).toEqual({
			expiresOn: 1.5,
			expiresOnISO: '1970-01-01T00:00:01.500Z',
			list: [{ createdOn: 0, createdOnISO: 'kept' }],
			other: 7,
			startOn: 1e300,
		});
		expect(data).not.toHaveProperty('expiresOnISO');
	});
});

describe('IDs', () => {
	it('reads a customer ID exactly or not at all', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: -10n, max: 2n ** 60n }), (big) => {
				const id = parseCustomerId(String(big));
				const fits = big > 0n && big <= BigInt(Number.MAX_SAFE_INTEGER);
				expect(id === undefined ? undefined : BigInt(id)).toBe(fits ? big : undefined);
			}),
		);
	});

	it('reads a list however it is written, in order', () => {
		// Shorter ones can look like digits in groups.
		const ids = fc.array(fc.integer({ min: 1e4, max: 1e9 }), { minLength: 1, maxLength: 20 });
		const signs = fc.constantFrom(',', ' ', ', ', ';', '\n', '\t');
		fc.assert(
			fc.property(ids, signs, (list, sign) => {
				for (const written of [list, list.map(String), JSON.stringify(list), list.join(sign)]) {
					expect(customerIds.parse(written)).toEqual(list);
				}
			}),
		);
		expect(listParts('[broken')).toEqual(['[broken']);
		expect(listParts(5)).toEqual([5]);
	});

	it('lets no value out of its place in a path', () => {
		fc.assert(
			fc.property(fc.string(), (value) => {
				const parsed = recordId('badge').safeParse(value);
				if (parsed.success) expect(parsed.data).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
				const { pathname } = new URL(path`/a/${`x${value}`}/claim`, 'https://h');
				expect(pathname.split('/')).toHaveLength(4);
			}),
		);
	});
});

describe('inputs', () => {
	it.each([
		[text, ' a ', 'a'],
		[text, 5, '5'],
		[flag, 'Yes', true],
		[flag, 0, false],
		[wholeNumber(1), ' 7 ', 7],
		[choice(['Rewards_Catalog'] as const), 'rewards catalog', 'Rewards_Catalog'],
		[jsonObject, '{"a":1}', { a: 1 }],
	])('%# reads %p', (type: z.ZodTypeAny, value, result) => {
		expect(type.parse(value)).toEqual(result);
	});

	it.each([
		[text, {}],
		[flag, 'maybe'],
		[wholeNumber(1, 5), 6],
		[wholeNumber(1), ''],
		[choice(['a'] as const), 'b'],
		[jsonObject, '[1]'],
		[jsonObject, '{'],
		[text, undefined],
	])('%# refuses %p', (type: z.ZodTypeAny, value) => {
		expect(type.safeParse(value).success).toBe(false);
	});
});

describe('envelope and fault', () => {
	it('reads any body without throwing', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (body) => {
				const envelope = readApiResponse(body);
				if (typeof envelope === 'string') expect(envelope).toMatch(/^an? /);
				else expect([envelope.errors, envelope.warnings].every(Array.isArray)).toBe(true);
			}),
		);
	});

	it('takes the entity of a body without data, and data where both are there', () => {
		const none = { errors: [], warnings: [] };
		expect(readApiResponse({ entity: 5, warnings: [] })).toEqual({ data: 5, ...none });
		expect(readApiResponse({ entity: null })).toEqual({ data: null, ...none });
		expect(readApiResponse({ entity: 5, data: { a: 1 } })).toEqual({ data: { a: 1 }, ...none });
	});

	it('reads codes as numbers or text, and skips what is no fault', () => {
		const error = (code?: number, message = '') => ({ code, message, reference: undefined });
		expect(readApiErrors({ code: '809', message: null })).toEqual([error(809)]);
		expect(readApiErrors({ code: 'x', message: 'm' })).toEqual([error(undefined, 'x: m')]);
		expect([null, {}, [], '', 'null', 0, false].flatMap((value) => readApiErrors(value))).toEqual(
			[],
		);
		expect(readApiErrors(['a', { errors: 'b' }, [5]])).toEqual([
			error(undefined, 'a'),
			error(undefined, 'b'),
			error(5),
		]);
	});

	it('describes with advice, what Capillary said, and the IDs', () => {
		const failure = failureOf(
			[{ code: 717, message: 'Owner', reference: 'referenceId' }],
			{ customerId: 5, requestId: 'r' },
			400,
		);
		expect(describeFailure(failure)).toBe(
			"Fill in 'Reference ID': the program, promotion, milestone or journey that the badge is for. " +
				'Capillary said: code 717, "Owner (referenceId)", HTTP 400. This concerns customer 5, request ID r.',
		);
	});

	it.each([
		[{}, 'Do.'],
		[{ httpStatus: 502 }, 'Do. Capillary said: HTTP 502.'],
		[{ code: 5, apiMessage: 'No' }, 'Do. Capillary said: code 5, "No".'],
		[{ customerId: 7 }, 'Do. This concerns customer 7.'],
		[{ requestId: 'r' }, 'Do. This concerns request ID r.'],
		[{ httpStatus: 502, customerId: 7 }, 'Do. Capillary said: HTTP 502. This concerns customer 7.'],
	])('describes what is known: %j', (known, text) => {
		expect(describeFailure({ what: 'w', fix: 'Do.', certainty: 'notDone', ...known })).toBe(text);
	});
});

describe('secrets', () => {
	const secrets = fc.stringMatching(/^[A-Za-z0-9+/=._-]{6,40}$/);
	const names = fc.constantFrom('Secret', 'password', 'Cookie', 'accessToken', 'Authorization');

	it("are removed wherever they stand, by the account's own values", () => {
		fc.assert(
			fc.property(secrets, names, (secret, name) => {
				const answer = {
					list: [{ name, value: secret }],
					said: `got ${secret}, ${encodeURIComponent(secret)}`,
					[`of ${secret}`]: 1,
				};
				const given = JSON.stringify(withoutSecrets(answer, removalOf([secret])));
				const others = JSON.stringify({ ...answer, list: [{ name }] })
					.split(secret)
					.join('');
				fc.pre(!others.includes(secret));
				expect(given).not.toContain(`"${secret}"`);
				expect(given).toContain('"said":"got [removed], [removed]"');
				expect(given).toContain('"of [removed]":1');
			}),
		);
	});

	it('leave everything else as it is, whatever it is called', () => {
		fc.assert(
			fc.property(names, fc.string(), (name, value) => {
				fc.pre(!/basic|bearer/i.test(value));
				const answer = { customFields: { [name]: value }, when: new Date(0) };
				expect(withoutSecrets(answer, removalOf(['a-secret-of-ours']))).toEqual(answer);
			}),
		);
	});

	it('are removed from echoed headers, also those of others', () => {
		const login = `Basic ${Buffer.from('till:0123456789abcdef0123456789abcdef').toString('base64')}`;
		const headers = { Authorization: login, 'x-cap-ui-auth-token': 't', accept: 'json' };
		const pairs = [{ name: 'authorization', value: 'x' }, { name: 'accept' }];
		expect(
			withoutSecrets({ a: { headers }, b: { headers: pairs }, c: JSON.stringify({ login }) }),
		).toEqual({
			a: { headers: { accept: 'json' } },
			b: { headers: [{ name: 'accept' }] },
			c: '{"login":"Basic [removed]"}',
		});
		expect(redactText('Bearer abc.def-ghi_jkl.mno-pqr and Basic understanding_of_capillary')).toBe(
			'Bearer [removed] and Basic understanding_of_capillary',
		);
	});
});
