/** What an account holds, in the fewest words: who has which badge, by the rules that Capillary documents. */

/** How one target of an operation ends; a code is Capillary's, `invalid` is refused by the node unsent. */
export type Fate = 'done' | 'already' | 'invalid' | 'unknown' | 'decided' | number;

export interface Request {
	customer: number;
	badge: string;
	reference: string;
	state: 'AdminTask' | 'approved' | 'rejected' | 'failed';
}

/** What a grant names; no reference means MemberCare, which needs no claim. */
export interface Grant {
	badge: string;
	reference: string | undefined;
	customer: unknown;
}

export interface Issued {
	badge: string;
	customer: number;
	reference: string | undefined;
}

const isCustomer = (customer: unknown): customer is number => Number(customer) > 0;

export class Model {
	readonly inactive = new Set<string>();
	/** Badge and reference. */
	readonly claims: Set<string>;
	/** Badge and customer. */
	readonly enrolled = new Set<string>();
	/** What customers have, by its ID, and what was taken back. */
	readonly earned = new Map<string, Issued>();
	readonly revoked = new Map<string, Issued>();
	readonly requests = new Map<string, Request>();
	private readonly usedIds = new Set<string>();

	constructor(
		claims: string[],
		private readonly rules: { enrolFirst: string; once: string; rejected: number },
	) {
		this.claims = new Set(claims);
	}

	claim(badge: string, reference: string): Fate {
		if (reference === '') return 'invalid';
		if (this.claims.has(`${badge} ${reference}`)) return 'already';
		this.claims.add(`${badge} ${reference}`);
		return 'done';
	}

	unclaim(badge: string, reference: string): Fate {
		if (reference === '') return 'invalid';
		return this.claims.delete(`${badge} ${reference}`) ? 'done' : 737;
	}

	/** Who has a badge, by its ID. */
	has(badge: string, customer: unknown): string[] {
		const all = [...this.earned].filter(
			([, one]) => one.badge === badge && one.customer === customer,
		);
		return all.map(([id]) => id);
	}

	/** What stands against issuing a badge. */
	private obstacle({ badge, reference, customer }: Grant): Fate | undefined {
		if (this.inactive.has(badge)) return 815;
		if (reference !== undefined && !this.claims.has(`${badge} ${reference}`)) return 810;
		if (customer === this.rules.rejected) return 4711;
		return undefined;
	}

	earn(grant: Grant, requestId?: string): Fate {
		const { badge, customer } = grant;
		if (!isCustomer(customer) || grant.reference === '') return 'invalid';
		if (requestId !== undefined && this.usedIds.has(requestId)) return 809;
		const obstacle = this.obstacle(grant);
		if (obstacle !== undefined) return obstacle;
		const { enrolFirst, once } = this.rules;
		if (badge === enrolFirst && !this.enrolled.has(`${badge} ${customer}`)) return 811;
		if (badge === once && this.has(badge, customer).length > 0) return 831;
		if (requestId !== undefined) this.usedIds.add(requestId);
		return 'done';
	}

	/** What was issued under an ID. */
	give(id: string, { badge, customer, reference }: Grant): void {
		this.earned.set(id, { badge, customer: Number(customer), reference });
	}

	enrol(grant: Grant): Fate {
		const { badge, customer } = grant;
		if (!isCustomer(customer) || grant.reference === '') return 'invalid';
		const obstacle = this.obstacle(grant);
		if (obstacle !== undefined) return obstacle;
		if (this.enrolled.has(`${badge} ${customer}`)) return 1040;
		this.enrolled.add(`${badge} ${customer}`);
		return 'done';
	}

	endEnrolment(badge: string, customer: unknown): Fate {
		if (!isCustomer(customer)) return 'invalid';
		if (customer === this.rules.rejected) return 4711;
		return this.enrolled.delete(`${badge} ${customer}`) ? 'done' : 404;
	}

	takeBack(id: string, customer: unknown): Fate {
		const issued = this.earned.get(id);
		if (issued?.customer !== customer || !issued) return 814;
		this.earned.delete(id);
		this.revoked.set(id, issued);
		return 'done';
	}

	/** Where an ID was used: whether such a badge was ever given; one without an owner may be anybody's. */
	wasGiven({ badge, customer, reference }: Grant): boolean {
		return [...this.earned.values(), ...this.revoked.values()].some(
			(one) =>
				one.badge === badge &&
				one.customer === customer &&
				(one.reference === undefined || one.reference === reference),
		);
	}

	/** What a decision on a request ends in. */
	decide(request: Request, decision: 'approved' | 'rejected'): Fate {
		if (request.state !== 'AdminTask') return request.state === decision ? 'already' : 'decided';
		const fate = decision === 'approved' ? this.earn(request) : 'done';
		request.state = decision === 'rejected' ? decision : fate === 'done' ? 'approved' : 'failed';
		return fate;
	}
}
