import fc from 'fast-check';
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

/** After any run each field holds what the last item that came out for it has written, and nobody else's change is gone. */
test('no change of a record is lost, whoever else writes and whatever is lost on the way', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(change, { minLength: 1, maxLength: 8 }),
			fc.array(fault, { maxLength: 3 }),
			fc.constantFrom('none', 'once'),
			async (changes, faults, others) => {
				const { sandbox } = stage;
				sandbox.reset();
				const ids = NAMES.map((name) => sandbox.state.badgeNames.get(name) ?? '');
				for (const { method, skip, how } of faults) {
					sandbox.faults.add({ match: { method }, skip, ...HOW[how] });
				}
				// Somebody else changes a badge right before each first repeat of a write.
				sandbox.setHabits({ 'other-writer': others });
				const items = changes.map(({ badge, field }, i) => ({
					id: ids[badge],
					field: `Field ${field}`,
					value: `value ${i}`,
				}));
				const run = await stage.run(
					'badge.update',
					{
						badgeId: '={{ $json.id }}',
						updateFields: {
							customFields: {
								field: [{ name: '={{ $json.field }}', value: '={{ $json.value }}' }],
							},
						},
						options: { checkForChanges: true },
					},
					{ items },
				);
				const done = new Set(linked(run.items).map(({ item }) => Number(item)));
				const failed = linked(run.failed).map(({ item }) => Number(item));
				expect([...done, ...failed].sort((a, b) => a - b)).toEqual(items.map((_, i) => i));
				for (const [place, id] of ids.entries()) {
					const stored = sandbox.state.badges.get(id);
					const own = items.map((item, i) => ({ ...item, i })).filter((item) => item.id === id);
					for (const { field } of own) {
						const last = own.filter((item) => item.field === field).at(-1);
						// What failed may have been written or not, where it is unknown.
						if (!last || !done.has(last.i)) continue;
						expect([NAMES[place], stored?.customFields[field]]).toEqual([NAMES[place], last.value]);
					}
					if (sandbox.state.changedByOthers.has(id)) {
						expect(stored?.description).toContain('Changed by somebody else');
					}
				}
			},
		),
		{ numRuns: 25, seed: 13 },
	);
}, 120_000);
