/** What an answer says of a deed: that it was done, in whatever way, or that it is yet to come. */
import { isEmpty, isRecord, STATES } from './envelope';

/** Members that prove that something was done. */
const PROOFS = new Set([
	'earnId',
	'earnedBadgeId',
	'id',
	'isActive',
	'issueId',
	'issuedId',
	'state',
]);

/** Members that count what was done, or list for whom. */
const COUNTS = /^(?:earned|enrolled|issued|revoked|success(?:ful)?)(?:Count|Customers)$/i;

/** Words for one that was done. */
const GOOD =
	/^(?:active|completed?|done|earned|enrolled|given|issued|live|ok|revoked|success(?:ful)?|upcoming)$/i;

/** Whether a member says that something was done. */
const isProof = ([name, value]: [string, unknown], record: Record<string, unknown>): boolean => {
	if (isEmpty(value)) return false;
	if (PROOFS.has(name) || COUNTS.test(name)) return true;
	return name === 'status' && record.customerId !== undefined && GOOD.test(String(value));
};

/** Whether data name something that was done, at any depth, with its ID or without. */
export function namesADeed(data: unknown): boolean {
	if (Array.isArray(data)) return data.some(namesADeed);
	if (!isRecord(data)) return false;
	return Object.entries(data).some((member) => isProof(member, data) || namesADeed(member[1]));
}

/** Words for a deed that is yet to come. */
const TO_COME =
	/^(?:accepted|deferred|delayed|in[ _-]?(?:process|progress|queue)|initiated|pending|processing|queued|scheduled|submitted|waiting)$/i;

/** Whether a record says that what it names is yet to come: its ID proves nothing then. */
export const isToCome = (record: unknown): boolean =>
	isRecord(record) && STATES.some((name) => TO_COME.test(String(record[name] ?? '').trim()));
