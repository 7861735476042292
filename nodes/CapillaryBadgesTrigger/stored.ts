/** What the workflow's static data keeps of a trigger: its registration, and the events that it saw. */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { isRecord, membersOf } from '../shared/capillary/envelope';

/**
 * Under this name, by the node's ID, in the data that the nodes of a workflow share. A node's own
 * data is kept by its name, and would be lost when it is renamed.
 */
const FIELD = 'capillaryBadgesTrigger';

const registrationSchema = z.object({
	/** Capillary's ID of the web hook. */
	webHookId: z.string(),
	/** Where it sends to. */
	url: z.string(),
	/** Absent where version 0.1.0 gave the registration up. */
	secret: z.string().optional(),
	/** What the secrets of all its addresses are made from; absent where it is the one above. */
	origin: z.object({ url: z.string(), secret: z.string() }).optional().catch(undefined),
});

/** A registration, as it was made last. It stays when it is given up, so that the secret stays. */
export type Registration = z.infer<typeof registrationSchema>;

const storedSchema = z.object({
	/** The workflow that it belongs to; a copy of the workflow must not take it over. */
	workflowId: z.string(),
	registration: registrationSchema.optional().catch(undefined),
	/** See memory.ts. */
	events: z.record(z.string()).catch({}),
});

/** What is kept of a trigger. */
export type Stored = z.infer<typeof storedSchema>;

type Context = Pick<
	IHookFunctions | IWebhookFunctions,
	'getWorkflow' | 'getNode' | 'getWorkflowStaticData'
>;

/**
 * The registration of each trigger, as this process has made it or has seen it pass a call. A run that
 * began before the first publishing puts static data without it back.
 */
const known = new Map<string, Registration>();

/** Keeps a registration in this process; that of a test, whose static data is its own, is not kept. */
export function remember(context: Context, registration: Registration | undefined): void {
	if (registration && context.getWorkflow().active) known.set(triggerKey(context), registration);
}

/** The registration that this process knows of a published trigger. */
export const remembered = (context: Context): Registration | undefined =>
	context.getWorkflow().active ? known.get(triggerKey(context)) : undefined;

/** Where version 0.1.0 kept the registration: in the node's own data. */
function readOld(context: Context): Registration | undefined {
	const { registration } = context.getWorkflowStaticData('node');
	const parsed = registrationSchema.extend({ workflowId: z.string() }).safeParse(registration);
	const isOwn = parsed.success && parsed.data.workflowId === context.getWorkflow().id;
	return isOwn ? registrationSchema.parse(parsed.data) : undefined;
}

/** What the static data says of this workflow's trigger. */
export function readStored(context: Context): Stored {
	const { id: workflowId = '' } = context.getWorkflow();
	const all = context.getWorkflowStaticData('global')[FIELD];
	const parsed = storedSchema.safeParse(isRecord(all) ? all[context.getNode().id] : undefined);
	if (parsed.success && parsed.data.workflowId === workflowId) return parsed.data;
	return { workflowId, registration: readOld(context), events: {} };
}

/** Replaces parts of what is kept. */
export function store(context: Context, change: Partial<Omit<Stored, 'workflowId'>>): void {
	remember(context, change.registration);
	const data = context.getWorkflowStaticData('global');
	const all = data[FIELD];
	data[FIELD] = {
		...membersOf(all),
		[context.getNode().id]: { ...readStored(context), ...change },
	};
	// Version 0.1.0 kept as much as 25 kB here.
	const old = context.getWorkflowStaticData('node');
	for (const field of ['registration', 'seenEvents']) if (field in old) delete old[field];
}

/** Names a trigger within this n8n. */
export const triggerKey = (context: Context) =>
	`${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
