/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs beside n8n, not inside it */
// What many one-customer items cost in one run: time and peak memory, and which share of both is this node's.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { runOnce, type Servers } from './runOnce';
import { sizes, type Result } from './scenarios';

interface Size {
	items: number;
	/** Undefined where the process ended before. */
	copy?: Result;
	ours?: Result;
}

const number = (value: number, digits = 0) =>
	value.toLocaleString('en-US', { maximumFractionDigits: digits });

/** The sizes as a Markdown table. */
function sizeTable(measured: readonly Size[]): string {
	const rows = measured.map(({ items, copy, ours }) => {
		const share = (measure: 'seconds' | 'peakMemory') =>
			copy && ours ? `${number(100 * (1 - copy[measure] / ours[measure]))} %` : '';
		const of = (result: Result | undefined) =>
			result
				? [number(result.seconds, 2), number(result.peakMemory)]
				: ['did not end', 'out of memory'];
		const each = ours ? number((ours.seconds / items) * 1e6) : '';
		return `| ${[number(items), ...of(copy), ...of(ours), share('seconds'), share('peakMemory'), each].join(' | ')} |`;
	});
	return [
		'| items | copying node, s | peak MB | enrol, s | peak MB | time that is ours | memory that is ours | µs an item |',
		'| --- | --- | --- | --- | --- | --- | --- | --- |',
		...rows,
	].join('\n');
}

/** Runs all sizes up to the largest, each in a process of its own with Node's own limit of memory. */
export async function measureSizes(servers: Servers, largest: number): Promise<void> {
	const measured = new Map<number, Size>();
	for (const scenario of sizes(largest)) {
		const { items, subject, name } = scenario;
		const size = measured.get(items) ?? { items };
		measured.set(items, size);
		try {
			const result = await runOnce(servers, scenario);
			size[subject === 'ours' ? 'ours' : 'copy'] = result;
			console.error(`${name}: ${result.seconds.toFixed(2)} s, ${result.peakMemory.toFixed(0)} MB`);
		} catch (error) {
			const [reason] = String(error).split('\n');
			console.error(`${name}: did not end (${reason})`);
		}
	}
	const all = [...measured.values()];
	writeFileSync(path.join(__dirname, 'sizes.json'), `${JSON.stringify(all, null, '\t')}\n`);
	console.log(`\n${sizeTable(all)}`);
}
