/** One item for each badge that a customer was given, out of the view of that badge (docs/api.md#one-badge-of-a-customer). */
import {
	earnInstances,
	NOT_SHOWN_SINGLY,
	ofSeveral,
	singly,
} from '../../../shared/capillary/customerBadge';
import { defined, isRecord, membersOf } from '../../../shared/capillary/envelope';
import type { ApiRequest, Steps } from '../../../shared/capillary/request';
import { stop } from '../../../shared/capillary/request';
import { keeping } from '../../fields/list';

/**
 * Reads the view, and ends where it does not show each of the customer's badges.
 * @param customer numeric ID, or another identifier
 */
export function* shownSingly(request: ApiRequest, customer: number | string): Steps {
	const view = yield request;
	const given = earnInstances(view, customer);
	if (isRecord(view) && (!singly(given) || ofSeveral(given))) {
		yield stop(
			NOT_SHOWN_SINGLY,
			"Switch 'One Item per Earned Badge' off to see what it shows. The 'earnedBadgeId' of a badge is also in the output of the Issue that gave it.",
		);
	}
	return view;
}

const IN_SHORT = keeping(
	...['earnedBadgeId', 'badgeMetaId', 'name', 'customerId', 'earnStatus'],
	...['earnedOnISO', 'earnEventDateISO', 'earnExpiresOnISO', 'ownerType', 'ownerReferenceId'],
);

/** The badges that a view shows, but for those that were taken back: whole rows, or in short. */
export function earnedBadgesOf(
	view: unknown,
	{ customerId, simplify }: { customerId: number | string; simplify: boolean },
): Array<Record<string, unknown>> {
	const { id: badgeMetaId, name } = membersOf(view);
	const asNumber = typeof customerId === 'number' ? { customerId } : {};
	return (singly(earnInstances(view, customerId)) ?? []).map(({ id, row }) => {
		const whole = { badgeMetaId, name, ...row, ...asNumber, earnedBadgeId: id };
		return simplify ? defined(IN_SHORT(whole)) : defined(whole);
	});
}
