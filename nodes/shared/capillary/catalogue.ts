/** What each error code of the API means, and what to do about it. */

import type { Advice } from './advice';
import { badge, customer, NO_RIGHT, owner, REFUSED, request, thisBadge } from './advice';
import { OTHER_CODES } from './otherCodes';

export type { About, Advice } from './advice';

/**
 * API code → what happened and what to do. Source: docs/api.md#error-codes; the meaning of a
 * code is the API's, the advice is ours.
 */
export const CATALOGUE: Readonly<Record<number, Advice>> = {
	...OTHER_CODES,
	400: {
		what: REFUSED,
		fix: "Check the value that Capillary's message names: its spelling, its type and its form.",
		isQuoting: true,
	},
	401: {
		what: 'Capillary did not accept the credential',
		fix: 'Open the Capillary API credential, check user name, password (or client key and secret) and cluster, and run its test.',
		wholeCall: true,
	},
	403: {
		what: 'The credential may not use this part of the Capillary API',
		fix: NO_RIGHT,
		wholeCall: true,
	},
	404: {
		what: (about) => {
			if (about.record) return `The ${about.record} was not found`;
			return about.badgeId
				? `${badge(about)} was not found`
				: 'Capillary did not find what was asked for';
		},
		fix: 'Check the ID, or pick it where there is a list. Check also that the cluster of the credential is that of your organization.',
		wholeCall: true,
	},
	714: {
		what: ({ ownerType }) =>
			`The owner ${ownerType ?? 'type'} is not allowed for this badge or organization`,
		fix: "Choose an 'Owner Type' that the badge is restricted to, or have the owner type (for a new badge: one of its 'Owners') enabled for your organization.",
		wholeCall: true,
	},
	715: {
		what: 'The badge ID is missing',
		fix: "Fill in 'Badge'.",
		wholeCall: true,
	},
	716: {
		what: 'The owner type is missing',
		fix: "Choose an 'Owner Type'.",
		wholeCall: true,
	},
	717: {
		what: 'The reference ID of the owner is missing',
		fix: "Fill in 'Reference ID': the program, promotion, milestone or journey that the badge is for.",
		wholeCall: true,
	},
	720: {
		what: 'The start date is not before the end date',
		fix: "Move 'Starts On' or 'Expires On'.",
	},
	722: {
		what: 'The start date lies in the past',
		fix: "Use a later 'Starts On', or switch on 'Historical Badge' to allow a past date.",
	},
	723: {
		what: 'The start date cannot change once the badge is live',
		fix: "Leave 'Starts On' as it is.",
	},
	724: { what: 'The end date lies in the past', fix: "Use a later 'Expires On'." },
	725: {
		what: 'Another badge has this name already',
		fix: "Use another 'Name': names are unique, and capital letters count.",
	},
	727: { what: 'The owner information is missing', fix: "Choose at least one owner in 'Owners'." },
	728: { what: 'The badge has no owner', fix: "Choose at least one owner in 'Owners'." },
	732: { what: 'The rank of the group is missing', fix: "Fill in 'Rank'." },
	733: {
		what: 'Another group has this name already',
		fix: "Use another 'Name': names are unique, and capital letters count.",
	},
	737: {
		what: (about) => `${badge(about)} is not claimed by ${owner(about)}`,
		fix: "Nothing needs to be unclaimed. If you expected a claim, check 'Owner Type' and 'Reference ID'. To let this pass, set the option 'Already Done' to 'Continue'.",
	},
	738: {
		what: 'An owner with a live claim cannot be removed from the badge',
		fix: 'Run Badge > Unclaim for that owner first.',
	},
	740: { what: 'Another custom field has this name already', fix: "Use another 'Name'." },
	741: { what: 'The data type of the custom field is missing', fix: "Choose a 'Data Type'." },
	742: {
		what: 'A mandatory custom field needs a default value',
		fix: "Fill in 'Default Value', or switch off 'Mandatory'.",
	},
	744: {
		what: 'The default value is not a number',
		fix: "Use a number as 'Default Value', or another 'Data Type'.",
	},
	750: {
		what: 'The earn date lies more than 24 hours in the future',
		fix: "Use an earlier 'Earn Event Date'.",
		wholeCall: true,
	},
	804: {
		what: 'The request ID is missing',
		fix: "Fill in 'Request ID', or leave it out and the node makes one.",
		wholeCall: true,
	},
	809: {
		what: (about) => `${request(about)} was used before, so Capillary did nothing`,
		fix: "If this is the same request again, set the option 'Already Done' to 'Continue'. If it is a new one, use another 'Request ID'.",
		wholeCall: true,
	},
	810: {
		what: (about) => `${badge(about)} is not claimed by ${owner(about)}`,
		fix: 'Run Badge > Claim first, or use the reference ID of the claim.',
		wholeCall: true,
	},
	811: {
		what: (about) => `${customer(about)} is not enrolled for ${thisBadge(about)}`,
		fix: 'Run Customer Badge > Enrol for this customer first: this badge must be enrolled before it is issued.',
	},
	812: { what: 'The customer ID is missing', fix: "Fill in 'Customer ID'." },
	814: {
		what: (about) => `${customer(about)} does not hold this issued badge any more`,
		fix: "Check 'Earned Badge ID'. If it was revoked before, set the option 'Already Done' to 'Continue'.",
	},
	815: {
		what: (about) => `${badge(about)} is not live`,
		fix: 'Check its start and end date with Badge > Get, and run Badge > Activate if it is switched off.',
		wholeCall: true,
	},
	816: {
		what: (about) => `The date is not between the start and the end of ${thisBadge(about)}`,
		fix: "Check its start and end with Badge > Get. Without a date, now counts; for another day, set 'Enrolment Date (Issue Event Date)' (where a badge is issued: 'Earn Event Date').",
		wholeCall: true,
	},
	826: {
		what: 'A fixed-window limit cannot become another kind of limit, nor the reverse',
		fix: 'Keep the kind of limit that the badge has, or create a new badge.',
	},
	900: {
		what: (about) => `${badge(about)} is already claimed by ${owner(about)}`,
		fix: "Nothing needs to be done. To let this pass, set the option 'Already Done' to 'Continue'.",
	},
	1020: {
		what: 'The kind of a badge (direct or enrol first) cannot be changed',
		fix: "Leave 'Earn Type' out, or create a new badge.",
	},
	1040: {
		what: (about) => `${customer(about)} is already enrolled for ${thisBadge(about)}`,
		fix: "Nothing needs to be done. To let this pass, set the option 'Already Done' to 'Continue'.",
	},
	1051: {
		what: 'Neither customers nor enrolments were named',
		fix: "Name the customers, or an enrolment by its 'Enrolment ID'.",
		wholeCall: true,
	},
	1054: {
		what: (about) => `${badge(about)} is not a badge of this organization`,
		fix: 'Check the badge ID and the organization of the credential.',
		wholeCall: true,
	},
	1060: {
		what: 'The request names more entries than Capillary takes at once',
		fix: "Lower 'Batch Size' in the options.",
	},
	999999: {
		what: 'Capillary met an unexpected condition',
		isQuoting: true,
		fix: 'Check the values once more. If they are right, ask Capillary support, and give the request ID where there is one.',
	},
};

/** What 404 means for one customer of a call that revokes enrolments. */
export const NO_ENROLMENT: Advice = {
	what: (about) => `${customer(about)} has no such enrolment for ${thisBadge(about)}`,
	fix: "Nothing needs to be revoked. If you expected an enrolment, check it with Customer Badge > Get. To let this pass, set the option 'Already Done' to 'Continue'.",
};

/** What 1040 means where a badge is issued. */
export const HOLDS_ALREADY: Advice = {
	what: (about) => `${customer(about)} has ${thisBadge(about)} already`,
	fix: "Nothing needs to be done. To let this pass, set the option 'Already Done' to 'Continue'.",
};

/** What an answer without a code means. */
const NO_CODE: Advice = {
	what: REFUSED,
	fix: "Go by Capillary's own message: it gave no code.",
	isQuoting: true,
};

/** Whether the documents list a code. */
export const isListed = (code: number | undefined): boolean =>
	code !== undefined && code in CATALOGUE;

/** Codes of a badge that a server also uses for a customer, by its words: `Customer 3 not found`. */
const OF_A_CUSTOMER: Readonly<Record<number, number>> = { 1054: 1026 };

const namesCustomerAlone = (words: string) => /customer/i.test(words) && !/badge/i.test(words);

/**
 * A code's advice, with words for a code that the documents do not list, or for none.
 * @param words Capillary's own, which may say that a customer is at fault and not the badge
 */
export function adviceFor(code: number | undefined, words = ''): Advice {
	if (code === undefined) return NO_CODE;
	const other = OF_A_CUSTOMER[code];
	if (other !== undefined && namesCustomerAlone(words)) return adviceFor(other);
	return (
		CATALOGUE[code] ?? {
			what: REFUSED,
			fix: "Go by Capillary's own message: this code is not in its public list.",
			isQuoting: true,
		}
	);
}
