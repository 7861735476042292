/** What the error codes mean that are not about badges: approvals, the gateway, customers. */
import type { Advice } from './advice';
import { customer, NO_RIGHT, REFUSED } from './advice';

const WRONG_ORGANIZATION: Advice = {
	what: 'Capillary did not accept the organization',
	fix: "Check 'Organization ID' in the Capillary API credential.",
	wholeCall: true,
};

/** A workflow of approval that Capillary has not set up, or not right. */
const NOT_SET_UP: Advice = {
	what: 'The approval workflow is not set up at Capillary',
	fix: 'Ask your Capillary administrator to configure and deploy the request workflow for this kind of request.',
	isQuoting: true,
	wholeCall: true,
};

const WRONG_SOURCE: Advice = {
	what: 'Capillary does not know this source of customers',
	fix: "Choose another 'Source'; 'In-Store' is the usual one.",
};

/** API code → what happened and what to do (docs/api.md#error-codes). */
export const OTHER_CODES: Readonly<Record<number, Advice>> = {
	1026: {
		what: (about) => `${customer(about)} was not found`,
		fix: 'Check the customer ID, and that the cluster of the credential is that of your organization.',
	},
	1028: {
		what: 'Capillary does not accept this type of customer identifier',
		fix: "Choose another 'Customer Identifier Type', or use the numeric customer ID.",
		wholeCall: true,
	},
	1061: {
		what: 'A header that says what the customer is identified by is missing',
		fix: "Choose a 'Customer Identifier Type', or use the numeric customer ID.",
		wholeCall: true,
	},
	1064: WRONG_ORGANIZATION,
	2001: {
		what: 'The user has no permission for approval requests',
		fix: NO_RIGHT,
		wholeCall: true,
	},
	2002: {
		what: 'The approval request was decided before',
		fix: 'Nothing needs to be done. Read what was decided with Approval Request > Get.',
		wholeCall: true,
	},
	2005: WRONG_ORGANIZATION,
	2007: {
		what: 'Capillary does not know this approval request, or it does not wait for a decision',
		fix: "Check 'Approval Request ID' and 'Request Type'.",
		wholeCall: true,
	},
	2008: {
		what: REFUSED,
		fix: "Check the value that Capillary's message names: its spelling, its type and its form.",
		isQuoting: true,
		wholeCall: true,
	},
	2009: {
		what: 'Capillary does not support this type of approval request',
		fix: "Choose another 'Request Type'.",
		wholeCall: true,
	},
	2011: { what: 'The list cannot be ordered by this field', fix: "Choose another 'Sort By'." },
	2012: {
		what: 'Capillary does not know this direction of the order',
		fix: "Choose another 'Order'.",
	},
	2013: {
		what: 'Capillary did not accept the user token',
		fix: "Renew 'User Token' in the Capillary API credential: it belongs to a signed-in user and expires.",
		wholeCall: true,
	},
	...Object.fromEntries(
		[2020, 2021, 2022, 2023, 2024, 2027, 2028, 2029, 2030].map((code) => [code, NOT_SET_UP]),
	),
	2026: WRONG_ORGANIZATION,
	4000: {
		what: 'The credential may not use this part of the Capillary API',
		fix: NO_RIGHT,
		wholeCall: true,
	},
	4001: {
		what: 'Capillary could not find out what the credential may do',
		fix: 'Nothing was done. Run it again later.',
		wholeCall: true,
	},
	8011: WRONG_SOURCE,
	8012: WRONG_SOURCE,
	8013: {
		what: 'Capillary does not accept this identifier of a customer',
		fix: "Check 'Identifier Value' and 'Identifier Type'. A mobile number needs its country code, without a plus sign.",
	},
	8015: {
		what: (about) => `${customer(about)} was not found`,
		fix: "Check 'Identifier Value' and 'Identifier Type', and in which 'Source' the customer is. A mobile number needs its country code, without a plus sign.",
	},
	8045: {
		what: 'The account ID of the source is missing',
		fix: "This source has several accounts: fill in 'Account ID'.",
	},
	8065: {
		what: (about) => `${customer(about)} was not found in this source`,
		fix: "Check 'Identifier Value', or choose another 'Source'.",
	},
	8069: {
		what: (about) => `${customer(about)} was merged into another customer`,
		fix: 'Use the customer that it was merged into: look up an identifier of that one.',
	},
};
