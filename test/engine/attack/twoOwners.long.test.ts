import type { IDataObject, INode } from 'n8n-workflow';
import { basicCredential } from '../../support/basicCredential';
import type { Engine } from '../../support/engine';
import { runNode, startEngine } from '../../support/engine';
import type { Giving } from '../../support/identity';
import { GIVING } from '../../support/identity';
import type { Case, Fate, Owner } from '../../support/ownersServer';
import { FATES, NONE, stageOwners, startOwners, VIEWS } from '../../support/ownersServer';

/**
 * Two and three items for one customer and badge, by other owners or the same one, whose answers are
 * lost or refuse, before views of every kind: no item is told done by the badge of another.
 */

const A: Owner = ['Loyalty', '11'];
const B: Owner = ['Loyalty', '22'];
const OWNERS: Owner[][] = [
	[A, NONE],
	[NONE, A],
	[A, B],
	[A, A],
	[NONE, NONE],
	[A, ['Journeys', '11']],
	[
		['Loyalty', 'abc'],
		['Loyalty', 'ABC'],
	],
	[A, B, NONE],
];

let engine: Engine;
let owning: Awaited<ReturnType<typeof startOwners>>;
beforeAll(async () => {
	[engine, owning] = await Promise.all([startEngine(), startOwners()]);
});
afterAll(() => owning.close());

/** All ways in which so many requests can end. */
const fatesOf = (count: number): Fate[][] =>
	count === 0 ? [[]] : fatesOf(count - 1).flatMap((some) => FATES.map((fate) => [...some, fate]));

/** One of so many is played; it shares no factor with how they are counted. */
const STEP = 23;
const HOUR = 3_600_000;
function casesOf(older: Owner[], states: string[]): Case[] {
	const all = OWNERS.flatMap((owners) =>
		Object.keys(VIEWS).flatMap((view) =>
			fatesOf(owners.length)
				.filter((fates) => fates.length < 3 || fates.includes('kept'))
				.map((fates) => ({ owners, view, fates })),
		),
	);
	return all
		.filter((_, i) => i % STEP === 0)
		.map((one, i) => ({
			...one,
			customer: i + 1,
			older,
			requests: new Map(),
			given: older.map((owner, n) => ({
				...{ id: `9${i}0${n}`, owner, item: undefined },
				...{ at: Date.now() - HOUR, state: states[n % states.length] },
			})),
		}));
}

/** What is wrong with what items were told. */
function wrongs(one: Case, told: Array<IDataObject | undefined>): string[] {
	const { id: written = (id: string) => id } = VIEWS[one.view];
	const said = told.map((json) => String(json?.earnedBadgeId ?? json?.issuedId ?? 'no ID'));
	return told.flatMap((json, item): string[] => {
		const deeds = one.given.filter((deed) => deed.item === item);
		if (!json) return [`item ${item} came out nowhere`];
		if (deeds.length > 1) return [`item ${item} was given ${deeds.length}`];
		const [deed] = deeds;
		if ('error' in json) {
			const isUnknown = String(json.error).includes('unknown');
			return deed && !isUnknown ? [`item ${item} is told not, and was given one`] : [];
		}
		if (!deed) return [`item ${item} is told done (${said[item]}), and has none`];
		const ids = [deed.id, String(written(deed.id))];
		// Of one owner nobody can tell which is whose; each must have one of them.
		const mine = one.owners[item].join();
		const alike = one.given.filter((other) => other.owner.join() === mine);
		const allowed = VIEWS[one.view].owner && one.view !== 'null for no owner' ? one.given : alike;
		const isAllowed =
			said[item] === 'no ID' ||
			ids.includes(said[item]) ||
			allowed.some(({ id }) => [id, String(written(id))].includes(said[item]));
		return isAllowed ? [] : [`item ${item} is told ${said[item]} in place of ${deed.id}`];
	});
}

async function play(operation: Giving, change: INode['parameters'], all: Case[]) {
	const items = all.flatMap(({ customer, owners }) =>
		owners.map(([owner, reference]) => ({ who: customer, owner, reference })),
	);
	const run = await runNode(engine, {
		credential: basicCredential(owning.url),
		onError: 'continueErrorOutput',
		items,
		parameters: {
			resource: 'customerBadge',
			operation,
			...GIVING[operation],
			ownerType: '={{ $json.owner }}',
			referenceId: '={{ $json.reference }}',
			...change,
			options: { timeout: 100, batchSize: 1, maxAttempts: 2, ...Object(change.options) },
		},
	});
	const told: Array<IDataObject | undefined> = items.map(() => undefined);
	const seen: Record<string, number> = {};
	for (const { json, pairedItem } of [...run.items, ...run.failed]) {
		told[Number(Object(pairedItem).item ?? pairedItem)] = json;
		const word = 'error' in json ? 'failed' : json.alreadyDone ? 'found' : 'done';
		seen[word] = (seen[word] ?? 0) + 1;
	}
	let from = 0;
	const bad = all.flatMap((one) => {
		const mine = told.slice(from, from + one.owners.length);
		from += one.owners.length;
		return wrongs(one, mine).map((wrong) => ({
			wrong,
			owners: one.owners.join(' | '),
			fates: one.fates.join(),
			view: one.view,
		}));
	});
	return { bad, seen, error: run.error };
}

test.each<[Giving, boolean, Owner[], string[]]>([
	['earn', false, [], []],
	['earn', true, [], []],
	['earnBulk', false, [A, NONE], ['REVOKED', 'EXPIRED']],
	['enrol', false, [A, A, B], ['ACTIVE', 'REVOKED', 'EXPIRED']],
])(
	'%s',
	async (operation, numbers, older, states) => {
		const all = casesOf(older, states);
		stageOwners(all, numbers);
		const { bad, seen, error } = await play(operation, {}, all);
		expect(error).toBeUndefined();
		expect(Object.keys(seen).sort()).toEqual(['done', 'failed', 'found']);
		expect(bad).toEqual([]);
	},
	60_000,
);
