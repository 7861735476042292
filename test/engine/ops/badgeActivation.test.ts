import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const META = '/api_gateway/v1/badges/badgeMeta';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage({ clock: () => Date.UTC(2026, 5, 1, 12) });
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const id = (name: string) => stage.sandbox.state.badgeNames.get(name) ?? '';

describe('activate and deactivate', () => {
	test('switch a badge off and on', async () => {
		const badgeId = id('Coffee Lover');
		const off = await stage.run('badge.deactivate', { badgeId });
		expect(off.items[0].json).toEqual({
			id: badgeId,
			badgeMetaId: badgeId,
			badgeId,
			isActive: false,
		});
		expect(stage.sandbox.state.badges.get(badgeId)?.active).toBe(false);
		const on = await stage.run('badge.activate', { badgeId });
		expect(on.items[0].json).toEqual({
			id: badgeId,
			badgeMetaId: badgeId,
			badgeId,
			isActive: true,
		});
		expect(stage.requests().map(({ method, path, body }) => [method, path, body])).toEqual([
			['PUT', `${META}/${badgeId}/deactivate`, undefined],
			['PUT', `${META}/${badgeId}/activate`, undefined],
		]);
	});

	test('a lost answer is repeated; an unknown badge is named', async () => {
		stage.sandbox.faults.add({ drop: 'after' });
		const { items } = await stage.run('badge.activate', { badgeId: id('Sleeping Badge') });
		expect(items[0].json).toMatchObject({ isActive: true });
		expect(stage.requests()).toHaveLength(2);
		const none = await stage.run('badge.deactivate', { badgeId: '65a0000000000000000000ff' });
		expect(linked(none.failed)).toMatchObject([
			{ error: 'Badge 65a0000000000000000000ff was not found' },
		]);
	});
});
