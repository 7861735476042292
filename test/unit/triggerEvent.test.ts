/** An event of Capillary's: whether it passes the filters, and the item that it becomes. */
import { itemOf, passes } from '../../nodes/CapillaryBadgesTrigger/event';

const earned = (data: object, more: object = {}) => ({ eventName: 'badgeEarned', ...more, data });
const changed = (data: object) => ({ eventName: 'requestWorkflowEvent', data });
const asking = (body: unknown) => changed({ requestAttributes: { body } });

describe('times', () => {
	const NOW = Date.UTC(2026, 2, 15, 11, 20);
	const ISO = '2026-03-15T11:20:00.000Z';

	test.each(['createdAt', 'earnedOn', 'issuedOn', 'updateTime'])('%s is ISO 8601', (name) => {
		expect(itemOf(earned({ [name]: NOW }), false)).toMatchObject({ [name]: ISO });
		expect(itemOf(earned({}, { [name]: NOW }), false)).toMatchObject({ [name]: ISO });
	});

	test.each([
		[NOW / 1000, ISO],
		[99_999_999_999, '5138-11-16T09:46:39.000Z'],
		[100_000_000_000, '1973-03-03T09:46:40.000Z'],
		[-99_999_999_999, '-001199-02-15T14:13:21.000Z'],
		[0, '1970-01-01T00:00:00.000Z'],
		[1e300, 1e300],
		['soon', 'soon'],
		['2026', '2026'],
		[ISO, ISO],
	])('seconds are told from milliseconds, and what is no time stays: %j', (time, shown) => {
		expect(itemOf(earned({ earnedOn: time }), false).earnedOn).toBe(shown);
	});

	test('other numbers stay', () => {
		expect(itemOf(earned({ orgId: NOW }), false).orgId).toBe(NOW);
	});
});

describe('the item', () => {
	test('begins with event, badge and customer, which nothing else replaces', () => {
		const event = {
			other: 1,
			...earned(
				{ first: 1, eventName: 'inner', eventId: 'inner', earnId: 'e', earnedBadgeId: 'wrong' },
				{ eventId: 'outer' },
			),
		};
		const item = itemOf(event, false);
		expect(item).toEqual({
			...{ eventName: 'badgeEarned', eventId: 'outer', earnId: 'e', earnedBadgeId: 'e' },
			...{ first: 1, other: 1 },
		});
		expect(Object.keys(item).slice(0, 2)).toEqual(['eventName', 'earnedBadgeId']);
	});

	test('holds nothing that is null, and the event as it came where that is wanted', () => {
		const event = earned({ a: null, b: undefined, c: 0 }, { d: null });
		expect(itemOf(event, false)).toEqual({ eventName: 'badgeEarned', c: 0 });
		expect(itemOf(event, true).payload).toEqual({
			eventName: 'badgeEarned',
			d: null,
			data: { a: null, c: 0 },
		});
	});

	test.each([
		[earned({ customerIdentifiers: { customerId: '7' } }), 7],
		[asking({ customerId: 7 }), 7],
		[asking({ customers: [7] }), 7],
		[asking({ customers: '7' }), 7],
		[asking({ customerIds: [7] }), 7],
		[asking({ customers: [7, 8] }), undefined],
		[asking({ customerId: 7, customerIds: [8] }), undefined],
		[asking({ customerId: 'ada' }), undefined],
		[asking('text'), undefined],
		[earned({ customerIdentifiers: [] }), undefined],
	])('names the customer where there is one: %j', (event, customerId) => {
		expect(itemOf(event, false).customerId).toBe(customerId);
	});

	test.each([
		[earned({ badgeId: 'b' }), 'b'],
		[asking({ badgeMetaId: 'c' }), 'c'],
		[changed({ badgeId: 'b', requestAttributes: { body: { badgeMetaId: 'c' } } }), 'b'],
		[asking({}), undefined],
	])('names the badge: %j', (event, badgeId) => {
		expect(itemOf(event, false).badgeId).toBe(badgeId);
	});
});

describe('filters', () => {
	test('of badge and customer are asked of every event', () => {
		const event = earned({ badgeId: 'b', customerIdentifiers: { customerId: 7 } });
		expect(passes(event, {})).toBe(true);
		expect(passes(event, { badgeId: 'b', customerIds: [6, 7] })).toBe(true);
		expect(passes(event, { badgeId: 'c' })).toBe(false);
		expect(passes(event, { customerIds: [6] })).toBe(false);
		expect(
			passes(asking({ badgeMetaId: 'b', customers: '6, 7' }), { badgeId: 'b', customerIds: [7] }),
		).toBe(true);
		expect(passes(asking({}), { customerIds: [7] })).toBe(false);
	});

	test.each([
		['EARN_BADGE', 'EARN_BADGE', true],
		['EARN_BADGE', 'earn-badge', true],
		['EARN_BADGE', 'Earn Badge', true],
		['EARN_BADGE', 'EARN_BADGES', false],
		['EARN_BADGE', undefined, false],
	])('a type may be spelled otherwise: %s, %s', (wanted, requestType, isOne) => {
		expect(passes(changed({ requestType }), { requestTypes: ['ISSUE_BADGE', wanted] })).toBe(isOne);
	});

	test('of states and types are asked of approval requests alone', () => {
		const narrow = { requestStates: ['approved'], requestTypes: ['EARN_BADGE'] };
		const both = { currentRequestState: 'approved', requestType: 'EARN_BADGE' };
		expect(passes(changed(both), narrow)).toBe(true);
		expect(passes(changed({ ...both, currentRequestState: 'failed' }), narrow)).toBe(false);
		expect(passes(changed({ ...both, requestType: 'ISSUE_BADGE' }), narrow)).toBe(false);
		expect(passes(earned({}), narrow)).toBe(true);
		expect(passes({ eventName: 'new', data: {} }, narrow)).toBe(true);
	});
});
