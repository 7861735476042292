import { isRecord } from '../../nodes/shared/capillary/envelope';

/** Other ones in each run: IDs that the sandbox or the node makes, and the sandbox's address. */
const MADE = [
	/^[0-9a-f]{8}0{8}[0-9a-f]{8}$/,
	/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}(_\d+)?$/,
	/^[0-9a-f]{32}$/,
	/^n8n-[0-9a-f-]+$/,
	/^http:\/\/127\.0\.0\.1:\d+$/,
];

const isMade = (value: unknown): value is string =>
	typeof value === 'string' && MADE.some((form) => form.test(value));

/** What differs: where, what stood there, and what does now. */
export interface Change {
	path: string;
	was: unknown;
	is: unknown;
}

/** The difference in a line. */
export const lineOf = ({ path, was, is }: Change): string =>
	`${path}: ${JSON.stringify(was)} → ${JSON.stringify(is)}`;

/**
 * Compares what was with what is: every member of then must be there with the same value, lists with
 * as many elements; further members are fine. Made IDs are alike where each of then stands for one of now.
 * @param made the made IDs of then and which they are now; grows
 */
export function changes(
	was: unknown,
	is: unknown,
	path: string,
	made: Map<string, string>,
): Change[] {
	if (isMade(was) && isMade(is)) {
		const known = made.get(was);
		if (known === undefined) made.set(was, is);
		return known === undefined || known === is ? [] : [{ path, was, is }];
	}
	if (Array.isArray(was) && Array.isArray(is)) {
		const length = `${path} > length`;
		const fewer =
			was.length === is.length ? [] : [{ path: length, was: was.length, is: is.length }];
		const members = was.slice(0, is.length);
		return [...fewer, ...members.flatMap((one, i) => changes(one, is[i], `${path} > ${i}`, made))];
	}
	if (isRecord(was) && isRecord(is)) {
		return Object.entries(was).flatMap(([name, value]) =>
			changes(value, is[name], `${path} > ${name}`, made),
		);
	}
	return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ path, was, is }];
}

/** The values within a value, but for made ones, in an order that does not depend on that of members. */
export function wordsOf(value: unknown): string {
	if (Array.isArray(value)) return value.map(wordsOf).join(' ');
	if (!isRecord(value)) return isMade(value) ? '#' : String(value);
	const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return members.map(([name, inner]) => `${name} ${wordsOf(inner)}`).join(' ');
}
