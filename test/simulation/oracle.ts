/** Holds what each item was told against what the server really did. */
import { holds, OWNER } from './cases';
import { areQuiet } from './habits';
import type { Job } from './modes';
import type { Scenario } from './scenario';
import type { Model } from './server/model';
import { granted, OTHERS } from './server/model';
import type { Kind, Say, Violation, Word } from './words';
import { readOutput, readStop } from './words';

/** How often each word fell. */
export type Tally = Record<Word | 'borrowed', number>;

/** How far Capillary's clock is known: its header has whole seconds, and so may its views. */
const CLOCK_MS = 2_000;

const count = (words: readonly Word[], word: Word) => words.filter((one) => one === word).length;

/** How often each subject was served by some of those who asked. */
function servedBy(model: Model, by: readonly string[]): Map<string, number> {
	const served = new Map<string, number>();
	for (const deed of model.deeds) {
		if (by.includes(deed.by)) served.set(deed.subject, (served.get(deed.subject) ?? 0) + 1);
	}
	return served;
}

/** How many of what a customer has came from somebody else, and could be taken for the job's own. */
function foreign(
	scenario: Scenario,
	model: Model,
	job: Job,
	mine: readonly string[],
	subject: string,
) {
	const { its, scope } = scenario;
	const kind = its.operation.endsWith('enrol') ? 'enrolment' : 'earn';
	// An agent's further call takes over what one before it left unknown.
	const since = scenario.mode.startsWith('tool') ? 0 : job.began + model.habits.skew;
	return model.instances.filter((held) => {
		if (held.kind !== kind || mine.includes(held.by)) return false;
		const sameOwner = granted(held.customer, held.reference) === subject;
		const sameCustomer = subject.startsWith(`${held.customer}|`);
		if (!(model.habits.viewOwners ? sameOwner : sameCustomer)) return false;
		return scope !== 'execution' || held.at >= since - CLOCK_MS;
	}).length;
}

/** Judges what one job was told about one subject. */
function judgeGiven(
	scenario: Scenario,
	model: Model,
	job: Job,
	by: readonly string[],
	subject: string,
	words: readonly Word[],
	served: number,
	say: Say,
): number {
	const done = count(words, 'done');
	const already = count(words, 'already');
	const notDone = count(words, 'notDone');
	const text = `${subject}: told ${words.join(', ')}; truly done ${served} times`;
	if (done > served) say('falseDone', text);
	if (notDone > 0 && notDone > words.length - served) say('falseNotDone', text);
	const missing = done + already - served;
	if (missing <= 0 || done > served) return 0;
	// One badge answers for one content, however often it was asked for.
	if (scenario.scope !== 'execution' && served > 0) return 0;
	// "Enrolled already" is true of whoever has an enrolment; without 'Continue', one since this began.
	if (scenario.its.operation.endsWith('enrol')) {
		const { alreadyDone } = scenario.parameters.options as { alreadyDone?: string };
		const since = alreadyDone === 'continue' ? 0 : job.began + model.habits.skew - CLOCK_MS;
		const isEnrolled = model.instances.some(
			({ kind, customer, at }) =>
				kind === 'enrolment' && at >= since && subject.startsWith(`${customer}|`),
		);
		if (isEnrolled) return missing;
	}
	// "Decided already" is true of what another execution has decided.
	if (model.approvals.get(subject) === 'decided') return missing;
	if (foreign(scenario, model, job, by, subject) === 0) say('falseDone', text);
	return missing;
}

function judgeState(
	{ its }: Scenario,
	model: Model,
	subject: string,
	words: readonly Word[],
	served: number,
	say: Say,
): void {
	const text = `${subject}: told ${words.join(', ')}; truly done ${served} times`;
	const isSo = served > 0 || holds(its, model, subject);
	if (!isSo && (words.includes('done') || words.includes('already'))) say('falseDone', text);
	if (served > 0 && words.every((word) => word === 'notDone')) say('falseNotDone', text);
}

/** How often a subject may be served by all jobs together: once for each request ID. */
function most(scenario: Scenario, jobs: readonly Job[], subject: string): number {
	const items = jobs.flatMap(({ items: all, subjects }) =>
		all.flatMap((item, i) => subjects[i].filter((other) => other === subject).map(() => item)),
	);
	if (scenario.scope === 'content') {
		// A date of now is another content in each process.
		const processes = 1 + Math.max(0, ...jobs.map(({ killed }) => killed.length));
		return scenario.date === 'now' ? items.length * processes : Math.min(1, items.length);
	}
	const given = items.flatMap(({ orderId }) => (orderId === undefined ? [] : [orderId]));
	return new Set(given).size + items.length - given.length;
}

/** Whether nothing may end as unknown: no answer is lost, and no outcome hangs on a view. */
function mustBeKnown({ habits, scope, mode, items, its, ownIds }: Scenario): boolean {
	// What one try has changed and the next was refused: by then its values may be others.
	if (its.operation.endsWith('.update') && /retry/i.test(mode)) return false;
	// A process that was killed leaves what nobody knows of.
	if (!areQuiet(habits) || mode.startsWith('kill')) return false;
	if (scope === 'execution') return true;
	const subjects = items.flatMap((item) => its.subjects(item));
	const areDistinct = new Set(subjects).size === subjects.length && ownIds === 'unique';
	return (
		areDistinct &&
		!mode.startsWith('again') &&
		!habits.some((name) => /^views|idTaken|others/.test(name))
	);
}

/** What is wrong with what was told, and how often each word fell. */
export function judge(scenario: Scenario, model: Model, jobs: readonly Job[]) {
	const violations: Violation[] = [];
	const tally: Tally = { done: 0, already: 0, notDone: 0, unknown: 0, borrowed: 0 };
	const say = (kind: Kind, text: string) => {
		violations.push({ kind, text });
	};
	for (const job of jobs) {
		for (const { ending, by } of job.endings) {
			const served = servedBy(model, by);
			if ('error' in ending) {
				judgeStop(scenario, job, ending.error, served, say);
				continue;
			}
			const told = readOutput(scenario.its, job, ending.output, say);
			for (const [subject, words] of told) {
				if (words.includes('notDone')) judgeRefusal(scenario, model, subject, say);
				for (const word of words) tally[word] += 1;
				const times = served.get(subject) ?? 0;
				if (scenario.its.kind === 'state') {
					judgeState(scenario, model, subject, words, times, say);
				} else {
					tally.borrowed += judgeGiven(scenario, model, job, by, subject, words, times, say);
				}
			}
		}
		judgeTimes(scenario, model, job, say);
	}
	judgeSum(scenario, model, jobs, say);
	judgeClaims(scenario, model, jobs, say);
	// What a killed process has sent is not stored: the numbers that it drew are drawn again, so that
	// the same request is refused as used before, and looked up.
	const isKilled = scenario.mode === 'killRetry';
	for (const text of isKilled ? [] : model.changed) say('changed', text);
	for (const text of model.damaged) say('changed', text);
	if (tally.unknown > 0 && mustBeKnown(scenario)) {
		say('needlesslyUnknown', `${tally.unknown} unknown although no answer was lost`);
	}
	return { violations, tally };
}

/** All jobs together do not say more often that something was done than it was. */
function judgeClaims(scenario: Scenario, model: Model, jobs: readonly Job[], say: Say): void {
	const { its, scope } = scenario;
	if (its.kind === 'state' || scope !== 'execution') return;
	// "Enrolled already" and "decided already" speak of what was so before.
	const mayBeBefore = its.operation.endsWith('enrol') || its.operation.endsWith('decide');
	const said = new Map<string, number>();
	for (const { endings, items, subjects } of jobs) {
		const last = endings.at(-1)?.ending;
		if (!last || !('output' in last)) continue;
		const told = readOutput(its, { items, subjects }, last.output, () => undefined);
		for (const [subject, words] of told) {
			const times = count(words, 'done') + (mayBeBefore ? 0 : count(words, 'already'));
			said.set(subject, (said.get(subject) ?? 0) + times);
		}
	}
	const served = servedBy(
		model,
		jobs.flatMap(({ endings, killed }) => [...(endings.at(-1)?.by ?? []), ...killed]),
	);
	for (const [subject, times] of said) {
		const fromOthers = model.instances.filter(
			({ by, customer }) => by === OTHERS && subject.startsWith(`${customer}|`),
		).length;
		const most = (served.get(subject) ?? 0) + fromOthers;
		if (times > most) say('falseDone', `${subject}: ${times} times done in all, truly ${most}`);
	}
}

/** In a plain world nobody is refused without a reason. */
function judgeRefusal(scenario: Scenario, model: Model, subject: string, say: Say): void {
	const { its, scope, habits, mode } = scenario;
	const isPlain = habits.join() === 'plain' && scope === 'execution' && its.kind === 'give';
	if (!isPlain || !['continue', 'loop'].includes(mode)) return;
	const [customer, reference] = subject.split('|');
	const isFree = !model.strangers.has(Number(customer)) && !model.full.has(Number(customer));
	const isClaimed = reference === '' || model.claims.has(`${OWNER}|${reference}`);
	const enrolments = model.instances.filter(
		(held) => held.kind === 'enrolment' && held.customer === Number(customer),
	);
	const isEnrol = its.operation.endsWith('enrol');
	const isReady = isEnrol ? enrolments.length === 0 : model.enrolFirst.size === 0;
	if (isFree && isClaimed && (isReady || (!isEnrol && enrolments.length > 0))) {
		say('needlesslyRefused', subject);
	}
}

/** No subject is served more often by a job than the job names it. */
function judgeTimes({ its }: Scenario, model: Model, job: Job, say: Say) {
	if (its.kind === 'state') return;
	const named = new Map<string, number>();
	for (const subject of job.subjects.flat()) named.set(subject, (named.get(subject) ?? 0) + 1);
	for (const [subject, times] of servedBy(model, job.endings.at(-1)?.by ?? [])) {
		const wanted = named.get(subject) ?? 0;
		if (times > wanted) say('doubled', `${subject}: done ${times} times for ${wanted}`);
	}
}

/** No subject is served more often by all jobs than their request IDs allow. */
function judgeSum(scenario: Scenario, model: Model, jobs: readonly Job[], say: Say) {
	if (scenario.its.kind !== 'give' || scenario.scope === 'execution') return;
	const all = jobs.flatMap(({ endings, killed }) => [...(endings.at(-1)?.by ?? []), ...killed]);
	for (const [subject, times] of servedBy(model, all)) {
		const wanted = most(scenario, jobs, subject);
		if (times > wanted) say('doubled', `${subject}: done ${times} times under IDs for ${wanted}`);
	}
}

/** Whether each target that is counted as done was served by the job itself. */
function countsItsOwn({ its, scope, habits, mode, parameters }: Scenario): boolean {
	const { alreadyDone } = parameters.options as { alreadyDone?: string };
	const isEnrol = its.operation.endsWith('enrol');
	const othersGive = habits.some((name) => /^others/.test(name));
	// What a killed process gave is found by a look-up, and counts.
	if (mode.startsWith('kill')) return false;
	return scope === 'execution' && alreadyDone !== 'continue' && !othersGive && !isEnrol;
}

/** The error that stops the workflow: what it says of the item that failed, and its counts. */
function judgeStop(
	scenario: Scenario,
	job: Job,
	error: Error,
	served: ReadonlyMap<string, number>,
	say: Say,
) {
	if (/cancell?ed/i.test(error.message)) return;
	const { item, isUnknown, customer, counts } = readStop(error);
	if (item === undefined) return say('lost', `an error names no item: ${error.message}`);
	if (scenario.its.kind === 'state') return;
	const times = [...served.values()].reduce((a, b) => a + b, 0);
	const text = `said "${String((error as { description?: string }).description)}", but ${times} were`;
	if (counts) {
		const { done, refused, unknown, unsent, total } = counts;
		if (done + refused + unknown + unsent !== total) say('miscounted', text);
		if (times > done + unknown) say('miscounted', text);
		if (countsItsOwn(scenario) && done > times) say('miscounted', text);
	}
	if (isUnknown) return;
	const subjects = job.subjects[item] ?? [];
	const subject = subjects.find((one) => one.startsWith(`${customer}|`)) ?? subjects[0];
	const named = job.subjects.flat().filter((one) => one === subject).length;
	if (subjects.length > 0 && (served.get(subject) ?? 0) >= named) {
		say('falseNotDone', `${subject}: told "${error.message}"; truly done`);
	}
}
