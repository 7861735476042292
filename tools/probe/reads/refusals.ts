/** Questions about refusals of all kinds: their HTTP status. */
import { codesOf, isDone, isRefused, said } from '../answers';
import { META } from '../badges';
import type { Reply } from '../client';
import { once, otherwise, seen, unknown } from '../findings';
import type { Context, Probe } from '../types';

/** The status that is documented for a value that is not allowed (docs/api.md#http-status). */
const DOCUMENTED = 400;

/** A refusal that the documents show with its status: a filter's value that there is not. */
const refusal = once(
	async ({ client }: Context) => await client.get(META, { status: 'PROBE', limit: 1 }),
);

/** Whether an answer has the status that all refusals have, where that is not the documented one. */
export async function isStatusOfAll(context: Context, { status }: Reply): Promise<boolean> {
	const known = await refusal(context);
	return isRefused(known) && known.status !== DOCUMENTED && known.status === status;
}

const refusalStatus: Probe = {
	id: 'refusal-status',
	question: 'With which HTTP status does a refusal come?',
	documents: '400 for a wrong value, 409 for a conflict; one sample shows a refusal under 200',
	assumes: 'Any from 200 to 499: `errors` that are not empty mean refused',
	matters: 'No',
	habits: ['refusal-status'],
	kind: 'read',
	async ask(context) {
		const reply = await refusal(context);
		if (isDone(reply)) return unknown('A value that is not allowed is not refused');
		if (!codesOf(reply).length && reply.status !== DOCUMENTED) return otherwise(said(reply));
		if (reply.status === DOCUMENTED) return seen(said(reply), { 'refusal-status': 'documented' });
		const other = (['200', '422'] as const).find((one) => one === String(reply.status));
		return other ? seen(said(reply), { 'refusal-status': other }) : otherwise(said(reply));
	},
};

export const refusalProbes = [refusalStatus];
