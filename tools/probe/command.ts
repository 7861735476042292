/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command line program beside n8n, not inside it */
/** The probe as a command: reads what is wished for, asks before it writes, writes the report. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { version } from '../../package.json';
import {
	accountFrom,
	type Environment,
	HELP,
	readArguments,
	type Wishes,
	WrongUsage,
} from './arguments';
import { type Gift, wordsOf } from './gifts';
import { jsonReport, markdownReport } from './report';
import { type Outcome, type Plan, runProbe } from './run';
import type { Terminal } from './terminal';
import type { Clock } from './types';
import { Stopped } from './types';

/** Real time; `wait` ends when the run is to end. */
function realClock(stop: AbortSignal): Clock {
	const rest = async (ms: number): Promise<void> =>
		await new Promise((done) => setTimeout(done, ms));
	const stopped = new Promise<never>((_, reject) => {
		stop.addEventListener('abort', () => reject(new Stopped('it was stopped')), { once: true });
	});
	// Who does not wait at that moment need not hear of it.
	stopped.catch(() => undefined);
	const wait = async (ms: number): Promise<void> => await Promise.race([rest(ms), stopped]);
	return { now: Date.now, wait, rest };
}

const list = (values: readonly unknown[]): string => values.join(', ');

/** What will be written, and what stays of it. */
const warning = ({ badges, customers, url }: Wishes): string =>
	`This issues the badges ${list(badges)}
to the customers ${list(customers)} at ${url}, and enrols them: some 30 times in all.
Each is taken back at the end. What Capillary does when a badge is issued is not: events, messages,
coupons and points of the badge. Take badges and customers that are there for tests.`;

async function mayWrite(wishes: Wishes, terminal: Terminal): Promise<boolean> {
	if (!wishes.write || wishes.yes) return true;
	if (!terminal.isInteractive)
		throw new WrongUsage('--write needs --yes where nobody can be asked');
	terminal.tell(warning(wishes));
	return /^y(es)?$/i.test((await terminal.ask('Go on? (yes or no) ')).trim());
}

const IN_DOUBT: ReadonlyArray<Gift['state']> = ['given', 'unclear', 'underWay', 'left', 'notSeen'];

/** Says what may still be there, with IDs: to the terminal only. */
function tellLeft(gifts: readonly Gift[], { tell }: Terminal): boolean {
	const left = gifts.filter(({ state }) => IN_DOUBT.includes(state));
	if (left.length > 0) tell('These may still be there. Look them up, and take them back by hand:');
	for (const gift of left) {
		const seen =
			gift.state === 'notSeen' ? ' (no answer names it, and the view does not show it)' : '';
		tell(`- ${wordsOf(gift)}${seen}`);
	}
	return left.length > 0;
}

async function writeReport(
	folder: string,
	plan: Plan,
	outcome: Outcome,
	{ print, tell }: Terminal,
) {
	const markdown = markdownReport(plan, outcome, version);
	print(markdown);
	try {
		await mkdir(folder, { recursive: true });
		await writeFile(path.join(folder, 'probe.md'), markdown);
		await writeFile(path.join(folder, 'probe.json'), jsonReport(plan, outcome, version));
		tell(`Written to ${folder}: probe.md and probe.json, to attach to an issue.`);
	} catch {
		tell(`The report could not be written to ${folder}; it is above.`);
	}
}

/** Asks the server; an interruption ends the asking, a second one everything. */
async function probe(plan: Plan, terminal: Terminal): Promise<Outcome & { isStopped: boolean }> {
	const stopping = new AbortController();
	let gifts: readonly Gift[] = [];
	terminal.onInterrupt(() => {
		if (stopping.signal.aborted) {
			tellLeft(gifts, terminal);
			terminal.exit(2);
			return;
		}
		terminal.tell('Stopping. What was given is taken back first; once more ends it at once.');
		stopping.abort();
	});
	const clock = realClock(stopping.signal);
	const watch = (all: readonly Gift[]): void => void (gifts = all);
	const { tell } = terminal;
	const outcome = await runProbe(plan, { tell, stop: stopping.signal, clock, watch });
	return { ...outcome, isStopped: stopping.signal.aborted };
}

/**
 * Runs the command.
 * @returns its exit code: 0, 1 where it could not begin or sign in, 2 where something may be left, 130
 * where it was interrupted
 */
export async function command(
	args: readonly string[],
	env: Environment,
	terminal: Terminal,
): Promise<number> {
	try {
		const wishes = readArguments(args);
		if (wishes.help) {
			terminal.print(`${HELP}\n`);
			return 0;
		}
		const asking = terminal.isInteractive ? terminal : undefined;
		const account = await accountFrom(wishes.url, env, asking);
		if (!(await mayWrite(wishes, terminal))) {
			terminal.tell('Nothing was sent.');
			return 1;
		}
		const plan: Plan = { ...wishes, account };
		const outcome = await probe(plan, terminal);
		await writeReport(wishes.out, plan, outcome, terminal);
		if (tellLeft(outcome.gifts, terminal)) return 2;
		if (outcome.isStopped) return 130;
		return outcome.answers[0]?.finding.verdict === 'assumed' ? 0 : 1;
	} catch (error) {
		const words = error instanceof Error ? error.message : String(error);
		terminal.tell(words);
		return 1;
	}
}
