/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import type { Disagreements, Wanted } from '../../support/audit';
import { audit, holdings, NONE, reportOf } from '../../support/audit';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';
import { seedsOr, storm } from '../../support/storm';

/**
 * Whatever the network does, each customer has exactly one outcome, nobody holds a badge twice, and
 * what the node says is what Capillary holds. CAPILLARY_SEED=7 runs another storm.
 */

const GRANT = '^/api_gateway/v1/badges/(customer/earn|badgeMeta/customer)';
const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };
const REJECTED = { code: 4711, message: 'Rejected' };

interface Kind {
	operation: 'customerBadge.earn' | 'customerBadge.earnBulk' | 'customerBadge.enrol';
	customers: number;
	scope: 'execution' | 'content';
	retry: boolean;
	oauth: boolean;
}

// A few seconds each, but a busy machine takes its time.
jest.setTimeout(240_000);

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

/** Customers 1 to n, of whom some are unknown or rejected, and some are named twice. */
function prepare(seed: number, n: number): Wanted[] {
	const { state } = stage.sandbox;
	for (let i = 0; i < 6; i += 1) {
		state.unknownCustomers.add(((seed * 131 + i * 977) % n) + 1);
		state.rejectedCustomers.set(((seed * 17 + i * 1511) % n) + 1, REJECTED);
	}
	const wanted = Array.from({ length: n }, (_, item) => ({ item, customer: item + 1 }));
	const again = Array.from({ length: 5 }, (_, i) => ((seed * 29 + i * 683) % n) + 1);
	return [...wanted, ...again.map((customer, i) => ({ item: n + i, customer }))];
}

function credentialFor({ oauth }: Kind): ICredentialDataDecryptedObject {
	const { clientKey, clientSecret } = stage.sandbox.credentials;
	return oauth ? { ...stage.basic, authentication: 'oauth', clientKey, clientSecret } : stage.basic;
}

async function runIn(kind: Kind, wanted: Wanted[]) {
	const bulk = kind.operation !== 'customerBadge.earn';
	const timer = kind.oauth ? setInterval(() => stage.sandbox.expireTokens(), 150) : undefined;
	const run = await stage.run(
		kind.operation,
		{
			badgeId: { __rl: true, mode: 'id', value: SEED.earnBadge },
			...OWNER,
			...(bulk
				? { customersFrom: 'field', customerField: 'who' }
				: { customerId: '={{ $json.who }}' }),
			options: { requestIdScope: kind.scope, concurrency: 40, timeout: 5000 },
		},
		{
			items: wanted.map(({ customer }) => ({ who: customer })),
			credential: credentialFor(kind),
			retryOnFail: kind.retry,
			maxTries: kind.retry ? 3 : undefined,
		},
	);
	clearInterval(timer);
	return run;
}

const held = ({ operation }: Kind) =>
	holdings(stage.sandbox.state, operation === 'customerBadge.enrol' ? 'issuals' : 'earns');

async function check(kind: Kind, wanted: Wanted[]): Promise<Disagreements> {
	const once = kind.scope === 'content' || kind.operation === 'customerBadge.enrol';
	const run = await runIn(kind, wanted);
	return audit(wanted, reportOf(run), held(kind), once);
}

const KINDS: Kind[] = [
	{
		operation: 'customerBadge.earn',
		customers: 1000,
		scope: 'execution',
		retry: false,
		oauth: true,
	},
	{ operation: 'customerBadge.earn', customers: 1000, scope: 'content', retry: true, oauth: false },
	{
		operation: 'customerBadge.earnBulk',
		customers: 10_000,
		scope: 'execution',
		retry: false,
		oauth: false,
	},
	{
		operation: 'customerBadge.earnBulk',
		customers: 10_000,
		scope: 'execution',
		retry: true,
		oauth: true,
	},
	{
		operation: 'customerBadge.enrol',
		customers: 10_000,
		scope: 'execution',
		retry: true,
		oauth: true,
	},
	{
		operation: 'customerBadge.enrol',
		customers: 1000,
		scope: 'content',
		retry: false,
		oauth: false,
	},
];

/** One storm for each kind, or all kinds in the storms asked for. */
const CASES = KINDS.flatMap((kind, i) => seedsOr([i + 1]).map((seed) => ({ seed, ...kind })));

test.each(CASES)(
	'seed $seed: $operation of $customers, scope $scope, Retry On Fail $retry, OAuth $oauth',
	async ({ seed, ...kind }) => {
		const wanted = prepare(seed, kind.customers);
		for (const rule of storm(seed, GRANT, 0.01)) stage.sandbox.faults.add(rule);
		expect(await check(kind, wanted)).toEqual(NONE);

		// Fair weather: whoever runs it again with request IDs by content gets the rest, and nothing twice.
		stage.sandbox.faults.clear();
		if (kind.scope !== 'content') return;
		expect(await check(kind, wanted)).toEqual(NONE);
		const bad = new Set([
			...stage.sandbox.state.unknownCustomers,
			...stage.sandbox.state.rejectedCustomers.keys(),
		]);
		expect(held(kind).size).toBe(kind.customers - bad.size);
	},
);
