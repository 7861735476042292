import type { NodeRun } from './engine';
import type { Stage } from './stage';

/** Parameters of a badge that Badge > Create accepts. */
export const BADGE = {
	name: 'badge 01',
	startOn: '2026-01-18T05:35:00Z',
	expiresOn: '2026-01-30T05:35:00Z',
	earnType: 'EARN',
	owners: ['Loyalty', 'Milestones'],
	earnedBadgeExpiry: { period: { value: 2, unit: 'WEEKS' } },
};

/** Creates that badge, with some parameters changed. */
export const createBadge = async (
	stage: Stage,
	more: object = {},
	additionalFields: object = {},
): Promise<NodeRun> =>
	await stage.run('badge.create', { ...BADGE, ...more, additionalFields: { ...additionalFields } });
