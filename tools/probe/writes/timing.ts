/** How long a write takes, and which part of that is its work. */
import { customerAt } from '../badges';
import { once } from '../findings';
import { earn, firstDone, freshId, prepare } from '../grants';
import { holdingsOf } from '../holdings';
import type { Context } from '../types';

/** Writes that take so many milliseconds longer than a read are worth a word. */
const WORTH_TELLING = 100;

/** A busy machine or network makes a write slow by chance: so many more are tried before it counts. */
const MORE_WRITES = 5;

/** Whether the view shows a write before its answer came. */
async function isSeenBefore(context: Context): Promise<boolean> {
	const { client, clock } = context;
	const { badge } = await firstDone(context);
	const customer = customerAt(context, 0);
	await prepare(context, badge, customer);
	const count = async () => (await holdingsOf(client, badge.id, customer))?.earns.length ?? 0;
	const before = await count();
	let isAnswered = false;
	const answer = earn(context, customer, { badge, requestId: freshId() }).finally(() => {
		isAnswered = true;
	});
	let isSeen = false;
	while (!isAnswered && !isSeen) {
		const now = await count();
		// An answer that came meanwhile makes the reading worthless.
		isSeen = !isAnswered && now > before;
		if (!isSeen) await clock.wait(50);
	}
	await answer;
	return isSeen;
}

interface Timing {
	/** `quick`: no time to tell more; `lateAnswer`: the work is seen before its answer comes. */
	kind: 'quick' | 'work' | 'lateAnswer';
	/** How much longer the quickest write took than the quickest read, in milliseconds. */
	ms: number;
}

export const timing = once(async (context: Context): Promise<Timing> => {
	const { badge } = await firstDone(context);
	const customer = customerAt(context, 0);
	const { readMs, writeMs } = context.client.seen;
	const longer = () => Math.round(Math.max(0, Math.min(...writeMs) - Math.min(...readMs)));
	for (let more = MORE_WRITES; more > 0 && longer() >= WORTH_TELLING; more -= 1) {
		await prepare(context, badge, customer);
		await earn(context, customer, { badge, requestId: freshId() });
	}
	const ms = longer();
	if (ms < WORTH_TELLING) return { kind: 'quick', ms };
	return { kind: (await isSeenBefore(context)) ? 'lateAnswer' : 'work', ms };
});
