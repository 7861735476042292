/** What n8n shows around the trigger: on the canvas, and while it waits for an event. */
import type { INodeTypeDescription } from 'n8n-workflow';
import { EVENTS } from './events';

const LABELS = JSON.stringify(Object.fromEntries(EVENTS.map(({ value, name }) => [value, name])));

/** The labels of the chosen events; what an expression gives is shown as it is. */
export const subtitle = `={{ [$parameter["events"]].flat().map((event) => (${LABELS})[event] ?? event).join(", ") }}`;

/** What to do so that an event comes while somebody listens. */
export const TO_SEE_ONE =
	'Now let something happen in Capillary: issue a badge to a test customer, for instance with the operation Issue (Earn) of the Capillary Badges node, or make a request for approval. Most events arrive within three minutes.';

const OLD_ONES =
	'The deliveries of the last 30 days are listed in Capillary, at Organization Settings > Event Notifications.';

export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	header: 'Pull in an event from Capillary',
	executionsHelp: {
		inactive: `<b>While building your workflow</b>, click 'Execute step': the test URL is registered with Capillary for as long as n8n listens. ${TO_SEE_ONE}<br /><br /><b>When it is ready</b>, publish the workflow: each event then starts it, and the runs are listed under Executions. ${OLD_ONES}`,
		active: `<b>The workflow is live</b>: each event starts it, and the runs are listed under Executions.<br /><br /><b>To see an event here</b>, click 'Execute step'. ${TO_SEE_ONE} ${OLD_ONES}`,
	},
	activationHint:
		'Publish the workflow to have Capillary start it with each event, also while this page is closed.',
};
