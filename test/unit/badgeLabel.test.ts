import fc from '../support/fastCheck';
import { badgeLabel, badgeRow, nameInLabel } from '../../nodes/shared/editor/badgeLabel';

const GLANCE = { now: Date.UTC(2026, 10, 29, 23), zone: 'Asia/Kolkata' };
const label = (row: object) => badgeLabel(badgeRow.parse({ id: 'i', ...row }), GLANCE);

test.each<[object, string]>([
	[{ name: 'Coffee' }, 'Coffee'],
	[{}, 'i'],
	[{ name: 'Coffee', status: 'LIVE', active: true, earnType: 'EARN' }, 'Coffee'],
	[{ name: 'Coffee', status: 'LIVE', active: false }, 'Coffee (inactive on 30 Nov 2026)'],
	[
		{ name: 'Coffee', status: 'EXPIRED', expiresOnISO: '2026-06-01T20:00:00+0000' },
		'Coffee (expired 2 Jun 2026)',
	],
	[{ name: 'Coffee', status: 'EXPIRED', expiresOn: 1780272000 }, 'Coffee (expired 1 Jun 2026)'],
	[{ name: 'Coffee', status: 'expired' }, 'Coffee (expired by 30 Nov 2026)'],
	[{ name: 'Coffee', status: 'UPCOMING', startOnISO: 'soon' }, 'Coffee (upcoming on 30 Nov 2026)'],
	[{ name: 'Coffee', earnType: 'ISSUE_EARN' }, 'Coffee (needs enrolment)'],
	[
		{ name: 'Coffee', ownership: { restrictedToOwners: ['Goodwill_Module', 'New_One'] } },
		'Coffee · Goodwill Module, New One',
	],
	[{ name: 'Coffee', ownership: null, active: 'x', earnType: 7 }, 'Coffee'],
])('%j is shown as %s', (row, shown) => {
	expect(label(row)).toBe(shown);
});

const OWNERS = ['Loyalty', 'Goodwill_Module', 'Membercare', 'Rewards_Catalog', 'Journeys'];

test('the name is found again in whatever the picker shows', () => {
	const row = fc.record({
		name: fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('A (b)', 'A · B', 'A (2026)')),
		status: fc.constantFrom('LIVE', 'EXPIRED', 'UPCOMING', null),
		active: fc.boolean(),
		earnType: fc.constantFrom('EARN', 'ISSUE_EARN'),
		startOnISO: fc.constantFrom('2034-01-01T00:00:00Z', null),
		expiresOnISO: fc.constantFrom('2022-12-31T00:00:00Z', null),
		ownership: fc.record({ restrictedToOwners: fc.subarray(OWNERS) }),
	});
	fc.assert(fc.property(row, (one) => expect(nameInLabel(label(one))).toBe(one.name)));
});

test.each([
	['Furry Friend (LIVE) · Loyalty, Milestones', 'Furry Friend'],
	['Furry Friend (INACTIVE)', 'Furry Friend'],
	['Furry Friend · Membercare', 'Furry Friend'],
	['Furry Friend', 'Furry Friend'],
])('a name that an earlier release kept: %s', (was, name) => {
	expect(nameInLabel(was)).toBe(name);
});
