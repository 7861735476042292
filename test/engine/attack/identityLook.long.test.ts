import type { IDataObject } from 'n8n-workflow';
import { endings, kindOf, people, RETRY } from '../../support/identity';
import type { Giving } from '../../support/identity';
import { refusedWith } from '../../support/witness';
import { asked, useWitnessStage, wordsOf } from '../../support/witnessStage';

/** What a look at a customer's badges proves, where several nodes or rounds gave, or others did. */

const stage = useWitnessStage();

const ALL: Giving[] = ['earn', 'earnBulk', 'enrol'];
/** Customer 1, whatever the item holds. */
const ONE = { customerId: 1, customersFrom: 'list', customers: '1' };
const HOUR = 3_600_000;
/** The n-th request that writes is lost before anything was done. */
const loseBefore = (lost: number) => {
	stage.witness.rules.mishap = ({ n }) => (n === lost ? { before: 'cut' } : undefined);
};

describe.each(['earn', 'earnBulk'] as const)(
	'two nodes of one workflow, the second %s',
	(second) => {
		test('the badge of the first is no proof for the second', async () => {
			stage.witness.rules.limit = 1;
			loseBefore(2);
			const run = await stage.chain({ A: asked('earn', ONE), B: asked(second, ONE) });
			expect(stage.witness.held()).toEqual({ 1: 1 });
			expect([wordsOf(run, 'A'), wordsOf(run, 'B')]).toEqual([['done'], ['unknown']]);
		});

		test('the same content is the same request', async () => {
			const content = { ...ONE, options: { requestIdScope: 'content' } };
			const run = await stage.chain({ A: asked('earn', content), B: asked(second, content) });
			expect(stage.witness.held()).toEqual({ 1: 1 });
			expect([wordsOf(run, 'A'), wordsOf(run, 'B')]).toEqual([['done'], ['already']]);
		});
	},
);

describe.each(ALL)('two rounds, %s', (operation) => {
	test.each([
		{ additionalFields: { requestId: 'own-1' }, options: { alreadyDone: 'continue' } },
		{ options: { requestIdScope: 'content' } },
	])('the second asks for the same under the same ID: it is so already (%j)', async (change) => {
		const { witness } = stage;
		const run = await stage.rounds(asked(operation, change), { retryOnFail: true, maxTries: 3 });
		expect(witness.held(kindOf(operation))).toEqual({ 1: 1 });
		expect([wordsOf(run, 'Badges'), wordsOf(run, 'Badges', 1)]).toEqual([['done'], ['already']]);
		expect(witness.writes()).toHaveLength(2);
	});

	test('the second, under an ID of its own, is not proved by the first', async () => {
		loseBefore(2);
		let writes = 0;
		stage.witness.rules.refuses = () => {
			writes += 1;
			return writes > 1 ? { code: 4711, message: 'The limit is reached' } : undefined;
		};
		const run = await stage.rounds(asked(operation));
		expect(stage.witness.held(kindOf(operation))).toEqual({ 1: 1 });
		expect(wordsOf(run, 'Badges', 1)).toEqual(['unknown']);
	});
});

test.each(['enrol', 'earnBulk'] as const)(
	'%s: "so already" after a lost attempt is done where that may count as done',
	async (operation) => {
		const { witness } = stage;
		for (const [alreadyDone, word] of [
			['continue', 'already'],
			['fail', 'unknown'],
		]) {
			witness.reset();
			loseBefore(1);
			witness.give({ kind: kindOf(operation), customer: 1, at: Date.now() - HOUR });
			witness.rules.refuses = () => ({ code: 1040, message: 'It exists already.' });
			const run = await stage.run(operation, { options: { alreadyDone } }, { items: people(1) });
			expect([alreadyDone, endings(run)]).toEqual([alreadyDone, { 1: [word] }]);
		}
	},
);

test.each(ALL)('%s: one that is dated to come was not given by this run', async (operation) => {
	const { witness } = stage;
	const kind = kindOf(operation);
	// Shown by the date of its event, which may lie ahead.
	witness.give({ kind, customer: 1, at: Date.now() + 12 * HOUR });
	loseBefore(1);
	witness.rules.refuses = () => ({ code: 4711, message: 'The limit is reached' });
	const run = await stage.run(operation, {}, { items: people(1) });
	expect(endings(run)).toEqual({ 1: ['unknown'] });
});

test.each(ALL)(
	"%s: one that was taken back is no proof under an ID that is another's",
	async (operation) => {
		const { witness } = stage;
		const kind = kindOf(operation);
		const shown = { revokedOnISO: '2026-01-01T00:00:00Z' };
		witness.give({ kind, customer: 1, at: Date.now() - HOUR, shown });
		witness.use('order-9');
		const change = {
			additionalFields: { requestId: 'order-9' },
			options: { alreadyDone: 'continue' },
		};
		const run = await stage.run(operation, change, { items: people(1) });
		expect(endings(run)).toEqual({ 1: ['unknown'] });
	},
);

describe.each(ALL)('%s: refused in one try, and given elsewhere before the next', (operation) => {
	test.each([
		['of the content', { options: { requestIdScope: 'content' } }, 'already'],
		[
			'of the user, with Continue',
			{ additionalFields: { requestId: 'own-1' }, options: { alreadyDone: 'continue' } },
			'already',
		],
		['of the user', { additionalFields: { requestId: 'own-1' } }, 'not'],
	])('under an ID %s', async (_whose, change, word) => {
		const { witness } = stage;
		witness.rules.mishap = ({ n, requestId }) => {
			if (n === 1) return { before: refusedWith(811, 'Not enrolled', 409) };
			if (n === 2) {
				witness.use(requestId);
				witness.give({ kind: kindOf(operation), customer: 1, at: Date.now() - HOUR });
			}
			return undefined;
		};
		const run = await stage.run(operation, change, { items: people(1), ...RETRY });
		expect(endings(run)).toEqual({ 1: [word] });
		expect(witness.held(kindOf(operation))).toEqual({ 1: 1 });
	});
});

test.each(['activate', 'deactivate'])('a badge that one try could %s stays so', async (word) => {
	const { witness } = stage;
	const [refused, switched] = ['aa'.repeat(12), 'bb'.repeat(12)];
	witness.rules.mishap = ({ n, path }) =>
		// The second is switched in the first try, and forbidden from then on.
		n === 2 && path.includes(switched)
			? { after: { json: { data: { id: switched, isActive: word === 'activate' } } } }
			: { before: { status: 403, json: { errorMessage: 'No', errorCode: 4000 } } };
	const items = [{ badge: refused }, { badge: switched }];
	const change = { badgeId: '={{ $json.badge }}' };
	const run = await stage.run(`badge.${word}`, change, { items, ...RETRY });
	expect(run.items.map(({ json }) => [json.id, json.error])).toEqual([[switched, undefined]]);
	expect(run.failed.map(({ json }) => json.badge)).toEqual([refused]);
	expect(witness.writes()).toHaveLength(4);
});

describe.each(ALL)(
	'%s: answers lost for a customer who was asked for with an owner and without one',
	(operation) => {
		test.each([
			['Loyalty', 'none'],
			['none', 'Loyalty'],
		])('%s, then %s: each item has the badge of its own request', async (...owners) => {
			const { witness } = stage;
			witness.rules.mishap = ({ n }) => {
				// A view may begin with the newest.
				if (n === 0) witness.deeds.sort((one, other) => other.id.localeCompare(one.id));
				return n === 2 || n === 3 ? { after: 'cut' } : undefined;
			};
			// The first request of a run goes alone.
			const items = [{ who: 9, owner: 'Loyalty' }, ...owners.map((owner) => ({ who: 1, owner }))];
			const change = { ownerType: '={{ $json.owner }}' };
			const run = await stage.run(operation, change, { items });
			const kind = kindOf(operation);
			expect(witness.held(kind)).toEqual({ 1: 2, 9: 1 });
			const deedOf = (owner: string) =>
				witness.deeds.find(
					(deed) => deed.customer === 1 && deed.owner === (owner === 'none' ? undefined : owner),
				)?.id;
			const idOf = ({ json }: { json: IDataObject }) => json.earnedBadgeId ?? json.issuedId;
			expect(run.items.slice(1).map(idOf)).toEqual(owners.map(deedOf));
		});
	},
);
