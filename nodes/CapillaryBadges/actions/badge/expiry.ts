/** How long something lasts: the field, and what the API calls it. */
import { z } from 'zod';
import { toIsoUtc } from '../../../shared/capillary/dates';
import { dropdown, integer } from '../../../shared/editor/controls';
import { advised } from '../../../shared/editor/inputs';
import { param } from '../../../shared/editor/params';
import { date, dateText } from '../../fields/dates';
import { kind, rows } from './rows';

/** Days, weeks or months. */
export const unit = (description: string) =>
	dropdown('Unit', description, { Days: 'DAYS', Months: 'MONTHS', Weeks: 'WEEKS' }, 'DAYS');

/** A whole number from 1. */
export const amount = (displayName: string, description: string) =>
	integer(displayName, description, { min: 1, usual: 1 });

const ends = dropdown(
	'Ends',
	'What ends it',
	{
		Never: { value: 'never', description: 'It lasts a hundred years' },
		'With the Badge': { value: 'withBadge', description: 'When the badge expires' },
	},
	'withBadge',
);

/** What ends with the badge: the request's member where the user names no other end. */
export const WITH_BADGE = {
	expiryType: 'ABSOLUTE',
	type: 'WITH_BADGE_META',
	expireWithBadgeMeta: true,
};

/** Rule: docs/api.md#expiry, and its spelling `relativeExpirytype` as in every sample. */
const kinds = {
	period: kind(
		'After a Period',
		{
			value: amount('Length', 'How many days, weeks or months it lasts'),
			unit: unit('What the length counts'),
		},
		({ value, unit: span }) => ({
			expiryType: 'RELATIVE',
			relativeExpirytype: span,
			value,
		}),
	),
	date: kind(
		'On a Date',
		{ expiresOn: date('Date', dateText('When it ends')) },
		({ expiresOn }) => ({
			expiryType: 'ABSOLUTE',
			type: 'FIXED_DATE',
			expiresOn: toIsoUtc(expiresOn),
		}),
	),
	open: kind('Without a Date of Its Own', { ends }, (row) =>
		row.ends === 'never' ? { expiryType: 'NEVER' } : WITH_BADGE,
	),
};

/** How long something lasts: a period, until a date, or without a date of its own; one of them. */
export const expiry = (displayName: string, description: string) => {
	const { shown, read } = rows(
		kinds,
		{ displayName, description, placeholder: 'Add Expiry' },
		false,
	);
	return param(shown, (context) =>
		read(context).transform((found, issues) => {
			if (found === undefined || found.length === 1) return found?.[0];
			issues.addIssue({
				code: z.ZodIssueCode.custom,
				message: advised('names more than one expiry', 'Keep one of them'),
			});
			return z.NEVER;
		}),
	);
};
