/** The list of operations. A new one needs its import and its name here. */
import type { Operation } from '../operation';
import { decide } from './approvalRequest/decide.operation';
import { getApproval } from './approvalRequest/get.operation';
import { getAllApprovals } from './approvalRequest/getAll.operation';
import { requestEarn } from './approvalRequest/requestEarn.operation';
import { requestEnrol } from './approvalRequest/requestEnrol.operation';
import { activate } from './badge/activate.operation';
import { claim } from './badge/claim.operation';
import { createBadge } from './badge/create.operation';
import { deactivate } from './badge/deactivate.operation';
import { getBadge } from './badge/get.operation';
import { getAllBadges } from './badge/getAll.operation';
import { getFixedWindows } from './badge/getFixedWindows.operation';
import { unclaim } from './badge/unclaim.operation';
import { updateBadge } from './badge/update.operation';
import { createGroup } from './badgeGroup/create.operation';
import { getGroup } from './badgeGroup/get.operation';
import { getAllGroups } from './badgeGroup/getAll.operation';
import { updateGroup } from './badgeGroup/update.operation';
import { findCustomer } from './customer/find.operation';
import { createCustomField } from './customField/create.operation';
import { getCustomField } from './customField/get.operation';
import { getAllCustomFields } from './customField/getAll.operation';
import { updateCustomField } from './customField/update.operation';
import { earn } from './customerBadge/earn.operation';
import { earnBulk } from './customerBadge/earnBulk.operation';
import { enrol } from './customerBadge/enrol.operation';
import { getCustomerBadge } from './customerBadge/get.operation';
import { getAllCustomerBadges } from './customerBadge/getAll.operation';
import { getForCustomer } from './customerBadge/getForCustomer.operation';
import { importEarned } from './customerBadge/import.operation';
import { revokeEarn } from './customerBadge/revokeEarn.operation';
import { revokeEnrolment } from './customerBadge/revokeEnrolment.operation';

/** Every operation of the node, one line each, by resource and label. */
export const operations: Operation[] = [
	decide,
	getApproval,
	getAllApprovals,
	requestEnrol,
	requestEarn,
	activate,
	claim,
	createBadge,
	deactivate,
	getBadge,
	getFixedWindows,
	getAllBadges,
	unclaim,
	updateBadge,
	createGroup,
	getGroup,
	getAllGroups,
	updateGroup,
	createCustomField,
	getCustomField,
	getAllCustomFields,
	updateCustomField,
	findCustomer,
	enrol,
	getCustomerBadge,
	getForCustomer,
	getAllCustomerBadges,
	earn,
	earnBulk,
	importEarned,
	revokeEnrolment,
	revokeEarn,
];
