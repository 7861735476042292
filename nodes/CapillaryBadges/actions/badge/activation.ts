/** What switching a badge on and switching it off share. */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import type { Expectations } from '../../../shared/capillary/expectation';
import { path } from '../../../shared/capillary/request';
import { badge } from '../../../shared/editor/badgeField';
import { parameters } from '../../../shared/editor/params';
import { proofOfState, saysOtherwise } from '../../../shared/capillary/proof';

/**
 * What activating and deactivating a badge share. The API ignores the body, so none is sent.
 * @param word the last part of the path, in lower case (docs/api.md#activate)
 */
export const activation = (word: 'activate' | 'deactivate') => ({
	resource: 'badge',
	...parameters({ badgeId: badge }),
	call: ({ badgeId: id }: { badgeId: string }) => ({
		method: 'PUT' as const,
		path: `${BADGES_PATH}${path`/badgeMeta/${id}/${word}`}`,
	}),
	output: z
		.object({
			id: z.string(),
			badgeMetaId: z.string().nullish(),
			isActive: z.boolean().nullish(),
		})
		.passthrough(),
	proof: proofOfState(word === 'activate', 'id'),
	names: { id: 'badgeId' },
	contradicts: (record: Record<string, unknown>) => saysOtherwise(record, word === 'activate'),
	expects: { rules: ['badge', word === 'activate' ? 'off' : 'on'] } satisfies Expectations,
	// What is switched on stays on.
	repeat: 'safe' as const,
	isWholeState: true as const,
});
