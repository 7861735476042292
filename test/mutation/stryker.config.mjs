import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * pnpm mutate [--mutate FILE,FILE]   changes the code piece by piece, and looks whether a test fails
 *
 * MUTATION_TESTS=WORD,WORD   only suites with such a word in their path
 * MUTATION_SECONDS=N         how long tests may look for one change; 8
 * MUTATION_PROCESSES=N       2
 *
 * All quick suites run, also those in n8n's engine, on the sources, in processes that stay: test/mutation/runner.mjs.
 */
export default {
	testRunner: 'inProcess',
	plugins: ['./test/mutation/runner.mjs'],
	coverageAnalysis: 'perTest',
	// What is evaluated once, as a file is read, would need every test for every change: tables of words mostly.
	ignoreStatic: true,
	mutate: [
		'nodes/CapillaryBadges/execution/**/*.ts',
		'nodes/shared/capillary/**/*.ts',
		'nodes/CapillaryBadgesTrigger/**/*.ts',
	],
	ignorePatterns: ['.build', '.git', 'coverage', 'docs/images', 'test/e2e', 'test/scan'],
	// Outside of the project, where no other tool looks at it.
	tempDirName: path.join(tmpdir(), 'capillary-badges-mutation'),
	reporters: ['clear-text', 'progress-append-only', 'json', 'sayAtOnce'],
	jsonReporter: { fileName: 'node_modules/.cache/mutation.json' },
	dryRunTimeoutMinutes: 30,
	clearTextReporter: { reportTests: false, allowColor: false, logTests: false },
	concurrency: Number(process.env.MUTATION_PROCESSES ?? 2),
	timeoutMS: 30_000,
	disableTypeChecks: false,
};
