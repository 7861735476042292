/** Questions about the answer to an issue: warnings, types of members. */
import { isEmpty, isRecord, type Json, member } from '../answers';
import { otherwise, seen } from '../findings';
import { firstDone } from '../grants';
import type { Context, Probe } from '../types';

const firstData = async (context: Context): Promise<Json> => {
	const data = member((await firstDone(context)).reply.body, 'data');
	return isRecord(data) ? data : {};
};

const warnings: Probe = {
	id: 'warnings',
	question: 'Does a write that was done carry a warning?',
	documents: 'A warning says that the main thing was done and a second one was not',
	assumes: 'It counts as done; the warning reaches the item and the node',
	matters: 'No: read the hint on the node',
	habits: ['warnings'],
	kind: 'write',
	async ask(context) {
		const { reply } = await firstDone(context);
		return isEmpty(member(reply.body, 'warnings'))
			? seen('No', { warnings: 'none' })
			: seen('Yes', { warnings: 'some' });
	},
};

const sideMembers: Probe = {
	id: 'side-members',
	question: 'Of which types are the times in the answer to an issue?',
	documents: 'Number, date or ISO text, depending on the page; samples have seconds and ISO text',
	assumes: 'Any: only the ID that proves the deed is required',
	matters: 'No: they pass as they came',
	habits: ['side-members'],
	kind: 'write',
	async ask(context) {
		const { expiresOn, expiresOnISO } = await firstData(context);
		const isUsual = typeof expiresOn === 'number' && typeof expiresOnISO !== 'number';
		return isUsual
			? seen('Numbers, and texts for ISO', { 'side-members': 'usual' })
			: seen('Others than in samples', { 'side-members': 'other' });
	},
};

const customerIds: Probe = {
	id: 'customer-ids',
	question: 'Is the customer ID in the answer to an issue a number?',
	documents: 'A number',
	assumes: 'Either: it is compared by its digits',
	matters: 'No',
	habits: ['customer-ids'],
	kind: 'write',
	async ask(context) {
		const { customerId } = await firstData(context);
		if (customerId === undefined) return otherwise('It is not in the answer');
		return typeof customerId === 'number'
			? seen('A number', { 'customer-ids': 'numbers' })
			: seen('A text', { 'customer-ids': 'text' });
	},
};

const failureWords: Probe = {
	id: 'failure-words',
	question: 'Does the answer to a write that was done say `success: false`?',
	documents: 'No sample does',
	assumes: 'It may: beside the ID that proves the deed, other words count for nothing',
	matters: 'No',
	habits: ['failure-words'],
	kind: 'write',
	async ask(context) {
		const { reply } = await firstDone(context);
		if (member(reply.body, 'success') === false) {
			return seen('Yes, beside the data', { 'failure-words': 'envelope' });
		}
		return member(reply.body, 'data', 'success') === false
			? seen('Yes, in the data', { 'failure-words': 'data' })
			: seen('No', { 'failure-words': 'none' });
	},
};

export const grantAnswerProbes = [failureWords, warnings, sideMembers, customerIds];
