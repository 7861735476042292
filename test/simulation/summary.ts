/** Adds up what many seeds gave. */
import { HABITS } from './habits';
import type { Tally } from './oracle';
import type { Kind } from './words';
import type { Result } from './simulate';

export interface Summary {
	runs: number;
	targets: number;
	tally: Tally;
	/** How often each kind of violation came, by operation. */
	violations: Record<string, Record<string, number>>;
	/** A seed of each, the one with the fewest targets. */
	samples: Record<string, { seed: string; text: string; targets: number }>;
	/** How many outcomes were unknown, of how many, by habit. */
	unknown: Record<string, [unknown: number, of: number]>;
	/** Seeds with violations. */
	failed: number;
	/** Seconds that the processors were at work. */
	cpu: number;
}

export const emptySummary = (): Summary => ({
	runs: 0,
	targets: 0,
	tally: { done: 0, already: 0, notDone: 0, unknown: 0, borrowed: 0 },
	violations: {},
	samples: {},
	unknown: {},
	failed: 0,
	cpu: 0,
});

export function addResult(summary: Summary, { seed, violations, tally, targets }: Result): void {
	const [operation, , , habits] = seed.split('/');
	summary.runs += 1;
	summary.targets += targets;
	if (violations.length > 0) summary.failed += 1;
	for (const word of Object.keys(tally) as Array<keyof Tally>) summary.tally[word] += tally[word];
	const outcomes = tally.done + tally.already + tally.notDone + tally.unknown;
	for (const habit of habits?.split('+') ?? []) {
		const [unknown, of] = summary.unknown[habit] ?? [0, 0];
		summary.unknown[habit] = [unknown + tally.unknown, of + outcomes];
	}
	for (const { kind, text } of violations)
		addViolation(summary, kind, operation, text, seed, targets);
}

function addViolation(
	{ violations, samples }: Summary,
	kind: Kind,
	operation: string,
	text: string,
	seed: string,
	targets: number,
): void {
	const ofKind = (violations[kind] ??= {});
	ofKind[operation] = (ofKind[operation] ?? 0) + 1;
	const key = `${kind} ${operation}`;
	const before = samples[key];
	if (!before || targets < before.targets) samples[key] = { seed, text, targets };
}

/** Two summaries in one. */
export function merge(into: Summary, other: Summary): void {
	into.runs += other.runs;
	into.targets += other.targets;
	into.failed += other.failed;
	into.cpu += other.cpu;
	for (const word of Object.keys(into.tally) as Array<keyof Tally>) {
		into.tally[word] += other.tally[word];
	}
	for (const [kind, counts] of Object.entries(other.violations)) {
		const ofKind = (into.violations[kind] ??= {});
		for (const [name, count] of Object.entries(counts)) {
			ofKind[name] = (ofKind[name] ?? 0) + count;
		}
	}
	for (const [key, sample] of Object.entries(other.samples)) {
		const before = into.samples[key];
		if (!before || sample.targets < before.targets) into.samples[key] = sample;
	}
	for (const [habit, [unknown, of]] of Object.entries(other.unknown)) {
		const before = into.unknown[habit] ?? [0, 0];
		into.unknown[habit] = [before[0] + unknown, before[1] + of];
	}
}

const percent = (part: number, of: number) =>
	of === 0 ? '-' : `${((100 * part) / of).toFixed(1)} %`;

/** @param seconds how long it took */
export function textOf(summary: Summary, seconds: number): string {
	const { runs, targets, tally, violations, samples, unknown, failed, cpu } = summary;
	const lines = [
		`${runs} runs, ${targets} customers, ${seconds.toFixed(1)} s, ${Math.round(targets / seconds)} customers a second (${Math.round(targets / cpu)} a second of one processor)`,
		`outcomes: ${Object.entries(tally)
			.map(([word, times]) => `${times} ${word}`)
			.join(', ')}`,
		'unknown by habit, where not 0:',
		...Object.keys(HABITS)
			.filter((habit) => (unknown[habit]?.[0] ?? 0) > 0)
			.map((habit) => `  ${habit.padEnd(26)} ${percent(...unknown[habit])}`),
		`${failed} runs with violations`,
	];
	for (const [kind, counts] of Object.entries(violations)) {
		const parts = Object.entries(counts).map(([name, times]) => `${name} ${times}`);
		lines.push(`  ${kind}: ${parts.join(', ')}`);
	}
	if (failed > 0) lines.push('the smallest of each:');
	for (const key of Object.keys(samples).sort()) {
		const { seed, text } = samples[key];
		lines.push(`  ${key}`, `    --replay '${seed}'`, `    ${text}`);
	}
	return lines.join('\n');
}
