import type { Result } from './scenarios';

/** Median and range of each measure of a scenario. */
export type Summary = Record<
	string,
	Record<keyof Result, [median: number, low: number, high: number]>
>;

const MEASURES: Array<keyof Result> = [
	'seconds',
	'perSecond',
	'requests',
	'done',
	'lost',
	'saidDone',
	'saidFailed',
	'saidUnknown',
	'wrong',
	'mostInFlight',
	'cpuSeconds',
	'peakMemory',
];

function spread(values: number[]): [number, number, number] {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = (sorted.length - 1) / 2;
	const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
	const round = (value: number) => Number(value.toPrecision(4));
	return [round(median), round(sorted[0]), round(sorted[sorted.length - 1])];
}

/** Results of each scenario's runs → their medians and ranges. */
export const summarize = (results: Map<string, Result[]>): Summary =>
	Object.fromEntries(
		[...results].map(([name, runs]) => [
			name,
			Object.fromEntries(
				MEASURES.map((measure) => [measure, spread(runs.map((run) => run[measure]))]),
			) as Summary[string],
		]),
	);

const number = (value: number) =>
	value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : 0 });

/** The summary as a Markdown table: medians, ranges in brackets. */
export function table(summary: Summary): string {
	const rows = Object.entries(summary).map(([name, row]) => {
		const cell = (measure: keyof Result) => {
			const [median, low, high] = row[measure];
			return low === high ? number(median) : `${number(median)} (${number(low)}–${number(high)})`;
		};
		return `| ${name} | ${MEASURES.map(cell).join(' | ')} |`;
	});
	return [
		'| scenario | seconds | customers/s | requests | done | lost | said done | said failed | said unknown | said wrongly | most in flight | CPU s | peak MB |',
		`| --- |${' --- |'.repeat(MEASURES.length)}`,
		...rows,
	].join('\n');
}

export interface Figure {
	name: string;
	value: number;
	wanted: string;
	reached: boolean;
	text: string;
}

/** Reads medians: of one scenario, or as a multiple of another's. */
interface Medians {
	of(scenario: string, measure: keyof Result): number;
	ratio(measure: keyof Result, scenario: string, one: string): number;
}

type Goal = [name: string, sign: '≤' | '≥', limit: number, value: (medians: Medians) => number];

const BULK = 'enrol 10000 ours';
const WIDE = 'earn ours, 20 wide';
const LIMITED = 'earn 100 a second, ours';
const NEAR = 'HTTPS 40 ms';

const GOALS: Goal[] = [
	[
		'enrol 10,000: customers/s, HTTP Request = 1',
		'≥',
		15,
		({ ratio }) => ratio('perSecond', BULK, 'enrol 10000 peer'),
	],
	[
		'enrol 10,000 from a field: customers/s, HTTP Request = 1',
		'≥',
		20,
		({ ratio }) => ratio('perSecond', `${BULK}, input field`, 'enrol 10000 peer'),
	],
	[
		'enrol 10,000: requests, HTTP Request = 1',
		'≤',
		0.02,
		({ ratio }) => ratio('requests', BULK, 'enrol 10000 peer'),
	],
	[
		'enrol 10,000: peak memory, HTTP Request = 1',
		'≤',
		0.7,
		({ ratio }) => ratio('peakMemory', BULK, 'enrol 10000 peer'),
	],
	[
		'enrol 10,000: ms a customer above the bare client',
		'≤',
		0.15,
		({ of }) => (of(BULK, 'seconds') - of('enrol 10000 floor', 'seconds')) / 10,
	],
	['enrol 10,000: CPU ms a customer', '≤', 0.06, ({ of }) => of(BULK, 'cpuSeconds') / 10],
	[
		'enrol: time a customer at 100,000, at 1,000 = 1',
		'≤',
		1.1,
		({ ratio }) => ratio('seconds', 'enrol 100000 ours', 'enrol 1000 ours') / 100,
	],
	['earn 1,000, 20 wide: most in flight', '≤', 20, ({ of }) => of(WIDE, 'mostInFlight')],
	[
		'earn 1,000, 20 wide: customers/s, HTTP Request batching = 1',
		'≥',
		8,
		({ ratio }) => ratio('perSecond', WIDE, 'earn peer, batching'),
	],
	[
		'earn 1,000, 20 wide: customers/s, bare client = 1',
		'≥',
		0.5,
		({ ratio }) => ratio('perSecond', WIDE, 'earn floor, 20 wide'),
	],
	['100 a second, 500 items: done', '≥', 500, ({ of }) => of(LIMITED, 'done')],
	['100 a second, 500 items: seconds', '≤', 6, ({ of }) => of(LIMITED, 'seconds')],
	['100 a second, 500 items: answers of 429', '≤', 60, ({ of }) => of(LIMITED, 'requests') - 500],
	[
		'100 a second, 500 items: done by HTTP Request',
		'≤',
		250,
		({ of }) => of('earn 100 a second, peer', 'done'),
	],
	[
		`earn 1,000, ${NEAR}: time, HTTP Request = 1`,
		'≤',
		1.5,
		({ ratio }) => ratio('seconds', `earn ${NEAR}, ours`, `earn ${NEAR}, peer`),
	],
	[
		`earn 1,000, ${NEAR}: most in flight`,
		'≤',
		200,
		({ of }) => of(`earn ${NEAR}, ours`, 'mostInFlight'),
	],
	[
		'earn 1,000, HTTPS 100 ms: seconds',
		'≤',
		4,
		({ of }) => of('earn HTTPS 100 ms, ours', 'seconds'),
	],
	[
		`enrol 10,000, ${NEAR}: customers/s, HTTP Request = 1`,
		'≥',
		15,
		({ ratio }) => ratio('perSecond', `enrol 10000 ${NEAR}, ours`, `enrol 10000 ${NEAR}, peer`),
	],
	[
		`enrol 10,000, ${NEAR}: time, hand-made chunks = 1`,
		'≤',
		1.2,
		({ ratio }) => ratio('seconds', `enrol 10000 ${NEAR}, ours`, `enrol 10000 ${NEAR}, chunks`),
	],
];

/** What the benchmark is for: each figure, what it should be, and whether it is. */
export function figures(summary: Summary): Figure[] {
	const of: Medians['of'] = (scenario, measure) => summary[scenario][measure][0];
	const ratio: Medians['ratio'] = (measure, scenario, one) =>
		of(scenario, measure) / of(one, measure);
	return GOALS.map(([name, sign, limit, read]) => {
		const value = read({ of, ratio });
		const reached = sign === '≤' ? value <= limit : value >= limit;
		const wanted = `${sign} ${limit}`;
		const text = `${reached ? 'reached    ' : 'NOT reached'}  ${name}: ${value.toPrecision(3)} (wanted ${wanted})`;
		return { name, value: Number(value.toPrecision(4)), wanted, reached, text };
	});
}
