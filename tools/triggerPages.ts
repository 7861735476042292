/** What docs/trigger.md says of the trigger's events and parameters, made from the trigger itself. */
import type { INodeProperties } from 'n8n-workflow';
import { EVENTS } from '../nodes/CapillaryBadgesTrigger/events';
import { properties } from '../nodes/CapillaryBadgesTrigger/parameters';
import { fieldRow, HEAD } from './pages';
import { table } from './table';

const eventsTable = () =>
	table(
		['Event', 'When', 'Chosen at first'],
		EVENTS.map(({ name, value, description, isUsual }) => [
			`${name} (\`${value}\`)`,
			description,
			isUsual ? 'yes' : '',
		]),
	);

/** The fields; a collection is given by its members. */
const parametersTable = () =>
	table(
		HEAD,
		properties
			.filter(({ type }) => type !== 'notice')
			.flatMap((field) =>
				field.type === 'collection'
					? (field.options as INodeProperties[]).map((member) =>
							fieldRow(member, `${field.displayName} > `),
						)
					: [fieldRow(field)],
			),
	);

/** docs/trigger.md with the generated parts put between their marks. */
export const withTriggerTables = (page: string) =>
	Object.entries({ events: eventsTable(), parameters: parametersTable() }).reduce(
		(text, [name, content]) =>
			text.replace(
				new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`),
				(_, start: string, end: string) => `${start}\n\n${content}\n\n${end}`,
			),
		page,
	);
