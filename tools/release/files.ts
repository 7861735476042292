/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command line program beside n8n, not inside it */
/** The files with names, on the disk. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Manifest } from './names';
import { namedTexts, README } from './names';

export const ROOT = path.resolve(__dirname, '../..');

/** A file of the project; empty if there is none. */
export function read(file: string): string {
	const target = path.join(ROOT, file);
	return existsSync(target) ? readFileSync(target, 'utf8') : '';
}

export const readManifest = () => JSON.parse(read('package.json')) as Manifest;

/** The files with names that say something else than they should, each with its text. */
export async function staleFiles(): Promise<Record<string, string>> {
	const texts = namedTexts(readManifest().repository.url, read);
	const entries = Object.entries(texts).map(async ([file, text]) => {
		const target = path.join(ROOT, file);
		// The rest of the README is not the build's to format.
		if (file === README) return [file, text] as const;
		const config = await resolveConfig(target);
		return [file, await format(text, { ...config, filepath: target })] as const;
	});
	const wanted = await Promise.all(entries);
	return Object.fromEntries(wanted.filter(([file, text]) => read(file) !== text));
}
