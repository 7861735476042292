import type { Habits, Sandbox } from '../../sandbox';
import { startSandbox } from '../../sandbox';
import { furnish, sandboxPlan, virtualClock } from '../../tools/probe/onSandbox';
import type { Outcome, Plan } from '../../tools/probe/run';
import { runProbe } from '../../tools/probe/run';

/** When the probe's tests begin, epoch milliseconds. */
const START = Date.UTC(2026, 5, 1, 12);

export interface Probed extends Outcome {
	plan: Plan;
	sandbox: Sandbox;
	/** What was told to whoever runs it. */
	told: string[];
}

/** Probes a fresh sandbox with the given habits, all of it, and closes it. */
export async function probeSandbox(
	habits: Partial<Habits>,
	change: (plan: Plan, sandbox: Sandbox) => Plan = (plan) => plan,
): Promise<Probed> {
	const clock = virtualClock(START);
	const sandbox = await startSandbox({ habits, clock: clock.now });
	try {
		furnish(sandbox);
		const told: string[] = [];
		const plan = change(sandboxPlan(sandbox), sandbox);
		const stop = new AbortController().signal;
		const outcome = await runProbe(plan, { tell: (line) => told.push(line), stop, clock });
		return { ...outcome, plan, sandbox, told };
	} finally {
		await sandbox.close();
	}
}

/** What a sandbox still holds of what was given in it. */
export const heldIn = ({ state }: Sandbox): number =>
	[...state.earns.values()].filter(({ isActive }) => isActive).length +
	[...state.issuals.values()].filter(({ revokedOn }) => revokedOn === null).length +
	[...state.requests.values()].filter((request) => request.state === 'AdminTask').length;
