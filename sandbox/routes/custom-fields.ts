/** Custom fields and the organization's legacy tags (docs/api.md#custom-fields, docs/api.md#org-meta). */
import { apiError, type ApiError, ok, refuse, refuseAll } from '../errors';
import { endpoint, type World } from '../endpoint';
import { paginate } from '../paging';
import { readRecord } from '../records';
import { ORG_NUMBER, type State } from '../state';
import { dates } from '../time';
import type { Answer, Call, CustomField, JsonObject } from '../types';
import { bodyObject, choice, enumError, flag, pathId, text } from '../validate';

const BASE = '/api_gateway/v1/badges/customField';
const ORG_META = '/api_gateway/v1/badges/orgMeta';
const TYPES = ['INTEGER', 'BOOLEAN', 'DATE', 'STRING'];

const view = (state: State, field: CustomField): JsonObject => ({
	id: field.id,
	orgId: ORG_NUMBER,
	name: field.name,
	isMandatory: field.isMandatory,
	defaultValue: field.defaultValue,
	isActive: field.isActive,
	dataType: field.dataType,
	...dates(state.generation, { createdOn: field.createdOn }),
	createdBy: field.createdBy,
	...dates(state.generation, { lastUpdatedOn: field.lastUpdatedOn }),
	lastUpdatedBy: field.lastUpdatedBy,
});

type Definition = Pick<
	CustomField,
	'name' | 'dataType' | 'isMandatory' | 'defaultValue' | 'isActive'
>;

/** 740 name in use, 741 no type, 742 mandatory without default, 744 default of an INTEGER is no number. */
function read(state: State, body: unknown, own: string | null): Definition {
	const source = bodyObject(body);
	const errors: ApiError[] = [];
	const name = text(source, 'name');
	const dataType = text(source, 'dataType');
	const defaultValue = text(source, 'defaultValue') ?? null;
	const isMandatory = source.isMandatory === true;
	if (name === undefined) {
		errors.push(apiError(400, { message: 'name is mandatory', reference: 'name' }));
	}
	for (const field of state.customFields.values()) {
		if (field.name === name && field.id !== own) errors.push(apiError(740, { reference: 'name' }));
	}
	if (dataType === undefined) errors.push(apiError(741, { reference: 'dataType' }));
	else if (!TYPES.includes(dataType)) errors.push(enumError(dataType, 'dataType', TYPES));
	if (isMandatory && defaultValue === null)
		errors.push(apiError(742, { reference: 'defaultValue' }));
	if (dataType === 'INTEGER' && defaultValue !== null && !/^-?\d+$/.test(defaultValue)) {
		errors.push(apiError(744, { reference: 'defaultValue' }));
	}
	refuseAll(errors);
	const isActive = source.isActive !== false;
	return { name: name ?? '', dataType: dataType ?? '', isMandatory, defaultValue, isActive };
}

/** An unknown field is code 404 (undocumented). */
function known(state: State, id: string | undefined): CustomField {
	const field = state.customFields.get(pathId(id, 'customFieldId'));
	if (!field) throw refuse(404, { message: 'Custom field is not found' });
	return field;
}

/** 201, unlike groups. */
function create({ state, auth }: World, { body }: Call): Answer {
	const now = state.now();
	const by = auth.tillId;
	const field: CustomField = {
		id: state.nextId(),
		...read(state, body, null),
		isActive: true,
		createdOn: now,
		createdBy: by,
		lastUpdatedOn: now,
		lastUpdatedBy: by,
	};
	state.customFields.set(field.id, field);
	return ok(view(state, field), { status: 201, effect: true });
}

function update({ state, auth }: World, { params, body }: Call): Answer {
	const field = known(state, params.customFieldId);
	Object.assign(field, read(state, body, field.id), {
		lastUpdatedOn: state.now(),
		lastUpdatedBy: auth.tillId,
	});
	return ok(view(state, field), { effect: true });
}

/** By creation, or by the last update; ascending unless asked otherwise. */
function list({ state }: World, call: Call): Answer {
	const { query } = call;
	const byUpdate = choice(query, 'sortOn', ['LAST_UPDATED_DATE']) !== undefined;
	const sign = choice(query, 'order', ['ASC', 'DESC']) === 'DESC' ? -1 : 1;
	const key = (field: CustomField): number => (byUpdate ? field.lastUpdatedOn : field.createdOn);
	const wanted = query.isActive ? flag(query, 'isActive') : undefined;
	const found = [...state.customFields.values()]
		.filter((field) => wanted === undefined || field.isActive === wanted)
		.sort((a, b) => sign * (key(a) - key(b) || (a.id < b.id ? -1 : 1)));
	const show = (field: CustomField): JsonObject => view(state, field);
	const { rows, pagination } = paginate(state, call, found, show);
	return ok({ customFieldROList: rows, pagination });
}

const get = ({ state }: World, { params }: Call): Answer =>
	ok(
		readRecord(state, known(state, params.customFieldId), {
			all: state.customFields,
			view: (field) => view(state, field),
			change: (field) => {
				field.isActive = !field.isActive;
			},
		}),
	);

/** Stores the tags; `first` tells creation from replacement. */
function storeMeta({ state, auth }: World, body: unknown, first: boolean): Answer {
	const { tags } = bodyObject(body);
	const stamp = dates('old', { lastUpdatedOn: state.now() });
	const before = state.orgMeta ?? {
		id: state.nextId(),
		orgId: ORG_NUMBER,
		...dates('old', { createdOn: state.now() }),
		createdBy: auth.tillId,
	};
	state.orgMeta = { ...before, tags: tags ?? [], ...stamp, lastUpdatedBy: auth.tillId };
	return ok(state.orgMeta, { effect: true, ...(first ? {} : { errors: null, warnings: null }) });
}

function createMeta(world: World, { body }: Call): Answer {
	if (world.state.orgMeta) {
		const message = 'ORG_CONFIG_ALREADY_EXIST_PLEASE_USE_UPDATE_ORG_CONFIG_API';
		throw refuse(999999, { status: 409, message });
	}
	return storeMeta(world, body, true);
}

function requireMeta({ state }: World): JsonObject {
	if (!state.orgMeta) throw refuse(404, { message: 'Org meta is not found' });
	return state.orgMeta;
}

function updateMeta(world: World, { body }: Call): Answer {
	requireMeta(world);
	return storeMeta(world, body, false);
}

const getMeta = (world: World): Answer => ok(requireMeta(world), { errors: null, warnings: null });

export const customFieldRoutes = [
	endpoint('POST', BASE, create),
	endpoint('GET', BASE, list),
	endpoint('PUT', `${BASE}/:customFieldId`, update),
	endpoint('GET', `${BASE}/:customFieldId`, get),
	endpoint('POST', ORG_META, createMeta),
	endpoint('PUT', ORG_META, updateMeta),
	endpoint('GET', ORG_META, getMeta),
];
