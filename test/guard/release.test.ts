/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n, not inside it */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CapillaryApi } from '../../credentials/CapillaryApi.credentials';
import { ROOT } from '../support/engine';
import type { Manifest } from '../../tools/release/names';
import { NAMED_FILES, namedTexts, webAddress } from '../../tools/release/names';
import type { State } from '../../tools/release/rules';
import { distTag, findings, STAND_IN } from '../../tools/release/rules';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const MANIFEST = JSON.parse(read('package.json')) as Manifest;
const web = webAddress(MANIFEST.repository.url);

/** Text without what only the formatter decides. */
const plain = (text: string) => text.replace(/\s/g, '');

/** Files of the project that are text and in git. */
const textFiles = () =>
	execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
		cwd: ROOT,
		encoding: 'utf8',
	})
		.split('\n')
		.filter(
			(file) => /\.(md|json|ts|mjs|cjs|js|ya?ml)$/.test(file) && existsSync(path.join(ROOT, file)),
		)
		.filter((file) => !file.endsWith('pnpm-lock.yaml'));

describe('names made from package.json', () => {
	test('stand in all files as the build writes them', () => {
		const texts = namedTexts(MANIFEST.repository.url, read);
		expect(Object.keys(texts)).toEqual(NAMED_FILES);
		for (const [file, text] of Object.entries(texts)) {
			expect([file, plain(read(file))]).toEqual([file, plain(text)]);
		}
	});

	test('another repository reaches every one of them, and nothing of the old one is left', () => {
		const texts = namedTexts('git+https://github.com/acme/badges.git', read);
		const { repository, ...rest } = JSON.parse(texts['package.json']) as Record<string, unknown>;
		expect(repository).toEqual(MANIFEST.repository);
		for (const text of [...Object.values({ ...texts, 'package.json': JSON.stringify(rest) })]) {
			expect(text).toContain('https://github.com/acme/badges');
			expect(text).not.toContain(web);
		}
	});

	test.each([
		['of today', web],
		['of a dry run', webAddress(STAND_IN.repository.url)],
	])('those %s stand nowhere else', (_words, address) => {
		const others = textFiles()
			.filter((file) => !NAMED_FILES.includes(file))
			.filter((file) => read(file).includes(address));
		expect(others).toEqual([]);
	});

	test('the help that n8n links is a page of the project, and no anchor that a query string voids', () => {
		const codex = NAMED_FILES.filter((file) => file.endsWith('.node.json')).flatMap((file) => {
			const { resources } = JSON.parse(read(file)) as {
				resources: Record<string, Array<{ url: string }>>;
			};
			return Object.values(resources)
				.flat()
				.map(({ url }) => url);
		});
		const links = [...codex, new CapillaryApi().documentationUrl];
		expect(links).toHaveLength(5);
		for (const link of links) {
			expect(link).not.toMatch(/[#?]/);
			expect(link.startsWith(`${web}/blob/main/docs/`)).toBe(true);
			expect(existsSync(path.join(ROOT, link.slice(`${web}/blob/main/`.length)))).toBe(true);
		}
	});
});

describe('a release is refused', () => {
	const READY: State = {
		manifest: {
			version: '1.2.0',
			repository: { type: 'git', url: 'git+https://github.com/acme/badges.git' },
			author: { name: 'Ann', email: '123+ann@users.noreply.github.com' },
			homepage: '',
			bugs: { url: '' },
		},
		changelog: '# Changelog\n\n## Unreleased\n\n## 1.2.0\n\nNew.\n',
		stale: [],
		runsIn: 'acme/badges',
		tag: { name: '1.2.0', isOnMain: true },
	};
	const withEmail = (email: string): State => ({
		...READY,
		manifest: { ...READY.manifest, author: { name: 'Ann', email } },
	});
	const withUrl = (url: string): State => ({
		...READY,
		manifest: { ...READY.manifest, repository: { type: 'git', url } },
	});

	test('never where all is set', () => {
		expect(findings(READY)).toEqual([]);
		expect(findings({ ...READY, runsIn: undefined, tag: undefined })).toEqual([]);
		expect(findings({ ...READY, runsIn: 'Acme/Badges' })).toEqual([]);
		expect(findings(withUrl('https://github.com/acme/badges'))).toEqual([]);
		expect(findings({ ...READY, changelog: '## [1.2.0] - 2026-01-01' })).toEqual([]);
	});

	test('never with the stand-ins of a dry run, and a preview is not what people get', () => {
		const manifest = { ...READY.manifest, ...STAND_IN };
		expect(findings({ ...READY, manifest, runsIn: undefined })).toEqual([]);
		expect(['1.2.0', '1.2.0-rc.0'].map(distTag)).toEqual(['latest', 'next']);
	});

	const refused: Array<[why: string, state: State, words: RegExp]> = [
		[
			'by a placeholder for the repository',
			withUrl('https://example.invalid/badges'),
			/OWNER\/NAME/,
		],
		['where n8n cannot fetch the sources', withUrl('https://gitlab.com/acme/badges'), /GitHub/],
		['for another repository', { ...READY, runsIn: 'mallory/badges' }, /mallory\/badges/],
		[
			'without a name',
			{ ...READY, manifest: { ...READY.manifest, author: { name: ' ', email: 'ann@acme.dev' } } },
			/author\.name/,
		],
		...[
			'nobody@example.invalid',
			'ann@example.com',
			'ann@mail.test',
			'ann@localhost',
			'',
			'ann',
		].map((email): [string, State, RegExp] => [
			`with the e-mail "${email}"`,
			withEmail(email),
			/author\.email/,
		]),
		[
			'without a heading in the changelog',
			{ ...READY, changelog: '## 1.2.0-rc.1\n## 1.2.01\n' },
			/"## 1\.2\.0"/,
		],
		[
			'while the build would write otherwise',
			{ ...READY, stale: ['README.md'] },
			/README\.md.*build/,
		],
		[
			'for the tag of another version',
			{ ...READY, tag: { name: '1.2.1', isOnMain: true } },
			/1\.2\.1.*1\.2\.0/,
		],
		[
			'for a tag beside main',
			{ ...READY, tag: { name: '1.2.0', isOnMain: false } },
			/not on the branch main/,
		],
	];
	test.each(refused)('%s', (_why, state, words) => {
		expect(findings(state).join('\n')).toMatch(words);
	});

	test('today, by the command, with a line for each name that is to be set', () => {
		const { status, stderr } = (() => {
			try {
				const env = { ...process.env, GITHUB_REPOSITORY: undefined };
				execFileSync('npx', ['tsx', 'tools/release/check.ts'], { cwd: ROOT, stdio: 'pipe', env });
				return { status: 0, stderr: '' };
			} catch (error) {
				const { status: code, stderr: said } = error as { status: number; stderr: Buffer };
				return { status: code, stderr: String(said) };
			}
		})();
		const expected = findings({
			...READY,
			manifest: MANIFEST,
			changelog: read('CHANGELOG.md'),
			runsIn: undefined,
			tag: undefined,
		});
		expect(status).toBe(expected.length > 0 ? 1 : 0);
		expect(stderr.match(/^- /gm) ?? []).toHaveLength(expected.length);
	});
});

describe('the README', () => {
	const blocks = [...read('README.md').matchAll(/```sh\n([^`]*)```/g)].map(([, block]) => block);

	test('installs the package alone, without what n8n brings itself', () => {
		const installs = blocks.flatMap((block) => block.match(/npm install .*/g) ?? []);
		expect(installs).toHaveLength(2);
		for (const line of installs) expect(line).toMatch(/^npm install --omit=peer /);
	});

	test('has the commands that the install suite runs', () => {
		for (const how of ['by hand', 'from the sources']) {
			expect(read('README.md')).toMatch(new RegExp(`<!-- install ${how} -->\\s+\`\`\`sh\\n`));
		}
	});
});
