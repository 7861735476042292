// A parameter as one value: the field that the editor shows, and the schema by which its value is read.
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import type { InputContext } from './inputs';

/** A field without its name, which is the key that its parameter stands under. */
export type Shown = Omit<INodeProperties, 'name'>;

/** A zod type that is given anything, as a parameter is. */
export type Type<Output> = z.ZodType<Output, z.ZodTypeDef, unknown>;

/** A parameter. Its schema is given undefined where the value is absent, however that is written. */
export interface Param<Schema extends z.ZodTypeAny = z.ZodTypeAny> {
	shown: Shown;
	read: (context: InputContext) => Schema;
}

/** A field and its schema, put together. */
export const param = <Schema extends z.ZodTypeAny>(
	shown: Shown,
	read: (context: InputContext) => Schema,
): Param<Schema> => ({ shown, read });

export type Params = Readonly<Record<string, Param>>;

/** A collection: its members are read beside the other parameters, and any of them may be absent. */
export interface Collection<Members extends Params = Params> {
	shown: Shown;
	members: Members;
}

/** Parameters and collections by their names, in the order of the editor. */
export type Fields = Readonly<Record<string, Param | Collection>>;

type SchemaOf<One> = One extends Param<infer Schema> ? Schema : never;
type Optional<Schema extends z.ZodTypeAny> =
	Schema extends z.ZodDefault<z.ZodTypeAny> ? Schema : z.ZodOptional<Schema>;
type Entries<All> = {
	[Name in keyof All]: All[Name] extends Collection<infer Members>
		? { [Member in keyof Members]: [Member, Optional<SchemaOf<Members[Member]>>] }[keyof Members]
		: [Name, SchemaOf<All[Name]>];
}[keyof All];

/** The schemas of all parameters, those inside of collections included. */
export type ShapeOf<All> = {
	[Entry in Extract<Entries<All>, [PropertyKey, z.ZodTypeAny]> as Entry[0]]: Entry[1];
};

/** What comes out of reading the parameters. */
export type InputOf<All> = z.infer<z.ZodObject<ShapeOf<All>>>;

const isCollection = (one: Param | Collection): one is Collection => 'members' in one;

const optional = (schema: z.ZodTypeAny) =>
	schema instanceof z.ZodDefault ? schema : schema.optional();

const entriesOf = (all: Fields, context: InputContext): Array<[string, z.ZodTypeAny]> =>
	Object.entries(all).flatMap(
		([name, one]): Array<[string, z.ZodTypeAny]> =>
			isCollection(one)
				? entriesOf(one.members, context).map(([member, schema]) => [member, optional(schema)])
				: [[name, one.read(context)]],
	);

/** The schema of all parameters together. */
export const schemaOf = <All extends Fields>(all: All, context: InputContext) =>
	// What the entries are is said by the type alone.
	z.object(Object.fromEntries(entriesOf(all, context)) as unknown as ShapeOf<All>);

/** The fields in the order of the keys; the members of collections in that of their labels. */
export const fieldsOf = (all: Fields): INodeProperties[] =>
	Object.entries(all).map(([name, one]) => ({
		...one.shown,
		name,
		...(isCollection(one) ? { options: fieldsOf(one.members).sort(byLabel) } : {}),
	}));

const byLabel = (a: INodeProperties, b: INodeProperties) =>
	a.displayName.localeCompare(b.displayName);

/** What an operation is made of: `...parameters({ … })` gives its `fields` and its `input`. */
interface Derived<Input> {
	fields: INodeProperties[];
	input: (context: InputContext) => Type<Input>;
}

/**
 * Makes fields and schema of parameters that are stated once.
 * @param whole what holds between the parameters, where one alone cannot say it
 */
export function parameters<All extends Fields>(all: All): Derived<InputOf<All>>;
export function parameters<All extends Fields, Input>(
	all: All,
	whole: (schema: z.ZodObject<ShapeOf<All>>, context: InputContext) => Type<Input>,
): Derived<Input>;
export function parameters<All extends Fields>(
	all: All,
	whole: (schema: z.ZodObject<ShapeOf<All>>, context: InputContext) => Type<unknown> = (schema) =>
		schema,
): Derived<unknown> {
	return { fields: fieldsOf(all), input: (context) => whole(schemaOf(all, context), context) };
}

/** The parameter with some of its field said otherwise, such as `required` or its description. */
export const shownAs = <Schema extends z.ZodTypeAny>(
	{ shown, read }: Param<Schema>,
	otherwise: Partial<Shown>,
) => param({ ...shown, ...otherwise }, read);

/** The parameter, shown beside one value of another alone. */
export const shownFor = <Schema extends z.ZodTypeAny>(
	one: Param<Schema>,
	name: string,
	value: string | boolean,
) => {
	const show = { ...one.shown.displayOptions?.show, [name]: [value] };
	return shownAs(one, { displayOptions: { show } });
};

/** The same parameter where it may be absent. */
export const orAbsent = <Schema extends z.ZodTypeAny>({ shown, read }: Param<Schema>) =>
	param(shown, (context) => read(context).optional());

/** The same parameter where an absent value means what the field begins with. */
export const orUsual = <Schema extends z.ZodTypeAny>({ shown, read }: Param<Schema>) =>
	param(shown, (context) => read(context).default(shown.default ?? ''));

/** The same parameter, whose value is made into what the request wants. */
export const mapped = <Schema extends z.ZodTypeAny, Made>(
	{ shown, read }: Param<Schema>,
	make: (value: z.infer<Schema>) => Made,
) => param(shown, (context) => read(context).transform(make));
