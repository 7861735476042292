/** What an expression would give if all that it takes from elsewhere were absent: its fixed text alone. */

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const QUOTES = `"'\``;

/** Where a piece that begins with a quote or a bracket ends: the place after it; undefined where it does not. */
function endOfPiece(code: string, from: number): number | undefined {
	const opening = code[from];
	const isQuote = QUOTES.includes(opening);
	for (let at = from + 1; at < code.length; at += 1) {
		const character = code[at];
		if (character === '\\') return undefined;
		if (character === (isQuote ? opening : CLOSING[opening])) return at + 1;
		const isInner = isQuote
			? opening === '`' && code.startsWith('${', at)
			: character in CLOSING || QUOTES.includes(character);
		if (!isInner) continue;
		const end = endOfPiece(code, isQuote ? at + 1 : at);
		if (end === undefined) return undefined;
		at = end - 1;
	}
	return undefined;
}

/** Operators that come after a `+` in JavaScript's order, or that make no text of their sides. */
const OTHER_OPERATOR = /[?:|&<>=!,*/%;^~-]/;

/** The parts of an expression between operators of one kind; undefined where another one stands among them. */
function partsBetween(code: string, operators: readonly string[]): string[] | undefined {
	const parts: string[] = [];
	let begun = 0;
	for (let at = 0; at < code.length; at += 1) {
		const operator = operators.find((one) => code.startsWith(one, at));
		if (operator !== undefined) {
			parts.push(code.slice(begun, at).trim());
			at += operator.length - 1;
			begun = at + 1;
		} else if (code.startsWith('?.', at)) at += 1;
		else if (code[at] in CLOSING || QUOTES.includes(code[at])) {
			const end = endOfPiece(code, at);
			if (end === undefined) return undefined;
			at = end - 1;
		} else if (OTHER_OPERATOR.test(code[at]) || code[at] === '+') return undefined;
	}
	return [...parts, code.slice(begun).trim()];
}

/** What stands between the first character and the last, where these two belong together. */
const inside = (part: string): string | undefined =>
	endOfPiece(part, 0) === part.length ? part.slice(1, -1) : undefined;

interface Text {
	text: string;
	/** Whether something from elsewhere should stand in it. */
	takes: boolean;
}

/** A text in backquotes: what stands outside of its `${…}`, and what they fall back to. */
function templateText(part: string): Text {
	let text = '';
	let takes = false;
	for (let at = 1; at < part.length - 1; at += 1) {
		const end = part.startsWith('${', at) ? endOfPiece(part, at + 1) : undefined;
		if (end === undefined) text += part[at];
		else {
			const inner = fallBack(part.slice(at + 2, end - 1));
			text += inner.text;
			takes ||= inner.takes;
			at = end - 1;
		}
	}
	return { text, takes };
}

/** What code gives without what it takes from elsewhere: parts that are joined, or what `a || "text"` falls back to. */
function fallBack(code: string): Text {
	const choices = partsBetween(code, ['||', '??']) ?? [];
	const last = choices.at(-1);
	if (choices.length > 1 && last !== undefined) return { text: partText(last).text, takes: true };
	const joined = partsBetween(code, ['+'])?.map(partText);
	if (!joined) return { text: '', takes: true };
	return {
		text: joined.map(({ text }) => text).join(''),
		takes: joined.some(({ takes }) => takes),
	};
}

/** Calls at the end that leave a text as it is. */
const SAME = /(?:\.(?:trim|toString)\(\))+$/;

function partText(whole: string): Text {
	const part = whole.replace(SAME, '');
	const held = part === '' ? undefined : inside(part);
	if (held === undefined) return { text: '', takes: true };
	if (part[0] === '`') return templateText(part);
	if (part[0] === '(') return fallBack(held);
	return QUOTES.includes(part[0]) ? { text: held, takes: false } : { text: '', takes: true };
}

/**
 * The text that a JavaScript expression gives where nothing else is there: `"order-" + ($json.n || "")`
 * → `order-`, and whether it takes something from elsewhere, or that cannot be told. Texts that are
 * chosen by a condition are meant.
 * @param code what stands between the braces
 */
export const fixedTextOf = (code: string): Text => fallBack(code.trim());
