import { count } from '../../nodes/shared/capillary/advice';
import type { About, Advice } from '../../nodes/shared/capillary/catalogue';
import {
	adviceFor,
	HOLDS_ALREADY,
	isListed,
	NO_ENROLMENT,
} from '../../nodes/shared/capillary/catalogue';

/** What the codes mean: with all that the call named, and where it named nothing. */

const ABOUT: About = {
	badgeId: 'b',
	badgeName: 'Gold',
	ownerType: 'Loyalty',
	referenceId: 'p1',
	customerId: 7,
	requestId: 'r',
};
const whatOf = ({ what }: Advice, about: About) => (typeof what === 'string' ? what : what(about));

test.each<[code: number, named: string, unnamed: string]>([
	[404, 'Badge Gold (b) was not found', 'Capillary did not find what was asked for'],
	[
		714,
		'The owner Loyalty is not allowed for this badge or organization',
		'The owner type is not allowed for this badge or organization',
	],
	[
		737,
		'Badge Gold (b) is not claimed by Loyalty with reference ID p1',
		'The badge is not claimed by this owner',
	],
	[
		809,
		'Request ID r was used before, so Capillary did nothing',
		'The request ID was used before, so Capillary did nothing',
	],
	[
		810,
		'Badge Gold (b) is not claimed by Loyalty with reference ID p1',
		'The badge is not claimed by this owner',
	],
	[
		811,
		'Customer 7 is not enrolled for badge Gold (b)',
		'The customer is not enrolled for this badge',
	],
	[
		814,
		'Customer 7 does not hold this issued badge any more',
		'The customer does not hold this issued badge any more',
	],
	[815, 'Badge Gold (b) is not live', 'The badge is not live'],
	[
		816,
		'The date is not between the start and the end of badge Gold (b)',
		'The date is not between the start and the end of this badge',
	],
	[
		900,
		'Badge Gold (b) is already claimed by Loyalty with reference ID p1',
		'The badge is already claimed by this owner',
	],
	[
		1040,
		'Customer 7 is already enrolled for badge Gold (b)',
		'The customer is already enrolled for this badge',
	],
	[
		1054,
		'Badge Gold (b) is not a badge of this organization',
		'The badge is not a badge of this organization',
	],
	[1026, 'Customer 7 was not found', 'The customer was not found'],
	[8015, 'Customer 7 was not found', 'The customer was not found'],
	[8065, 'Customer 7 was not found in this source', 'The customer was not found in this source'],
	[
		8069,
		'Customer 7 was merged into another customer',
		'The customer was merged into another customer',
	],
])('%s: %s', (code, named, unnamed) => {
	expect(whatOf(adviceFor(code), ABOUT)).toBe(named);
	expect(whatOf(adviceFor(code), {})).toBe(unnamed);
	expect(isListed(code)).toBe(true);
});

test('one customer of many', () => {
	expect(whatOf(NO_ENROLMENT, ABOUT)).toBe('Customer 7 has no such enrolment for badge Gold (b)');
	expect(whatOf(HOLDS_ALREADY, ABOUT)).toBe('Customer 7 has badge Gold (b) already');
});

test('what is not all known is named as far as it is', () => {
	expect(whatOf(adviceFor(404), { badgeId: 'b' })).toBe('Badge b was not found');
	expect(whatOf(adviceFor(404), { badgeId: 'b', record: 'group' })).toBe('The group was not found');
	expect(whatOf(adviceFor(900), { ownerType: 'Loyalty' })).toBe(
		'The badge is already claimed by Loyalty with reference ID',
	);
	expect(whatOf(adviceFor(1026), { identifierValue: 'a@b.example' })).toBe(
		'Customer a@b.example was not found',
	);
});

test('a code of a badge speaks of a customer where the words name one alone', () => {
	const notFound = (words: string) => whatOf(adviceFor(1054, words), ABOUT);
	expect(notFound('CUSTOMER 7 not found')).toBe('Customer 7 was not found');
	for (const words of ['', 'Not found', 'Badge of customer 7 not found']) {
		expect(notFound(words)).toBe('Badge Gold (b) is not a badge of this organization');
	}
	expect(whatOf(adviceFor(815, 'Customer 7'), ABOUT)).toBe('Badge Gold (b) is not live');
});

test('a code that no page lists, and none', () => {
	expect(adviceFor(4711)).toMatchObject({
		what: 'Capillary refused the request',
		fix: expect.stringContaining('this code is not in its public list'),
		isQuoting: true,
	});
	expect(adviceFor(undefined)).not.toEqual(adviceFor(4711));
	expect(adviceFor(undefined, 'Customer 7')).toEqual(adviceFor(undefined));
	expect([isListed(4711), isListed(undefined)]).toEqual([false, false]);
});

test('numbers in sentences', () => {
	expect(count(1234567)).toBe('1,234,567');
});
