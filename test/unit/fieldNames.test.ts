import { withFieldNames } from '../../nodes/shared/capillary/fieldNames';

test('IDs stand under the name of the field that takes them, beside the name that Capillary gives', () => {
	expect(withFieldNames({ badgeMetaId: 'b', earns: [{ earnId: 'e', earnCount: 1 }] })).toEqual({
		badgeMetaId: 'b',
		badgeId: 'b',
		earns: [{ earnId: 'e', earnedBadgeId: 'e', earnCount: 1 }],
	});
});

test('what Capillary gives under such a name stays as it is', () => {
	const own = { badgeId: 7, badgeMetaId: 'b', earnedBadgeId: null, earnId: 'e' };
	expect(withFieldNames(own)).toEqual(own);
});

test('a call that a record holds stays as it was sent', () => {
	const held = { details: { body: { badgeMetaId: 'b', customerId: 1 } } };
	expect(withFieldNames(held)).toEqual(held);
});

test('nothing is made of nothing, nor of what only looks alike', () => {
	const odd = { badgeMetaId: null, earnId: undefined, id: 'x', list: ['badgeMetaId', 3, null] };
	expect(withFieldNames(odd)).toEqual(odd);
	expect(withFieldNames({ toString: 1 })).toEqual({ toString: 1 });
});

test('a member with the name of what objects inherit from is a member like others', () => {
	const given = JSON.parse('{"__proto__":{"earnId":"e"},"badgeMetaId":"b"}') as {
		badgeMetaId: string;
	};
	expect(JSON.stringify(withFieldNames(given))).toBe(
		'{"__proto__":{"earnId":"e","earnedBadgeId":"e"},"badgeMetaId":"b","badgeId":"b"}',
	);
});

test('a badge is named by its own ID, where the operation says so', () => {
	expect(withFieldNames({ id: 'b', badgeGroupId: 'g' }, { id: 'badgeId' })).toEqual({
		id: 'b',
		badgeId: 'b',
		badgeGroupId: 'g',
	});
});

test('a schema gets the names like a record', () => {
	const text = { type: 'string' };
	const rows = { type: 'array', items: { properties: { earnId: text } } };
	const named = { type: 'array', items: { properties: { earnId: text, earnedBadgeId: text } } };
	expect(withFieldNames({ badgeMetaId: text, rows })).toEqual({
		badgeMetaId: text,
		badgeId: text,
		rows: named,
	});
});

test('an output item shares nothing with the answer, nor with another item', () => {
	const triggeredBy = { ownerType: 'Loyalty', rows: [{ id: 1 }] };
	const [one, other] = [1, 2].map((customerId) => withFieldNames({ customerId, triggeredBy }));
	expect(one.triggeredBy).toEqual(triggeredBy);
	const rowsOf = (json: Record<string, unknown>) => (json.triggeredBy as typeof triggeredBy).rows;
	expect(one.triggeredBy).not.toBe(triggeredBy);
	expect(one.triggeredBy).not.toBe(other.triggeredBy);
	expect(rowsOf(one)[0]).not.toBe(rowsOf(other)[0]);
});
