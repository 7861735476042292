// Taking a badge back, and ending an enrolment, with what the pickers list.
import assert from 'node:assert/strict';
import { choose, fill } from '../../forms.mjs';
import { pickFirst, runByHand, typedIn } from '../../editor.mjs';
import { until } from '../../stage.mjs';
import { byHand, ENROL, ISSUE, toMembers } from '../../workflows.mjs';

const CUSTOMER = 62090013;
const REVOKE = {
	resource: 'customerBadge',
	operation: 'revokeEarn',
	badgeId: ISSUE.badgeId,
	customerId: String(CUSTOMER),
};
const WHEN_AND_BY_WHOM = /^\d{1,2} \w{3} \d{4} \d\d:\d\d · Loyalty 123694$/;

export async function takingBack({ check, rest, credential, page, open, rows }) {
	const held = async (collection) =>
		(await rows(`${collection}&customerId=${CUSTOMER}`)).filter(
			({ isActive, revokedOn }) => isActive ?? revokedOn === null,
		).length;
	const give = async (collection, parameters) => {
		const given = { resource: 'customerBadge', ...toMembers, ...parameters };
		await rest.run(await rest.saveWorkflow(byHand(credential, given)), 'Start');
		await until('the customer has it', async () => (await held(collection)) === 1);
	};

	await give('earns', { ...ISSUE, customerId: String(CUSTOMER) });
	await check('a badge is picked from what the customer has, and taken back', async () => {
		await open(REVOKE);
		const label = await pickFirst(page, 'earnedBadgeId', 'take-back');
		assert.match(label, WHEN_AND_BY_WHOM);
		await runByHand(page, 'isActive');
		assert.equal(await held('earns'), 0);
	});
	await check('what 0.1.0 stored as a text stands in the field, and runs', async () => {
		const earnedBadgeId = 'a'.repeat(24);
		await open({ ...REVOKE, earnedBadgeId });
		assert.equal(await typedIn(page, 'earnedBadgeId'), earnedBadgeId);
		await runByHand(page, /does not hold this issued badge/);
	});
	await check('a customer by an expression without data: what to enter instead', async () => {
		await open({ ...REVOKE, customerId: '={{ $json.customerId }}' });
		const said = await pickFirst(page, 'earnedBadgeId', 'take-back-unknown', true);
		assert.match(said, /run the nodes before this one/);
		assert.match(said, /earnedBadgeId/);
	});

	await give('issuals', { ...ENROL, customersFrom: 'list', customers: String(CUSTOMER) });
	await check('an enrolment is picked from what the customer has, and ended', async () => {
		const { badgeId } = ENROL;
		await open({ resource: 'customerBadge', operation: 'revokeEnrolment', badgeId });
		await choose(page, 'revoke', /^One Enrolment/);
		await fill(page, 'customerId', String(CUSTOMER));
		assert.match(await pickFirst(page, 'issueId'), WHEN_AND_BY_WHOM);
		await runByHand(page, 'badgeMetaId');
		assert.equal(await held('issuals'), 0);
	});
}
