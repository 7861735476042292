/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- a command line program beside n8n, not inside it */
/**
 * `tsx tools/demo.ts [workflow.json]`: runs the example of the five badge operations, or a
 * changed copy of it, against a local Capillary, and says what each step did. Ends with 1 if one of
 * them left no trace there.
 */
// First of all: n8n-core reads its settings when it is loaded.
import '../test/support/setup.cjs';
import { SEED, startSandbox } from '../sandbox';
import type { State } from '../sandbox';
import type { ExampleRun } from '../test/support/examples';
import { readExample, runExample } from '../test/support/examples';
import { startEngine } from '../test/support/engine';

const FILE = 'five-badge-operations.json';

/** One node of the example: what it is there for, and what Capillary must hold afterwards. */
interface Step {
	node: string;
	/** What the sandbox holds, as a sentence; undefined if the step did not take effect there. */
	effect(state: State): string | undefined;
}

const claimOf = (state: State, badgeId: string, referenceId: string) =>
	[...state.claims.values()].find(
		(claim) =>
			claim.badgeId === badgeId &&
			claim.ownerType === 'Loyalty' &&
			claim.referenceId === referenceId,
	);

const customersOf = (rows: Iterable<{ badgeId: string; customerId: number }>, badgeId: string) =>
	[...rows].filter((row) => row.badgeId === badgeId).map((row) => row.customerId);

const nameOf = (state: State, badgeId: string) => `"${state.badges.get(badgeId)?.name}"`;

const STEPS: Step[] = [
	{
		node: 'Claim the Badge',
		effect: (state) =>
			claimOf(state, SEED.claimBadge, '123')?.isActive === true
				? `${nameOf(state, SEED.claimBadge)} is claimed by Loyalty, reference ID 123`
				: undefined,
	},
	{
		node: 'Enrol Customers',
		effect: (state) => {
			const customers = customersOf(state.issuals.values(), SEED.enrolBadge);
			return customers.length === 2
				? `customers ${customers.join(' and ')} are enrolled for ${nameOf(state, SEED.enrolBadge)}`
				: undefined;
		},
	},
	{
		node: 'Issue the Badge',
		effect: (state) => {
			const customers = customersOf(state.earns.values(), SEED.earnBadge);
			return customers.length === 2
				? `customers ${customers.join(' and ')} have ${nameOf(state, SEED.earnBadge)}`
				: undefined;
		},
	},
	{
		node: 'Ask for an Approval',
		effect: (state) => {
			const [request] = state.requests.values();
			return request?.state === 'AdminTask'
				? `a request to issue ${nameOf(state, SEED.requestBadge)} waits for a checker`
				: undefined;
		},
	},
	{
		node: 'Unclaim the Badge',
		effect: (state) =>
			claimOf(state, SEED.unclaimBadge, '123')?.isActive === false
				? `${nameOf(state, SEED.unclaimBadge)} is no longer claimed by Loyalty, reference ID 123`
				: undefined,
	},
];

/** The flat fields of what a node gave out, on one line each. */
const shown = (json: object) =>
	Object.entries(json)
		.filter(([, value]) => value !== null && typeof value !== 'object')
		.map(([name, value]) => `${name} ${String(value)}`)
		.join(', ');

/** Prints one step and says whether it took effect. */
function report(step: Step, index: number, { run, items }: ExampleRun, state: State): boolean {
	const { error } = run.data.resultData.runData[step.node]?.at(-1) ?? {};
	const effect = step.effect(state);
	const isDone = error === undefined && effect !== undefined;
	console.log(`${index + 1}. ${step.node}: ${isDone ? 'done' : 'NOT DONE'}`);
	if (error)
		console.log(`   stopped:   ${error.message}\n              ${error.description ?? ''}`);
	for (const { json } of items(step.node)) console.log(`   item:      ${shown(json)}`);
	console.log(`   Capillary: ${effect ?? 'shows no trace of it'}\n`);
	return isDone;
}

async function main(): Promise<void> {
	const [sandbox, engine] = await Promise.all([startSandbox(), startEngine()]);
	const file = process.argv[2] ?? FILE;
	const { name, ...workflow } = readExample(file);
	console.log(`\n"${name}", in n8n's engine, against a local Capillary at ${sandbox.url}\n`);
	const ran = await runExample(engine, sandbox, { name, ...workflow });
	const done = STEPS.map((step, index) => report(step, index, ran, sandbox.state));
	console.log('Requests that reached Capillary:');
	for (const { method, path, status } of sandbox.journal.entries) {
		console.log(`   ${method} ${path}  ${status}`);
	}
	const count = done.filter(Boolean).length;
	console.log(`\n${count} of ${STEPS.length} steps done.`);
	await sandbox.close();
	process.exitCode = count === STEPS.length ? 0 : 1;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
