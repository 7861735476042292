import type { IDataObject } from 'n8n-workflow';

/**
 * Who does the work: our node; n8n's HTTP Request node, one item a customer; the same, fed with chunks of
 * a hundred customers that a Code node made; a bare keep-alive client; a node that only copies its items.
 */
export type Subject = 'ours' | 'peer' | 'chunks' | 'floor' | 'copy';

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
	/** HTTPS over a network with such a round trip, in milliseconds; plain HTTP without a network by default. */
	roundTrip?: number;
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
	earn('ours', 'ours'),
	earn('ours', 'ours, 10 wide', { options: { concurrency: 10 } }),
	earn('ours', 'ours, 20 wide', { options: { concurrency: 20 } }),
	earn('peer', 'peer'),
	earn('peer', 'peer, batching', {
		options: { batching: { batch: { batchSize: 50, batchInterval: 1000 } } },
	}),
	earn('floor', 'floor, 20 wide', { wide: 20 }),
	earn('ours', '100 a second, ours', { items: 500, rateLimit: 100 }),
	earn('peer', '100 a second, peer', { items: 500, rateLimit: 100 }),
	...[0, 40, 100].flatMap((roundTrip) => {
		const over = `HTTPS ${roundTrip} ms`;
		return [
			earn('ours', `${over}, ours`, { roundTrip }),
			earn('peer', `${over}, peer`, { roundTrip }),
			earn('floor', `${over}, floor, 20 wide`, { roundTrip, wide: 20 }),
			enrol('ours', 10_000, { name: `enrol 10000 ${over}, ours`, roundTrip }),
			enrol('chunks', 10_000, { name: `enrol 10000 ${over}, chunks`, roundTrip }),
			enrol('floor', 10_000, {
				name: `enrol 10000 ${over}, floor`,
				roundTrip,
				wide: 10,
				batch: 100,
			}),
		];
	}),
	// Ten thousand handshakes at once keep two processors busy for half a minute: at one distance only.
	enrol('peer', 10_000, { name: 'enrol 10000 HTTPS 40 ms, peer', roundTrip: 40 }),
];

/** `--size`: so many one-customer items in one run, by our node and by one that only copies them. */
export const sizes = (largest: number): Scenario[] =>
	[0.01, 0.1, 0.25, 0.5, 1]
		.map((share) => Math.round(largest * share))
		.flatMap((items) =>
			(['copy', 'ours'] as const).map((subject) =>
				enrol(subject, items, { name: `size ${items} ${subject}` }),
			),
		);

/** Of how many customers an output item of their own says how they ended. */
export interface Said {
	saidDone: number;
	/** Failed, whatever that means. */
	saidFailed: number;
	/** That the outcome is not known. */
	saidUnknown: number;
}

/** What the measured process tells. */
export interface Measured extends Said {
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
	/** Customers that the server did not get or keep. */
	lost: number;
	/** Customers of whom an output item says what is not so, at least. */
	wrong: number;
	perSecond: number;
}
