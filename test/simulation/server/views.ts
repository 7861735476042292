/** What a customer has of a badge, as the management view shows it (docs/api.md#evidence). */
import type { Answer, Instance, Model } from './model';
import { accept } from './model';

const isoOf = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** A time as seconds and as text; the text has whole seconds. */
function timesOf({ habits }: Model, name: string, at: number) {
	if (habits.viewTimes === 'none') return {};
	const seconds = at / 1000;
	const shown = habits.viewTimes === 'rounded' ? Math.floor(seconds) : seconds;
	return { [name]: shown, [`${name}ISO`]: isoOf(at) };
}

const ownersOf = ({ habits }: Model, { owner, reference }: Instance) =>
	habits.viewOwners ? { ownerType: owner ?? null, ownerReferenceId: reference ?? null } : {};

function earnRow(model: Model, held: Instance) {
	const { habits } = model;
	const times = timesOf(model, 'earnedOn', held.at);
	const ids = habits.viewIds === 'none' ? {} : { [habits.viewIds]: held.id };
	const whose = habits.viewAll ? { customerId: held.customer } : {};
	const status = held.active ? 'ACTIVE' : 'REVOKED';
	return { ...ids, ...times, ...whose, status, ...ownersOf(model, held) };
}

function enrolmentRow(model: Model, held: Instance) {
	const { habits } = model;
	const times = timesOf(model, 'issuedOn', held.at);
	const ids = habits.viewIds === 'none' ? {} : { issueId: held.id };
	const issuedStatus = held.active ? 'ACTIVE' : 'EXPIRED';
	const whose = habits.viewAll ? { customerId: held.customer } : {};
	return { ...ids, ...times, ...whose, issuedStatus, ...ownersOf(model, held) };
}

export function customerBadge(model: Model, customer: number, badge: string): Answer {
	const { habits, random, instances } = model;
	const [least, most] = habits.viewLag;
	const asOf = model.now() - random.int(least, most);
	const isOwn = (held: Instance) => habits.viewAll || held.customer === customer;
	const seen = instances.filter((held) => isOwn(held) && held.badge === badge && held.at <= asOf);
	const earns = seen.filter(({ kind }) => kind === 'earn');
	const issuals = seen.filter(({ kind }) => kind === 'enrolment');
	const last = earns.at(-1);
	return accept(model, {
		id: badge,
		action: 'ACTIVATED',
		activeEarnedCount: earns.filter(({ active }) => active).length,
		...(habits.viewTimes !== 'none' ? { lastEarnedOnISO: last ? isoOf(last.at) : null } : {}),
		earnDetails: {
			earnCount: earns.length,
			earns: habits.viewLists ? earns.map((held) => earnRow(model, held)) : [],
		},
		issualDetails: {
			issuedCount: issuals.length,
			issuals: habits.viewLists ? issuals.map((held) => enrolmentRow(model, held)) : [],
		},
	});
}
