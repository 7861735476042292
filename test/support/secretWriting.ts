/** How a server may write a secret that it tells of. */

const html = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
const named = (text: string) =>
	text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
const gson = (text: string) =>
	text.replace(/[<>&='"]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
const base64 = (text: string) => Buffer.from(text).toString('base64');

export const FORMS: Record<string, (secret: string) => string> = {
	'as it is': (secret) => secret,
	'in an address': (secret) => encodeURIComponent(secret),
	'in an address, in lower case': (secret) =>
		encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
	'in an address within another': (secret) => encodeURIComponent(encodeURIComponent(secret)),
	'as a form': (secret) => new URLSearchParams({ a: secret }).toString().slice(2),
	'in JSON': (secret) => JSON.stringify(secret),
	'in JSON within JSON': (secret) => JSON.stringify(JSON.stringify(secret)),
	'in JSON of another library': gson,
	'in a page': html,
	'in a page, by names': named,
	'in a page within another': (secret) => named(named(secret)),
	'in base64': base64,
	'in base64, behind a name': (secret) => base64(`key:${secret}`),
	'in base64, between others': (secret) => base64(`ab ${secret} cd`).replaceAll('=', ''),
	'in base64 for addresses': (secret) => Buffer.from(`x${secret}y`).toString('base64url'),
	'in capitals': (secret) => secret.toUpperCase(),
	'in small letters': (secret) => secret.toLowerCase(),
	'behind a long text': (secret) => `${'so it is '.repeat(14)}${secret} and more`,
	'behind a text that was cut': (secret) => `Wait… ${'so it is '.repeat(13)}no: ${secret}`,
	'at the end of a long text': (secret) => `${'.'.repeat(280)} ${secret}`,
	'several times': (secret) => `${secret}${secret} ${secret}`,
	'beside words of n8n': (secret) => `ENOENT ${secret} EPERM`,
};
