/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import { enrol } from '../../nodes/CapillaryBadges/actions/customerBadge/enrol.operation';
import { earn } from '../../nodes/CapillaryBadges/actions/customerBadge/earn.operation';
import type { Operation } from '../../nodes/CapillaryBadges/operation';
import { openJournal, passingJournal } from '../../nodes/CapillaryBadges/execution/plan/journal';
import { plan } from '../../nodes/CapillaryBadges/execution/plan/plan';
import { optionsSchema } from '../../nodes/CapillaryBadges/options';

/** What plan and journal cost: many groups of one plan, many rounds of a loop. */

const account = {
	url: 'http://127.0.0.1',
	basicAuthorization: undefined,
	orgId: undefined,
	hasUserToken: false,
};
const options = optionsSchema().parse({});
const NONCE = '0123456789abcdef0123456789abcdef';
const inputs = (count: number, more: (i: number) => object) =>
	Array.from({ length: count }, (_, item) => ({
		item,
		input: {
			badgeId: '66276dc68fe258516a88ff8e',
			ownerType: 'Loyalty',
			referenceId: '1',
			customers: [item + 1],
			customerId: item + 1,
			...more(item),
		},
	}));

/** Milliseconds of processor time, which other work of the machine does not lengthen. */
const timeOf = (work: () => void) => {
	const began = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(began);
	return (user + system) / 1000;
};

test.each([
	['that differ by their reference', (i: number) => ({ referenceId: `r${i}` })],
	['that each have a request ID', (i: number) => ({ requestId: `order-${i}` })],
])('100,000 groups of one plan %s cost no more each than 10,000', (_words, more) => {
	const few = inputs(10_000, more);
	const many = inputs(100_000, more);
	const journal = passingJournal(NONCE, 0);
	const costOf = (requests: typeof many) =>
		timeOf(() => {
			const { calls } = plan(enrol as Operation, requests, { account, options, journal });
			expect(calls).toHaveLength(requests.length);
		});
	const once = Math.min(costOf(few), costOf(few));
	// Where each group costs as much as there are groups, it is a hundred times.
	expect(costOf(many)).toBeLessThan(20 * once);
});

test('a loop of 300 rounds, each with an open customer, costs the same in the last round as in the first', () => {
	const context: Record<string, unknown> = {};
	const requests = inputs(100, () => ({}));
	const round = (runIndex: number) => {
		const journal = openJournal({
			context,
			runIndex,
			isTool: false,
			subject: '',
			nonce: NONCE,
			now: 0,
		});
		const { calls } = plan(earn as Operation, requests, { account, options, journal });
		for (const [i, call] of calls.entries()) {
			const request = { method: 'POST' as const, path: '/earn', body: { requestId: `${i}` } };
			journal.sending(call, request);
			const failure = { what: 'No', fix: 'Do.', certainty: 'unknown' as const };
			journal.settle(call.targets[0], i === 0 ? { failure } : { done: [{ id: i }] }, call);
		}
		journal.close(true);
		journal.release();
		return JSON.stringify(context).length;
	};
	const sizes: number[] = [];
	const times = Array.from({ length: 300 }, (_, i) => timeOf(() => sizes.push(round(i))));
	const median = (list: number[]) => [...list].sort((a, b) => a - b)[list.length >> 1];
	// What is kept is of the last round alone, and so the time is the same, too (a slow machine given its due).
	expect(sizes[299]).toBeLessThanOrEqual(sizes[0] + 20);
	expect(median(times.slice(-50))).toBeLessThan(3 * median(times.slice(0, 50)) + 5);
});
