/** Makes a dropdown of values and labels. */
import type { INodeProperties } from 'n8n-workflow';

/**
 * A dropdown.
 * @param values its values by their labels, sorted by label
 * @param usual the value that is chosen first
 */
export const dropdown = (
	displayName: string,
	name: string,
	description: string,
	values: Readonly<Record<string, string>>,
	usual: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	default: usual,
	description,
	options: Object.entries(values).map(([label, value]) => ({ name: label, value })),
});
