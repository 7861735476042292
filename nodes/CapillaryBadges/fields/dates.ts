/** What the description of a date field says. */
import { dateInput, isoInput } from '../../shared/capillary/dates';
import type { Param, Shown } from '../../shared/editor/params';
import { param } from '../../shared/editor/params';

/**
 * A date's description: what it is, and how it may be written.
 * @param more a sentence to add
 */
export const dateText = (what: string, more?: string) =>
	[`${what}. Any ISO 8601 form; without a zone, the time zone of the workflow counts.`, more]
		.filter((sentence) => sentence !== undefined)
		.join(' ');

/** A date. */
export const date = (displayName: string, description: string, more: Partial<Shown> = {}) =>
	param({ displayName, type: 'dateTime', default: '', description, ...more }, ({ zone }) =>
		dateInput(zone),
	);

/** The same date as the text that goes into a query. */
export const dateInQuery = ({ shown }: Param, description: string) =>
	param({ ...shown, description }, ({ zone }) => isoInput(zone));
