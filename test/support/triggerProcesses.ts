/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
/** The built package a second time, with a memory of its own, as in another process of the same n8n. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from './engine';
import { ROOT, startEngine } from './engine';

export interface SecondProcess {
	engine: Engine;
	remove(): void;
}

/** Loads a copy of the build. */
export async function startSecondProcess(): Promise<SecondProcess> {
	// Inside node_modules, so that the copy finds n8n-workflow and zod.
	const folder = mkdtempSync(path.join(ROOT, 'node_modules', '.second-process-'));
	cpSync(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
	cpSync(path.join(ROOT, 'dist'), path.join(folder, 'dist'), {
		recursive: true,
		filter: (file) => !file.includes(`${path.sep}test`),
	});
	return {
		engine: await startEngine(folder),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}
