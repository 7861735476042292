import { refuseNext } from '../../support/refuse';
import { createBadge } from '../../support/newBadge';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage({ clock: () => Date.UTC(2026, 0, 1, 12) });
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const PERIOD = { period: { value: 2, unit: 'WEEKS' } };

const create = async (more: object = {}, additionalFields: object = {}) =>
	await createBadge(stage, more, additionalFields);

test.each([
	[
		720,
		{ startOn: '2026-02-01', expiresOn: '2026-01-15' },
		'The start date is not before the end date',
		"Move 'Starts On' or 'Expires On'.",
	],
	[
		725,
		{ name: 'Coffee Lover' },
		'Another badge has this name already',
		"Use another 'Name': names are unique, and capital letters count.",
	],
])('code %i says what to change', async (code, parameters, error, advice) => {
	const { failed } = await create(parameters);
	expect(linked(failed)).toMatchObject([{ item: 0, error, details: { code, advice } }]);
});

test('several refusals come together; 714, 728 and 999999 have words', async () => {
	const { failed } = await create({ name: 'Coffee Lover', startOn: '2025-01-01' });
	expect(linked(failed)).toMatchObject([
		{
			details: {
				code: 722,
				apiMessage:
					'Start Date cannot be past date (startOn); Badge name cannot be duplicate (name)',
			},
		},
	]);
	stage.sandbox.state.disabledOwners.add('Milestones');
	const disabled = await create();
	expect(linked(disabled.failed)).toMatchObject([
		{
			error: 'The owner type is not allowed for this badge or organization',
			details: { code: 714, advice: expect.stringContaining("'Owners'") },
		},
	]);
	refuseNext(stage, 728, 'Atleast one owner is required');
	expect(linked((await create()).failed)).toMatchObject([
		{ error: 'The badge has no owner', details: { code: 728 } },
	]);
});

test('a lost answer is never followed by a second request', async () => {
	stage.sandbox.faults.add({ drop: 'after' });
	const { failed } = await create();
	expect(stage.requests()).toHaveLength(1);
	expect(linked(failed)).toMatchObject([
		{ error: 'The connection to Capillary was lost after sending, so the outcome is unknown' },
	]);
	expect(stage.sandbox.state.badgeNames.has('badge 01')).toBe(true);
	refuseNext(stage, 999999, 'HV000028: Unexpected exception during isValid call.', { status: 500 });
	const unsure = await create({ name: 'badge 02' });
	expect(stage.requests()).toHaveLength(2);
	expect(linked(unsure.failed)).toMatchObject([{ details: { code: 999999, httpStatus: 500 } }]);
});

test.each([
	[{ name: '={{ $json.none }}' }, {}, "'Name' is missing"],
	[{ owners: '={{ [] }}' }, {}, "'Owners' is missing"],
	[{ owners: '={{ "Loyalti" }}' }, {}, /^'Owners' is "Loyalti", which is not one of /],
	[
		{ earnedBadgeExpiry: { ...PERIOD, open: { ends: 'never' } } },
		{},
		"'Earned Badge Expiry' names more than one expiry",
	],
	[
		{ earnedBadgeExpiry: { date: { expiresOn: '={{ $json.none }}' } } },
		{},
		"'Earned Badge Expiry' (On a Date > Date) is missing",
	],
	[{ startOn: 1768714500000 }, {}, "'Starts On' looks like milliseconds: 1768714500000"],
	[
		{},
		{ otherFields: { startOn: 1768714500000 } },
		/^'Other Fields \(JSON\)' has a 'startOn' that looks like milliseconds/,
	],
	[
		{},
		{ customerLimits: { rollingWindow: [{ maxEarnLimit: 0, rollValue: 1, rollType: 'DAYS' }] } },
		/^'Customer Limits' \(Rolling Window > Maximum\) must be a whole number from 1 to /,
	],
	[
		{},
		{
			customerLimits: {
				rollingWindow: [
					{ maxEarnLimit: 1, rollValue: 1, rollType: 'DAYS' },
					{ maxEarnLimit: 2, rollValue: 2, rollType: 'DAYS' },
				],
			},
		},
		"'Customer Limits' has two rolling windows of the same unit",
	],
])('refused unsent: %j %j', async (parameters, additional, error) => {
	const { failed } = await create(parameters, additional);
	expect(failed.map(({ json }) => json.error)).toEqual([
		typeof error === 'string' ? error : expect.stringMatching(error),
	]);
	expect(stage.requests()).toEqual([]);
});
