import type { Operation } from '../operation';
import { requestEarn } from './approvalRequest/requestEarn.operation';
import { claim } from './badge/claim.operation';
import { unclaim } from './badge/unclaim.operation';
import { earn } from './customerBadge/earn.operation';
import { earnBulk } from './customerBadge/earnBulk.operation';
import { enrol } from './customerBadge/enrol.operation';
import { importEarned } from './customerBadge/import.operation';
import { revokeEarn } from './customerBadge/revokeEarn.operation';
import { revokeEnrolment } from './customerBadge/revokeEnrolment.operation';

/** Every operation of the node, one line each, by resource and label. */
export const operations: Operation[] = [
	requestEarn,
	claim,
	unclaim,
	enrol,
	earn,
	earnBulk,
	importEarned,
	revokeEnrolment,
	revokeEarn,
];
