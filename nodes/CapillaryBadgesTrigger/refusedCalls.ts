/** Says in n8n's log that calls are refused, since a trigger that hears nothing looks healthy otherwise. */
import type { IWebhookFunctions } from 'n8n-workflow';
import { PROOF_HEADER } from './authenticity';
import { triggerKey } from './stored';

/** Milliseconds between two warnings about one trigger. */
const PAUSE = 60_000;

/** When each trigger of this process warned last, and how many refused calls it has not told of since. */
const warned = new Map<string, { at: number; unreported: number }>();

/**
 * Writes a warning about a refused call, at most one a minute and trigger, and without any secret.
 * @param isManual whether somebody set the web hook up by hand
 * @param now milliseconds since 1970
 */
export function warnOfRefusedCall(
	context: IWebhookFunctions,
	isManual: boolean,
	now: number,
): void {
	const key = triggerKey(context);
	const { at, unreported } = warned.get(key) ?? { at: -Infinity, unreported: 0 };
	if (now - at < PAUSE) {
		warned.set(key, { at, unreported: unreported + 1 });
		return;
	}
	warned.set(key, { at: now, unreported: 0 });
	const { id, name } = context.getWorkflow();
	const advice = isManual
		? `give the header the value of 'Secret' in Capillary`
		: 'publish the workflow again';
	const more = unreported > 0 ? ` ${unreported} more were refused since the last warning.` : '';
	context.logger.warn(
		`A call for the trigger "${context.getNode().name}" of the workflow "${name}" (${id}) was refused: the header ${PROOF_HEADER} is missing or wrong.${more} If Capillary made it, ${advice}; until then no event starts the workflow.`,
	);
}
