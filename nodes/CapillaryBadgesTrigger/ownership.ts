/** Which of an organization's web hooks are this trigger's: those that send to the address that it has now. */
import { createHash } from 'node:crypto';
import { isSameAddress, spelled } from './address';
import { isOwnSecret, PROOF_HEADER } from './authenticity';
import type { Registration } from './stored';
import type { Wanted, WebHook } from './webHooks';

/**
 * Capillary wants a unique name. Of one workflow and address it is always the same: of two
 * publishings at once the second is refused, and then finds what the first has registered. The
 * workflow's ID in it says to a person whose it is.
 */
export const nameFor = (workflowId: string, url: string) =>
	`n8n badges ${workflowId} ${createHash('sha256').update(spelled(url)).digest('hex').slice(0, 16)}`;

/** Whether a web hook may send: what the list does not call inactive does. */
export const maySend = ({ active }: Pick<WebHook, 'active'>) => active !== false;

/**
 * The web hooks that send to an address: first the one that is remembered, then the active ones, then
 * by ID, so that two publishings at once agree on the first.
 * What a copy of the database remembers is no proof: it sends elsewhere, and belongs to the original.
 */
export function ownAmong(all: WebHook[], url: string, remembered?: string): WebHook[] {
	const rank = ({ webHookId, active }: WebHook) => (webHookId === remembered ? 0 : active ? 1 : 2);
	return all
		.filter(({ webHookUrl }) => isSameAddress(webHookUrl, url))
		.sort((a, b) => rank(a) - rank(b) || (a.webHookId < b.webHookId ? -1 : 1));
}

/** The secret that a web hook sends; undefined where the list hides or lacks it. */
export function secretOf({ webHookHeaders }: WebHook): string | undefined {
	const found = Object.entries(webHookHeaders).find(
		([name]) => name.toLowerCase() === PROOF_HEADER.toLowerCase(),
	);
	return isOwnSecret(found?.[1]) ? found[1] : undefined;
}

const isSame = (left: readonly string[], right: readonly string[]) =>
	JSON.stringify([...left].sort()) === JSON.stringify([...right].sort());

/**
 * Whether a web hook does what is wanted.
 * @param registration what is remembered; of a secret that the list hides, it is the only proof
 */
export function isUpToDate(hook: WebHook, wanted: Wanted, registration?: Registration): boolean {
	const isRemembered =
		registration?.webHookId === hook.webHookId && registration.secret === wanted.secret;
	return (
		hook.active === true &&
		isSame(hook.eventNames, wanted.eventNames) &&
		isSame(hook.customerIdentifiersToBeEnriched, wanted.customerIdentifiers) &&
		(secretOf(hook) === wanted.secret || (secretOf(hook) === undefined && isRemembered))
	);
}
