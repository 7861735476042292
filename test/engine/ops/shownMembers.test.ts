/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SEED } from '../../../sandbox';
import { approvers, idOf } from '../../support/approving';
import { ROOT } from '../../support/engine';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

const SCHEMAS = 'dist/nodes/CapillaryBadges/__schema__/v1.0.0';
const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };
const CUSTOMER = 62090013;

interface Schema {
	type?: string;
	properties?: Record<string, Schema>;
	items?: Schema;
}

const schemaOf = (operation: string): Schema =>
	JSON.parse(
		readFileSync(path.join(ROOT, SCHEMAS, `${operation.replace('.', '/')}.json`), 'utf8'),
	) as Schema;

/** Paths of the members that a schema does not know. A record of any names knows all of its members. */
function unknownIn(schema: Schema | undefined, value: unknown, at = ''): string[] {
	if (value === null || value === undefined) return [];
	if (!schema) return [at];
	if (Array.isArray(value)) return value.flatMap((one) => unknownIn(schema.items, one, `${at}[]`));
	if (typeof value !== 'object') return [];
	const { properties } = schema;
	if (!properties) return [];
	return Object.entries(value).flatMap(([name, one]) =>
		unknownIn(properties?.[name], one, `${at}.${name}`),
	);
}

let stage: Stage;
const gaps = new Set<string>();
const tried = new Set<string>();

/** Runs an operation, and notes what its schema does not know of what comes out. */
async function show(operation: string, parameters: object) {
	const run = await stage.run(operation, { ...parameters });
	expect([operation, run.failed.map(({ json }) => json)]).toEqual([operation, []]);
	expect([operation, run.items.length > 0]).toEqual([operation, true]);
	tried.add(operation);
	for (const { json } of run.items) {
		for (const gap of unknownIn(schemaOf(operation), json)) gaps.add(`${operation}${gap}`);
	}
	return run;
}

beforeAll(async () => {
	stage = await startStage();
});
afterAll(() => stage.close());

const LIMITS = {
	customerLimits: { windowOfDays: [{ maxEarnLimit: 100, refreshRate: 2 }] },
	badgeLimits: { windowOfWeeks: [{ maxEarnLimit: 1000, startDayOfTheWeek: 'TUESDAY' }] },
};

test.each(['new', 'old'] as const)(
	'what comes out is what the editor shows beforehand (%s)',
	async (generation) => {
		stage.sandbox.reset();
		gaps.clear();
		stage.sandbox.state.generation = generation;
		const { state } = stage.sandbox;
		const made = await show('badge.create', {
			name: 'All Members',
			startOn: '2099-01-01',
			expiresOn: '2100-01-01',
			earnType: 'ISSUE_EARN',
			owners: ['Loyalty'],
			earnedBadgeExpiry: { date: { expiresOn: '2100-06-01' } },
			issuedBadgeExpiry: { period: { unit: 'DAYS', value: 3 } },
			additionalFields: {
				...LIMITS,
				description: 'd',
				badgeRank: 2,
				badgeGroupId: SEED.groups[0],
				images: {
					image: [{ name: 'a', fileSvcHandle: 'h', url: 'https://x.example', tag: 'EARNED' }],
				},
				customFields: { field: [{ name: 'Season', value: 'summer' }] },
				otherFields: {
					benefits: [{ benefitType: 'COUPON', seriesId: 7 }],
					tags: [{ name: 'a', value: 'b' }],
				},
			},
			simplify: false,
		});
		const badgeId = String(made.items[0].json.id);
		Object.assign(state.badges.get(badgeId) ?? {}, { startOn: Date.UTC(2023, 0, 1) });
		await show('badge.activate', { badgeId });
		await show('badge.claim', { badgeId, ...OWNER });
		const on = { badgeId, ...OWNER };
		const enrolled = await show('customerBadge.enrol', { ...on, customers: `${CUSTOMER}, 2` });
		const earned = await show('customerBadge.earn', { ...on, customerId: CUSTOMER });
		await show('customerBadge.earnBulk', { ...on, customers: '2' });
		await show('customerBadge.import', {
			badgeId,
			customerId: 3,
			earnEventDate: '2023-01-21T10:00:11Z',
			earnExpiresOn: '2031-01-21T10:00:11Z',
		});
		for (const simplify of [false, true]) {
			await show('badge.get', { badgeId, includeStatistics: true, simplify });
			await show('badge.getAll', { returnAll: true, simplify });
			await show('badge.update', { badgeId, updateFields: { badgeRank: 3 }, simplify });
			await show('customerBadge.getAll', { customerId: CUSTOMER, returnAll: true, simplify });
			await show('customerBadge.getForCustomer', {
				customerId: CUSTOMER,
				returnAll: true,
				simplify,
			});
			await show('customerBadge.get', { badgeId, customerId: CUSTOMER, simplify });
			await show('customField.get', { customFieldId: '64f0b1c2b3d4e5f600000002', simplify });
			await show('customField.getAll', { returnAll: true, simplify });
		}
		await show('badge.getFixedWindows', {
			badgeId,
			returnAll: true,
			includeEarnCount: true,
			filters: { customerId: CUSTOMER },
		});
		await show('badgeGroup.get', { groupId: SEED.groups[0] });
		await show('badgeGroup.getAll', { returnAll: true });
		await show('badgeGroup.create', { name: `New ${generation}`, rank: 3 });
		await show('badgeGroup.update', { groupId: SEED.groups[0], updateFields: { rank: 5 } });
		await show('customField.create', { name: `New ${generation}`, dataType: 'STRING' });
		await show('customField.update', {
			customFieldId: '64f0b1c2b3d4e5f600000002',
			updateFields: { isMandatory: false },
		});
		const maker = approvers(stage);
		const id = idOf(await maker.askToEnrol('11, 12'));
		const asked = { requestType: 'ISSUE-BADGE', approvalRequestId: id };
		await show('approvalRequest.decide', { ...asked, decision: 'approved' });
		await show('approvalRequest.get', asked);
		await show('approvalRequest.getAll', { requestType: 'ISSUE-BADGE', returnAll: true });
		await show('customerBadge.revokeEarn', {
			badgeId,
			customerId: CUSTOMER,
			earnedBadgeId: earned.items[0].json.earnedBadgeId,
		});
		await show('customerBadge.revokeEnrolment', { badgeId, customers: 2 });
		await show('badge.unclaim', { badgeId, ...OWNER });
		await show('badge.deactivate', { badgeId });
		expect(enrolled.items).toHaveLength(2);
		expect([...gaps]).toEqual([]);
	},
);

test('no operation that reads or changes a badge was left out', () => {
	const operations = ['badge', 'badgeGroup', 'customField', 'customerBadge'];
	expect([...tried].filter((name) => operations.includes(name.split('.')[0]))).toHaveLength(26);
});
