/** Questions about the headers of answers: clock, support ID, rate limits. */
import { codesOf, isDone, said } from '../answers';
import { META } from '../badges';
import { asAssumed, otherwise, seen, unknown } from '../findings';
import type { Probe } from '../types';

/** Clocks that differ by less, in seconds, are the same: the header has whole seconds. */
const SAME_CLOCK = 5;

const LITTLE = { page: 0, size: 1, limit: 1 };

const clock: Probe = {
	id: 'clock',
	question: "Is the server's clock right, and does it tell the time?",
	documents: 'Nothing',
	assumes:
		'A Date header; times of Capillary are only compared with it, never with the clock of n8n',
	matters:
		'A wrong clock does no harm. Without the header, a look-up tells less, and more stays unknown',
	habits: ['clock-ahead-seconds', 'clock-behind-seconds', 'date-header'],
	kind: 'read',
	async ask({ client, clock: { now } }) {
		const reply = await client.get(META, LITTLE);
		if (reply.status === 0) return unknown(said(reply));
		const date = reply.headers.get('date');
		if (date === null) return seen('No Date header', { 'date-header': 'absent' });
		// What the answer took lies half before and half after the moment that it names.
		const ahead = Math.round((Date.parse(date) + 500 - (now() - reply.ms / 2)) / 1000);
		if (Number.isNaN(ahead)) return otherwise('A Date header that is no date');
		const sent = { 'date-header': 'sent' } as const;
		// An answer that took long tells the time as badly.
		if (Math.abs(ahead) < SAME_CLOCK + reply.ms / 1000)
			return seen('A Date header, and the same time', sent);
		const name = ahead > 0 ? 'clock-ahead-seconds' : 'clock-behind-seconds';
		const words = `${Math.abs(ahead)} seconds ${ahead > 0 ? 'ahead of' : 'behind'} this machine`;
		return seen(words, { ...sent, [name]: Math.abs(ahead) });
	},
};

const supportId: Probe = {
	id: 'support-id',
	question: "Do answers carry the ID that Capillary's support asks for?",
	documents: 'X-CAP-REQUEST-ID, also written X-Cap-Requestid',
	assumes: 'Either; it stands in the details of a failed item',
	matters: 'Without it a failed item has no ID for the support',
	habits: [],
	kind: 'read',
	async ask({ client }) {
		const { headers, status } = await client.get(META, LITTLE);
		if (status === 0) return unknown('No answer');
		const name = ['x-cap-request-id', 'x-cap-requestid'].find((one) => headers.has(one));
		return name ? asAssumed(`${name}`) : otherwise('No such header');
	},
};

/** Headers that tell how much may be asked; only their names are shown. */
const RATE = /^(x-)?rate-?limit|^retry-after$/i;

const rateLimits: Probe = {
	id: 'rate-limits',
	question: 'Does the server say how much may be asked?',
	documents:
		'Limits a minute exist and differ by API and region; none is listed for badges, no header is named',
	assumes:
		'HTTP 429, with or without Retry-After; without it the node waits longer each time, and its width follows',
	matters: 'No: headers that announce a limit are not needed, and a 429 slows the node down',
	habits: [],
	kind: 'read',
	async ask({ client }) {
		const reply = await client.get(META, LITTLE);
		const names = [...reply.headers.keys()].filter((name) => RATE.test(name));
		const { slowDowns } = client.seen;
		const told = slowDowns.map(
			({ status, retryAfter }) => `HTTP ${status} ${retryAfter ? 'with' : 'without'} Retry-After`,
		);
		const announced = names.length > 0 ? `${names.length} headers that name a limit` : 'No header';
		return asAssumed([announced, ...new Set(told)].join('; '));
	},
};

const formOfErrors = (errors: unknown): 'list' | 'text' | 'texts' | 'object' | undefined => {
	if (typeof errors === 'string') return 'text';
	if (!Array.isArray(errors)) return typeof errors === 'object' && errors ? 'object' : undefined;
	return typeof errors[0] === 'string' ? 'texts' : 'list';
};

/** An ID of the right form that no badge has. */
export const NO_BADGE = 'ffffffffffffffffffffffff';

const unknownBadge: Probe = {
	id: 'unknown-badge',
	question: 'What does an unknown badge answer, and in which form are errors?',
	documents: 'HTTP 404, code 404; `errors` is a list in samples, a text or an object in tables',
	assumes: 'Errors in any form that is not empty mean refused, and their words are shown',
	matters: 'No: every form is read. Another code than 404 only makes the message less clear',
	habits: ['errors'],
	kind: 'read',
	async ask({ client }) {
		const reply = await client.get(`${META}/${NO_BADGE}`);
		if (isDone(reply)) return otherwise('A badge that there is not is found');
		const body: unknown = reply.body;
		const errors = typeof body === 'object' && body ? (body as { errors?: unknown }).errors : null;
		const form = formOfErrors(errors);
		const saw = `${said(reply)}; errors are ${form ? `a ${form}` : 'in no form that is known'}`;
		if (!form) return otherwise(saw);
		const isCoded = reply.status === 404 && codesOf(reply).includes(404);
		return isCoded
			? seen(saw, { errors: form })
			: { ...seen(saw, { errors: form }), verdict: 'other' };
	},
};

export const headerProbes = [clock, supportId, rateLimits, unknownBadge];
