/** What a request must find at Capillary so that it does what was asked: a dry run looks for it by reading. */

/** One thing that must hold when a request arrives. The rules that judge it: docs/delivery.md, what a dry run looks at. */
export type Expectation =
	/** The badge is there. */
	| 'badge'
	/** It is open to the owner who claims it. */
	| 'openToOwner'
	/** Nobody has made the same claim. */
	| 'unclaimed'
	/** The claim to give up is there. */
	| 'claimToGiveUp'
	/** Owner and reference have claimed it. */
	| 'claim'
	/** It is not on, or not off, as it shall be made so. */
	| 'off'
	| 'on'
	/** It may be issued now. */
	| 'live'
	/** It is not switched off. */
	| 'switchedOn'
	/** The date of an issue fits. */
	| 'earnDate'
	/** The date of an enrolment fits. */
	| 'enrolDate'
	/** The customer is known. */
	| 'customer'
	/** The limits of badge and customer leave room. */
	| 'limits'
	/** The customer is enrolled, where the badge wants it. */
	| 'enrolment'
	/** The customer has no enrolment yet. */
	| 'notEnrolled'
	/** The customer holds the issued badge that is named. */
	| 'issuedBadge'
	/** The customer has the enrolment to end. */
	| 'enrolmentToEnd'
	/** The approval request waits for a decision. */
	| 'undecided'
	/** No other record has the name. */
	| 'freeName';

/** Where the names stand that a new record must not have. */
export interface NameList {
	/** Path from the host on. */
	path: string;
	/** The member of `data` that holds the records. */
	list: string;
	/** Whether the list can be narrowed by the name. */
	isNarrowed?: true;
	/** The code that a name is refused with that is taken. */
	code: number;
}

/** All that a request must find. */
export interface Expectations {
	rules: readonly Expectation[];
	/** For the rule `freeName`. */
	names?: NameList;
	/** Whether the request is carried out later, once somebody has approved it. */
	onceApproved?: true;
}

/** What issuing a badge must find. */
export const EARNING: Expectations = {
	rules: ['badge', 'live', 'claim', 'earnDate', 'customer', 'enrolment', 'limits'],
};

/** What enrolling must find. */
export const ENROLLING: Expectations = {
	rules: ['badge', 'switchedOn', 'claim', 'enrolDate', 'customer', 'notEnrolled'],
};
