/** What is wrong with a value whatever parameter it is for, and which request IDs cannot be meant. */
import { invisibleIn, visibleText } from '../../../shared/capillary/ids';
import { advised, shown } from '../../../shared/editor/inputs';
import { at, isContainer } from './dataPath';
import { draggedPath } from './expressions';
import { fixedTextOf } from './fixedText';
import { roundedIn } from './rounded';

/** Half of a character that takes two places, such as an emoji that was cut. */
const HALF = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** How deep values are looked through; dates and the like hold much that is no value. */
const DEEPEST = 6;

const hasHalf = (value: unknown, depth = 0): boolean =>
	typeof value === 'string'
		? HALF.test(value)
		: depth < DEEPEST &&
			isContainer(value) &&
			Object.values(value).some((member) => hasHalf(member, depth + 1));

/** Parameters that hold an ID, by their name. */
const isIdName = (name: string) => /^id$|Id$/.test(name);

const isLocator = (value: unknown): value is { value: unknown } =>
	isContainer(value) && 'mode' in value && 'value' in value;

/** A value as it counts: an ID without what nobody sees around it. What needs no change is the same object. */
export function tidied(name: string, value: unknown): unknown {
	if (!isIdName(name)) return value;
	if (typeof value === 'string') return visibleText(value);
	if (!isLocator(value)) return value;
	const inner = tidied(name, value.value);
	return inner === value.value ? value : { ...value, value: inner };
}

/** What is wrong with a value whatever it is for, as the message of an issue; undefined for nothing. */
export function flawOf(name: string, value: unknown): string | undefined {
	if (hasHalf(value)) {
		return advised(
			'holds half of a character',
			'A text with an emoji may have been cut: correct it',
		);
	}
	const id = isLocator(value) ? value.value : value;
	if (!isIdName(name) || typeof id !== 'string') return undefined;
	// It stands in paths, where these would lead elsewhere; IDs of records have a form of their own.
	if (name === 'customerId' && (id === '.' || id === '..')) return `is not an ID: ${shown(id)}`;
	const invisible = invisibleIn(id);
	return invisible === undefined
		? undefined
		: advised(
				`holds an invisible character (${invisible})`,
				'Type it anew: such characters come with a copied text',
			);
}

/** What stands for a value that was not there, as a whole word. */
const NO_VALUE =
	/(?<![\p{L}\p{N}])(undefined|null|NaN)(?![\p{L}\p{N}])|\[object \w+\]|#(?:N\/A|REF!|VALUE!|NAME\?|NULL!|NUM!|DIV\/0!)/u;

/** What JavaScript joins to a text for a value that is not there. */
const NOTHING_JOINED = /undefined|null|NaN/g;

const BLOCK = /\{\{([^]*?)\}\}/g;

const WAS_ROUNDED = 'was rounded, since it is too large: let it come as text';

/** Why a field cannot be part of a request ID; undefined where it can. */
function whyNot(value: unknown): string | undefined {
	if (value === undefined) return 'has no such field';
	if (value === null || Number.isNaN(value)) return 'has no value there';
	if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
		return `has a number there that ${WAS_ROUNDED}`;
	}
	return typeof value === 'object' ? 'has a list or an object there' : undefined;
}

const DISTINCT =
	"A request ID must tell this request from all others: correct the expression, or leave 'Request ID' empty";

/**
 * Why a request ID cannot be meant, as the message of an issue: what its expression should have put
 * there is missing, so that other requests would get the same one. Undefined where it can.
 * @param value what it is for an item; an agent's or a fixed "null" is absent, that of an expression is not
 * @param raw the parameter as it was typed, an expression included
 * @param json the item
 * @param valueOf evaluates a piece of the expression
 */
export function doubtOfRequestId(
	value: unknown,
	raw: unknown,
	json: unknown,
	valueOf: (code: string) => unknown = () => undefined,
): string | undefined {
	const expression = typeof raw === 'string' && raw.startsWith('=') ? raw : '';
	if (value === undefined && expression === '') return undefined;
	for (const [, inner] of expression.matchAll(BLOCK)) {
		const path = draggedPath(`={{${inner.replaceAll('?.', '.')}}}`);
		const why = path && whyNot(at(json, path));
		if (path && why !== undefined) {
			return advised(`takes '${path.join('.')}' from the item, which ${why}`, DISTINCT);
		}
	}
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text === 'string' && (text.includes('{{') || NO_VALUE.test(text))) {
		return advised(`holds no value where there should be one: ${shown(text)}`, DISTINCT);
	}
	for (const [, inner] of expression.matchAll(BLOCK)) {
		const rounded = roundedIn(inner, String(text), valueOf);
		if (rounded !== undefined) {
			return advised(`takes the number '${rounded}', which ${WAS_ROUNDED}`, DISTINCT);
		}
	}
	let takes = false;
	const fixed = expression.slice(1).replace(BLOCK, (_, code: string) => {
		const part = fixedTextOf(code);
		// A block that gives nothing at all was to give something.
		takes ||= part.takes || part.text === '';
		return part.text;
	});
	const bare = (words: string) =>
		visibleText(words).replace(NOTHING_JOINED, '').replace(/\s+/g, '');
	const isFixedAlone =
		takes && fixed.trim() !== '' && typeof text === 'string' && bare(text) === bare(fixed);
	return isFixedAlone
		? advised(`is ${shown(text)} without what its expression should add`, DISTINCT)
		: undefined;
}
