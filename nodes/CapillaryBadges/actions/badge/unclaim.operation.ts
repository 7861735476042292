/** Removes an owner's claim (docs/api.md#unclaim). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { badge } from '../../../shared/editor/badgeField';
import { parameters } from '../../../shared/editor/params';
import { claimOwner } from '../../fields/owner';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';
import { proofOfState } from '../../../shared/capillary/proof';

export const unclaim = defineOperation({
	resource: 'badge',
	value: 'unclaim',
	name: 'Unclaim',
	action: 'Unclaim a badge',
	description: 'Give up the claim of an owner on a badge',
	...parameters({ badgeId: badge, ...claimOwner }),
	call: ({ badgeId: id, ownerType, referenceId }) => ({
		method: 'POST',
		path: `${BADGES_PATH}${path`/badgeMeta/${id}/unclaim`}`,
		body: { ownerType, referenceId },
	}),
	output: z
		.object({
			badgeMetaId: z.string().nullish(),
			ownerType: z.string(),
			referenceId: z.string(),
			isActive: z.boolean().nullish(),
		})
		.passthrough(),
	proof: proofOfState(false, 'ownerType', 'referenceId'),
	names: { ownerType: 'ownerType', referenceId: 'referenceId' },
	expects: { rules: ['badge', 'claimToGiveUp'] },
	// A claim that is gone already answers 737.
	repeat: 'safe',
	alreadyDone: [737],
});
