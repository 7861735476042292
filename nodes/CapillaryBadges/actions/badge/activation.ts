/** What switching a badge on and switching it off share. */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { badgeId } from '../../../shared/capillary/ids';
import { path } from '../../../shared/capillary/request';
import { badgeField } from '../../fields/badge';

const input = z.object({ badgeId });

/**
 * What activating and deactivating a badge share. The API ignores the body, so none is sent.
 * @param word the last part of the path, in lower case (docs/api.md#activate)
 */
export const activation = (word: 'activate' | 'deactivate') => ({
	resource: 'badge',
	fields: [badgeField],
	input: () => input,
	call: ({ badgeId: id }: z.infer<typeof input>) => ({
		method: 'PUT' as const,
		path: `${BADGES_PATH}${path`/badgeMeta/${id}/${word}`}`,
	}),
	output: z.object({ id: z.string(), isActive: z.boolean().nullish() }).passthrough(),
	// What is switched on stays on.
	repeat: 'safe' as const,
});
