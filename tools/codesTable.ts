import { CATALOGUE } from '../nodes/shared/capillary/catalogue';

/** What stands for a value in a sentence. */
const ABOUT = { badgeId: '…', customerId: '…', ownerType: '…', requestId: '…' };

/** README: every error code with what the node says and advises; codes that say the same share a row. */
export function codeRows(): string[][] {
	const rows = new Map<string, string[]>();
	for (const [code, { what, fix, isQuoting }] of Object.entries(CATALOGUE)) {
		const said = typeof what === 'string' ? what : what(ABOUT);
		const quote = isQuoting ? `${said}: _its own words_` : said;
		const key = JSON.stringify([quote, fix]);
		rows.set(key, [...(rows.get(key) ?? []), code]);
	}
	return [...rows].map(([key, codes]) => [codes.join(', '), ...(JSON.parse(key) as string[])]);
}
