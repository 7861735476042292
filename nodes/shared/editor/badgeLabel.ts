/** How the badge picker calls a badge, and the badge's own name in that. */
import { DateTime } from 'luxon';
import { z } from 'zod';
import { parseDate, withIsoSiblings } from '../capillary/dates';
import { BADGE_OWNERS, ownerLabel } from '../capillary/ownerTypes';
import { rowId } from './pickerList';

const text = z.string().nullish().catch(undefined);

/** A row of the list of badges, as far as the picker needs it. */
export const badgeRow = z.preprocess(
	withIsoSiblings,
	z.object({
		id: rowId,
		name: text,
		status: text,
		active: z.boolean().nullish().catch(undefined),
		earnType: text,
		startOnISO: text,
		expiresOnISO: text,
		ownership: z
			.object({ restrictedToOwners: z.array(z.string()).nullish() })
			.nullish()
			.catch(undefined),
	}),
);

export type BadgeRow = z.infer<typeof badgeRow>;

/** When and where a badge is looked at: n8n keeps what the picker shows, so that it must stay true. */
interface Glance {
	/** Epoch milliseconds. */
	now: number;
	/** IANA name of the workflow's time zone. */
	zone: string;
}

const DAY = 'd LLL yyyy';
const NEEDS_ENROLMENT = 'needs enrolment';

/** `1 Jun 2026` */
const dayOf = (time: number, zone: string): string =>
	DateTime.fromMillis(time, { zone }).setLocale('en-US').toFormat(DAY);

/** The day of a time that a badge names; undefined where it names none. */
function namedDay(iso: string | null | undefined, zone: string): string | undefined {
	const time = iso == null ? undefined : parseDate(iso, 'UTC');
	return time instanceof Date ? dayOf(time.getTime(), zone) : undefined;
}

const statusOf = ({ status }: BadgeRow) => status?.toUpperCase() ?? 'LIVE';

/** Whether a badge can be used today. */
export const isLive = (badge: BadgeRow) => badge.active !== false && statusOf(badge) === 'LIVE';

/** What is out of the ordinary, each with the day that makes it true for good. */
function exceptionsOf(badge: BadgeRow, { now, zone }: Glance): string[] {
	const today = dayOf(now, zone);
	const [end, start] = [badge.expiresOnISO, badge.startOnISO].map((iso) => namedDay(iso, zone));
	const status = statusOf(badge);
	return [
		badge.active === false ? `inactive on ${today}` : '',
		status === 'EXPIRED' ? (end ? `expired ${end}` : `expired by ${today}`) : '',
		status === 'UPCOMING' ? (start ? `starts ${start}` : `upcoming on ${today}`) : '',
		badge.earnType === 'ISSUE_EARN' ? NEEDS_ENROLMENT : '',
	].filter((part) => part !== '');
}

/** Most owners that are named: more hardly narrow down who may use the badge. */
const MOST_OWNERS = 3;

/** The badge as the picker shows it: `Old Timer (expired 1 Jan 2022, needs enrolment) · Loyalty, Milestones`. */
export function badgeLabel(badge: BadgeRow, glance: Glance): string {
	const exceptions = exceptionsOf(badge, glance).join(', ');
	const owners = badge.ownership?.restrictedToOwners ?? [];
	const isNarrow = owners.length > 0 && owners.length <= MOST_OWNERS;
	return [
		badge.name ?? badge.id,
		exceptions === '' ? '' : ` (${exceptions})`,
		isNarrow ? ` · ${owners.map(ownerLabel).join(', ')}` : '',
	].join('');
}

const A_DAY = String.raw`\d{1,2} [A-Z][a-z]{2} \d{4}`;
const EXCEPTION = `(?:(?:inactive on|expired|expired by|starts|upcoming on) ${A_DAY}|${NEEDS_ENROLMENT})`;
/** Workflows that were saved with earlier releases hold states in capitals. */
const EXCEPTIONS = String.raw` \((?:${EXCEPTION}(?:, ${EXCEPTION})*|LIVE|EXPIRED|UPCOMING|INACTIVE)\)`;
const OWNER = `(?:${[...BADGE_OWNERS.map(ownerLabel), 'Membercare'].join('|')})`;
const ADDED = new RegExp(`(?:${EXCEPTIONS})?(?: · ${OWNER}(?:, ${OWNER})*)?$`);

/** What the picker showed of a badge → the badge's own name. */
export const nameInLabel = (label: string): string => label.replace(ADDED, '');
