import type { Instance } from '../../nodes/shared/capillary/customerBadge';
import {
	customerBadge,
	earnInstances,
	issueInstances,
	ofSeveral,
	singly,
} from '../../nodes/shared/capillary/customerBadge';

/** What the view of one badge of a customer shows (docs/api.md#one-badge-of-a-customer). */

const SECOND = '1970-01-01T00:00:01.000Z';
const earn = (row: object, customer: number | string = 7) =>
	earnInstances({ earnDetails: { earns: [row] } }, customer)?.[0];
const enrolment = (row: object, customer: number | string = 7) =>
	issueInstances({ issualDetails: { issuals: [row] } }, customer)?.[0];

test('what is asked', () => {
	expect(customerBadge(7, 'a/b')).toEqual({
		method: 'GET',
		path: '/api_gateway/v1/badges/management/7/badge/a%2Fb',
		query: { includeStatistics: true },
	});
});

test('an issued badge, with all that the view may tell', () => {
	const row = {
		earnId: 'e',
		earnedOn: 1,
		earnEventDateISO: '1970-01-01T00:00:02Z',
		earnExpiresOn: 3,
		earnStatus: 'LIVE',
		status: 'REVOKED',
		ownerType: 'Loyalty',
		ownerReferenceId: 9,
		badgeMetaId: 'b',
		customerId: 7,
	};
	const shown = { ...row, earnedOnISO: SECOND, earnExpiresOnISO: '1970-01-01T00:00:03.000Z' };
	expect(earn(row)).toEqual({
		id: 'e',
		at: 1_000,
		from: 2_000,
		until: 3_000,
		state: 'held',
		ownerType: 'Loyalty',
		referenceId: '9',
		names: { badgeMetaId: 'b', customerId: '7' },
		row: { ...shown, ownerReferenceId: '9', customerId: '7' },
		json: { earnedBadgeId: 'e', expiresOn: 3, expiresOnISO: '1970-01-01T00:00:03.000Z' },
	});
	expect(earn({ earnedBadgeId: 'x', earnId: 'y' })?.id).toBe('x');
});

test('an enrolment, with all that the view may tell', () => {
	const row = {
		issuedId: 'i',
		issuedOn: 1,
		issueEventDateISO: '1970-01-01T00:00:02Z',
		issueExpiresOnISO: '1970-01-01T00:00:03Z',
		issuedStatus: 'Expired',
		status: 'LIVE',
	};
	expect(enrolment(row)).toEqual({
		id: 'i',
		at: 1_000,
		from: 2_000,
		until: 3_000,
		state: 'expired',
		ownerType: undefined,
		referenceId: undefined,
		row: { ...row, issuedOnISO: SECOND },
		json: { issuedId: 'i', status: 'Expired' },
	});
	expect(enrolment({ issueId: 'x', issuedId: 'y' })?.id).toBe('x');
	expect(enrolment({})?.json).toEqual({});
});

test.each<[row: object, state: Instance['state']]>([
	[{ status: 'Active' }, 'held'],
	[{ status: 'UPCOMING' }, 'held'],
	[{ status: 'EXPIRED' }, 'expired'],
	[{ status: 'revoked' }, 'revoked'],
	[{ status: 'ACTIVE', revokedOn: 5 }, 'revoked'],
	[{ status: 'ACTIVE', revokedOnISO: null }, 'held'],
	[{ status: 'ended' }, undefined],
	[{ status: '' }, undefined],
	[{}, undefined],
])('%j stands as %s', (row, state) => {
	expect(earn(row)?.state).toBe(state);
	expect(enrolment(row)?.state).toBe(state);
});

test('a row tells whose it is, where it names badge or customer', () => {
	expect(earn({ badgeMetaId: 'b' })?.names).toEqual({ badgeMetaId: 'b', customerId: undefined });
	expect(earn({ customerId: '7' })?.names).toEqual({ badgeMetaId: undefined, customerId: '7' });
	expect(earn({ customerId: null, badgeMetaId: null })).not.toHaveProperty('names');
	expect(earn({ customerId: 8 })).toBe(undefined);
	expect(enrolment({ customerId: 8 })).toBe(undefined);
	// Under an e-mail address nobody knows which number is right.
	expect(earn({ customerId: 8 }, 'a@b.example')?.names).toMatchObject({ customerId: '8' });
});

describe('a view without rows', () => {
	test.each<[data: unknown, earns: unknown]>([
		[{ activeEarnedCount: 2 }, [{ id: undefined, at: undefined, state: 'held', json: {} }]],
		[
			{ activeEarnedCount: 1, earnDetails: { earns: [] }, lastEarnedOn: 1 },
			[{ id: undefined, at: 1_000, state: 'held', json: {} }],
		],
		[{ activeEarnedCount: 0 }, []],
		[{ earnDetails: {} }, []],
		[{ earnDetails: { earns: 'x' } }, []],
		[{ earnDetails: null, activeEarnedCount: null }, undefined],
		[{ earnDetails: 'x', activeEarnedCount: 'x' }, undefined],
		[{}, undefined],
		['x', undefined],
	])('%j shows %j', (data, earns) => {
		expect(earnInstances(data, 7)).toEqual(earns);
	});

	test.each<[data: unknown, issues: unknown]>([
		[{ issualDetails: {} }, []],
		[{ issualDetails: { issuals: null } }, []],
		[{ issualDetails: null }, undefined],
		[{}, undefined],
		[7, undefined],
	])('%j shows the enrolments %j', (data, issues) => {
		expect(issueInstances(data, 7)).toEqual(issues);
	});
});

const instance = (id: string | undefined, more: Partial<Instance> = {}): Instance => ({
	id,
	at: undefined,
	json: {},
	...more,
});

test('one by one: what was not taken back, where each has its ID', () => {
	const [a, b] = [instance('a'), instance('b', { state: 'revoked' })];
	expect(singly([a, b])).toEqual([a]);
	expect(singly([])).toEqual([]);
	expect(singly([a, instance(undefined)])).toBe(undefined);
	expect(singly([a, instance(undefined, { state: 'revoked' })])).toEqual([a]);
	expect(singly(undefined)).toBe(undefined);
});

test('an owner or reference that is empty is none', () => {
	const earns = [{ earnId: 'a', ownerType: '', ownerReferenceId: ' ' }];
	const [shown] = earnInstances({ earnDetails: { earns } }, 7) ?? [];
	expect([shown.ownerType, shown.referenceId]).toEqual([undefined, undefined]);
});

test('rows of several customers', () => {
	const named = (customer: unknown) => instance('a', { names: { customerId: customer } });
	expect(ofSeveral([named('7'), named(8)])).toBe(true);
	expect(ofSeveral([named('7'), named(7), named(null), instance('b')])).toBe(false);
	expect(ofSeveral([instance('a')])).toBe(false);
	expect(ofSeveral()).toBe(false);
});
