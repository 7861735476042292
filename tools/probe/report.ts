/** What a run found, as Markdown and JSON that hold no secret and nobody's data. */
import type { HabitName, Habits } from '../../sandbox';
import { table } from '../table';
import { isUsual } from './findings';
import type { Gift } from './gifts';
import type { Answer, Outcome, Plan } from './run';

/** Hosts that say nothing of whose they are. */
const CAPILLARYS = /^https:\/\/[a-z0-9-]+\.(api|api\.intouch|intouch|cc)\.capillarytech\.com$/;

const hostOf = (url: string): string => (CAPILLARYS.test(url) ? url : 'another host');

const VERDICTS = { assumed: 'as assumed', other: 'otherwise', unknown: 'not known' };

/** Whether a finding matters to users of the node. */
const mattersOf = ({ probe, finding }: Answer): string =>
	finding.verdict === 'other' ? probe.matters : finding.verdict === 'assumed' ? 'As assumed' : '?';

/** The habits that are not what the node assumes. */
export const unusualHabits = (answers: readonly Answer[]): Partial<Habits> =>
	Object.fromEntries(
		answers
			.flatMap(({ finding }) => Object.entries(finding.habits))
			.filter(([name, value]) => !isUsual(name as HabitName, value)),
	);

const HEAD = [
	'Question',
	'The documents say',
	'The node assumes',
	'This server',
	'Does it matter?',
];

/** The table of all answers. */
export const answersTable = (answers: readonly Answer[]): string =>
	table(
		HEAD,
		answers.map((answer) => {
			const { question, documents, assumes } = answer.probe;
			const { finding } = answer;
			const saw = finding.verdict === 'other' ? `**${finding.saw}**` : finding.saw;
			return [question, documents, assumes, saw, mattersOf(answer)];
		}),
	);

const counts = ({ gifts }: Outcome) => {
	const given = gifts.filter(({ state }) => state !== 'notGiven');
	const count = (wanted: Gift['state']) => given.filter(({ state }) => state === wanted).length;
	return {
		given: given.length - count('notSeen'),
		takenBack: count('takenBack'),
		perhapsLeft: count('left'),
		neverSeen: count('notSeen'),
	};
};

/** Numbers shorter than this cannot be told from others. */
const SHORTEST_ID = 6;

/** Removes the IDs of the test badges and customers, should a server give them back as a code or a count. */
function withoutIds(text: string, { badges, customers, unknownCustomer, account }: Plan): string {
	const numbers = [...customers, unknownCustomer ?? '', account.orgId ?? ''].map(String);
	const ids = [...badges, ...numbers].filter((id) => id.length >= SHORTEST_ID);
	const whole = (id: string) =>
		new RegExp(`(?<![0-9a-zA-Z])${id.replace(/\W/g, '\\$&')}(?![0-9a-zA-Z])`, 'g');
	return ids.reduce((rest, id) => rest.replace(whole(id), '0'), text);
}

/** The report as an object: what JSON.stringify makes of it is for programs. */
const reportOf = (plan: Plan, outcome: Outcome, version: string) => ({
	package: version,
	host: hostOf(plan.account.url),
	signIn: plan.account.authentication,
	asked: plan.write ? 'reads and writes' : 'reads',
	requests: outcome.requests,
	...(outcome.ended === undefined ? {} : { endedEarly: outcome.ended }),
	habits: unusualHabits(outcome.answers),
	gifts: counts(outcome),
	answers: outcome.answers.map((answer) => {
		const { id, question, documents, assumes, kind } = answer.probe;
		const { saw, verdict, habits } = answer.finding;
		return {
			id,
			question,
			documents,
			assumes,
			kind,
			saw,
			verdict,
			matters: mattersOf(answer),
			habits,
		};
	}),
});

export const jsonReport = (plan: Plan, outcome: Outcome, version: string): string =>
	withoutIds(`${JSON.stringify(reportOf(plan, outcome, version), null, 2)}\n`, plan);

export function markdownReport(plan: Plan, outcome: Outcome, version: string): string {
	const { host, signIn, asked, requests, endedEarly, habits, gifts } = reportOf(
		plan,
		outcome,
		version,
	);
	const named = Object.entries(habits).map(([name, value]) => `\`${name}=${value}\``);
	const verdicts = outcome.answers.map(({ finding }) => VERDICTS[finding.verdict]);
	const count = (verdict: string) => verdicts.filter((one) => one === verdict).length;
	const lines = [
		'# What this server does',
		`Package ${version}, ${host}, sign-in ${signIn}, asked with ${asked}: ${requests} requests.`,
		...(endedEarly === undefined ? [] : [`**The run ended early: ${endedEarly}.**`]),
		`${Object.values(VERDICTS)
			.map((verdict) => `${count(verdict)} ${verdict}`)
			.join(', ')}. Habits that differ: ${named.join(', ') || 'none'}.`,
		...(plan.write
			? [
					`Given to test customers: ${gifts.given}, taken back: ${gifts.takenBack}, perhaps left: ${gifts.perhapsLeft}. Requests whose answers name nobody, and of which the view shows nothing: ${gifts.neverSeen}.`,
				]
			: []),
		answersTable(outcome.answers),
	];
	return withoutIds(`${lines.join('\n\n')}\n`, plan);
}
