import { SEED } from '../../sandbox';
import { ENTITY } from './core';
import type { NodeRun } from './engine';
import type { Stage } from './stage';

export const WORKFLOW = '/api_gateway/v2/request-workflow';

/** What every request of a maker names. */
export const MAKING = {
	badgeId: SEED.requestBadge,
	ownerType: 'Goodwill_Module',
	referenceId: '123',
	...ENTITY,
};

/** Makers and checkers, on a stage. */
export const approvers = ({ run }: Stage) => ({
	askToEnrol: (customers: string, more: object = {}) =>
		run('approvalRequest.requestEnrol', { ...MAKING, customers, ...more }),
	askToIssue: (customerId: number, more: object = {}) =>
		run('approvalRequest.requestEarn', { ...MAKING, customerId, ...more }),
	decide: (approvalRequestId: string, more: object = {}) =>
		run('approvalRequest.decide', { requestType: 'ISSUE-BADGE', approvalRequestId, ...more }),
});

/** The ID of the request that was made. */
export const idOf = ({ items }: NodeRun) => String(items[0].json.requestId);

/** Everything a run put out, to look for secrets. */
export const shownBy = ({ items, failed, error }: NodeRun) =>
	JSON.stringify([items, failed, error]);
