// Checks by name.

/** Counts the checks that hold, and tells each one's name and time. */
export function newChecks() {
	let passed = 0;
	return {
		/** Runs one check; what it throws ends its suite. */
		async check(name, work) {
			const began = Date.now();
			const result = await work();
			passed += 1;
			console.log(`ok  ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
			return result;
		},
		passed: () => passed,
	};
}
