import { withFieldNames, withNames } from '../../nodes/shared/capillary/fieldNames';

test('IDs stand under the name of the field that takes them, beside the name that Capillary gives', () => {
	expect(withFieldNames({ badgeMetaId: 'b', earns: [{ earnId: 'e', earnCount: 1 }] })).toEqual({
		badgeMetaId: 'b',
		badgeId: 'b',
		earns: [{ earnId: 'e', earnedBadgeId: 'e', earnCount: 1 }],
	});
});

test('what Capillary gives under such a name stays as it is', () => {
	const own = { badgeMetaId: 'b', badgeId: 7, earnId: 'e', earnedBadgeId: null };
	expect(withFieldNames(own)).toEqual(own);
});

test('nothing is made of nothing, nor of what only looks alike', () => {
	const rows = [{ badgeMetaId: null, earnId: undefined, id: 'x' }, 'badgeMetaId', 3, null];
	expect(withFieldNames(rows)).toEqual(rows);
	expect(withNames({ toString: 1 }, {})).toEqual({ toString: 1 });
});

test('a badge is named by its own ID, where the operation says so', () => {
	expect(withNames({ id: 'b', badgeGroupId: 'g' }, { id: 'badgeId' })).toEqual({
		id: 'b',
		badgeId: 'b',
		badgeGroupId: 'g',
	});
});

test('a schema gets the names like a record', () => {
	const text = { type: 'string' };
	expect(withFieldNames({ type: 'object', properties: { earnId: text } })).toEqual({
		type: 'object',
		properties: { earnId: text, earnedBadgeId: text },
	});
});
