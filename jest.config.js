/** What a suite needs, quick or long. */
const suite = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	// A real n8n may be installed there.
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/test/scan/'],
	setupFiles: ['<rootDir>/test/support/setup.cjs'],
	// Tests import the sources by name and run the build, which is what users get.
	moduleNameMapper: {
		'^(?:\\.\\.?/)+(nodes/(?:Capillary|shared)|credentials/)(.*)$': '<rootDir>/dist/$1$2',
	},
	transform: {
		'/dist/(nodes|credentials)/.*\\.js$': '<rootDir>/test/support/dist-transform.cjs',
		'\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
		'/cookie/dist/.*\\.js$': ['@swc/jest', { jsc: { target: 'es2022' } }],
	},
	// An ES module below Fastify, which jest cannot load as it is.
	transformIgnorePatterns: ['/node_modules/(?!\\.pnpm/cookie@|cookie/)'],
};

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		{
			...suite,
			displayName: 'quick',
			testMatch: ['**/*.test.ts'],
			// And a sample of what other suites play, for mutation testing alone.
			testPathIgnorePatterns: ['\\.long\\.test\\.ts$', '<rootDir>/test/mutation/'],
		},
		// Storms, killed processes, simulations.
		{ ...suite, displayName: 'long', testMatch: ['**/*.long.test.ts'] },
	],
	// By the source maps: counts what is written, not what the compiler makes of it.
	coverageProvider: 'v8',
	collectCoverageFrom: ['dist/{nodes,credentials}/**/*.js'],
	coverageReporters: ['text', 'json-summary'],
	coverageThreshold: { global: { lines: 95, branches: 90 } },
	// A line a suite, also in a pipe and wherever jest takes its reader for a machine.
	reporters: ['default'],
	testTimeout: 120_000,
	// Jest would leave one of two cores idle.
	maxWorkers: 2,
};
