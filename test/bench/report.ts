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
		'| scenario | seconds | customers/s | requests | done | most in flight | CPU s | peak MB |',
		'| --- | --- | --- | --- | --- | --- | --- | --- |',
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

/** What the benchmark is for: each figure, what it should be, and whether it is. */
export function figures(summary: Summary): Figure[] {
	const median = (name: string, measure: keyof Result) => summary[name][measure][0];
	const ratio = (measure: keyof Result, of: string, to: string) =>
		median(of, measure) / median(to, measure);
	const figure = (name: string, value: number, sign: '≤' | '≥', limit: number): Figure => {
		const reached = sign === '≤' ? value <= limit : value >= limit;
		const wanted = `${sign} ${limit}`;
		const text = `${reached ? 'reached    ' : 'NOT reached'}  ${name}: ${value.toPrecision(3)} (wanted ${wanted})`;
		return { name, value: Number(value.toPrecision(4)), wanted, reached, text };
	};
	const bulk = 'enrol 10000 ours';
	const floorSeconds = median('enrol 10000 floor', 'seconds');
	const perCustomer = (items: number) => median(`enrol ${items} ours`, 'seconds') / items;
	const wide = 'earn ours, 20 wide';
	return [
		figure(
			'enrol 10,000: customers/s, HTTP Request = 1',
			ratio('perSecond', bulk, 'enrol 10000 peer'),
			'≥',
			15,
		),
		figure(
			'enrol 10,000 from a field: customers/s, HTTP Request = 1',
			ratio('perSecond', `${bulk}, input field`, 'enrol 10000 peer'),
			'≥',
			20,
		),
		figure(
			'enrol 10,000: requests, HTTP Request = 1',
			ratio('requests', bulk, 'enrol 10000 peer'),
			'≤',
			1 / 50,
		),
		figure(
			'enrol 10,000: peak memory, HTTP Request = 1',
			ratio('peakMemory', bulk, 'enrol 10000 peer'),
			'≤',
			0.7,
		),
		figure(
			'enrol 10,000: ms a customer above the bare client',
			((median(bulk, 'seconds') - floorSeconds) / 10_000) * 1000,
			'≤',
			0.15,
		),
		figure(
			'enrol: time a customer at 100,000, at 1,000 = 1',
			perCustomer(100_000) / perCustomer(1000),
			'≤',
			1.1,
		),
		figure(
			'earn 1,000, 20 wide: time, HTTP Request = 1',
			ratio('seconds', wide, 'earn peer'),
			'≤',
			0.9,
		),
		figure('earn 1,000, 20 wide: most in flight', median(wide, 'mostInFlight'), '≤', 20),
		figure(
			'earn 1,000, 20 wide: customers/s, HTTP Request batching = 1',
			ratio('perSecond', wide, 'earn peer, batching'),
			'≥',
			8,
		),
		figure(
			'earn 1,000, 20 wide: customers/s, bare client = 1',
			ratio('perSecond', wide, 'earn floor, 20 wide'),
			'≥',
			0.5,
		),
		figure('100 a second, 500 items: done', median('earn 100 a second, ours', 'done'), '≥', 500),
		figure(
			'100 a second, 500 items: seconds',
			median('earn 100 a second, ours', 'seconds'),
			'≤',
			6,
		),
		figure(
			'100 a second, 500 items: done by HTTP Request',
			median('earn 100 a second, peer', 'done'),
			'≤',
			250,
		),
	];
}
