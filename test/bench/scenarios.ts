import type { IDataObject } from 'n8n-workflow';

/** Who does the work: our node, n8n's HTTP Request node, or a bare keep-alive client. */
export type Subject = 'ours' | 'peer' | 'floor';

export interface Scenario {
	name: string;
	subject: Subject;
	operation: 'enrol' | 'earn';
	/** Input items, each with one customer. */
	items: number;
	/** The node's 'Options'. */
	options?: IDataObject;
	/** Our node: whether the customers come from the named input field. */
	fromField?: boolean;
	/** Requests a second that the server allows. */
	rateLimit?: number;
	/** Bare client: requests at once, and customers in each. */
	wide?: number;
	batch?: number;
}

const enrol = (subject: Subject, items: number, more: Partial<Scenario> = {}): Scenario => ({
	name: `enrol ${items} ${subject}`,
	subject,
	operation: 'enrol',
	items,
	...more,
});

const earn = (subject: Subject, name: string, more: Partial<Scenario> = {}): Scenario => ({
	name: `earn ${name}`,
	subject,
	operation: 'earn',
	items: 1000,
	...more,
});

/** Every scenario runs once in each round. */
export const scenarios: Scenario[] = [
	...[100, 1000, 10_000, 100_000].map((items) => enrol('ours', items)),
	enrol('ours', 10_000, { name: 'enrol 10000 ours, input field', fromField: true }),
	// 100,000 requests at once are more than the peer, or the server, can hold.
	...[100, 1000, 10_000].map((items) => enrol('peer', items)),
	enrol('floor', 10_000, { wide: 10, batch: 100 }),
	earn('ours', 'ours, 10 wide'),
	earn('ours', 'ours, 20 wide', { options: { concurrency: 20 } }),
	earn('peer', 'peer'),
	earn('peer', 'peer, batching', {
		options: { batching: { batch: { batchSize: 50, batchInterval: 1000 } } },
	}),
	earn('floor', 'floor, 20 wide', { wide: 20 }),
	earn('ours', '100 a second, ours', { items: 500, rateLimit: 100 }),
	earn('peer', '100 a second, peer', { items: 500, rateLimit: 100 }),
];

/** What the measured process tells. */
export interface Measured {
	seconds: number;
	cpuSeconds: number;
	/** MB, of the whole process. */
	peakMemory: number;
}

/** What one run of a scenario came to; requests and customers as the server counted them. */
export interface Result extends Measured {
	requests: number;
	mostInFlight: number;
	done: number;
	perSecond: number;
}
