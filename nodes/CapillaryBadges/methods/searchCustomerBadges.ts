/** The pickers of what a customer has of a badge: issued badges, and enrolments. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { DateTime } from 'luxon';
import type { Instance } from '../../shared/capillary/customerBadge';
import {
	customerBadge,
	earnInstances,
	issueInstances,
	NOT_SHOWN_SINGLY,
	ofSeveral,
	singly,
} from '../../shared/capillary/customerBadge';
import { badgeId, customerId } from '../../shared/capillary/ids';
import { ownerLabel } from '../../shared/capillary/ownerTypes';
import { present, text } from '../../shared/editor/inputs';
import { fits, isExpression, pickerError, readOne } from '../../shared/editor/pickerList';

/** What can be picked, and in which words its ID is asked for. */
interface Kind {
	instancesIn(view: unknown, customer: number | string): Instance[] | undefined;
	/** Whether the customer may stand there by another identifier than the numeric ID. */
	takesIdentifiers: boolean;
	/** What to enter by hand. */
	byId: string;
	/** What is said of a customer who has none. */
	none: string;
}

const EARNED: Kind = {
	instancesIn: earnInstances,
	takesIdentifiers: true,
	byId: "choose 'By ID' here and enter the 'earnedBadgeId' that Issue gave out, or an expression for it",
	none: 'The customer holds no badge of this kind',
};

const ENROLLED: Kind = {
	instancesIn: issueInstances,
	takesIdentifiers: false,
	byId: "choose 'By ID' here and enter the 'issuedId' that Enrol gave out, or an expression for it",
	none: 'The customer has no enrolment for this badge',
};

/** The badge that is chosen in the panel. @throws NodeApiError that says what to do where none is known */
function chosenBadge(context: ILoadOptionsFunctions, { byId }: Kind): string {
	const chosen = context.getCurrentNodeParameter('badgeId');
	const { data } = isExpression(chosen) ? { data: undefined } : badgeId.safeParse(chosen);
	if (data !== undefined) return data;
	throw pickerError(context, {
		what: "The list needs the badge, and 'Badge' names none yet",
		fix: `Choose the 'Badge' first. Where an expression names it, run the nodes before this one, or ${byId}.`,
	});
}

/**
 * The customer that stands in the panel, and the header for it.
 * @throws NodeApiError that says what to do where none is known
 */
function chosenCustomer(context: ILoadOptionsFunctions, { byId, takesIdentifiers }: Kind) {
	const chosen = present(context.getCurrentNodeParameter('customerId'));
	const type = String(context.getCurrentNodeParameter('customerIdentifierType') ?? 'id');
	// What another operation has left behind in the panel is of no account.
	const isNumeric = type === 'id' || !takesIdentifiers;
	const { data } = isExpression(chosen)
		? { data: undefined }
		: (isNumeric ? customerId : text).safeParse(chosen);
	if (data !== undefined) {
		return { customer: data, headers: isNumeric ? {} : { 'X-CAP-CUSTOMER-IDENTIFIER': type } };
	}
	throw pickerError(context, {
		what: 'The list needs a customer, and the field above names none yet',
		fix: `Enter the customer first. Where an expression names the customer, run the nodes before this one so that it has a value, or ${byId}.`,
	});
}

/** `25 Nov 2026 10:15` in n8n's time zone: a picker does not know that of the workflow. */
const timeText = (at: number, zone: string) =>
	DateTime.fromMillis(at, { zone, locale: 'en-US' }).toFormat('d LLL yyyy HH:mm');

/** What is special about one, in brackets; nothing where the customer holds it. */
function stateText({ state, row }: Instance): string {
	if (state === 'held') return '';
	const said = state ?? row?.issuedStatus ?? row?.earnStatus ?? row?.status;
	return typeof said === 'string' && said !== '' ? ` (${said.toLowerCase()})` : '';
}

/** `25 Nov 2026 10:15 · Loyalty 123694 (expired)` */
function label(one: Instance & { id: string }, zone: string): string {
	const { id, at, ownerType, referenceId } = one;
	const owner = [ownerType && ownerLabel(ownerType), referenceId].filter(Boolean).join(' ');
	const parts = [at === undefined ? id : timeText(at, zone), owner].filter((part) => part !== '');
	return `${parts.join(' · ')}${stateText(one)}`;
}

/** What the customer in the panel has of the badge in the panel, the newest first. */
async function searchWhatIsHeld(
	context: ILoadOptionsFunctions,
	kind: Kind,
	filter = '',
): Promise<INodeListSearchResult> {
	const badge = chosenBadge(context, kind);
	const { customer, headers } = chosenCustomer(context, kind);
	const view = await readOne(context, { ...customerBadge(customer, badge), headers });
	const instances = kind.instancesIn(view, customer);
	const held = singly(instances);
	if (!held || ofSeveral(instances)) {
		throw pickerError(context, {
			what: NOT_SHOWN_SINGLY,
			fix: `So there is nothing to choose from: ${kind.byId}.`,
		});
	}
	if (held.length === 0) {
		throw pickerError(context, {
			what: kind.none,
			fix: "Check 'Badge' and the customer: Customer Badge > Get shows what the customer has.",
		});
	}
	const zone = context.getTimezone();
	const newestFirst = [...held].sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
	const choices = newestFirst.map((one) => ({ name: label(one, zone), value: one.id }));
	return { results: choices.filter(({ name, value }) => fits(`${name} ${value}`, filter)) };
}

/**
 * The issued badges of the customer for a picker.
 * @param filter part of a date, an owner, a reference or an ID
 * @throws NodeApiError when Capillary cannot be asked, or that says what to enter
 */
export async function searchEarnedBadges(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await searchWhatIsHeld(this, EARNED, filter);
}

/**
 * The enrolments of the customer for a picker.
 * @param filter part of a date, an owner, a reference or an ID
 * @throws NodeApiError when Capillary cannot be asked, or that says what to enter
 */
export async function searchEnrolments(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await searchWhatIsHeld(this, ENROLLED, filter);
}
