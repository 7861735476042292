/** Binds a badge to an owner and a reference (docs/api.md#claim). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { badge } from '../../../shared/editor/badgeField';
import { parameters } from '../../../shared/editor/params';
import { claimOwner } from '../../fields/owner';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';
import { proofOfState } from '../../../shared/capillary/proof';

export const claim = defineOperation({
	resource: 'badge',
	value: 'claim',
	name: 'Claim',
	action: 'Claim a badge',
	description: 'Reserve a badge for an owner, so that it can be issued under its reference ID',
	...parameters({ badgeId: badge, ...claimOwner }),
	call: ({ badgeId: id, ownerType, referenceId }) => ({
		method: 'POST',
		path: `${BADGES_PATH}${path`/badgeMeta/${id}/claim`}`,
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
	proof: proofOfState(true, 'ownerType', 'referenceId'),
	names: { ownerType: 'ownerType', referenceId: 'referenceId' },
	expects: { rules: ['badge', 'openToOwner', 'unclaimed'] },
	// The same claim again changes nothing: it answers with warning 900.
	repeat: 'safe',
	alreadyDone: [900],
});
