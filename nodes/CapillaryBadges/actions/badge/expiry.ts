/** How long something lasts: the field, and what the API calls it. */
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { z } from 'zod';
import { dateInput, toIsoUtc } from '../../../shared/capillary/dates';
import { advised, choice, wholeNumber } from '../../../shared/editor/inputs';
import { dateText } from '../../fields/dates';
import { rows, rowsField } from './rows';

const UNITS = ['DAYS', 'WEEKS', 'MONTHS'] as const;

/** Zod type of a span's unit. */
export const unit = choice(UNITS);

/** Days, weeks or months. */
export const unitField = (name: string, description: string): INodeProperties => ({
	displayName: 'Unit',
	name,
	type: 'options',
	default: 'DAYS',
	description,
	options: [
		{ name: 'Days', value: 'DAYS' },
		{ name: 'Months', value: 'MONTHS' },
		{ name: 'Weeks', value: 'WEEKS' },
	],
});

/** A whole number from 1. */
export const amountField = (
	name: string,
	displayName: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1,
	description,
});

const groups: INodePropertyCollection[] = [
	{
		displayName: 'After a Period',
		name: 'period',
		values: [
			amountField('value', 'Length', 'How many days, weeks or months it lasts'),
			unitField('unit', 'What the length counts'),
		],
	},
	{
		displayName: 'On a Date',
		name: 'date',
		values: [
			{
				displayName: 'Date',
				name: 'expiresOn',
				type: 'dateTime',
				default: '',
				description: dateText('When it ends'),
			},
		],
	},
	{
		displayName: 'Without a Date of Its Own',
		name: 'open',
		values: [
			{
				displayName: 'Ends',
				name: 'ends',
				type: 'options',
				default: 'withBadge',
				description: 'What ends it',
				options: [
					{ name: 'Never', value: 'never', description: 'It lasts a hundred years' },
					{ name: 'With the Badge', value: 'withBadge', description: 'When the badge expires' },
				],
			},
		],
	},
];

/** How long something lasts: a period, until a date, or without a date of its own. */
export const expiryField = rowsField(groups, 'Add Expiry', false);

/**
 * A zod type for an expiry field → the API's expiry object; absent where none is chosen.
 * Rule: docs/api.md#expiry, and its spelling `relativeExpirytype` as in every sample.
 */
export const expiryInput = (zone: string) =>
	rows(groups, {
		period: z.object({ value: wholeNumber(1), unit }).transform(({ value, unit: span }) => ({
			expiryType: 'RELATIVE',
			relativeExpirytype: span,
			value,
		})),
		date: z.object({ expiresOn: dateInput(zone) }).transform(({ expiresOn }) => ({
			expiryType: 'ABSOLUTE',
			type: 'FIXED_DATE',
			expiresOn: toIsoUtc(expiresOn),
		})),
		open: z
			.object({ ends: choice(['never', 'withBadge'] as const) })
			.transform(
				({ ends }): Record<string, unknown> =>
					ends === 'never'
						? { expiryType: 'NEVER' }
						: { expiryType: 'ABSOLUTE', type: 'WITH_BADGE_META', expireWithBadgeMeta: true },
			),
	}).transform((found, context) => {
		if (found === undefined || found.length === 1) return found?.[0];
		context.addIssue({
			code: z.ZodIssueCode.custom,
			message: advised('names more than one expiry', 'Keep one of them'),
		});
		return z.NEVER;
	});
