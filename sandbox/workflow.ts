/** State changes of approval requests, told to web hooks (docs/api.md#events, docs/api.md#badgeearned). */
import { type State, ORG_ID } from './state';
import type { ApprovalRequest, RequestState } from './types';

/** Announces the state a request has reached; `requestType` has an underscore here (docs/api.md#requestworkflowevent). */
export function moveRequest(
	state: State,
	request: ApprovalRequest,
	previous: RequestState | null,
	apiRequestId: string,
	comment?: string,
): void {
	if (state.webHooks.size === 0) return;
	state.onHappening({
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
