/** How many repeats a run may make: an outage costs little more than the requests themselves. */

/** Extra requests that an outage may cost, as a share of the calls … */
const REPEAT_SHARE = 0.2;

/** … or so many in a small run, where one hiccup can hit every call at once. */
const FEWEST_REPEATS = 10;

export interface RetryBudget {
	/** Takes a repeat; false when there is none left. */
	take(): boolean;
	/** Gives one back. */
	give(): void;
}

/** Makes the budget of a run. @param calls how many calls are planned */
export function makeRetryBudget(calls: number): RetryBudget {
	const most = Math.max(FEWEST_REPEATS, Math.floor(calls * REPEAT_SHARE));
	let left = most;
	return {
		take() {
			if (left < 1) return false;
			left -= 1;
			return true;
		},
		give() {
			left = Math.min(most, left + 1);
		},
	};
}
