/**
 * Every habit that can be set, in one table: the command line, the control path, the README and whoever
 * lists habits read it here. The first value, or the number, is what a fresh sandbox does.
 */
import { amount, choice } from './habitTypes';

export const HABITS = {
	// Request IDs
	'refused-id': choice(['free', 'used'], 'whether a refused request uses up its request ID'),
	'id-check': choice(
		['first', 'last'],
		'809 before the other refusals, or only after them (badge, claim, enrolment, limits)',
	),
	'id-status': choice(['400', '409', '200', '500'], 'the HTTP status of 809'),
	'id-scope': choice(
		['everywhere', 'endpoint', 'badge', 'customer'],
		'what a request ID is known by: alone, or within an endpoint, a badge or a customer',
	),
	'id-noted': choice(
		['at-once', 'when-done'],
		'a call with an ID that another one is at work with: 809 at once, or once that one was done',
	),
	'id-memory-ms': amount(0, 'a request ID is forgotten after so long; 0: never'),

	// Work
	'work-ms': amount(
		0,
		'a write is at work so long after its ID was noted, and is decided only then',
	),
	'late-refusal': choice(
		['none', 'some'],
		'whether every second call that gives badges is refused (815) after its ID was noted',
	),
	'answer-ms': amount(0, 'the answer to a write leaves so long after the work was done'),

	// Views of a customer
	'view-lag-ms': amount(0, "a customer's badges are shown as they were so long ago"),
	statistics: choice(
		['shown', 'none', 'counts'],
		"statistics of a customer's badge: shown when asked for, never, or counts without rows",
	),
	'earn-row-id': choice(
		['earnedBadgeId', 'earnId', 'absent'],
		'what a row of earnDetails calls its ID, if it has one; with earnId, its status is "status"',
	),
	'row-owners': choice(
		['shown', 'absent'],
		'ownerType and ownerReferenceId in the rows of earnDetails and issualDetails',
	),
	'row-times': choice(
		['numbers', 'iso', 'absent'],
		'when a row of earnDetails or issualDetails was given: seconds, ISO text, or not said',
	),
	'row-customers': choice(
		['own', 'all'],
		'whose rows the statistics hold; "all" adds those of other customers, each with its customerId',
	),

	// Rules
	'enrol-twice': choice(
		['refused', 'allowed', 'returned'],
		'a second enrolment: 1040, one more, or success with the enrolment there is',
	),
	enrolment: choice(['kept', 'used-up'], 'whether an earn uses up the enrolment it rests on'),
	'bad-customer': choice(
		['alone', 'whole', 'whole-named'],
		'a customer who is refused within a batch: alone, or all of it, with the same code, named or not',
	),
	'unknown-customer': choice(
		['whole', 'alone'],
		'an unknown customer refuses the whole batch, or alone, as 1026 within it',
	),
	'batch-cap': amount(
		0,
		'more customers or rows than this in one call are refused with 1060; 0: any',
	),
	'limit-code': amount(999_999, 'the code of an earn limit that is used up'),
	'claim-again': choice(
		['warned', 'refused', 'plain'],
		'claiming again: success with warning 900, refused with 900, or success without a word',
	),
	'auto-approval': choice(
		['off', 'on'],
		'a request for approval is carried out at once: approved, or failed',
	),

	// Answers
	'bulk-answer': choice(
		['list', 'single'],
		'earnBulk for one customer answers with a list, or in the shape of earn',
	),
	'row-order': choice(['usual', 'reversed'], 'the order of rows in answers about many'),
	'named-twice': choice(
		['nobody', 'last'],
		'who of those that are done is also named as refused in answers about many',
	),
	'failure-words': choice(
		['none', 'data', 'envelope'],
		'whether the answer to a write that was done says success: false, in its data or beside it',
	),
	'refusal-status': choice(
		['documented', '200', '422'],
		'the HTTP status of refusals, but for credentials, rights and limits of the rate',
	),
	'left-out': choice(
		['nobody', 'last', 'failed'],
		'who is missing from answers about many: the last one, or all who failed',
	),
	'import-answer': choice(
		['envelopes', 'data', 'records'],
		'import answers with an envelope a row, one envelope around all, or plain records',
	),
	errors: choice(['list', 'text', 'texts', 'object'], 'the form of errors in a refusal'),
	warnings: choice(['none', 'some'], 'whether a write that was done carries a warning'),
	'side-members': choice(
		['usual', 'other'],
		'types of expiresOn, expiresOnISO and issuedId in answers to writes; other: text, number, number',
	),

	'customer-ids': choice(['numbers', 'text'], 'customerId in answers to writes'),

	// Sign-in and headers
	tokens: choice(['all', 'newest'], 'which tokens are valid within their time'),
	'token-seconds': amount(300, 'the life of a token'),
	unauthorized: choice(
		['envelope', 'message', 'text', 'empty'],
		'the body of a 401: envelope, {message}, a sentence, nothing',
	),
	forbidden: choice(
		['envelope', 'gateway'],
		'the body of a 403: envelope, or {errorMessage, errorCode: 4000} without one',
	),
	'clock-ahead-seconds': amount(0, "the server's clock, its Date header too, is ahead"),
	'clock-behind-seconds': amount(0, "the server's clock, its Date header too, is behind"),
	'date-header': choice(['sent', 'absent'], 'the Date header of answers'),

	// Lists
	'first-page': choice(['0', '1'], 'the number of the first page'),
	'page-cap': amount(0, 'no page holds more rows than this, whatever is asked for; 0: any'),
	page: choice(
		['used', 'ignored'],
		'whether the number of a page counts; ignored: always the first',
	),
	'page-offset': choice(
		['given', 'asked'],
		'the size that counts pages: the one that is given, or the one asked for, capped or not',
	),
	totals: choice(
		['shown', 'none', 'no-pagination'],
		'total and totalPages of a list; or no pagination member at all',
	),
	'list-changes': choice(
		['none', 'inserted', 'deleted', 'moved'],
		'what happens at the head of a list after each page that is read',
	),
	'name-filter': choice(['used', 'ignored'], 'whether the filter by name counts'),
	'list-ids': choice(['text', 'numbers'], 'the IDs of the rows of a list'),
	counters: choice(
		['still', 'moving'],
		'earnedCount and earnCount grow with each page that is read',
	),

	// Reading one record, and changing it
	'one-record': choice(
		['whole', 'part', 'no-ownership', 'no-earnType', 'another'],
		'what the reading of one badge, group or field gives: all, ID and name, without a member, another',
	),
	benefits: choice(
		['as-stored', 'big-numbers'],
		'a badge without benefits is read with one that holds an ID beyond 2^53',
	),
	'other-writer': choice(
		['none', 'once', 'always'],
		'somebody else changes a badge, group or field right after it was read',
	),

	// Customer look-up and web hooks
	'lookup-status': choice(['400', '404', '200'], 'the HTTP status of a look-up that is refused'),
	'web-hook-list': choice(['whole', 'paged'], 'registrations all at once, or ten a page'),
	'web-hook-headers': choice(['shown', 'masked'], 'values of the headers that were registered'),
} as const;

export type HabitName = keyof typeof HABITS;
type Value<H> = H extends { values: readonly (infer V)[] } ? V : number;
/** A value for each habit. */
export type Habits = { [Name in HabitName]: Value<(typeof HABITS)[Name]> };

const NAMES = Object.keys(HABITS) as HabitName[];

/** The habits of a fresh sandbox. */
export const usualHabits = (): Habits =>
	Object.fromEntries(NAMES.map((name) => [name, HABITS[name].start])) as Habits;

/** A habit in words: `refused-id: free, used` or `work-ms: 0, or another number`. */
function valuesOf(name: HabitName): string {
	const habit = HABITS[name];
	return 'values' in habit ? habit.values.join(', ') : `${habit.start}, or another number`;
}

/** The habits as a Markdown list, as the README and `--help` show it. */
export const habitList = (): string =>
	NAMES.map((name) => `- \`${name}\` (${valuesOf(name)}): ${HABITS[name].about}`).join('\n');

/**
 * Reads one habit as given by name and value; a word without a value means the first unusual one.
 * Throws with the values there are when the name or the value is none.
 */
function readHabit(name: string, value: unknown): [HabitName, string | number] {
	const known = NAMES.find((one) => one === name);
	if (!known) throw new Error(`No habit is called "${name}"`);
	const habit = HABITS[known];
	if ('values' in habit) {
		const values: readonly string[] = habit.values;
		const given = value === undefined ? values[1] : values.find((one) => one === String(value));
		if (given !== undefined) return [known, given];
	} else if (/^\d{1,12}$/.test(String(value))) return [known, Number(value)];
	throw new Error(`The habit ${name} takes ${valuesOf(known)}; not "${String(value ?? '')}"`);
}

/** Checks habits that come from outside, in JSON; throws for a name or a value that there is not. */
export const readHabits = (given: Record<string, unknown>): Partial<Habits> =>
	Object.fromEntries(Object.entries(given).map(([name, value]) => readHabit(name, value)));

/** Reads `name=value` or `name`, as the command line has them; throws as `readHabits` does. */
export const parseHabits = (texts: readonly string[]): Partial<Habits> =>
	Object.fromEntries(
		texts.map((text) => {
			const at = text.indexOf('=');
			return at < 0 ? readHabit(text, undefined) : readHabit(text.slice(0, at), text.slice(at + 1));
		}),
	);
