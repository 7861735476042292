import type { About } from '../../capillary/catalogue';
import type { Envelope } from '../../capillary/envelope';
import type { Fault } from '../../capillary/fault';
import type { ApiRequest, Repeat } from '../operation';
import { backoffMs, LONGEST_WAIT_MS } from './backoff';
import type { Reply } from './classify';
import { classify } from './classify';
import type { Run, World } from './run';
import { Cancelled } from './run';

/** Sends one request through n8n and says what came back; never throws. */
export type Transport = (request: ApiRequest) => Promise<Reply>;

/** How a request ended, after all attempts. */
export interface Sent {
	result: { envelope: Envelope } | { fault: Fault };
	/** Whether an earlier attempt of ours may have taken effect unseen. */
	repeatedBlindly: boolean;
}

/** What sending needs to know. */
export interface Sending {
	transport: Transport;
	run: Run;
	world: World;
	maxAttempts: number;
}

const withMore = (fault: Fault, sentence: string): Fault => ({
	...fault,
	fix: `${fault.fix} ${sentence}`,
});

/**
 * Whether a request may be sent again after this fault: reads always; what is keyed or harmless to
 * repeat always; anything else only when it is sure that nothing was done.
 */
function mayRepeat(request: ApiRequest, repeat: Repeat, fault: Fault): boolean {
	return request.method === 'GET' || repeat !== 'never' || fault.certainty === 'notDone';
}

/**
 * Sends one request until it is answered, refused, or out of attempts. Waits between attempts and
 * honours the pause that Capillary asks for, for the whole run.
 * @throws Cancelled when the execution was cancelled
 * Rules: docs/delivery.md.
 */
export async function send(
	request: ApiRequest,
	repeat: Repeat,
	about: About,
	{ transport, run, world, maxAttempts }: Sending,
): Promise<Sent> {
	let repeatedBlindly = false;
	for (let attempt = 1; ; attempt += 1) {
		await run.admit();
		const reply = await transport(request);
		if (world.cancelled()) throw new Cancelled();
		const verdict = classify(reply, request.method, about, world.now());
		const rateLimited = verdict.kind === 'fault' && verdict.retry === 'rateLimited';
		run.note(rateLimited ? 'rateLimited' : 'answered');
		if (verdict.kind === 'answer') {
			run.earnRepeat();
			return { result: { envelope: verdict.envelope }, repeatedBlindly };
		}
		const { fault, retry } = verdict;
		const give = (final: Fault): Sent => ({ result: { fault: final }, repeatedBlindly });
		if (retry === 'no') {
			// A refusal is an answer too: Capillary is there.
			run.earnRepeat();
			return give(fault);
		}
		const wait = fault.retryAfterMs ?? backoffMs(attempt, rateLimited, world.random());
		if (wait > LONGEST_WAIT_MS) {
			const final = withMore(fault, 'The node waits no longer than a minute.');
			if (rateLimited) run.condemn(final);
			return give(final);
		}
		if (rateLimited) run.pause(wait);
		const allowed = rateLimited && maxAttempts > 1 ? maxAttempts + 1 : maxAttempts;
		if (attempt >= allowed || !mayRepeat(request, repeat, fault)) {
			const final = attempt > 1 ? withMore(fault, `It was sent ${attempt} times.`) : fault;
			if (rateLimited) run.exhausted(final);
			return give(final);
		}
		if (!rateLimited && !run.spendRepeat()) {
			return give(
				withMore(fault, 'So many requests of this run failed that none is repeated now.'),
			);
		}
		repeatedBlindly ||= fault.certainty === 'unknown';
		if (fault.retryAfterMs !== undefined) run.pause(wait);
		await run.wait(wait);
	}
}
