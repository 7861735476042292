import { SEED } from '../../../sandbox';
import { headersOf, IMPORT_COLUMNS } from '../../../nodes/shared/editor/importColumns';
import { CapillaryBadges } from '../../../nodes/CapillaryBadges/CapillaryBadges.node';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

/** Import Issued from the columns of the input, without an expression for each. */

const FOUND = { rowsFrom: 'columns', columns: { mappingMode: 'autoMapInputData', value: null } };
const { earnBadge } = SEED;

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const importing = (items: object[], parameters: object = FOUND) =>
	stage.run('customerBadge.import', parameters as never, { items: items as never });
const SENT = {
	badgeMetaId: earnBadge,
	customerId: 62_090_013,
	earnEventDate: '2023-01-21T10:00:11.000Z',
	earnExpiresOn: '2031-01-15T09:32:37.000Z',
};
const values = [earnBadge, '62090013', '2023-01-21T10:00:11Z', '2031-01-15T09:32:37Z'];
const row = (...names: string[]) => Object.fromEntries(names.map((name, i) => [name, values[i]]));

test.each([
	[['badgeId', 'customerId', 'earnEventDate', 'earnExpiresOn']],
	[['Badge ID', 'Customer ID', 'Earn Event Date', 'Earn Expires On']],
	[['badge_meta_id', 'CUSTOMER', 'Earned On', 'Expires On']],
	[['Badge', 'customer_id', 'issued on', 'valid until']],
])('columns called %j are found', async (names) => {
	const { items, failed } = await importing([row(...names), row(...names)]);
	expect(failed).toEqual([]);
	expect(items).toHaveLength(2);
	expect(stage.requests().map(({ body }) => body)).toEqual([[SENT, SENT]]);
});

test('a column that has the very name wins, and others do not count', async () => {
	const item = { ...row('badgeId', 'customerId', 'earnEventDate', 'earnExpiresOn'), Badge: 'x' };
	await importing([{ ...item, customer: 'Ada', note: 'any' }]);
	expect(stage.requests().map(({ body }) => body)).toEqual([[SENT]]);
});

test('columns are mapped by hand, too', async () => {
	const [badgeId, customerId, earnEventDate, earnExpiresOn] = ['a', 'b b', 'c', 'd'].map(
		(name) => `={{ $json['${name}'] }}`,
	);
	const value = { badgeId, customerId, earnEventDate, earnExpiresOn };
	const mapped = { rowsFrom: 'columns', columns: { mappingMode: 'defineBelow', value } };
	const { failed } = await importing([row('a', 'b b', 'c', 'd'), row('a', 'x', 'c', 'd')], mapped);
	expect(stage.requests().map(({ body }) => body)).toEqual([[SENT]]);
	expect(failed.map(({ json }) => json.error)).toEqual(["'Customer ID' is missing"]);
});

test.each([
	[row('badgeId', 'who', 'earnedOn', 'expiresOn'), "The input item has no column 'Customer ID'"],
	[
		{ ...row('badgeId', 'customer id', 'earnedOn', 'expiresOn'), Customer_ID: '5' },
		"Several columns may be 'Customer ID': 'customer id' and 'Customer_ID'",
	],
	[
		{ ...row('badgeId', 'Customer', 'earnedOn', 'expiresOn'), Customer: 'Ada' },
		`'Customer ID' (column 'Customer') is not a customer ID: "Ada"`,
	],
	[
		{ ...row('badgeId', 'Customer', 'earnedOn', 'expiresOn'), Customer: '' },
		"'Customer ID' (column 'Customer') is missing",
	],
])('refused unsent, in words that name the column: %j', async (item, error) => {
	const { failed } = await importing([item]);
	expect(failed.map(({ json }) => json.error)).toEqual([error]);
	expect(stage.requests()).toEqual([]);
});

test("n8n's mapping of columns is offered what the operation takes", async () => {
	const { fields } = await new CapillaryBadges().methods.resourceMapping.getImportColumns();
	expect(fields.map(({ id, displayName, required }) => [id, displayName, required])).toEqual([
		['badgeId', 'Badge ID', true],
		['customerId', 'Customer ID', true],
		['earnEventDate', 'Earn Event Date', true],
		['earnExpiresOn', 'Earn Expires On', true],
	]);
});

test('what n8n shows of the mapping is named in the advice, and the names it finds stand in the form', async () => {
	const { failed } = await importing([row('badgeId', 'who', 'earnedOn', 'expiresOn')]);
	expect(failed[0].json.details).toMatchObject({
		advice: expect.stringContaining("'Map Each Column Manually' under 'Mapping Column Mode'"),
	});
	const { properties } = new CapillaryBadges().description;
	const notice = properties.find(({ name }) => name === 'columnNames')?.displayName ?? '';
	const [, own, others] = /finds the columns (.*), also as (.*)\. Capitals/.exec(notice) ?? [];
	for (const names of [own, others]) {
		const headers = names.split(/, | and /);
		expect(
			headers.flatMap((name) => IMPORT_COLUMNS.filter((one) => headersOf(one, [name])[0])),
		).toEqual(IMPORT_COLUMNS);
	}
});
