/** What web hooks are told (docs/api.md#badgeearned). */
import type { State } from './state';
import { ORG_ID, TILL_ID } from './state';
import type { Earn, JsonObject } from './types';

/** `badgeEarned`, on every earn. */
export function reportEarn(state: State, earn: Earn, apiRequestId: string): void {
	if (state.webHooks.size === 0) return;
	const badge = state.badges.get(earn.badgeId);
	const customer = state.customers.get(earn.customerId);
	const levels = [
		['CUSTOMER', badge?.customerConstraints ?? []],
		['BADGE', badge?.badgeConstraints ?? []],
	] as const;
	const earnConstraints = levels.flatMap(([constraintLevel, constraints]) =>
		constraints.map(
			({ constraintType, rollType, rollValue, maxEarnLimit }): JsonObject => ({
				constraintLevel,
				constraintType: constraintType.includes('ROLLING') ? 'ROLLING_WINDOW' : 'OVERALL',
				...(rollType === undefined ? {} : { rollType, rollValue }),
				maxEarnLimit: maxEarnLimit ?? null,
				currentEarnCount: badge?.earnedCount ?? 0,
			}),
		),
	);
	state.onHappening({
		eventName: 'badgeEarned',
		refId: `${ORG_ID}_${earn.id}`,
		apiRequestId,
		data: {
			customerIdentifiers: {
				customerId: earn.customerId,
				loyaltyType: 'loyalty',
				instore: {
					mobile: customer?.mobile ?? null,
					email: customer?.email ?? null,
					externalId: customer?.externalId ?? null,
				},
			},
			badgeId: earn.badgeId,
			earnId: earn.id,
			earnedOn: earn.earnedOn,
			earnConstraints,
			triggeringActivity: {
				identifiers: [],
				enteredBy: { id: TILL_ID, till: { code: 'store.server', name: 'Sandbox till' } },
				additionalAttributes: [],
			},
		},
	});
}
