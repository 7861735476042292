/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n, not inside it */
import { execFileSync } from 'node:child_process';
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zodToJsonSchema } from 'zod-to-json-schema';
import manifest from '../../package.json';
import { withFieldNames } from '../../nodes/shared/capillary/fieldNames';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { CapillaryBadges } from '../../nodes/CapillaryBadges/CapillaryBadges.node';
import { CapillaryBadgesTrigger } from '../../nodes/CapillaryBadgesTrigger/CapillaryBadgesTrigger.node';
import { ROOT } from '../support/engine';

/** What n8n has installed beside a community node. */
const HOST = ['n8n-workflow', 'zod', 'luxon'];

let folder: string;
let unpacked: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'capillary-pack-'));
	execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
		cwd: ROOT,
		stdio: 'pipe',
	});
	const [tarball] = readdirSync(folder);
	execFileSync('tar', ['-xzf', tarball], { cwd: folder });
	unpacked = path.join(folder, 'package');
	const modules = path.join(unpacked, 'node_modules');
	mkdirSync(modules);
	for (const name of HOST) {
		symlinkSync(realpathSync(path.join(ROOT, 'node_modules', name)), path.join(modules, name));
	}
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = () =>
	readdirSync(unpacked, { recursive: true, encoding: 'utf8' })
		.map((file) => file.split(path.sep).join('/'))
		.filter((file) => !file.startsWith('node_modules'));

/** Loads files of the unpacked package in a process of its own and gives what a script says of them. */
function inside(script: string): unknown {
	const text = execFileSync(process.execPath, ['-e', script], { cwd: unpacked, encoding: 'utf8' });
	return JSON.parse(text);
}

test('the tarball holds the build and the papers, nothing else', () => {
	const tops = readdirSync(unpacked).filter((name) => name !== 'node_modules');
	expect(tops.sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
	// A build copies every picture below the project into dist, also those of installed tools.
	expect(readdirSync(path.join(unpacked, 'dist')).sort()).toEqual([
		'credentials',
		'icons',
		'nodes',
	]);
	expect(files().filter((file) => /sandbox|\.test\.|(^|\/)test\//.test(file))).toEqual([]);
});

test('no source map is in it, nor a pointer to one: the sources that it would show are not', () => {
	expect(files().filter((file) => file.endsWith('.map'))).toEqual([]);
	const pointing = files()
		.filter((file) => file.endsWith('.js'))
		.filter((file) => readFileSync(path.join(unpacked, file), 'utf8').includes('sourceMappingURL'));
	expect(pointing).toEqual([]);
});

test('everything that the manifest names is there, with icons', () => {
	const { nodes, credentials } = manifest.n8n;
	expect([...nodes, ...credentials].filter((file) => !files().includes(file))).toEqual([]);
	expect(files()).toEqual(
		expect.arrayContaining(['dist/icons/capillary.svg', 'dist/icons/capillary.dark.svg']),
	);
});

test('nodes and credential load beside nothing but what n8n brings', () => {
	const { nodes, credentials } = manifest.n8n;
	const names = inside(`
		const names = ${JSON.stringify([...nodes, ...credentials])}.map((file) => {
			const [Type] = Object.values(require('./' + file));
			const type = new Type();
			return type.name ?? type.description.name;
		});
		console.log(JSON.stringify(names));`);
	expect(names).toEqual(['capillaryBadges', 'capillaryBadgesTrigger', 'capillaryApi']);
});

/** What n8n does to an item before it shows an execution: fields by these paths are blanked out. */
function blanked(item: object, paths: string[]): object {
	const copy = structuredClone(item);
	for (const names of paths.map((one) => one.split('.'))) {
		let at: Record<string, unknown> | undefined = copy as Record<string, unknown>;
		for (const name of names.slice(0, -1)) at = at?.[name] as Record<string, unknown> | undefined;
		const last = names[names.length - 1];
		if (at !== undefined && last in at) at[last] = '[blanked]';
	}
	return copy;
}

describe('what n8n never shows, should it get past the node', () => {
	const SECRET = 'Basic dGlsbDpwYXNzd29yZC1hcy1pdHMtbWQ1';
	const NAMES = ['Authorization', 'authorization', 'X-CAP-API-OAUTH-TOKEN', 'X-CAP-UI-AUTH-TOKEN'];
	const headers = Object.fromEntries(NAMES.map((name) => [name, SECRET]));
	const call = { path: '/earn', headers: { ...headers, 'content-type': 'application/json' } };
	const cases: Array<[string, string[] | undefined, object]> = [
		[
			'the header in an approval request',
			new CapillaryBadges().description.sensitiveOutputFields,
			{ requestId: 'r', details: { 'IntouchAPITask-Payload': call } },
		],
		[
			'the header in an event about one',
			new CapillaryBadgesTrigger().description.sensitiveOutputFields,
			{ eventId: 'e', requestAttributes: call },
		],
		[
			'the header in such an event with its payload',
			new CapillaryBadgesTrigger().description.sensitiveOutputFields,
			{ eventId: 'e', payload: { data: { requestAttributes: call } } },
		],
	];
	test.each(cases)('%s', (_name, paths = [], item) => {
		const shown = JSON.stringify(blanked(item, paths));
		expect(shown).not.toContain(SECRET);
		expect(shown).toContain('/earn');
		expect(shown).toContain('application/json');
	});
});

test('no file of the build requires anything else', () => {
	const allowed = new Set([...HOST, 'node:crypto']);
	const others = files()
		.filter((file) => file.endsWith('.js'))
		.flatMap((file) => {
			const code = readFileSync(path.join(unpacked, file), 'utf8');
			return [...code.matchAll(/\b(?:require|import)\(["']([^"']+)["']\)/g)]
				.map(([, name]) => name)
				.filter((name) => !name.startsWith('.') && !allowed.has(name))
				.map((name) => `${file}: ${name}`);
		});
	expect(others).toEqual([]);
});

test('the manifest asks for nothing at run time but n8n itself', () => {
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	expect(Object.keys(manifest)).not.toContain('dependencies');
	expect(Object.keys(manifest)).not.toContain('overrides');
});

/** A fresh JSON Schema; its declared types are too deep to be followed. */
const generated: (type: unknown) => { properties: object } = zodToJsonSchema as never;

const SCHEMAS = 'nodes/CapillaryBadges/__schema__/v1.0.0';

test('each operation has an output schema, and no schema is left over', () => {
	const found = readdirSync(path.join(ROOT, SCHEMAS), { recursive: true, encoding: 'utf8' })
		.map((file) => file.split(path.sep).join('/'))
		.filter((file) => file.endsWith('.json'));
	expect(found.sort()).toEqual(
		operations.map(({ resource, value }) => `${resource}/${value}.json`).sort(),
	);
});

test.each(
	operations.map(({ resource, value, output, fieldNames }) => ({
		name: `${resource}/${value}`,
		output,
		fieldNames,
	})),
)('the schema of $name names the fields of its zod type', ({ name, output, fieldNames = {} }) => {
	const file = `${SCHEMAS}/${name}.json`;
	const text = readFileSync(path.join(ROOT, file), 'utf8');
	expect(readFileSync(path.join(unpacked, 'dist', file), 'utf8')).toBe(text);
	const schema = JSON.parse(text) as { type: string; version: number; properties: object };
	expect([schema.type, schema.version]).toEqual(['object', 1]);
	const properties = withFieldNames(
		Object.fromEntries(Object.entries(generated(output).properties)),
		fieldNames,
	);
	expect(Object.keys(schema.properties)).toEqual(Object.keys(properties));
	expect(JSON.stringify(schema)).not.toContain('null');
});
