/** What an operation is, and how one is made from its description. */
import type { INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import type { Advice } from '../shared/capillary/catalogue';
import type { Instance } from '../shared/capillary/customerBadge';
import type { ApiError, EntryAnswer } from '../shared/capillary/envelope';
import type { Expectations } from '../shared/capillary/expectation';
import type { Proof } from '../shared/capillary/proof';
import type { ApiRequest, Steps, WritingBack } from '../shared/capillary/request';
import { oneStep } from '../shared/capillary/request';
import type { Column } from '../shared/editor/importColumns';
import type { InputContext } from '../shared/editor/inputs';
import type { Options } from './options';
import { sharedOptions } from './options';

/** What of the credential a request may depend on. Holds no password. */
export interface AccountFacts {
	/** Scheme, host and port. */
	url: string;
	/** The ready Basic header, for a request that Capillary replays later; undefined with OAuth. */
	basicAuthorization: string | undefined;
	orgId: string | undefined;
	hasUserToken: boolean;
}

/** What a request may depend on besides the item's input. */
export interface CallContext {
	/** The user's request ID, or the one made for this call. */
	requestId: string;
	account: AccountFacts;
}

/** What steps may depend on besides. */
export interface StepContext extends CallContext, WritingBack {
	/** What becomes of an item that was done before. */
	alreadyDone: Options['alreadyDone'];
}

/** May the same call be sent twice? `keyed`: yes, under its request ID. */
export type Repeat = 'safe' | 'keyed' | 'never';

/** How to see what a customer has, where an answer does not tell what became of a request. */
export interface LookUp<Input> {
	request(input: Input, customerId: number): ApiRequest;
	/** What the answer's data shows; undefined where it cannot be read. */
	instances(data: unknown, customerId: number): Instance[] | undefined;
}

/** What a request stands for under the scope 'Content'. */
export interface Identity<Input> {
	/** What is done, the same for all operations that do it. */
	deed: string;
	/** JSON-safe: badge, customer, owner, reference and date. */
	content(input: Input, customerId: number): unknown;
}

interface Common<Input> {
	resource: string;
	/** The operation's value: frozen, since workflows store it. */
	value: string;
	name: string;
	action: string;
	description: string;
	/** Its parameters; `displayOptions` for resource and operation are added. */
	fields: INodeProperties[];
	/** One item's request, coerced and checked. Keys are parameter names, those of collections included. */
	input: (context: InputContext) => z.ZodType<Input, z.ZodTypeDef, unknown>;
	/** One outcome as the editor shows it; it is a suggestion, and no answer is measured by it. */
	output: z.ZodType<object>;
	/** Members of an output item that hold what a field takes, and the field's name, which they get besides. */
	fieldNames?: Readonly<Record<string, string>>;
	/** All that an answer must hold to prove the deed; of a list, that each record is an object. */
	proof: Proof;
	/**
	 * Members of an answer that name what was asked for, and the input's name for it, beside those that
	 * name badge and customer everywhere. An answer that names another is no proof.
	 */
	names?: Readonly<Record<string, string>>;
	/** Whether an answer says the opposite of what was asked: it is no proof, and is quoted. */
	contradicts?(record: Record<string, unknown>, input: NoInfer<Input>): boolean;
	/** The items that one record of the answer becomes; undefined where it is one. */
	parts?(record: unknown, input: NoInfer<Input>): Array<Record<string, unknown>> | undefined;
	repeat: Repeat;
	/** Codes that mean that it was done before. */
	alreadyDone?: readonly number[];
	/** Whether it takes nothing but what it is about, so that what one try has done another need not do. */
	isWholeState?: boolean;
	/** Whether the request carries a request ID although it may not be repeated under it. */
	carriesRequestId?: boolean;
	/** What a 404 of this operation did not find, where it is no badge. */
	record?: string;
	/** How to see what became of a request whose answer is lost. */
	lookUp?: LookUp<NoInfer<Input>>;
	/** What it must find, by which a dry run judges; present wherever something is changed. */
	expects?: Expectations;
	/** What a request stands for under the scope 'Content'. */
	identity?: Identity<NoInfer<Input>>;
	/** The columns that may fill its parameters, where 'Rows From' is 'Columns'. */
	columns?: readonly Column[];
	/** Failures that an answer without errors reports inside its data. */
	dataErrors?: (data: unknown) => ApiError[];
	/** What a code means inside an answer that accepted the call, where the catalogue does not fit. */
	advice?: (code: number | undefined) => Advice | undefined;
	/** Says what the credential lacks for this operation; undefined when nothing. */
	needs?: (account: AccountFacts) => string | undefined;
}

/** One request per item. */
interface Single<Input> extends Common<Input> {
	call(input: Input, context: CallContext): ApiRequest;
}

/** How several items travel in one call and come back one by one. */
export interface BulkRules<Input, Entry> {
	/** Past participle for the summary: `enrolled`. */
	done: string;
	/** The entries that one item names. */
	entries(input: Input): Entry[];
	/** The customer of an entry. */
	customerOf(entry: Entry): number | string;
	/** What an entry is about, where the customer alone does not say it. */
	subjectOf?(entry: Entry): string;
	/**
	 * The parameter that names the entries, where its meaning does not depend on the others: as long as
	 * those stay the same from item to item, they are read once. `read` gives
	 * undefined for what its schema refuses.
	 */
	own?: { name: string; read(value: unknown): unknown };
	/** What entries must share to travel together. */
	shared(input: Input): unknown;
	/** Whether a call may name a customer several times; entries of one customer keep their order, also from call to call. */
	inOrder?: boolean;
	/** Most entries in one call where the API has a limit of its own. */
	maxBatch?: number;
	call(input: Input, entries: Entry[], context: CallContext): ApiRequest;
	/** The answer's data → all that it says of each entry, in the order of `entries`; it speaks of an entry only where it names it. */
	split(data: unknown, entries: Entry[]): EntryAnswer[][];
	/** The request for one entry alone, for the scope 'Content', where it is another than the bulk one. */
	alone?: {
		call(input: Input, entry: Entry, context: CallContext): ApiRequest;
		split(data: unknown, entry: Entry): EntryAnswer[];
	};
}

interface Bulk<Input, Entry> extends Common<Input> {
	bulk: BulkRules<Input, Entry>;
}

interface Stepwise<Input> extends Common<Input> {
	steps(input: Input, context: StepContext): Steps;
	/** Whether the result is a list of records, one output item each. */
	many?: boolean;
	/** The record that is read and written back: changes of one record take turns within a run. */
	lane?(input: Input): string;
}

type Spec<Input, Entry> = Single<Input> | Bulk<Input, Entry> | Stepwise<Input>;

/** An operation as the four stages know it. */
export interface Operation<Input = unknown, Entry = unknown> extends Common<Input> {
	steps(input: Input, context: StepContext): Steps;
	many: boolean;
	lane?(input: Input): string;
	/** Whether its requests carry a request ID, made by the node where the user gives none. */
	usesRequestId: boolean;
	bulk?: BulkRules<Input, Entry>;
}

/** Whether an operation changes nothing. */
export const isReading = ({ expects }: { expects?: Expectations }): boolean =>
	expects === undefined;

/** Whether parameters name a customer, or several. */
const namesCustomers = (fields: readonly INodeProperties[]) =>
	fields.some(({ name }) => name === 'customerId' || name === 'customers');

function showFor(field: INodeProperties, resource: string, operation: string): INodeProperties {
	// First, since n8n shows a field as soon as it meets an expression among its conditions.
	const show = { resource: [resource], operation: [operation], ...field.displayOptions?.show };
	return { ...field, displayOptions: { ...field.displayOptions, show } };
}

/**
 * Makes an operation of its description: fields shown for it alone, the shared options added, and
 * every shape (single, bulk, paged, read-then-write) brought to one form.
 */
export function defineOperation<Input, Entry = never>(
	spec: Spec<Input, Entry>,
): Operation<Input, Entry> {
	const { fields: own, ...common } = spec;
	const bulk = 'bulk' in spec ? spec.bulk : undefined;
	const options = sharedOptions({
		keyed: spec.repeat === 'keyed',
		repairable: (spec.alreadyDone ?? []).length > 0,
		bulk: bulk !== undefined,
		maxBatch: bulk?.maxBatch,
		writesBack: 'lane' in spec,
		expects: spec.expects?.rules,
		changesCustomers: !isReading(spec) && namesCustomers(own),
	});
	const fields = [...own, options].map((field) => showFor(field, spec.resource, spec.value));
	const shape = {
		...common,
		fields,
		many: false,
		usesRequestId: spec.repeat === 'keyed' || spec.carriesRequestId === true,
	};
	if ('steps' in spec) return { ...shape, steps: spec.steps, many: spec.many ?? false };
	if ('call' in spec) {
		return { ...shape, steps: (input, context) => oneStep(spec.call(input, context)) };
	}
	const rules = spec.bulk;
	return {
		...shape,
		bulk: rules,
		steps: (input, context) => oneStep(rules.call(input, rules.entries(input), context)),
	};
}
