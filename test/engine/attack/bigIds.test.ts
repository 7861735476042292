import { caseOf } from '../../fixtures/operations';
import type { RawStage } from '../../support/rawStage';
import { startRawStage } from '../../support/rawStage';

/** IDs that a number cannot hold come out digit by digit, as text. */

let stage: RawStage;
beforeAll(async () => {
	stage = await startRawStage();
});
afterAll(() => stage.close());

const BIG = '9007199254740993';
const BADGE = '66276dc68fe258516a88ff8e';
const row = (id: string) =>
	`{"id":${id},"badgeMetaId":${id},"orgId":${BIG},"name":"N","rank":2,"startOn":1770034996.715319000,"benefits":[{"id": ${BIG}}]}`;

test.each([
	['badge.get', row(`"${caseOf('badge.get').input.badgeId}"`)],
	['badge.getAll', `{"metaBasicDetails":[${row(BIG)}],"pagination":{"total":1}}`],
	['badgeGroup.get', row(`"${caseOf('badgeGroup.get').input.groupId}"`)],
	['badgeGroup.getAll', `{"badgeGroups":[${row(BIG)}],"pagination":{"total":1}}`],
	['badgeGroup.create', row(BIG)],
	['customField.get', row(`"${caseOf('customField.get').input.customFieldId}"`)],
	['customField.getAll', `{"customFieldROList":[${row(BIG)}],"pagination":{"total":1}}`],
	['customerBadge.getAll', `{"customerBadges":[${row(BIG)}],"pagination":{"total":1}}`],
	['customerBadge.getForCustomer', `{"badges":[${row(BIG)}],"pagination":{"total":1}}`],
	['customerBadge.earn', `{"earnedBadgeId":${BIG},"issuedId":${BIG}}`],
])('%s', async (operation, data) => {
	stage.server.answer(() => `{"data":${data},"errors":null,"warnings":null}`);
	const input = { ...caseOf(operation).input, simplify: false };
	const { items, failed } = await stage.run(operation, input);
	expect(failed).toEqual([]);
	expect(items).toHaveLength(1);
	const text = JSON.stringify(items[0].json);
	const count = (data.match(new RegExp(BIG, 'g')) ?? []).length;
	expect((text.match(new RegExp(`"${BIG}"`, 'g')) ?? []).length).toBeGreaterThanOrEqual(count);
	expect(text).not.toContain('9007199254740992');
});

test('what a write answers gives them as well, and what is written back keeps its digits', async () => {
	const badge = `{"id":"${BADGE}","name":"A","startOn":1770034996.715319021,"expiresOn":1870034996,"active":true,"earnType":"EARN","ownership":{"restrictedToOwners":["Loyalty"]},"earnedBadgeExpiry":{"expiryType":"NEVER"},"benefits":[{"id":${BIG}}],"x":${BIG}}`;
	stage.server.answer(() => `{"data":${badge}}`);
	const { items, failed } = await stage.run('badge.update', {
		badgeId: BADGE,
		simplify: false,
		updateFields: { description: 'd' },
	});
	expect(failed).toEqual([]);
	expect(items[0].json).toMatchObject({ x: BIG, benefits: [{ id: BIG }] });
	const [, put] = stage.server.asked;
	expect(put.body).toContain(`"x":${BIG}`);
	// All nine decimals of a time go back, also where JavaScript would round them.
	expect(put.body).toContain('"startOn":1770034996.715319021');
});

test('records whose IDs differ only in digits that a number loses are all given', async () => {
	const ids = ['9007199254740992', '9007199254740993', '9007199254740994'];
	const rows = ids.map((id) => `{"id":${id},"name":"G","rank":1}`).join();
	stage.server.answer(() => `{"data":{"badgeGroups":[${rows}],"pagination":{"total":3}}}`);
	const { items, hints } = await stage.run('badgeGroup.getAll', { returnAll: true });
	expect(items.map(({ json }) => json.id)).toEqual(ids);
	expect(hints).toEqual([]);
});
