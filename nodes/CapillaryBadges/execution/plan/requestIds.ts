/** Request IDs that the node makes: from a random nonce, or from the content alone. */
import { hash } from 'node:crypto';

/**
 * The ID of a request under scope 'Execution': nobody else draws the same nonce, and the number is
 * never given twice within a node run.
 * @param nonce 128 random bits as hex, drawn at the first try of a node run
 * Rule: docs/delivery.md, request IDs. Never made of n8n's counters or of evaluated values.
 */
export const nodeRequestId = (nonce: string, number: number) => `n8n-${nonce}-${number}`;

/**
 * The ID of a request under scope 'Content': the same deed, badge, customer, owner, reference and
 * date give the same ID, whoever asks, in whatever batch, on whatever n8n.
 * @param deed what is done, so that an issue and an enrolment of the same content differ
 * @param content JSON-safe; dates count by their instant
 */
export function contentRequestId(deed: string, content: unknown): string {
	const text = `content\n${deed}\n${JSON.stringify(content)}`;
	return `n8n-${hash('sha256', text, 'hex').slice(0, 32)}`;
}
