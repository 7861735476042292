import type { Summary } from './report';

const WIDTH = 720;
const HEIGHT = 360;
const LEFT = 70;
const RIGHT = 700;
const TOP = 60;
const BOTTOM = 300;
const FEWEST = 100;
const MOST = 100_000;

const LINES = [
	{ subject: 'peer', label: 'HTTP Request 4.5, defaults', color: '#c2410c' },
	{ subject: 'ours', label: 'Capillary Badges, Enrol', color: '#15803d' },
];

const logarithmic = (value: number, low: number, high: number) =>
	Math.log(value / low) / Math.log(high / low);

const sizes = [100, 1000, 10_000, 100_000];

/** Time of an enrolment over the number of one-customer items, as an SVG; both axes logarithmic. */
export function drawChart(summary: Summary): string {
	const points = LINES.map((line) => ({
		...line,
		points: sizes.flatMap((items) => {
			const row = summary[`enrol ${items} ${line.subject}`];
			return row ? [{ items, seconds: row.seconds[0] }] : [];
		}),
	}));
	const times = points.flatMap((line) => line.points.map(({ seconds }) => seconds));
	const low = 10 ** Math.floor(Math.log10(Math.min(...times)));
	const high = 10 ** Math.ceil(Math.log10(Math.max(...times)));
	const x = (items: number) =>
		Math.round(LEFT + logarithmic(items, FEWEST, MOST) * (RIGHT - LEFT - 60));
	const y = (seconds: number) =>
		Math.round(BOTTOM - logarithmic(seconds, low, high) * (BOTTOM - TOP));
	const text = (at: [number, number], words: string, more = '') =>
		`<text x="${at[0]}" y="${at[1]}" ${more}>${words}</text>`;

	const grid: string[] = [];
	for (let seconds = low; seconds <= high * 1.001; seconds *= 10) {
		const label = `${Number(seconds.toPrecision(1))} s`;
		grid.push(
			`<line x1="${LEFT}" x2="${RIGHT}" y1="${y(seconds)}" y2="${y(seconds)}" stroke="#e5e7eb"/>`,
			text([LEFT - 8, y(seconds) + 4], label, 'text-anchor="end"'),
		);
	}
	for (const items of sizes) {
		grid.push(text([x(items), BOTTOM + 20], items.toLocaleString('en-US'), 'text-anchor="middle"'));
	}
	const drawn = points.map(({ points: line, label, color }, i) => {
		const path = line.map(({ items, seconds }) => `${x(items)},${y(seconds)}`).join(' ');
		const dots = line.map(({ items, seconds }) => {
			const at: [number, number] = [x(items), y(seconds) - 9];
			const words = `${Number(seconds.toPrecision(2))} s`;
			return `<circle cx="${x(items)}" cy="${y(seconds)}" r="4" fill="${color}"/>${text(at, words, `text-anchor="middle" fill="${color}"`)}`;
		});
		const legend = LEFT + i * 240;
		return [
			`<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2.5"/>`,
			...dots,
			`<rect x="${legend}" y="34" width="12" height="12" rx="2" fill="${color}"/>`,
			text([legend + 18, 45], label),
		].join('\n');
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="Time to enrol customers: Capillary Badges and HTTP Request">
<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#ffffff" stroke="#e5e7eb"/>
<g font-family="system-ui, sans-serif" font-size="12" fill="#374151">
${text([LEFT, 22], 'Enrolling customers, one per input item: time until all are done', 'font-size="14" font-weight="600"')}
${grid.join('\n')}
${drawn.join('\n')}
${text([(LEFT + RIGHT) / 2, BOTTOM + 44], 'input items (both axes logarithmic; server latency 20 ms)', 'text-anchor="middle"')}
</g>
</svg>
`;
}
