import fc from '../../support/fastCheck';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
afterAll(() => stage.close());

const NAMES = ['Coffee Lover', 'Once Per Customer'];

/** A change of one of two badges: an item sets one custom field. */
const change = fc.record({
	badge: fc.integer({ min: 0, max: 1 }),
	field: fc.integer({ min: 0, max: 3 }),
});
const fault = fc.record({
	method: fc.constantFrom('GET', 'PUT'),
	skip: fc.integer({ min: 0, max: 4 }),
	how: fc.constantFrom('refused', 'lost before', 'lost after', 'slow'),
});
const HOW = {
	refused: { status: 503 },
	'lost before': { drop: 'before' },
	'lost after': { drop: 'after' },
	slow: { latencyMs: 15 },
} as const;

type Change = { badge: number; field: number };
type Fault = { method: string; skip: number; how: keyof typeof HOW };

/** Runs the changes against a fresh sandbox, where somebody else changes a badge after it was first read. */
async function writing(
	changes: readonly Change[],
	faults: readonly Fault[],
	others: 'none' | 'once',
	checkForChanges: boolean,
) {
	const { sandbox } = stage;
	sandbox.reset();
	const ids = NAMES.map((name) => sandbox.state.badgeNames.get(name) ?? '');
	for (const { method, skip, how } of faults) {
		sandbox.faults.add({ match: { method }, skip, ...HOW[how] });
	}
	sandbox.setHabits({ 'other-writer': others });
	const items = changes.map(({ badge, field }, i) => ({
		id: ids[badge],
		field: `Field ${field}`,
		value: `value ${i}`,
	}));
	const updateFields = {
		customFields: { field: [{ name: '={{ $json.field }}', value: '={{ $json.value }}' }] },
	};
	const run = await stage.run(
		'badge.update',
		{ badgeId: '={{ $json.id }}', updateFields, options: { checkForChanges } },
		{ items },
	);
	const done = new Set(linked(run.items).map(({ item }) => Number(item)));
	const failed = linked(run.failed).map(({ item }) => Number(item));
	expect([...done, ...failed].sort((a, b) => a - b)).toEqual(items.map((_, i) => i));
	return { ids, items, done };
}

/** Each field holds what the last item that came out for it has written. */
function expectOwnChanges({ ids, items, done }: Awaited<ReturnType<typeof writing>>): void {
	for (const [place, id] of ids.entries()) {
		const stored = stage.sandbox.state.badges.get(id);
		const own = items.map((item, i) => ({ ...item, i })).filter((item) => item.id === id);
		for (const { field } of own) {
			const last = own.filter((item) => item.field === field).at(-1);
			// What failed may have been written or not, where it is unknown.
			if (!last || !done.has(last.i)) continue;
			expect([NAMES[place], stored?.customFields[field]]).toEqual([NAMES[place], last.value]);
		}
	}
}

const writers = [
	fc.array(change, { minLength: 1, maxLength: 8 }),
	fc.array(fault, { maxLength: 3 }),
	fc.constantFrom<'none' | 'once'>('none', 'once'),
] as const;

/** After any run each field holds what the last item that came out for it has written, and nobody else's change is gone. */
test('with Check for Changes no change of a record is lost, whoever else writes and whatever is lost on the way', async () => {
	await fc.assert(
		fc.asyncProperty(...writers, async (changes, faults, others) => {
			const written = await writing(changes, faults, others, true);
			expectOwnChanges(written);
			const { state } = stage.sandbox;
			for (const id of written.ids) {
				if (!state.changedByOthers.has(id)) continue;
				expect(state.badges.get(id)?.description).toContain('Changed by somebody else');
			}
		}),
		{ numRuns: 25, seed: 13 },
	);
}, 120_000);

/** What an answer-only member, the changed ones and those that somebody else changes leave of a badge. */
function untouched(id: string) {
	const badge = stage.sandbox.state.badges.get(id);
	if (!badge) throw new Error(`No badge ${id}`);
	const changing = ['description', 'customFields', 'lastUpdatedOn', 'lastUpdatedBy'];
	const rest = Object.entries(badge).filter(([name]) => !changing.includes(name));
	// Owners are a set: the sandbox gives them sorted.
	return { ...Object.fromEntries(rest), restrictedToOwners: [...badge.restrictedToOwners].sort() };
}

/** Without it: nothing of the run's own is lost, and each write rests on a reading of its own, right before it. */
test('without Check for Changes the items of a run lose nothing to each other, and nothing that stood when the record was read last', async () => {
	await fc.assert(
		fc.asyncProperty(...writers, async (changes, faults, others) => {
			stage.sandbox.reset();
			const before = NAMES.map((name) => untouched(stage.sandbox.state.badgeNames.get(name) ?? ''));
			const written = await writing(changes, faults, others, false);
			expectOwnChanges(written);
			expect(written.ids.map(untouched)).toEqual(before);
			const asked = stage.requests();
			for (const id of written.ids) {
				const own = asked.filter(({ path, body }) =>
					[path.split('/').at(-1), (body as { id?: string } | undefined)?.id].includes(id),
				);
				for (const [i, { method }] of own.entries()) {
					if (method === 'PUT') expect(own[i - 1]?.method).toBe('GET');
				}
			}
		}),
		{ numRuns: 25, seed: 13 },
	);
}, 120_000);
