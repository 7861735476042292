/** The columns of a table of issued badges: what they are called, and which of them an input item has. */
import type { ResourceMapperFields } from 'n8n-workflow';

/** A column that an import takes. */
export interface Column {
	/** The parameter that it fills. */
	id: string;
	displayName: string;
	/** Other names that tables give it, without capitals and spaces. */
	aliases: readonly string[];
}

/** What an import takes of each row (docs/api.md#import). */
export const IMPORT_COLUMNS: readonly Column[] = [
	{ id: 'badgeId', displayName: 'Badge ID', aliases: ['badgemetaid', 'badge'] },
	{
		id: 'customerId',
		displayName: 'Customer ID',
		aliases: ['customer', 'capillarycustomerid', 'userid'],
	},
	{
		id: 'earnEventDate',
		displayName: 'Earn Event Date',
		aliases: ['earneddate', 'earndate', 'earnedon', 'earnedat', 'issuedon', 'issuedate'],
	},
	{
		id: 'earnExpiresOn',
		displayName: 'Earn Expires On',
		aliases: ['expireson', 'expirydate', 'expiry', 'expiresat', 'validuntil', 'enddate'],
	},
];

/** A name as it counts: without capitals, spaces and signs. */
const folded = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * The names of an item's fields that may stand for a column: those with its own name, or else those
 * with the first of its other names that the item has.
 */
export function headersOf({ id, aliases }: Column, names: readonly string[]): string[] {
	if (names.includes(id)) return [id];
	for (const wanted of [folded(id), ...aliases]) {
		const found = names.filter((name) => folded(name) === wanted);
		if (found.length > 0) return found;
	}
	return [];
}

/** The columns as n8n's mapping of columns lists them. */
export async function getImportColumns(): Promise<ResourceMapperFields> {
	return {
		fields: IMPORT_COLUMNS.map(({ id, displayName }) => ({
			id,
			displayName,
			required: true,
			defaultMatch: false,
			canBeUsedToMatch: false,
			display: true,
			type: 'string',
		})),
	};
}
