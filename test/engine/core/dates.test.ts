import { GOOD } from '../../support/core';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

/** What the node sends for a date, as earn and as enrolment write it; and what it says. */
async function sentFor(date: unknown, timezone?: string) {
	const earn = await stage.run(
		'customerBadge.earn',
		{ ...GOOD['customerBadge.earn'], additionalFields: { earnEventDate: date as string } },
		{ timezone, items: [{ date: '2026-03-15T11:20:00+05:30', at: 1773562800 }] },
	);
	const [request] = stage.requests();
	return { body: request?.body, failed: earn.failed.map(({ json }) => json.error) };
}

test.each([
	['2026-03-15T11:20:00Z', '2026-03-15T11:20:00.000Z'],
	['2026-03-15T11:20:00.192Z', '2026-03-15T11:20:00.192Z'],
	['2026-03-15T11:20:00+05:30', '2026-03-15T05:50:00.000Z'],
	['2026-03-15T11:20:00-0800', '2026-03-15T19:20:00.000Z'],
	['2026-03-15T11:20', '2026-03-15T11:20:00.000Z'],
	['20260315T112000Z', '2026-03-15T11:20:00.000Z'],
	['2026-03-15', '2026-03-15T00:00:00.000Z'],
	['20260315T1120', '2026-03-15T11:20:00.000Z'],
	['2026-W11-7', '2026-03-15T00:00:00.000Z'],
	['2026-074', '2026-03-15T00:00:00.000Z'],
	['2026-03', '2026-03-01T00:00:00.000Z'],
	['2026-03-15 11:20:00', '2026-03-15T11:20:00.000Z'],
	['  2026-03-15T11:20:00Z  ', '2026-03-15T11:20:00.000Z'],
	['1773573600', '2026-03-15T11:20:00.000Z'],
	[1773573600, '2026-03-15T11:20:00.000Z'],
	[1773573600.192, '2026-03-15T11:20:00.192Z'],
	['={{ $json.date }}', '2026-03-15T05:50:00.000Z'],
	['={{ DateTime.fromISO($json.date) }}', '2026-03-15T05:50:00.000Z'],
	['={{ new Date($json.at * 1000) }}', '2026-03-15T08:20:00.000Z'],
])('%j is sent as %s', async (date, iso) => {
	expect(await sentFor(date)).toEqual({
		body: expect.objectContaining({ earnEventDate: iso }),
		failed: [],
	});
});

test.each([
	['Asia/Kolkata', '2026-03-15T11:20:00', '2026-03-15T05:50:00.000Z'],
	['America/New_York', '2026-01-15T11:20:00', '2026-01-15T16:20:00.000Z'],
	['America/New_York', '2026-07-15 11:20:00', '2026-07-15T15:20:00.000Z'],
	['Asia/Kolkata', '2026-03-15', '2026-03-14T18:30:00.000Z'],
	['Asia/Kolkata', '2026-03-15T11:20:00Z', '2026-03-15T11:20:00.000Z'],
])('in %s, %s means %s', async (timezone, date, iso) => {
	const { body } = await sentFor(date, timezone);
	expect(body).toMatchObject({ earnEventDate: iso });
});

test('an enrolment sends whole seconds, rounded down', async () => {
	await stage.run('customerBadge.enrol', {
		...GOOD['customerBadge.enrol'],
		additionalFields: { issueEventDate: '2026-03-15T11:20:00.999Z' },
	});
	const [{ body }] = stage.requests();
	expect(body).toMatchObject({ issueEventDate: 1773573600 });
});

test.each([
	['yesterday', `'Earn Event Date' is not a date: "yesterday"`],
	['2026-13-45', `'Earn Event Date' is not a date: "2026-13-45"`],
	['15/03/2026', `'Earn Event Date' is not a date: "15/03/2026"`],
	['1773573600000', `'Earn Event Date' looks like milliseconds: "1773573600000"`],
	[1773573600000, "'Earn Event Date' looks like milliseconds: 1773573600000"],
	[true, "'Earn Event Date' is not a date: true"],
])('%j is refused before anything is sent', async (date, words) => {
	expect(await sentFor(date)).toEqual({ body: undefined, failed: [words] });
});
