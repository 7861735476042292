/** What docs/choices.md and docs/probe.md say of the questions. */
import { startSandbox } from '../../sandbox';
import { table } from '../table';
import { furnish, sandboxPlan, virtualClock } from './onSandbox';
import { PROBES, UNSEEN } from './probes';
import { answersTable } from './report';
import { runProbe } from './run';
import type { Question } from './types';

const habitsOf = ({ habits }: Question): string => habits.map((name) => `\`${name}\``).join(', ');

/** What is assumed, question by question, and the habits of the sandbox that do otherwise. */
const choicesTable = (): string =>
	table(
		['Question', 'Assumed here', 'If it is otherwise', 'Habit of the sandbox'],
		[...PROBES, ...UNSEEN].map((one) => [one.question, one.assumes, one.matters, habitsOf(one)]),
	);

/** What the probe does not ask, and why. */
const unseenTable = (): string =>
	table(
		['Question', 'Why it is not asked'],
		UNSEEN.map(({ question, reason }) => [question, reason]),
	);

/** When the probe of the page runs, epoch milliseconds: any moment will do. */
const THEN = Date.UTC(2026, 5, 1, 12);

/** The answers of a fresh sandbox. */
async function sandboxTable(): Promise<string> {
	const clock = virtualClock(THEN);
	const sandbox = await startSandbox({ clock: clock.now });
	try {
		furnish(sandbox);
		const stop = new AbortController().signal;
		const outcome = await runProbe(sandboxPlan(sandbox), { tell: () => undefined, stop, clock });
		return answersTable(outcome.answers);
	} finally {
		await sandbox.close();
	}
}

/** A page with a part put between its marks. */
const withPart = (page: string, name: string, content: string): string =>
	page.replace(
		new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`),
		(_, start: string, end: string) => `${start}\n\n${content}\n\n${end}`,
	);

export const withChoices = (page: string): string => withPart(page, 'choices', choicesTable());

export const withProbe = async (page: string): Promise<string> =>
	withPart(withPart(page, 'unseen', unseenTable()), 'probe', await sandboxTable());
