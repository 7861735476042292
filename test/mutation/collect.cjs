// Loads the tests into this process, once, on the sources.
const { readdirSync, rmSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const circus = require('jest-circus');
const { expect } = require('expect');
const { ModuleMocker } = require('jest-mock');
require('tsx/cjs');

/** Suites that need a process of their own, or measure time. */
const LEFT_OUT =
	/\.long\.test\.ts$|\/(unit\/costs|engine\/(demo|core\/forbiddenHost|dryRun\/size|trigger\/processes))\./;
const FOLDERS = ['test/unit', 'test/engine', 'test/mutation'];
const MORE = ['test/guard/delivery.test.ts'];

/** The suites to take; those with one of the words of MUTATION_TESTS in their path. */
function suites() {
	const words = (process.env.MUTATION_TESTS ?? '').split(',');
	const inFolders = FOLDERS.flatMap((folder) =>
		readdirSync(folder, { recursive: true }).map((file) => path.join(folder, file)),
	);
	return [...inFolders, ...MORE]
		.filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.test(file))
		.filter((file) => words.some((word) => file.includes(word)));
}

/** n8n loads the build: its files say where the sources are. In Stryker's copy of the project. */
function pointBuildToSources(root) {
	const { nodes, credentials } = require(path.join(root, 'package.json')).n8n;
	for (const file of [...nodes, ...credentials]) {
		const source = path.join(root, file.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
		writeFileSync(path.join(root, file), `module.exports = require(${JSON.stringify(source)});\n`);
		// It would be taken for the node of the same name; the build has its own.
		rmSync(source.replace(/ts$/, 'json'), { force: true });
	}
}

/** Forgets the project's own modules, so that who asks for one gets it anew. */
function forget(root) {
	const isOwn = (file) => file.startsWith(root) && !file.includes('/node_modules/');
	for (const file of Object.keys(require.cache).filter(isOwn)) delete require.cache[file];
}

/** What the suites use of jest's object. */
function jestFor(root, file) {
	const mocker = new ModuleMocker(globalThis);
	return {
		fn: mocker.fn.bind(mocker),
		spyOn: mocker.spyOn.bind(mocker),
		setTimeout() {},
		requireActual: createRequire(file),
		isolateModules(work) {
			const kept = { ...require.cache };
			forget(root);
			work();
			forget(root);
			Object.assign(require.cache, kept);
		},
	};
}

/** The tests of a block and of those inside it, each with the blocks around it, outermost first. */
function testsOf(block, around, file) {
	const blocks = [...around, block];
	return block.children.flatMap((child) => {
		if (child.type === 'describeBlock') return testsOf(child, blocks, file);
		if (child.mode === 'skip' || child.mode === 'todo') return [];
		const names = [...blocks.slice(1), child].map(({ name }) => name);
		return [{ id: [file, ...names].join(' > '), fn: child.fn, blocks, file }];
	});
}

/** Ids of tests that have the same name. */
function numbered(tests) {
	const seen = new Map();
	return tests.map((test) => {
		const count = (seen.get(test.id) ?? 0) + 1;
		seen.set(test.id, count);
		return count === 1 ? test : { ...test, id: `${test.id} #${count}` };
	});
}

/** The tests of one suite, with modules of its own, as under jest. */
function collect(root, file) {
	const full = path.join(root, file);
	const { test, it, describe, beforeAll, beforeEach, afterEach, afterAll } = circus;
	const globals = { test, it, describe, beforeAll, beforeEach, afterEach, afterAll, expect };
	Object.assign(globalThis, globals, { jest: jestFor(root, full) });
	circus.resetState();
	forget(root);
	require(full);
	const { jest } = globalThis;
	const { rootDescribeBlock } = circus.getState();
	return numbered(testsOf(rootDescribeBlock, [], file)).map((one) => ({ ...one, jest }));
}

module.exports = { collect, pointBuildToSources, suites };
