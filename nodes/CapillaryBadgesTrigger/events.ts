/** The events that can start a workflow. One entry gives the dropdown, the default, what is accepted and the documentation. */

/** An event about badges that Capillary sends. */
interface EventKind {
	/** Capillary's name of it. */
	value: string;
	/** Its label. */
	name: string;
	/** When it comes; the dropdown and docs/trigger.md show this sentence. */
	description: string;
	/** Whether a new trigger has it chosen. */
	isUsual: boolean;
	/** Filters that are asked of this event alone, each with the member of its data that it looks at. */
	narrowedBy: ReadonlyArray<{ filter: 'requestStates' | 'requestTypes'; member: string }>;
}

/** In the order of their labels. Which events exist: docs/api.md#events. */
export const EVENTS = [
	{
		value: 'requestWorkflowEvent',
		name: 'Approval Request Changed',
		description: 'A request for a badge was made, approved, rejected, or failed',
		isUsual: false,
		narrowedBy: [
			{ filter: 'requestStates', member: 'currentRequestState' },
			{ filter: 'requestTypes', member: 'requestType' },
		],
	},
	{
		value: 'badgeEarned',
		name: 'Badge Earned',
		description: 'A customer got a badge, whoever issued it',
		isUsual: true,
		narrowedBy: [],
	},
] as const satisfies readonly EventKind[];

/** What Capillary calls the events. */
export const EVENT_NAMES = EVENTS.map(({ value }) => value);

/** The event of that name, if it is about badges. */
export const eventNamed = (name: unknown): EventKind | undefined =>
	EVENTS.find(({ value }) => value === name);
