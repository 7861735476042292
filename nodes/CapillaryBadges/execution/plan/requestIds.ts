/** Makes request IDs. */
import { createHash } from 'node:crypto';

/** What a request ID made by the node stands for: this execution of the node, or the content alone. */
export type Scope = { kind: 'execution'; id: string } | { kind: 'content' };

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

/**
 * Makes a request ID. The same scope, operation, place and content give the same ID, so that
 * Capillary refuses (809) what a retry would otherwise double.
 * @param place which item or items the request serves; left out of the account under `content`
 * @param content what is asked for; dates count by their instant
 */
export function makeRequestId(
	scope: Scope,
	operation: string,
	place: string,
	content: unknown,
): string {
	const origin = scope.kind === 'execution' ? `${scope.id}\n${place}` : 'content';
	return `n8n-${digest(`${origin}\n${operation}\n${JSON.stringify(content)}`)}`;
}

/** A request ID that follows from another: for the parts that one request is cut into. */
export const derivedRequestId = (base: string, part: unknown) =>
	`${base}-${digest(JSON.stringify(part)).slice(0, 12)}`;
