/** What web hooks are told (docs/api.md#events, docs/api.md#badgeearned). */
import { ORG_ID, type State, TILL_ID } from './state';
import type { ApprovalRequest, Earn, JsonObject, RequestState } from './types';

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
	state.onEvent({
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

/** Announces the state a request has reached; `requestType` has an underscore here (docs/api.md#requestworkflowevent). */
export function reportRequest(
	state: State,
	request: ApprovalRequest,
	previous: RequestState | null,
	apiRequestId: string,
	comment?: string,
): void {
	if (state.webHooks.size === 0) return;
	state.onEvent({
		eventName: 'requestWorkflowEvent',
		refId: `${ORG_ID}_${request.id}`,
		apiRequestId,
		data: {
			requestId: request.id,
			requestType: request.type.replace('-', '_'),
			requesterId: request.userId,
			...(request.checkerId === null ? {} : { checkerId: request.checkerId }),
			currentRequestState: request.state,
			...(previous === null ? {} : { previousRequestState: previous }),
			updateTime: state.now(),
			...(comment === undefined ? {} : { comment }),
			requestAttributes: { body: request.task.body },
		},
	});
}
