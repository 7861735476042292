// Runs n8n's scan for verified community nodes on what a release consists of: the sources and the
// packed tarball. Inline lint comments do not count. Ends with 1 when either has a finding.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const work = mkdtempSync(path.join(tmpdir(), 'capillary-scan-'));

/** The sources that ship, without the development files beside them. */
function sources() {
	const folder = path.join(work, 'source');
	mkdirSync(folder);
	for (const name of ['package.json', 'nodes', 'credentials', 'icons']) {
		cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
	}
	return folder;
}

/** The tarball as it would be published, unpacked. */
function tarball() {
	execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', work], {
		cwd: root,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const file = readdirSync(work).find((name) => name.endsWith('.tgz'));
	if (!file) throw new Error('npm pack made no tarball');
	execFileSync('tar', ['-xzf', file], { cwd: work });
	return path.join(work, 'package');
}

const legs = [
	['sources', sources(), SOURCE_FILE_PATTERNS],
	['tarball', tarball(), undefined],
];
for (const [name, folder, patterns] of legs) {
	const { passed, message, details } = await analyzePackage(folder, patterns);
	console.log(`${name}: ${passed ? 'no findings' : `${message}\n${details ?? ''}`}`);
	if (!passed) process.exitCode = 1;
}
rmSync(work, { recursive: true, force: true });
