/** Addresses of web hooks, compared. */

/** An address in one spelling, to compare it. */
export function spelled(url: string): string {
	try {
		return new URL(url).href.replace(/\/$/, '');
	} catch {
		return url;
	}
}

/** Whether two addresses are the same. */
export const isSameAddress = (one: string, other: string) => spelled(one) === spelled(other);
