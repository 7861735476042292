import type { Call, Outcome, Target } from '../../nodes/CapillaryBadges/execution/plan/call';
import { openLedger } from '../../nodes/CapillaryBadges/execution/deliver/ledger';
import type { About } from '../../nodes/shared/capillary/catalogue';

/** Who is for the same badge of the same customer. */

const ABOUT = { badgeId: 'B1', customerId: 7, ownerType: 'Loyalty', referenceId: '1' };
const targetOf = (change: About = {}): Target => ({
	item: 0,
	position: 0,
	subject: '',
	about: { ...ABOUT, ...change },
});
const done = (json: Record<string, unknown> = {}): Outcome => ({ done: [json] });
const failed = (certainty: 'notDone' | 'unknown', requestId?: string): Outcome => ({
	failure: { what: '', fix: '', certainty, requestId },
});
const callOf = (requestId: string, ...targets: Target[]) => ({ targets, requestId }) as Call;

interface Opened {
	context?: object;
	deed?: string;
	calls?: Call[];
	nonce?: string;
	began?: number;
}
/** A ledger of targets, each with how it ended, if it has. */
function open(
	all: Array<[Target, Outcome?]>,
	{ context = {}, deed = 'earn', calls = [], nonce = 'n', began = 0 }: Opened = {},
) {
	const outcomes = new Map(all.flatMap(([one, end]) => (end ? [[one, end] as const] : [])));
	const targets = all.map(([one]) => one);
	return openLedger(context, { deed, targets, calls, outcomes }, { nonce, began });
}
const OWNER = { ownerType: 'Loyalty', referenceId: '1' };
/** So many who asked by that owner. */
const all = (waiting: number, had: number) => ({
	waiting: Array<unknown>(waiting).fill(OWNER),
	had: Array<unknown>(had).fill(OWNER),
});

describe('in one run', () => {
	test('who waits, whose outcome is unknown, and who has one; a refused one wants none', () => {
		const mine = targetOf();
		const ledger = open([
			[mine],
			[targetOf()],
			[targetOf(), failed('unknown')],
			[targetOf(), failed('unknown')],
			[targetOf(), failed('notDone')],
			[targetOf(), done()],
		]);
		expect(ledger.rivals(mine)).toEqual({ ...all(3, 1), taken: new Set() });
	});

	test('those of another owner or reference are told with it, those of another badge or customer never', () => {
		const mine = targetOf();
		const ledger = open([
			[mine],
			[targetOf({ badgeId: 'b1' })],
			[targetOf({ referenceId: '2' }), done()],
			[targetOf({ ownerType: 'Journeys' })],
			[targetOf({ badgeId: 'B2' })],
			[targetOf({ badgeId: undefined })],
			[targetOf({ customerId: 8 })],
		]);
		expect(ledger.rivals(mine)).toMatchObject({
			waiting: [OWNER, { ...OWNER, ownerType: 'Journeys' }],
			had: [{ ...OWNER, referenceId: '2' }],
		});
		expect(ledger.rivals(targetOf({ customerId: 9 }))).toMatchObject(all(0, 0));
		const nameless = targetOf({ badgeId: undefined });
		expect(ledger.rivals(nameless)).toMatchObject(all(1, 0));
	});

	test('the IDs of badges and enrolments that others have', () => {
		const mine = targetOf();
		const ledger = open([
			[mine, done({ earnedBadgeId: 'own' })],
			[targetOf(), { done: [{ earnedBadgeId: 'a' }, { issuedId: 'b', earnedBadgeId: 5 }] }],
			[targetOf({ referenceId: '2' }), done({ issuedId: 'c' })],
			[targetOf(), failed('unknown')],
		]);
		expect(ledger.rivals(mine).taken).toEqual(new Set(['a', 'b', '5', 'c']));
	});

	test('what a look-up has shown counts at once', () => {
		const [mine, other] = [targetOf(), targetOf()];
		const ledger = open([[mine], [other]]);
		expect(ledger.rivals(mine)).toMatchObject(all(1, 0));
		ledger.note(other, done({ earnedBadgeId: 'a' }));
		expect(ledger.rivals(mine)).toMatchObject({ ...all(0, 1), taken: new Set(['a']) });
	});

	test('whoever asks for the same under the same request ID is no other', () => {
		const [mine, alike, owned, other] = [
			targetOf(),
			targetOf(),
			targetOf({ referenceId: '2' }),
			targetOf(),
		];
		const calls = [callOf('r', mine, alike, owned), callOf('s', other)];
		const ledger = open([[mine], [alike], [owned], [other]], { calls });
		const elsewhere = { ...OWNER, referenceId: '2' };
		expect(ledger.rivals(mine, 'r').waiting).toEqual([elsewhere, OWNER]);
		expect(ledger.rivals(mine).waiting).toEqual([OWNER, elsewhere, OWNER]);
	});

	test('the request ID that an outcome tells of is the one it was asked for under', () => {
		const rows: Array<[Target, Outcome?]> = [
			[targetOf(), done({ requestId: 'r' })],
			[targetOf(), failed('unknown', 'r')],
			[targetOf(), { done: [] }],
			[targetOf(), done({ requestId: 7 })],
		];
		const [, , [empty]] = rows;
		const mine = targetOf();
		const ledger = open([[mine], ...rows], { calls: [callOf('s', empty)] });
		expect(ledger.rivals(mine, 'r')).toMatchObject(all(0, 2));
		expect(ledger.rivals(mine, 's')).toMatchObject(all(1, 2));
		expect(ledger.rivals(mine, '7')).toMatchObject(all(1, 2));
	});
});

describe('in one execution', () => {
	const other = { nonce: 'other' };

	test('runs that are under way count, of the same deed in either of them', () => {
		const context = {};
		open([[targetOf()]], { context, ...other });
		open([[targetOf({ badgeId: 'B2' })]], { context, nonce: 'third' });
		const mine = targetOf();
		expect(open([[mine]], { context }).rivals(mine)).toMatchObject(all(1, 0));
		const enrolled = open([[mine]], { context, deed: 'enrol', nonce: 'enrol' });
		expect(enrolled.rivals(mine)).toEqual({ ...all(0, 0), taken: new Set() });
		expect(open([[mine]], { context: {} }).rivals(mine)).toMatchObject(all(0, 0));
	});

	test('of a run that is over only what it has and what is unknown, for two seconds', () => {
		const context = {};
		const ended = open([[targetOf()], [targetOf(), failed('unknown')], [targetOf(), done()]], {
			context,
			...other,
		});
		ended.close(10_000);
		const mine = targetOf();
		const soon = open([[mine]], { context, began: 12_000 });
		expect(soon.rivals(mine)).toMatchObject(all(1, 1));
		const later = open([[mine]], { context, began: 12_001, nonce: 'later' });
		expect(later.rivals(mine)).toMatchObject(all(0, 0));
	});

	test('it is known as long as a run is under way that began before it ended', () => {
		const context = {};
		const mine = targetOf();
		const long = open([[mine]], { context, began: 5000 });
		open([[targetOf(), done()]], { context, ...other }).close(3000);
		const past = open([[targetOf(), done()]], { context, nonce: 'past' });
		past.close(2999);
		open([], { context, nonce: 'next', began: 90_000 });
		expect(long.rivals(mine)).toMatchObject(all(0, 1));
	});

	test('a try takes the place of the one before it', () => {
		const context = {};
		open([[targetOf()], [targetOf()]], { context });
		const mine = targetOf();
		expect(open([[mine]], { context }).rivals(mine)).toMatchObject(all(0, 0));
	});
});
