/** Everything a sandbox knows, in maps keyed for direct look-up. */
import { randomUUID } from 'node:crypto';
import { type Habits, usualHabits } from './habits';
import { RequestIds } from './requestIds';
import type {
	ApprovalRequest,
	Badge,
	BadgeStatus,
	Claim,
	Customer,
	CustomField,
	Earn,
	Generation,
	Group,
	CustomerBadge,
	Issual,
	JsonObject,
	WebHook,
} from './types';
import { DAY_MS } from './time';

/** Something that happened and that a registered web hook may want (docs/api.md#events). */
export interface ApiEvent {
	eventName: 'badgeEarned' | 'requestWorkflowEvent';
	refId: string;
	apiRequestId: string;
	data: JsonObject;
}

export const ORG_ID = '50933';
export const ORG_NUMBER = Number(ORG_ID);
export const TILL_ID = 50_660_494;

/** `owner + reference` of a claim, within a badge. */
export const claimKey = (badgeId: string, ownerType: string, referenceId: string): string =>
	`${badgeId} ${ownerType} ${referenceId}`;

export class State {
	generation: Generation = 'new';
	/** Ways of Capillary's that no document settles. */
	habits: Habits = usualHabits();
	/** Customers the organization does not have: a call that names one is refused as a whole (undocumented). */
	readonly unknownCustomers = new Set<number>();
	/** Customers that fail inside a bulk answer, or alone with HTTP 409 (undocumented). */
	readonly rejectedCustomers = new Map<number, { code: number; message: string }>();
	/** Customers that were merged into another one: the look-up refuses them. */
	readonly mergedCustomers = new Set<number>();

	/** Owner types that are switched off for the organization: 714 on create and update. */
	readonly disabledOwners = new Set<string>();

	readonly badges = new Map<string, Badge>();
	readonly badgeNames = new Map<string, string>();
	readonly claims = new Map<string, Claim>();
	readonly issuals = new Map<string, Issual>();
	readonly earns = new Map<string, Earn>();
	readonly customerBadges = new Map<number, CustomerBadge[]>();
	readonly requestIds = new RequestIds(
		() => this.habits,
		() => this.now(),
	);
	/** How often a list was read on, by its name and filters. */
	readonly pageReads = new Map<string, number>();
	/** Records that somebody else has changed after they were read. */
	readonly changedByOthers = new Set<string>();
	private grants = 0;

	/** Whether this call is one of those that a habit refuses although its ID was noted. */
	refusesLate(): boolean {
		if (this.habits['late-refusal'] === 'none') return false;
		this.grants += 1;
		return this.grants % 2 === 0;
	}
	readonly requests = new Map<string, ApprovalRequest>();
	readonly groups = new Map<string, Group>();
	readonly customFields = new Map<string, CustomField>();
	readonly customers = new Map<number, Customer>();
	/** `kind value` → customer id, for X-CAP-CUSTOMER-IDENTIFIER (docs/api.md#headers). */
	readonly customerKeys = new Map<string, number>();
	readonly webHooks = new Map<string, WebHook>();
	orgMeta: JsonObject | null = null;

	/** Where events go; the sandbox connects its dispatcher here. */
	onEvent: (event: ApiEvent) => void = () => undefined;

	private counter = 0;

	constructor(private readonly clock: () => number) {}

	/** The server's time, epoch milliseconds; its clock may be wrong. */
	now(): number {
		const { 'clock-ahead-seconds': ahead, 'clock-behind-seconds': behind } = this.habits;
		return this.clock() + (ahead - behind) * 1000;
	}

	/** Empty again, as before the seed. */
	clear(): void {
		this.generation = 'new';
		this.orgMeta = null;
		this.counter = 0;
		this.grants = 0;
		for (const kept of [
			this.unknownCustomers,
			this.rejectedCustomers,
			this.mergedCustomers,
			this.disabledOwners,
			this.badges,
			this.badgeNames,
			this.claims,
			this.issuals,
			this.earns,
			this.customerBadges,
			this.requestIds,
			this.requests,
			this.groups,
			this.customFields,
			this.customers,
			this.customerKeys,
			this.webHooks,
			this.pageReads,
			this.changedByOthers,
		]) {
			kept.clear();
		}
	}

	/** A fresh 24-hex id: seconds, then a running number (docs/api.md#ids). */
	nextId(): string {
		this.counter += 1;
		const time = Math.floor(this.now() / 1000) % 0x1_0000_0000;
		return time.toString(16).padStart(8, '0') + this.counter.toString(16).padStart(16, '0');
	}

	nextNumber(): number {
		this.counter += 1;
		return this.counter;
	}

	nextUuid(): string {
		return randomUUID();
	}

	addBadge(badge: Badge): void {
		this.badges.set(badge.id, badge);
		this.badgeNames.set(badge.name, badge.id);
		for (const claim of badge.claims) {
			this.claims.set(claimKey(badge.id, claim.ownerType, claim.referenceId), claim);
		}
	}

	/** Claims for an owner and reference; a withdrawn claim becomes active again. */
	addClaim(badge: Badge, ownerType: string, referenceId: string): Claim {
		const key = claimKey(badge.id, ownerType, referenceId);
		const known = this.claims.get(key);
		if (known) {
			known.isActive = true;
			return known;
		}
		const claim: Claim = { badgeId: badge.id, ownerType, referenceId, isActive: true };
		this.claims.set(key, claim);
		badge.claims.push(claim);
		return claim;
	}

	addCustomer(customer: Customer): void {
		this.customers.set(customer.id, customer);
		for (const kind of ['email', 'mobile', 'externalId', 'cardNumber'] as const) {
			const value = customer[kind];
			if (value !== undefined) this.customerKeys.set(`${kind} ${value}`, customer.id);
		}
	}

	customerBadge(customerId: number, badgeId: string): CustomerBadge | undefined {
		return this.customerBadges.get(customerId)?.find((one) => one.badgeId === badgeId);
	}

	addIssual(issual: Issual): void {
		this.issuals.set(issual.id, issual);
		this.openCustomerBadge(issual.customerId, issual.badgeId).issuals.push(issual);
		const badge = this.badges.get(issual.badgeId);
		if (badge) badge.issuedCount += 1;
	}

	addEarn(earn: Earn): void {
		this.earns.set(earn.id, earn);
		this.openCustomerBadge(earn.customerId, earn.badgeId).earns.push(earn);
		const badge = this.badges.get(earn.badgeId);
		if (badge) countEarn(badge, earn, 1);
	}

	/** Takes an earned badge back; it no longer counts toward any limit. */
	revokeEarn(earn: Earn): void {
		earn.isActive = false;
		earn.revokedOn = this.now();
		const badge = this.badges.get(earn.badgeId);
		if (badge) countEarn(badge, earn, -1);
	}

	/** An enrolment that is neither revoked nor over. */
	activeIssual(customerId: number, badgeId: string, at: number): Issual | undefined {
		return this.customerBadge(customerId, badgeId)?.issuals.find(
			(issual) => issual.revokedOn === null && issual.usedOn === undefined && issual.expiresOn > at,
		);
	}

	private openCustomerBadge(customerId: number, badgeId: string): CustomerBadge {
		const known = this.customerBadge(customerId, badgeId);
		if (known) return known;
		const fresh: CustomerBadge = { badgeId, issuals: [], earns: [] };
		const all = this.customerBadges.get(customerId);
		if (all) all.push(fresh);
		else this.customerBadges.set(customerId, [fresh]);
		return fresh;
	}
}

function countEarn(badge: Badge, earn: Earn, step: 1 | -1): void {
	const day = Math.floor(earn.eventDate / DAY_MS);
	badge.earnedCount += step;
	badge.earnedPerDay.set(day, (badge.earnedPerDay.get(day) ?? 0) + step);
}

/** A definition's status (docs/api.md#states) follows from its dates alone. */
export function statusOf(badge: Badge, now: number): BadgeStatus {
	if (now < badge.startOn) return 'UPCOMING';
	return now < badge.expiresOn ? 'LIVE' : 'EXPIRED';
}
