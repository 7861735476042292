/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	// A sample of what other suites play, for mutation testing alone.
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/mutation/'],
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
	collectCoverage: true,
	// By the source maps: counts what is written, not what the compiler makes of it.
	coverageProvider: 'v8',
	collectCoverageFrom: ['dist/{nodes,credentials}/**/*.js'],
	coverageReporters: ['text', 'json-summary'],
	coverageThreshold: { global: { lines: 95, branches: 90 } },
	// A line a suite, also in a pipe and wherever jest takes its reader for a machine.
	reporters: ['default'],
	testTimeout: 60_000,
	// Jest would leave one of two cores idle.
	maxWorkers: 2,
};
