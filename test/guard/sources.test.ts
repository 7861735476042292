/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { ROOT } from '../support/engine';

/** The TypeScript files below a folder, as paths from the project's root. */
const sources = (folder: string): string[] =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
		.map((file) => path.posix.join(folder, file.split(path.sep).join('/')));

const textOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
/** A file without its comments. */
const codeOf = (file: string) => textOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

const published = [...sources('nodes'), ...sources('credentials')];

/** What a file imports: packages by name, files as paths from the root, without ending. */
const importsOf = (file: string): string[] =>
	[...textOf(file).matchAll(/^(?:import|export|\})[^'\n]*\bfrom '([^']+)';$|^import '([^']+)';$/gm)]
		.map(([, name, bare]) => name ?? bare)
		.map((name) => (name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name));

const BADGES = 'nodes/CapillaryBadges';

/** The layers, the most particular first; what each may import, without exceptions. */
const LAYERS: Array<[layer: string, belongs: RegExp, mayImport: string[]]> = [
	['shared', /^nodes\/shared\//, ['shared']],
	['credential', /^credentials\//, ['shared']],
	['trigger', /^nodes\/CapillaryBadgesTrigger\//, ['trigger', 'shared']],
	['options', new RegExp(`^${BADGES}/options$`), ['shared']],
	['operation', new RegExp(`^${BADGES}/operation$`), ['options', 'shared']],
	['fields', new RegExp(`^${BADGES}/fields/`), ['fields', 'shared']],
	['methods', new RegExp(`^${BADGES}/methods(/|$)`), ['methods', 'shared']],
	['actions', new RegExp(`^${BADGES}/actions/`), ['actions', 'fields', 'operation', 'shared']],
	[
		'execution',
		new RegExp(`^${BADGES}/execution(/|$)`),
		['execution', 'operation', 'options', 'shared'],
	],
	[
		'node',
		new RegExp(`^${BADGES}/CapillaryBadges\\.node$`),
		['actions', 'execution', 'methods', 'shared'],
	],
];
const layerOf = (file: string) =>
	LAYERS.find(([, belongs]) => belongs.test(file.replace(/\.ts$/, '')));

const PACKAGES = new Set(['n8n-workflow', 'zod', 'luxon', 'node:crypto']);

test('the sources are found', () => {
	expect(published.length).toBeGreaterThan(80);
	expect(importsOf(`${BADGES}/execution/deliver/classify.ts`)).toEqual([
		expect.stringMatching(/^nodes\/shared\/capillary\//),
		...Array.from({ length: importsOf(`${BADGES}/execution/deliver/classify.ts`).length - 1 }, () =>
			expect.any(String),
		),
	]);
});

test('dependencies point down, never back', () => {
	const wrong = published.flatMap((file) => {
		const [layer, , mayImport] = layerOf(file) ?? ['none', /^$/, []];
		return importsOf(file)
			.filter((name) => name.includes('/'))
			.filter((name) => !mayImport.includes(layerOf(name)?.[0] ?? 'elsewhere'))
			.map((name) => `${layer}: ${file} → ${name}`);
	});
	expect(wrong).toEqual([]);
});

/** A circle of imports that the file is part of, as a path; undefined where there is none. */
function circleFrom(start: string, files: ReadonlySet<string>): string | undefined {
	const open = [[start]];
	const seen = new Set<string>();
	for (let way = open.pop(); way; way = open.pop()) {
		for (const name of importsOf(way[way.length - 1])) {
			const next = [`${name}.ts`, `${name}/index.ts`].find((file) => files.has(file));
			if (next === start) return [...way, start].join(' → ');
			if (next && !seen.has(next)) open.push([...way, next]);
			if (next) seen.add(next);
		}
	}
	return undefined;
}

test.each([
	['nodes', published],
	['sandbox', sources('sandbox')],
])('imports in %s run in no circle', (_, files) => {
	const all = new Set(files);
	expect(files.flatMap((file) => circleFrom(file, all) ?? [])).toEqual([]);
});

test('published files import no package but those that n8n brings', () => {
	const wrong = published.flatMap((file) =>
		importsOf(file).filter((name) => !name.includes('/') && !PACKAGES.has(name)),
	);
	expect(wrong).toEqual([]);
});

test('published files keep away from process, timers, console and fetch', () => {
	const reach = /\b(process\.|setTimeout|setInterval|setImmediate|console\.|fetch\(|globalThis)/;
	expect(published.filter((file) => reach.test(codeOf(file)))).toEqual([]);
});

test('the sandbox shares nothing with the nodes', () => {
	const shared = sources('sandbox').flatMap((file) =>
		importsOf(file).filter((name) => /^(nodes|credentials|test)\//.test(name)),
	);
	expect(shared).toEqual([]);
});

/** Files that import each other, in a circle of any length; types count as well. */
function circles(files: string[]): string[] {
	const done = new Set<string>();
	const walk = (file: string, way: string[]): string[] => {
		const from = way.indexOf(file);
		if (from >= 0) return [[...way.slice(from), file].join(' → ')];
		if (done.has(file)) return [];
		const found = importsOf(file)
			.map((name) => [`${name}.ts`, `${name}/index.ts`].find((path) => files.includes(path)))
			.flatMap((next) => (next === undefined ? [] : walk(next, [...way, file])));
		done.add(file);
		return found;
	};
	return files.flatMap((file) => walk(file, []));
}

test('no files of the sandbox import each other in a circle', () => {
	expect(circles(sources('sandbox'))).toEqual([]);
});

test('each operation has a file of its own, and no try, endless loop or item in it', () => {
	const files = published.filter((file) => file.endsWith('.operation.ts'));
	expect(files).toHaveLength(operations.length);
	expect(files.filter((file) => /\b(try|while)\s*[({]|pairedItem/.test(codeOf(file)))).toEqual([]);
});

test('files are no longer than 250 lines', () => {
	const long = [...published, ...sources('sandbox')]
		.map((file) => [file, textOf(file).split('\n').length - 1] as const)
		.filter(([, lines]) => lines > 250);
	expect(long).toEqual([]);
});

test('types are not silenced', () => {
	const silence = /\bas any\b|: any\b/;
	const ignored = /@ts-(ignore|nocheck|expect-error)/;
	const silenced = published.filter(
		(file) => silence.test(codeOf(file)) || ignored.test(textOf(file)),
	);
	expect(silenced).toEqual([]);
});
