/** What the static data keeps of the trigger's registration. */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';

const FIELD = 'registration';

const storedSchema = z.object({
	/** Capillary's ID of the web hook. */
	webHookId: z.string(),
	/** Where it sends to. */
	url: z.string(),
	/** The workflow that made it; a copy of the workflow must not take it over. */
	workflowId: z.string().optional(),
	/** Undefined when the registration was given up. */
	secret: z.string().optional(),
});

/** A registration, as the node's static data keeps it over restarts. */
export type Stored = z.infer<typeof storedSchema>;

type Context = Pick<
	IHookFunctions | IWebhookFunctions,
	'getWorkflow' | 'getNode' | 'getWorkflowStaticData'
>;

/** What the static data says of this workflow's own registration. */
export function readStored(context: Context): Stored | undefined {
	const parsed = storedSchema.safeParse(context.getWorkflowStaticData('node')[FIELD]);
	const isOwn = parsed.success && parsed.data.workflowId === context.getWorkflow().id;
	return isOwn ? parsed.data : undefined;
}

/** Keeps a registration in the static data, under this workflow's ID. */
export function store(context: Context, registration: Omit<Stored, 'workflowId'>): void {
	const { id } = context.getWorkflow();
	const kept = Object.entries({ ...registration, workflowId: id });
	context.getWorkflowStaticData('node')[FIELD] = Object.fromEntries(
		kept.filter(([, value]) => value !== undefined),
	);
}

/** Names a trigger within this n8n. */
export const triggerKey = (context: Context) =>
	`${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
