/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/engine';

/**
 * British spellings, by the part that differs. 'Enrol' and 'Enrolment' stay as they are: they are in
 * the names that workflows store, and Capillary's screens have them.
 */
const BRITISH =
	/(?:organis|normalis|summaris|recognis|initialis|customis|authoris|serialis|synchronis|minimis|maximis|optimis|categoris|standardis|finalis|capitalis|prioritis)(?:e|es|ed|ing|ation|ations|er)\b|analys(?:e|ed|ing)\b|(?:behavi|col|fav|hon|lab|neighb|flav)our|\b(?:centre|programme|licence|defence|judgement|spelt|learnt|whilst|grey|cheque)s?\b|\b(?:cancell|labell|travell|modell)(?:ed|ing)\b|\b(?:fulfil|skilful|towards|half-way|time-out)s?\b/g;

const files = (folder: string, kind: RegExp): string[] =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => kind.test(file) && !file.includes('node_modules'))
		.map((file) => path.posix.join(folder, file.split(path.sep).join('/')));

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** The comments and texts of a source, without its code. */
const wordsOf = (source: string) =>
	[...source.matchAll(/\/\*[^]*?\*\/|\/\/.*|'[^'\n]*'|"[^"\n]*"|`[^`]*`/g)].join('\n');

const british = (text: string) =>
	[
		// Addresses are as their owners made them.
		...text.replace(/https?:[^\s)]*/g, '').matchAll(BRITISH),
	].map(([word]) => word);

const pages = [
	...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'sandbox/README.md'],
	...files('docs', /\.md$/),
	...files('.github', /\.(md|yml)$/),
	...files('examples', /\.json$/),
];

const sources = ['nodes', 'credentials', 'sandbox'].flatMap((folder) => files(folder, /\.ts$/));

test('the list of British spellings knows one where it stands', () => {
	expect(british('The organisation cancelled its programme, in colour.')).toEqual([
		'organisation',
		'cancelled',
		'programme',
		'colour',
	]);
	expect(british('Revoke Enrolment: enrol the customers of the organization')).toEqual([]);
	expect(wordsOf("call(); // why\nconst a = 'text';")).toBe("// why\n'text'");
});

test.each(pages)('%s is in US spelling', (page) => {
	expect(british(read(page))).toEqual([]);
});

test('texts and comments of the sources are in US spelling', () => {
	expect(sources.length).toBeGreaterThan(100);
	const found = sources.flatMap((file) => british(wordsOf(read(file))).map((word) => [file, word]));
	expect(found).toEqual([]);
});
