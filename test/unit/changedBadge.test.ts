import { changedBadge } from '../../nodes/CapillaryBadges/actions/badge/definition';

const FOUND = {
	id: 'a',
	startOn: 1770034996.715319,
	startOnISO: '2026-02-02T12:23:16Z',
	expiresOnISO: '2031-01-15T09:32:37Z',
	earnedBadgeExpiry: {
		expiryType: 'ABSOLUTE',
		expiresOn: 1926235957.5,
		expiresOnISO: '2031-01-15T09:32:37Z',
	},
};

test('times that stay are sent in their exact form, at any depth', () => {
	expect(changedBadge(FOUND, { name: 'B' }, [])).toEqual({
		id: 'a',
		name: 'B',
		startOn: 1770034996.715319,
		// The only form that the answer had.
		expiresOnISO: '2031-01-15T09:32:37Z',
		earnedBadgeExpiry: { expiryType: 'ABSOLUTE', expiresOn: 1926235957.5 },
		ownership: {},
		customFields: {},
	});
});

test('a time that changes is sent in its new form alone', () => {
	const changed = changedBadge(FOUND, { startOnISO: '2030-01-01T00:00:00.000Z' }, []);
	expect(changed).toMatchObject({ startOnISO: '2030-01-01T00:00:00.000Z' });
	expect(changed).not.toHaveProperty('startOn');
});
