import {
	earnInstances as earnsOf,
	issueInstances as issuesOf,
} from '../../nodes/shared/capillary/customerBadge';
import { proofAmong } from '../../nodes/CapillaryBadges/execution/deliver/decide';
import type { Looked } from '../../nodes/CapillaryBadges/execution/deliver/decide';

const CUSTOMER = 7;
const earnInstances = (data: unknown) => earnsOf(data, CUSTOMER);
const issueInstances = (data: unknown) => issuesOf(data, CUSTOMER);

/** What a look at a customer's badge proves. */

const SINCE = Date.parse('2026-03-15T11:20:00.400Z');
const OWNER = { ownerType: 'Loyalty', referenceId: '1' };
const known = (change: Partial<Looked> = {}): Looked => ({
	instances: [],
	since: SINCE,
	now: SINCE + 60_000,
	...OWNER,
	anyCounts: false,
	taken: new Set(),
	waiting: [],
	had: [],
	...change,
});
const one = (id: string, at: number | undefined, more = {}) => ({ id, at, json: {}, ...more });

describe('what a view shows', () => {
	test('badges by either name of their ID and either form of their time', () => {
		const at = SINCE / 1000;
		const earns = [
			{ earnedBadgeId: 'a', earnedOn: at, ownerType: 'Loyalty', ownerReferenceId: 1 },
			{ earnId: 'b', earnedOnISO: '2026-03-15T16:50:00+05:30' },
			{ earnId: 'c', earnedOn: at * 1000 },
			{ earnId: 'd', earnedOn: 'soon' },
		];
		expect(
			earnInstances({ earnDetails: { earns } })?.map(({ id, at: time, ownerType, referenceId }) => [
				id,
				time,
				ownerType,
				referenceId,
			]),
		).toEqual([
			['a', SINCE, 'Loyalty', '1'],
			['b', SINCE - 400, undefined, undefined],
			['c', SINCE, undefined, undefined],
			['d', undefined, undefined, undefined],
		]);
	});
	test('without the list, the last badge, or that there is none', () => {
		expect(
			earnInstances({ activeEarnedCount: 1, lastEarnedOnISO: '2026-03-15T11:20:00Z' }),
		).toEqual([{ id: undefined, at: SINCE - 400, state: 'held', json: {} }]);
		expect(earnInstances({ activeEarnedCount: 0 })).toEqual([]);
		expect(earnInstances({ earnDetails: { earnCount: 0, earns: [] } })).toEqual([]);
	});
	test('nothing, where it counts nothing or is no record', () => {
		expect(earnInstances({ name: 'x' })).toBe(undefined);
		expect(earnInstances('<html>')).toBe(undefined);
		expect(issueInstances({ earnDetails: {} })).toBe(undefined);
	});
	test('enrolments with their state', () => {
		const issuals = [{ issueId: 'a', issuedOn: 5, issuedStatus: 'REVOKED' }];
		expect(issueInstances({ issualDetails: { issuals } })).toEqual([
			{
				id: 'a',
				at: 5000,
				state: 'revoked',
				ownerType: undefined,
				referenceId: undefined,
				row: { ...issuals[0], issuedOnISO: '1970-01-01T00:00:05.000Z' },
				json: { issuedId: 'a', status: 'REVOKED' },
			},
		]);
		expect(issueInstances({ issualDetails: { issuedCount: 0 } })).toEqual([]);
	});
});

describe('what is a proof', () => {
	test('one given since the run began, by whole seconds, and no other', () => {
		const at = Math.floor(SINCE / 1000) * 1000;
		expect(proofAmong(known({ instances: [one('a', at)] }))?.id).toBe('a');
		expect(proofAmong(known({ instances: [one('a', at - 1)] }))).toBe(undefined);
		expect(proofAmong(known({ instances: [one('a', undefined)] }))).toBe(undefined);
		expect(proofAmong(known({ since: undefined, instances: [one('a', at)] }))).toBe(undefined);
	});
	test('any at all, under the content or an ID of the user that may be used', () => {
		expect(proofAmong(known({ anyCounts: true, instances: [one('a', undefined)] }))?.id).toBe('a');
		expect(
			proofAmong(known({ anyCounts: true, since: undefined, instances: [one('a', 1)] }))?.id,
		).toBe('a');
	});
	test('of the same owner and reference, where the view says so', () => {
		const other = one('a', SINCE, { ownerType: 'Journeys' });
		const fits = one('b', SINCE, { ownerType: 'LOYALTY', referenceId: '1' });
		expect(proofAmong(known({ instances: [other, fits] }))?.id).toBe('b');
		expect(proofAmong(known({ instances: [one('c', SINCE, { referenceId: '2' })] }))).toBe(
			undefined,
		);
		const anybodys = { ownerType: undefined, referenceId: undefined };
		expect(proofAmong(known({ ...anybodys, instances: [other] }))?.id).toBe('a');
	});
	test('one that names the owner where the request does, and one that names none where it does not', () => {
		const named = one('a', SINCE, { ownerType: 'Loyalty', referenceId: '1' });
		const nobodys = one('b', SINCE);
		const noOwner = { ownerType: undefined, referenceId: undefined };
		for (const instances of [
			[named, nobodys],
			[nobodys, named],
		]) {
			expect(proofAmong(known({ instances }))?.id).toBe('a');
			expect(proofAmong(known({ instances, ...noOwner }))?.id).toBe('b');
		}
		expect(proofAmong(known({ instances: [nobodys] }))?.id).toBe('b');
	});
	test('that nobody else of the run has, and enough for all who wait', () => {
		const instances = [one('a', SINCE), one('b', SINCE)];
		const waiting = [OWNER];
		expect(proofAmong(known({ instances, taken: new Set(['a']) }))?.id).toBe('b');
		expect(proofAmong(known({ instances, taken: new Set(['a']), waiting }))).toBe(undefined);
		expect(proofAmong(known({ instances, waiting }))?.id).toBe('a');
		expect(proofAmong(known({ instances, waiting: [OWNER, OWNER] }))).toBe(undefined);
	});
	describe('where others asked', () => {
		const NOBODY = { ownerType: undefined, referenceId: undefined };
		const OTHER = { ownerType: 'Journeys', referenceId: '1' };
		const of = (id: string, owner: object) => one(id, SINCE, owner);
		const idOf = (change: Partial<Looked>) => proofAmong(known(change))?.id;

		test('what names the owner of one who asked is nobody else’s', () => {
			const instances = [of('a', OWNER)];
			expect(idOf({ instances, ...NOBODY, waiting: [OWNER] })).toBe(undefined);
			expect(idOf({ instances, ...NOBODY, had: [OWNER] })).toBe(undefined);
			expect(idOf({ instances, waiting: [NOBODY] })).toBe('a');
			expect(idOf({ instances, ...NOBODY, waiting: [OTHER] })).toBe('a');
			const both = [of('a', OWNER), of('b', {})];
			// Once the other has its own, the one without an owner is ours.
			const taken = new Set(['a']);
			expect(idOf({ instances: both, ...NOBODY, waiting: [OWNER] })).toBe(undefined);
			expect(idOf({ instances: both, ...NOBODY, had: [OWNER], taken })).toBe('b');
		});
		test('only those whose it can be need one of their own', () => {
			expect(idOf({ instances: [of('a', OWNER)], waiting: [OTHER, OTHER] })).toBe('a');
			expect(idOf({ instances: [of('a', { referenceId: '1' })], waiting: [OTHER] })).toBe(
				undefined,
			);
			expect(idOf({ instances: [of('a', { ownerType: 'Loyalty' })], waiting: [OTHER] })).toBe('a');
		});
		test('references that differ by capitals alone are told by their spelling, and need one each', () => {
			const [small, large] = ['r', 'R'].map((referenceId) => ({ ...OWNER, referenceId }));
			const instances = [of('a', small), of('b', large)];
			expect(idOf({ instances, ...small, waiting: [large] })).toBe('a');
			expect(idOf({ instances, ...large, waiting: [small] })).toBe('b');
			expect(idOf({ instances: [of('a', small)], ...large, waiting: [small] })).toBe(undefined);
		});
		test('one that has its own counts where IDs have another form, or are not shown', () => {
			const had = [OWNER];
			const taken = new Set(['12345']);
			expect(idOf({ instances: [of('12346', OWNER)], had, taken })).toBe('12346');
			expect(idOf({ instances: [of('a'.repeat(24), OWNER)], had, taken })).toBe(undefined);
			expect(idOf({ instances: [{ ...of('', OWNER), id: undefined }], had, taken })).toBe(
				undefined,
			);
		});
	});
});

test('rows that name another customer prove nothing of this one', () => {
	const earns = [
		{ earnedBadgeId: 'a', customerId: 8 },
		{ earnedBadgeId: 'b', customerId: '7' },
		{ earnedBadgeId: 'c' },
	];
	expect(earnInstances({ earnDetails: { earns } })?.map(({ id }) => id)).toEqual(['b', 'c']);
	const issuals = [{ issueId: 'a', customerId: 8 }];
	expect(issueInstances({ issualDetails: { issuals } })).toEqual([]);
	expect(
		earnInstances({ earnDetails: { earns: earns.slice(0, 1) }, activeEarnedCount: 1 }),
	).toEqual([]);
});
