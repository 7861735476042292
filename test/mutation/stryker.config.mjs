import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * pnpm mutate [--mutate FILE,FILE]   changes the code piece by piece, and looks whether a test fails
 *
 * Tests run the sources here, not the build, and only those that need neither n8n's engine nor a network.
 */
export default {
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	jest: { configFile: 'test/mutation/jest.config.cjs', enableFindRelatedTests: false },
	coverageAnalysis: 'perTest',
	// What is evaluated once, as a file is read, would need every test for every change: tables of words mostly.
	ignoreStatic: true,
	mutate: [
		'nodes/CapillaryBadges/execution/**/*.ts',
		'nodes/shared/capillary/**/*.ts',
		'nodes/CapillaryBadgesTrigger/**/*.ts',
	],
	ignorePatterns: ['.build', '.git', 'coverage', 'dist', 'docs/images', 'test/e2e', 'test/scan'],
	// Outside of the project, where no other tool looks at it.
	tempDirName: path.join(tmpdir(), 'capillary-badges-mutation'),
	incrementalFile: 'node_modules/.cache/stryker.json',
	reporters: ['clear-text', 'progress-append-only'],
	clearTextReporter: { reportTests: false, allowColor: false, logTests: false },
	concurrency: 2,
	timeoutMS: 30_000,
	disableTypeChecks: false,
};
