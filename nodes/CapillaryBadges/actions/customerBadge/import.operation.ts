/** Imports badges that customers earned elsewhere or before (docs/api.md#import). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { toIsoUtc } from '../../../shared/capillary/dates';
import { badge } from '../../../shared/editor/badgeField';
import { parameters, shownAs } from '../../../shared/editor/params';
import { earnEventDate } from '../../fields/additional';
import { customer } from '../../fields/customers';
import { dateText } from '../../fields/dates';
import { earnOutput } from '../../fields/earn';
import { defineOperation } from '../../operation';
import { proofBy } from '../../../shared/capillary/proof';
import { splitRows } from './rowAnswer';

export const importEarned = defineOperation({
	resource: 'customerBadge',
	value: 'import',
	name: 'Import Issued',
	action: 'Import badges issued in the past',
	description: 'Enter badges that customers earned before or in another system, one per input item',
	...parameters({
		badgeId: badge,
		customerId: customer,
		earnEventDate: shownAs(earnEventDate, {
			required: true,
			description: dateText('When the customer earned the badge'),
		}),
		earnExpiresOn: shownAs(earnEventDate, {
			displayName: 'Earn Expires On',
			required: true,
			placeholder: 'e.g. 2027-03-15T11:20:00',
			description: dateText("When the customer's badge ends"),
		}),
	}),
	bulk: {
		done: 'imported',
		entries: (row) => [row],
		customerOf: (row) => row.customerId,
		// Each row names its badge and its customer.
		shared: () => 'rows',
		inOrder: true,
		call: (_, rows) => ({
			// POST, as the newer pages and every sample have it (docs/api.md#contradictions, choice 1).
			method: 'POST',
			path: `${BADGES_PATH}/import/customerBadges`,
			body: rows.map((row) => ({
				badgeMetaId: row.badgeId,
				customerId: row.customerId,
				earnEventDate: toIsoUtc(row.earnEventDate),
				earnExpiresOn: toIsoUtc(row.earnExpiresOn),
			})),
		}),
		split: (data, rows) =>
			splitRows(
				data,
				rows.map((row) => ({ ...row, until: row.earnExpiresOn.getTime() })),
			),
	},
	output: earnOutput,
	proof: proofBy('earnedBadgeId'),
	expects: { rules: ['badge', 'customer'] },
	// There is neither a request ID nor a check for what was imported before.
	repeat: 'never',
});
