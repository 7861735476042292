/** The labels of parameters, for messages: derived from the fields, so that no second list of them exists. */
import type { INodeProperties } from 'n8n-workflow';

/**
 * The label that the user sees of each parameter.
 * @param fields a node's or an operation's; the members of collections count as parameters too
 * @returns parameter name → label
 */
export function labelsIn(fields: readonly INodeProperties[]): Map<string, string> {
	return new Map(
		fields.flatMap((field): Array<[string, string]> => {
			const members = (field.options ?? []).filter(
				(option): option is INodeProperties => 'displayName' in option && 'type' in option,
			);
			const inside = field.type === 'collection' ? labelsIn(members) : [];
			return [[field.name, field.displayName], ...inside];
		}),
	);
}
