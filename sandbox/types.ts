/** The records a sandbox keeps. Instants are epoch milliseconds inside; the API speaks epoch seconds. */

export type JsonObject = Record<string, unknown>;
export type Generation = 'new' | 'old';
export type EarnType = 'EARN' | 'ISSUE_EARN';
export type BadgeStatus = 'UPCOMING' | 'LIVE' | 'EXPIRED';

/** An expiry object (docs/api.md#expiry). */
export type Expiry =
	| { kind: 'NEVER' }
	| { kind: 'RELATIVE'; unit: 'DAYS' | 'WEEKS' | 'MONTHS'; value: number }
	| { kind: 'WITH_BADGE' }
	| { kind: 'FIXED_DATE'; at: number };

/** A limit (docs/api.md#limits); window fields are present only where the type has them. */
export interface Constraint {
	constraintType: string;
	maxEarnLimit?: number;
	maxEarnForDays?: number;
	rollForDays?: number;
	maxEarnForWeeks?: number;
	rollForWeeks?: number;
	maxEarnForMonths?: number;
	rollForMonths?: number;
	rollType?: string;
	rollValue?: number;
	durationType?: string;
	refreshRate?: number;
	startDayOfTheWeek?: string;
	referenceId?: string;
}

export interface Claim {
	badgeId: string;
	ownerType: string;
	referenceId: string;
	isActive: boolean;
}

export interface Badge {
	id: string;
	badgeNumericId: number;
	name: string;
	description: string | null;
	startOn: number;
	expiresOn: number;
	earnType: EarnType;
	active: boolean;
	restrictedToOwners: string[];
	claims: Claim[];
	earnedBadgeExpiry: Expiry;
	issuedBadgeExpiry: Expiry | null;
	customerConstraints: Constraint[];
	badgeConstraints: Constraint[];
	images: JsonObject[];
	benefits: JsonObject[];
	tags: JsonObject[];
	customFields: Record<string, string>;
	badgeGroupId: string | null;
	badgeRank: number | null;
	createdOn: number;
	createdBy: number;
	lastUpdatedOn: number;
	lastUpdatedBy: number;
	issuedCount: number;
	earnedCount: number;
	/** Earns per UTC day number, for the limits of a whole badge. */
	earnedPerDay: Map<number, number>;
}

export interface Trigger {
	ownerType: string;
	referenceId: string;
}

/** An enrolment ("issue" in the API's word). */
export interface Issual {
	id: string;
	badgeId: string;
	customerId: number;
	issuedOn: number;
	eventDate: number;
	expiresOn: number;
	revokedOn: number | null;
	/** Used up by an earn, where that is the habit. */
	usedOn?: number;
	triggeredBy: Trigger | null;
	requestId: string | null;
}

/** A badge held by a customer ("earn" in the API's word). */
export interface Earn {
	id: string;
	badgeId: string;
	customerId: number;
	earnedOn: number;
	eventDate: number;
	expiresOn: number;
	isActive: boolean;
	revokedOn?: number;
	issuedId: string | null;
	triggeredBy: Trigger | null;
	requestId: string | null;
}

/** What one customer has of one badge. */
export interface CustomerBadge {
	badgeId: string;
	issuals: Issual[];
	earns: Earn[];
}

export interface Customer {
	id: number;
	email?: string;
	mobile?: string;
	externalId?: string;
	cardNumber?: string;
}

export interface Group {
	id: string;
	name: string;
	rank: number;
	isActive: boolean;
	createdOn: number;
	createdBy: number;
	lastUpdatedOn: number;
	lastUpdatedBy: number;
}

export interface CustomField {
	id: string;
	name: string;
	dataType: string;
	isMandatory: boolean;
	defaultValue: string | null;
	isActive: boolean;
	createdOn: number;
	createdBy: number;
	lastUpdatedOn: number;
	lastUpdatedBy: number;
}

export type RequestState = 'AdminTask' | 'approved' | 'rejected' | 'failed';
export type RequestType = 'EARN-BADGE' | 'ISSUE-BADGE';

/** A maker's request waiting for, or decided by, a checker. */
export interface ApprovalRequest {
	id: string;
	type: RequestType;
	state: RequestState;
	userId: number;
	userName: string;
	checkerId: number | null;
	startTime: number;
	endTime: number | null;
	entityInfo: Record<string, string>;
	details: JsonObject;
	/** The inner call, kept apart from the echo. */
	task: { path: string; method: string; body: unknown; headers: Record<string, string> };
}

export interface WebHook {
	id: string;
	name: string;
	active: boolean;
	eventNames: string[];
	url: string;
	headers: Record<string, string>;
	maxAllowedConnections: number;
	/** The registration as it was sent, for the answers. */
	registration: JsonObject;
	createdOn: number;
	lastUpdatedOn: number;
}

export interface User {
	id: number;
	name: string;
	canMake: boolean;
	canCheck: boolean;
}

/** One call of the API as the rules see it; nothing of HTTP is left but names and values. */
export interface Call {
	method: string;
	path: string;
	params: Record<string, string>;
	query: Record<string, string>;
	headers: Record<string, string>;
	body: unknown;
	apiRequestId: string;
}

export interface Answer {
	status: number;
	/** A text is sent as it is, anything else as JSON. */
	body: unknown;
	/** Did the call change what the sandbox keeps? */
	effect: boolean;
}

export interface Route {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	url: string;
	auth: 'none' | 'api' | 'maker' | 'checker' | 'viewer';
}
