/** Imports badges that customers earned elsewhere or before (docs/api.md#import). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { toIsoUtc } from '../../../shared/capillary/dates';
import { z } from 'zod';
import { badge } from '../../../shared/editor/badgeField';
import { dropdown } from '../../../shared/editor/controls';
import { IMPORT_COLUMNS } from '../../../shared/editor/importColumns';
import type { Param } from '../../../shared/editor/params';
import { orUsual, param, parameters, shownAs, shownFor } from '../../../shared/editor/params';
import { earnEventDate } from '../../fields/additional';
import { customer } from '../../fields/customers';
import { dateText } from '../../fields/dates';
import { earnOutput } from '../../fields/earn';
import { defineOperation } from '../../operation';
import { proofBy } from '../../../shared/capillary/proof';
import { splitRows } from './rowAnswer';

const rowsFrom = dropdown(
	'Rows From',
	'Where the values of a row come from',
	{
		Columns: {
			value: 'columns',
			description:
				'The columns of the input, as of a CSV file or a sheet: found by their names, or mapped once',
		},
		Fields: {
			value: 'fields',
			description: 'The fields below, each with a value or an expression',
		},
	},
	'fields',
	// With an expression here n8n would show all fields below, and want all filled in.
	{ noDataExpression: true },
);

/** Read before the schema sees it. */
const columns = param(
	{
		displayName: 'Columns',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'autoMapInputData', value: null },
		required: true,
		description:
			'Which column holds what. Found automatically: badgeId, customerId, earnEventDate and earnExpiresOn; capitals, spaces and underscores do not count, and names such as Badge, Customer, Earned On and Expires On do as well.',
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod: 'getImportColumns',
				mode: 'add',
				fieldWords: { singular: 'column', plural: 'columns' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: true,
			},
		},
	},
	() => z.unknown(),
);

/** n8n's own notice there speaks of names, and shows none. */
const columnNames = param(
	{
		displayName:
			"'Map Automatically' finds the columns Badge ID, Customer ID, Earn Event Date and Earn Expires On, also as Badge, Customer, Earned On and Expires On. Capitals, spaces and underscores do not count.",
		type: 'notice',
		default: '',
	},
	() => z.unknown(),
);

/** A parameter that a column may stand for. */
const ofFields = <Schema extends z.ZodTypeAny>(one: Param<Schema>) =>
	shownFor(one, 'rowsFrom', 'fields');

export const importEarned = defineOperation({
	resource: 'customerBadge',
	value: 'import',
	name: 'Import Issued',
	action: 'Import badges issued in the past',
	description: 'Enter badges that customers earned before or in another system, one per input item',
	...parameters({
		rowsFrom: orUsual(rowsFrom),
		columns: shownFor(columns, 'rowsFrom', 'columns'),
		columnNames: shownFor(columnNames, 'rowsFrom', 'columns'),
		badgeId: ofFields(badge),
		customerId: ofFields(customer),
		earnEventDate: ofFields(
			shownAs(earnEventDate, {
				required: true,
				description: dateText('When the customer earned the badge'),
			}),
		),
		earnExpiresOn: ofFields(
			shownAs(earnEventDate, {
				displayName: 'Earn Expires On',
				required: true,
				placeholder: 'e.g. 2027-03-15T11:20:00',
				description: dateText("When the customer's badge ends"),
			}),
		),
	}),
	columns: IMPORT_COLUMNS,
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
