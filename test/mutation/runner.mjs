// Runs the tests for Stryker in one process that stays: a change of the code costs only the tests that meet it.
import { createRequire } from 'node:module';

const { collect, pointBuildToSources, suites } = createRequire(import.meta.url)('./collect.cjs');

/** Tests of one change are run no longer than this, in milliseconds: what they have not found by then counts as survived. */
const PATIENCE_MS = 1000 * Number(process.env.MUTATION_SECONDS ?? 8);

/** A test that takes so much longer than at first, in milliseconds, hangs. */
const HANGS_MS = 10_000;
const FIRST_RUN_MS = 60_000;

const PASSED = 0;
const FAILED = 1;

/** What Stryker and the changed code share. */
const shared = () => (globalThis.__stryker__ ??= {});

/** Stryker's copy of the project. */
let root;
const loaded = new Map();

/** The tests of a suite, which is loaded once. */
function testsOf(file) {
	if (!loaded.has(file)) loaded.set(file, collect(root, file));
	return loaded.get(file);
}

/** The test of an ID, which begins with its suite. */
const testFor = (id) => testsOf(id.split(' > ')[0]).find((test) => test.id === id);

class Hangs extends Error {}

/** Calls a function of a suite; throws what it throws, and Hangs if it takes longer than so many milliseconds. */
async function within(ms, fn) {
	let timer;
	const late = new Promise((resolve, reject) => {
		timer = setTimeout(() => reject(new Hangs('It does not end')), ms);
	});
	try {
		await Promise.race([fn?.call({}), late]);
	} finally {
		clearTimeout(timer);
	}
}

/** Calls the hooks of some blocks. */
async function callHooks(blocks, type) {
	const hooks = blocks.flatMap((block) => block.hooks.filter((hook) => hook.type === type));
	for (const { fn } of hooks) await within(HANGS_MS, fn);
}

/** Leaves the blocks that do not hold the next test, and enters those that do. */
async function moveTo(blocks, open) {
	const other = open.findIndex((block, i) => block !== blocks[i]);
	const left = other < 0 ? [] : open.splice(other).reverse();
	await callHooks(left, 'afterAll').catch(() => {});
	for (const block of blocks.slice(open.length)) {
		open.push(block);
		await callHooks([block], 'beforeAll');
	}
}

/** Runs a test with the hooks around it; what it throws, if anything. */
async function errorOf({ fn, blocks, jest, id }, open, ms) {
	globalThis.jest = jest;
	shared().currentTestId = id;
	try {
		await moveTo(blocks, open);
		await callHooks(blocks, 'beforeEach');
		await within(ms, fn);
		await callHooks([...blocks].reverse(), 'afterEach');
		return undefined;
	} catch (error) {
		await callHooks([...blocks].reverse(), 'afterEach').catch(() => {});
		return error ?? new Error('Nothing was thrown');
	} finally {
		shared().currentTestId = undefined;
	}
}

/** Runs tests in their order; `after` is told how each ended and how many milliseconds it took, and says whether to go on. */
async function runTests(tests, msOf, after) {
	const open = [];
	for (const test of tests) {
		const began = performance.now();
		const error = await errorOf(test, open, msOf(test));
		if (!after(test, error, performance.now() - began)) break;
	}
	await moveTo([], open);
}

/** How long each test took last, in milliseconds, with the hooks that it needed; and by file, how often each was tried on a change and found it. */
const tookMs = new Map();
const records = new Map();

function recordOf(file, id) {
	const ofFile = records.get(file) ?? new Map();
	records.set(file, ofFile);
	const record = ofFile.get(id) ?? { tried: 0, found: 0 };
	ofFile.set(id, record);
	return record;
}

/** First those that find most for their time, as far as is known: the first of them find nearly all. */
function inOrder(ids, file) {
	const worth = new Map(
		ids.map((id) => {
			const { tried, found } = recordOf(file, id);
			return [id, (found + 1) / (tried + 2) / ((tookMs.get(id) ?? 50) + 1)];
		}),
	);
	return [...ids].sort((a, b) => worth.get(b) - worth.get(a));
}

/** Runs tests until one fails or time is up: the one that failed, and how many were run; `note` is told of each. */
async function firstFailure(tests, note = () => {}) {
	const until = performance.now() + PATIENCE_MS;
	const limit = ({ id }) => HANGS_MS + 3 * (tookMs.get(id) ?? HANGS_MS);
	let failure;
	let count = 0;
	await runTests(tests, limit, (test, error, took) => {
		count += 1;
		note(test.id, error !== undefined);
		if (error) failure = { id: test.id, error };
		else tookMs.set(test.id, took);
		return !error && performance.now() < until;
	});
	return { failure, count };
}

async function dryRun() {
	const tests = [];
	for (const file of suites()) {
		await runTests(
			testsOf(file),
			() => FIRST_RUN_MS,
			({ id }, error, timeSpentMs) => {
				tookMs.set(id, timeSpentMs);
				const failed = { status: FAILED, failureMessage: String(error?.stack ?? error) };
				tests.push({ id, name: id, timeSpentMs, ...(error ? failed : { status: PASSED }) });
				return true;
			},
		);
	}
	return { status: 'complete', tests, mutantCoverage: shared().mutantCoverage };
}

let changes = 0;
let isSpoilt = false;

async function mutantRun({ activeMutant: { id, fileName }, testFilter = [], hitLimit }) {
	// Stryker answers by starting another process.
	if (isSpoilt) throw new Error('An earlier change left something behind');
	const isFresh = changes === 0;
	changes += 1;
	const tests = inOrder(testFilter, fileName).map(testFor);
	Object.assign(shared(), { activeMutant: id, hitLimit, hitCount: hitLimit && 0 });
	const { failure, count } = await firstFailure(tests, (testId, isFound) => {
		const record = recordOf(fileName, testId);
		record.tried += 1;
		if (isFound) record.found += 1;
	});
	Object.assign(shared(), { activeMutant: undefined, hitLimit: undefined, hitCount: undefined });
	if (!failure) return { status: 'survived', nrOfTests: count };
	// Without the change the test must pass, or else an earlier change may be to blame.
	isSpoilt = (await firstFailure([testFor(failure.id)])).failure !== undefined;
	if (isSpoilt && !isFresh) throw new Error('An earlier change left something behind');
	if (failure.error instanceof Hangs) return { status: 'timeout', reason: failure.id };
	const failureMessage = String(failure.error.message ?? failure.error);
	return { status: 'killed', killedBy: [failure.id], failureMessage, nrOfTests: count };
}

/** A test runner of Stryker's. */
const makeRunner = () => ({
	capabilities: () => ({ reloadEnvironment: false }),
	init() {
		// What a test has left running may end while the next one runs.
		process.on('unhandledRejection', () => {});
		root = process.cwd();
		pointBuildToSources(root);
	},
	dryRun,
	mutantRun,
});
makeRunner.inject = [];

/** Says what survived as soon as it has: a run takes an hour. */
const sayAtOnce = () => ({
	onMutantTested({ fileName, location, mutatorName, replacement, status }) {
		if (status !== 'Survived' && status !== 'NoCoverage') return;
		const { line, column } = location.start;
		const [text] = String(replacement).split('\n');
		console.log(`${status} ${fileName}:${line}:${column} ${mutatorName} -> ${text}`);
	},
});
sayAtOnce.inject = [];

export const strykerPlugins = [
	{ kind: 'TestRunner', name: 'inProcess', factory: makeRunner },
	{ kind: 'Reporter', name: 'sayAtOnce', factory: sayAtOnce },
];
