const {
	projects: [usual],
	testTimeout,
} = require('../../jest.config.js');

/** Names of suites, where not all of them are to be run: MUTATION_TESTS=classify,sample */
const named = (process.env.MUTATION_TESTS ?? '*').split(',');

/** The suites that run the stages in this process, on the sources. */
module.exports = {
	...usual,
	rootDir: '../..',
	testMatch: named.flatMap((name) => [
		`<rootDir>/test/{unit,mutation}/**/${name}.test.ts`,
		// The tables of docs/delivery.md, which hold the rules that decide.
		...(['*', 'delivery'].includes(name) ? ['<rootDir>/test/guard/delivery.test.ts'] : []),
	]),
	// Too slow to run for each change; the sample has some of what they play.
	testPathIgnorePatterns: ['/unit/(costs|fuzz|proof|documented)\\.test\\.ts$'],
	moduleNameMapper: {},
	testSequencer: '<rootDir>/test/mutation/slowLast.cjs',
	testTimeout,
};
