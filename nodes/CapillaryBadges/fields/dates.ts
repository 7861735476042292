/** A date's description: what it is, and how it may be written. */
export const dateText = (what: string) =>
	`${what}. Any ISO 8601 form; without a zone, the time zone of the workflow counts.`;
