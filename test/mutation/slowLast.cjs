/** The suites that take longest come last, the longest at the end: most changes are found before. */
const SLOW = ['shownLabels', 'list', 'deliver', 'run', 'width', 'stages', 'journal', 'sample'];

const rank = ({ path }) => SLOW.findIndex((name) => path.endsWith(`/${name}.test.ts`));

/** A sequencer of jest's. */
module.exports = class {
	sort(tests) {
		return [...tests].sort((a, b) => rank(a) - rank(b));
	}
	shard(tests) {
		return tests;
	}
	allFailedTests(tests) {
		return tests;
	}
	cacheResults() {}
};
