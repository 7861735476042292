/** Finds the numbers that JSON had rounded before an expression made a text of them. */

/** What such a number looks like in a text. */
const LONG = /\d{16}|\de\+\d/;

const STEPS = [
	// Ways to an item of another node.
	String.raw`\??\.(?:first|last|all|itemMatching|pairedItem)\([^()]*\)`,
	// A member; one that is called makes another value of what stands before it.
	String.raw`\??\.[A-Za-z_]\w*(?![\w(])`,
	String.raw`(?:\?\.)?\[(?:\d+|'[^']*'|"[^"]*")\]`,
];
/** Where an expression takes a value from: `$json.a`, `$('Node').item.json["a b"]`. */
const CHAIN = new RegExp(String.raw`\$\w*(?:\((?:'[^']*'|"[^"]*")\))?(?:${STEPS.join('|')})+`, 'g');

/**
 * Where the code of an expression takes a number from that was rounded, and that its text holds;
 * undefined where there is none, as where the same digits come as text.
 * @param text what the whole expression gives
 * @param valueOf evaluates code; asked only where the text holds a number as long as that
 */
export function roundedIn(
	code: string,
	text: string,
	valueOf: (code: string) => unknown,
): string | undefined {
	if (!LONG.test(text)) return undefined;
	const chains = code.match(CHAIN) ?? [];
	return chains.find((chain) => {
		const value = valueOf(chain);
		const isTooLarge = typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
		return isTooLarge && text.includes(String(value));
	});
}
