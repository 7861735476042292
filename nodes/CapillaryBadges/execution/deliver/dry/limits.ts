/** How much room the limits of a badge leave, as far as the views count it (docs/api.md#limits). */
import { isRecord } from '../../../../shared/capillary/envelope';
import type { Limit } from './facts';

/** What is left of the limits that can be read, and whether those are all. */
interface Left {
	/** How often more, by the place of the limit; a gap where there is none, or none that can be read. */
	left: number[];
	isWhole: boolean;
}

/** The kinds of limits: as a badge's definition names them, and as the view that counts does. */
const COUNTED_AS = [
	['_FIXED_VALUE', 'OVERALL'],
	['_ROLLING_WINDOW', 'ROLLING_WINDOW'],
	['_FIXED_WINDOW', 'FIXED_WINDOW'],
] as const;

const UNITS: Readonly<Record<string, string>> = { DAYS: 'Days', WEEKS: 'Weeks', MONTHS: 'Months' };

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** The limits that a definition sets: each maximum, and the member of the view that counts for it. */
function maximaOf(limit: Limit, kind: string): Array<[most: unknown, member: string]> {
	if (kind !== 'ROLLING_WINDOW') return [[limit.maxEarnLimit, 'currentEarnCount']];
	const { rollType } = limit;
	if (typeof rollType === 'string') {
		return [[limit.maxEarnLimit, `currentEarnCount${UNITS[rollType] ?? ''}`]];
	}
	return Object.values(UNITS).flatMap((unit): Array<[unknown, string]> => {
		const most = limit[`maxEarnFor${unit}`];
		return most == null ? [] : [[most, `currentEarnCount${unit}`]];
	});
}

/** The count that belongs to a limit; undefined where none does, or several may. */
function countsFor(limit: Limit, kind: string, counts: readonly Limit[]) {
	const fitting = counts.filter(
		({ constraintType, rollType, fixedWindowReferenceId: id }) =>
			constraintType === kind &&
			(rollType == null || limit.rollType == null || rollType === limit.rollType) &&
			(id == null || limit.referenceId == null || id === limit.referenceId),
	);
	const found = fitting.length === 1 ? fitting[0].earnConstraintBlockStatistics : undefined;
	return isRecord(found) ? found : undefined;
}

/**
 * What limits leave.
 * @param limits as the badge defines them; undefined where that cannot be read
 * @param counts as the customer's view counts them; undefined where it was not read
 * @param isNow whether it is about now; windows are counted for now alone
 * @param total how often it was given in all, where that is known otherwise
 */
export function leftOf(
	limits: readonly Limit[] | undefined,
	counts: readonly Limit[] | undefined,
	isNow: boolean,
	total?: number,
): Left {
	if (!limits) return { left: [], isWhole: false };
	let isWhole = true;
	const left: number[] = [];
	limits.forEach((limit, i) => {
		if (limit.constraintType.endsWith('_NO_LIMIT')) return;
		const kind = COUNTED_AS.find(([end]) => limit.constraintType.endsWith(end))?.[1];
		const isReadable = kind === 'OVERALL' || (kind !== undefined && isNow);
		const found = isReadable ? countsFor(limit, kind, counts ?? []) : undefined;
		const maxima = kind === undefined ? [] : maximaOf(limit, kind);
		isWhole &&= maxima.length > 0;
		for (const [most, member] of maxima) {
			const used = found?.[member] ?? (kind === 'OVERALL' ? total : undefined);
			if (isNumber(most) && isNumber(used)) {
				left[i] = Math.min(left[i] ?? Infinity, Math.max(0, most - used));
			} else isWhole = false;
		}
	});
	return { left, isWhole };
}
