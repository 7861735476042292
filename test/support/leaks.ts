/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { inspect } from 'node:util';

/** Finds a secret in what was given out, however it is written there. */

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** One layer of escapes less. */
const decoded = (text: string): string =>
	text
		.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
			Buffer.from(bytes.slice(1).replaceAll('%', ''), 'hex').toString(),
		)
		.replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
		.replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
		.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
		.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => NAMED[name]);

const inBase64 = (text: string): string =>
	(text.match(/[\w+/-]{8,}/g) ?? [])
		.map((run) =>
			Buffer.from(run.replaceAll('-', '+').replaceAll('_', '/'), 'base64').toString('utf8'),
		)
		.join('\n');

const plain = (text: string) => text.toLowerCase().replace(/[\\\s+]/g, '');

/** All that a value holds as text: names, texts, messages and stacks of errors. */
export const allOf = (value: unknown): string =>
	inspect(value, {
		depth: null,
		maxArrayLength: null,
		maxStringLength: null,
		breakLength: Infinity,
	});

/** Where a secret stands in a text in any of the usual ways to write it; undefined where it does not. */
export function leakIn(text: string, secret: string): string | undefined {
	const once = decoded(text);
	const layers = [text, once, decoded(once), inBase64(text), inBase64(once)].map(plain);
	const wanted = plain(secret);
	const layer = layers.find((one) => one.includes(wanted));
	if (layer === undefined) return undefined;
	const at = layer.indexOf(wanted);
	return layer.slice(Math.max(0, at - 60), at + wanted.length + 20);
}
