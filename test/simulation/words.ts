/** Reads what the node says of each target, as a user reads it. */
import type { INodeExecutionData } from 'n8n-workflow';
import type { Case } from './cases';
import type { Job } from './modes';

export type Kind =
	| 'lost'
	| 'doubled'
	| 'falseDone'
	| 'falseNotDone'
	| 'misattributed'
	| 'miscounted'
	| 'changed'
	| 'needlesslyUnknown'
	| 'needlesslyRefused'
	| 'stuck';

export interface Violation {
	kind: Kind;
	text: string;
}

/** Takes a violation. */
export type Say = (kind: Kind, text: string) => void;

/** What one target was told. */
export type Word = 'done' | 'already' | 'notDone' | 'unknown';

/** The word that an output item says. */
function wordOf({ json }: INodeExecutionData): Word {
	// An agent is told in one word.
	if (json.outcome === 'refused') return 'notDone';
	if (json.outcome === 'unknown') return 'unknown';
	if (json.error === undefined) return json.alreadyDone === true ? 'already' : 'done';
	const { retry } = (json.details ?? {}) as { retry?: string };
	const saysUnknown = /unknown/i.test(String(json.error));
	return saysUnknown || retry === 'lookItUp' ? 'unknown' : 'notDone';
}

const customerOf = ({ json }: INodeExecutionData): unknown =>
	json.error === undefined || json.outcome !== undefined
		? json.customerId
		: ((json.details ?? {}) as { customerId?: unknown }).customerId;

/** What was told of each target of a job, by its subject. */
export type Told = Map<string, Word[]>;

function add(told: Told, subject: string, word: Word): void {
	const words = told.get(subject);
	if (words) words.push(word);
	else told.set(subject, [word]);
}

/** The output items of each input item; they come in the order of those. */
function byItem(
	job: Pick<Job, 'items'>,
	output: readonly INodeExecutionData[],
	say: Say,
): INodeExecutionData[][] {
	const lists = job.items.map((): INodeExecutionData[] => []);
	let last = -1;
	for (const out of output) {
		const item = (out.pairedItem as { item?: number } | undefined)?.item ?? -1;
		if (lists[item] === undefined) say('misattributed', `an output is linked to item ${item}`);
		else lists[item].push(out);
		if (item < last) say('misattributed', `item ${item} comes after item ${last}`);
		last = item;
	}
	return lists;
}

/** Reads the output: one item per target, in order, linked to its input item. */
export function readOutput(
	its: Case,
	job: Pick<Job, 'items' | 'subjects'>,
	output: readonly INodeExecutionData[],
	say: Say,
): Told {
	const told: Told = new Map();
	byItem(job, output, say).forEach((outs, i) => {
		const subjects = job.subjects[i];
		const [only] = outs;
		// An item that was refused before anything was sent speaks for all that it names.
		const isWhole = outs.length === 1 && subjects.length > 1 && wordOf(only) === 'notDone';
		if (outs.length !== subjects.length && !isWhole) {
			say('lost', `item ${i} has ${outs.length} outcomes for ${subjects.length} targets`);
		}
		subjects.forEach((subject, position) => {
			const out = isWhole ? only : outs[position];
			if (!out) return;
			add(told, subject, wordOf(out));
			const customer = customerOf(out);
			const isOne = its.kind === 'give' && !isWhole && customer !== undefined;
			if (isOne && !subject.startsWith(`${String(customer)}|`)) {
				say(
					'misattributed',
					`item ${i}, target ${position} is ${subject}, not ${String(customer)}`,
				);
			}
		});
	});
	return told;
}

/** What the error that stops the workflow says. */
export interface StopWords {
	/** The item that failed; undefined where it names none. */
	item: number | undefined;
	isUnknown: boolean;
	customer: string | undefined;
	/** Undefined where it counts nothing, since there is one target. */
	counts: Record<'done' | 'refused' | 'unknown' | 'unsent' | 'total', number> | undefined;
}

/** An error of n8n's, as far as it is read here. */
type Stop = Error & { description?: string | null; context?: { itemIndex?: unknown } };

/** Reads the error that stops the workflow; an agent is told all of it in one line. */
export function readStop(error: Stop): StopWords {
	const forAgent = /^(?:Refused|Unknown): /.test(error.message);
	const description = forAgent ? error.message : String(error.description ?? '');
	const item = /\[item (\d+)\]/.exec(error.message)?.[1] ?? error.context?.itemIndex;
	const [, done, total] = /(\d+) of (\d+) (?:was|were) done/.exec(description) ?? [];
	const counted = (words: RegExp) => Number(words.exec(description)?.[1] ?? 0);
	return {
		item: item === undefined ? undefined : Number(item),
		isUnknown: forAgent ? error.message.startsWith('Unknown') : /unknown/i.test(error.message),
		customer: /customer (\d+)/i.exec(description)?.[1],
		counts:
			total === undefined
				? undefined
				: {
						done: Number(done),
						total: Number(total),
						refused: counted(/(\d+) (?:was|were) refused/),
						unknown: counted(/(\d+) (?:is|are) unknown/),
						unsent: counted(/(\d+) (?:was|were) not sent/),
					},
	};
}
