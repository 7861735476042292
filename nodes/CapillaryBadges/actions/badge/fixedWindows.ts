/** The fields that say which fixed windows to list. */
import { z } from 'zod';
import { badge } from '../../../shared/editor/badgeField';
import { dropdown, line, toggle } from '../../../shared/editor/controls';
import { advised } from '../../../shared/editor/inputs';
import type { Type } from '../../../shared/editor/params';
import { orUsual, shownAs } from '../../../shared/editor/params';
import { customer } from '../../fields/customers';
import { date, dateInQuery, dateText } from '../../fields/dates';
import { counted, filters } from '../../fields/listFields';

const bound = (displayName: string, otherwise: string) =>
	dateInQuery(date(displayName, otherwise), dateText(otherwise));

/** Whose windows, whether to count in them, and what narrows them, in the API's names. */
export const windowParams = {
	badgeId: badge,
	constraintType: orUsual(
		dropdown(
			'Windows Of',
			'Whose limits the windows belong to',
			{
				Both: 'ALL',
				'The Badge': { value: 'BADGE', description: 'Limits of all customers together' },
				'The Customer': { value: 'CUSTOMER', description: 'Limits of each customer' },
			},
			'ALL',
		),
	),
	includeEarnCount: orUsual(
		toggle(
			'Include Earn Count',
			'Whether to count how often the badge was issued in each window',
			false,
		),
	),
	...counted,
	filters: filters({
		customerId: shownAs(customer, {
			required: undefined,
			description: 'Whose issues count; needed to count in the windows of customers',
		}),
		startDate: bound('From', 'When empty, the start of the badge'),
		endDate: bound('Until', 'When empty, the end of the badge'),
		fixedWindowCycleReferenceId: line('Window Reference ID', {
			placeholder: 'e.g. 5ab7c6ff-2ac8-3a51-8a7f-d83f8a33b7c0',
			description: 'The reference ID of one limit',
		}),
	}),
};

interface Wish {
	constraintType: string;
	includeEarnCount: boolean;
	customerId?: number;
}

/** The counts of customers' windows need a customer. */
export const countable = <Input extends Wish>(schema: Type<Input>): Type<Input> =>
	schema.superRefine(({ includeEarnCount, constraintType, customerId }, context) => {
		if (!includeEarnCount || constraintType === 'BADGE' || customerId !== undefined) return;
		context.addIssue({
			code: z.ZodIssueCode.custom,
			path: ['customerId'],
			message: advised(
				'is missing',
				"The counts of customer windows need a customer: fill it in, or set 'Windows Of' to 'The Badge'",
			),
		});
	});
