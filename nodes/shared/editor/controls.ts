// The kinds of parameters that the editor has, each with its schema, so that values and bounds are said once.
import type { INodePropertyOptions } from 'n8n-workflow';
import { choice, choices, flag, text, wholeNumber } from './inputs';
import type { Shown } from './params';
import { param } from './params';

/** Values of a dropdown by their labels; one that needs explaining with its description. */
type Values<Value extends string> = Readonly<
	Record<string, Value | { value: Value; description: string }>
>;

/** Values as the editor lists them, by label. */
const optionsOf = <Value extends string>(values: Values<Value>) =>
	Object.entries(values)
		.map(([name, one]) => (typeof one === 'string' ? { name, value: one } : { name, ...one }))
		.sort((a, b) => a.name.localeCompare(b.name)) satisfies INodePropertyOptions[];

const valuesOf = <Value extends string>(values: Values<Value>): Value[] =>
	optionsOf(values).map(({ value }) => value);

/** Values under labels made of them. */
export const labelled = <Value extends string>(
	values: readonly Value[],
	label: (value: Value) => string,
): Readonly<Record<string, Value>> =>
	Object.fromEntries(values.map((value) => [label(value), value]));

/** One of several values, of which the given one is chosen first. */
export const dropdown = <const Value extends string>(
	displayName: string,
	description: string,
	values: Values<Value>,
	usual: NoInfer<Value>,
	more: Partial<Shown> = {},
) =>
	param(
		{
			displayName,
			type: 'options',
			default: usual,
			description,
			options: optionsOf(values),
			...more,
		},
		() => choice(valuesOf(values)),
	);

/** Some of several values; none of them counts as absent. */
export const checklist = <const Value extends string>(
	displayName: string,
	description: string,
	values: Values<Value>,
) =>
	param(
		{ displayName, type: 'multiOptions', default: [], description, options: optionsOf(values) },
		() => choices(valuesOf(values)),
	);

/** A whole number within bounds. */
export const integer = (
	displayName: string,
	description: string,
	{ min, max, usual }: { min: number; max?: number; usual: number },
	more: Partial<Shown> = {},
) =>
	param(
		{
			displayName,
			type: 'number',
			typeOptions: {
				minValue: min,
				...(max === undefined ? {} : { maxValue: max }),
				numberPrecision: 0,
			},
			default: usual,
			description,
			...more,
		},
		() => wholeNumber(min, max),
	);

/** True or false. */
export const toggle = (displayName: string, description: string, usual: boolean) =>
	param({ displayName, type: 'boolean', default: usual, description }, () => flag);

/** A text of one line. */
export const line = (displayName: string, more: Partial<Shown> = {}) =>
	param({ displayName, type: 'string', default: '', ...more }, () => text);
