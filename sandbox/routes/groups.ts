/** Badge groups (docs/api.md#groups). */
import { apiError, type ApiError, ok, refuse, refuseAll } from '../errors';
import { endpoint, type World } from '../endpoint';
import { paginate } from '../paging';
import { readRecord } from '../records';
import { ORG_NUMBER, type State } from '../state';
import { dates } from '../time';
import type { Answer, Call, Group, JsonObject } from '../types';
import { bodyObject, choice, pathId, text } from '../validate';

const BASE = '/api_gateway/v1/badges/group';
/** The documents' sample for a bare URL shows pages of 100. */
const PAGE_SIZE = 100;

const view = (state: State, group: Group): JsonObject => ({
	id: group.id,
	orgId: ORG_NUMBER,
	name: group.name,
	rank: group.rank,
	createdBy: group.createdBy,
	...dates(state.generation, { createdOn: group.createdOn }),
	lastUpdatedBy: group.lastUpdatedBy,
	...dates(state.generation, { lastUpdatedOn: group.lastUpdatedOn }),
	isActive: group.isActive,
});

/** 732 without a rank, 733 for a name in use (case sensitive); a rank may be a numeric string. */
function read(state: State, body: unknown, own: string | null): { name: string; rank: number } {
	const source = bodyObject(body);
	const errors: ApiError[] = [];
	const name = text(source, 'name');
	const rank = text(source, 'rank');
	if (name === undefined) {
		errors.push(apiError(400, { message: 'name is mandatory', reference: 'name' }));
	}
	if (rank === undefined) errors.push(apiError(732, { reference: 'rank' }));
	else if (!/^-?\d{1,9}$/.test(rank)) {
		errors.push(apiError(400, { message: `JSON parse error: '${rank}' is no number for rank` }));
	}
	for (const group of state.groups.values()) {
		if (group.name === name && group.id !== own) errors.push(apiError(733, { reference: 'name' }));
	}
	refuseAll(errors);
	return { name: name ?? '', rank: Number(rank) };
}

/** An unknown group is code 404 (undocumented). */
function known(state: State, id: string | undefined): Group {
	const group = state.groups.get(pathId(id, 'groupId'));
	if (!group) throw refuse(404, { message: 'Badge group is not found' });
	return group;
}

function create({ state, auth }: World, { body }: Call): Answer {
	const now = state.now();
	const by = auth.tillId;
	const group: Group = {
		id: state.nextId(),
		...read(state, body, null),
		isActive: true,
		createdOn: now,
		createdBy: by,
		lastUpdatedOn: now,
		lastUpdatedBy: by,
	};
	state.groups.set(group.id, group);
	return ok(view(state, group), { effect: true });
}

function update({ state, auth }: World, { params, body }: Call): Answer {
	const group = known(state, params.groupId);
	Object.assign(group, read(state, body, group.id), {
		lastUpdatedOn: state.now(),
		lastUpdatedBy: auth.tillId,
	});
	return ok(view(state, group), { effect: true });
}

/** Ordered by rank, the higher first unless asked otherwise (the documents name no key). */
function list({ state }: World, call: Call): Answer {
	const sign = choice(call.query, 'order', ['ASC', 'DESC']) === 'ASC' ? 1 : -1;
	const sorted = [...state.groups.values()].sort((a, b) => sign * (a.rank - b.rank));
	const show = (group: Group): JsonObject => view(state, group);
	const { rows, pagination } = paginate(state, call, sorted, show, PAGE_SIZE);
	return ok({ badgeGroups: rows, pagination });
}

const get = ({ state }: World, { params }: Call): Answer =>
	ok(
		readRecord(state, known(state, params.groupId), {
			all: state.groups,
			view: (group) => view(state, group),
			change: (group) => {
				group.rank += 1;
			},
		}),
		{ errors: null, warnings: null },
	);

export const groupRoutes = [
	endpoint('POST', BASE, create),
	endpoint('GET', BASE, list),
	endpoint('PUT', `${BASE}/:groupId`, update),
	endpoint('GET', `${BASE}/:groupId`, get),
];
