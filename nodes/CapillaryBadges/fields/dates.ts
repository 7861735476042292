/** What the description of a date field says. */

/**
 * A date's description: what it is, and how it may be written.
 * @param more a sentence to add
 */
export const dateText = (what: string, more?: string) =>
	[`${what}. Any ISO 8601 form; without a zone, the time zone of the workflow counts.`, more]
		.filter((sentence) => sentence !== undefined)
		.join(' ');
