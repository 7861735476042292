import { Workflow } from 'n8n-workflow';
import { CapillaryBadges } from '../../nodes/CapillaryBadges/CapillaryBadges.node';
import { startEngine } from '../support/engine';

test('the subtitle shows the label of the operation, and of its resource where the label says too little', async () => {
	const { nodeTypes } = await startEngine();
	const { subtitle } = new CapillaryBadges().description;
	const shown = (resource: string, operation: string) => {
		const node = {
			id: '1',
			name: 'Badges',
			type: 'n8n-nodes-capillary-badges.capillaryBadges',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: { resource, operation },
		};
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
		const { expression, nodes } = workflow;
		return expression.getSimpleParameterValue(nodes.Badges, subtitle, 'internal', {});
	};
	expect(shown('customerBadge', 'earn')).toBe('Issue (Earn)');
	expect(shown('customerBadge', 'get')).toBe('Get: Customer Badge');
	expect(shown('approvalRequest', 'decide')).toBe('Approve or Reject');
	expect(shown('badge', 'new')).toBe('new');
});
