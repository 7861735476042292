/** Badges, groups and custom fields: made once, read and written back whole, switched on and off. */
import type { Answer, Model, Work } from './model';
import { accept, refuse, workMs } from './model';

type Json = Record<string, unknown>;

/** Kinds of records, by the first part of their path. */
export const KINDS = { badgeMeta: 'badge', group: 'group', customField: 'customField' } as const;
export type Kind = keyof typeof KINDS;

/** The member of a record that the cases change. */
export const CHANGED: Readonly<Record<Kind, string>> = {
	badgeMeta: 'badgeRank',
	group: 'rank',
	customField: 'defaultValue',
};

/** How a record with a value is known in the records of who did what. */
export const withValue = (id: string, value: unknown) => `${id}=${String(value)}`;

const USUAL: Readonly<Record<Kind, Json>> = {
	badgeMeta: {
		name: 'Walker',
		description: 'kept',
		startOn: 1_772_000_000,
		expiresOn: 1_804_000_000,
		earnType: 'EARN',
		earnedBadgeExpiry: { expiryType: 'NEVER' },
		ownership: { restrictedToOwners: ['Loyalty'] },
		active: true,
		badgeRank: -1,
	},
	group: { name: 'Drinks', rank: -1, note: 'kept', isActive: true },
	customField: {
		name: 'Size',
		dataType: 'STRING',
		note: 'kept',
		isMandatory: false,
		isActive: true,
		defaultValue: '-1',
	},
};

/** What somebody else writes. */
const OTHERS_NOTE: Readonly<Record<Kind, string>> = {
	badgeMeta: 'description',
	group: 'note',
	customField: 'note',
};

/** Adds a record as it is when the scenario begins. */
export function addRecord(model: Model, kind: Kind, change: Json = {}): string {
	const id = model.newId();
	model.records.set(id, { ...USUAL[kind], ...change, id });
	return id;
}

const NOT_THERE: Answer = {
	status: 404,
	body: { data: null, errors: [{ code: 404, message: 'There is no such record' }], warnings: null },
};

const work = (model: Model, finish: () => Answer): Work => ({ ms: workMs(model), finish });

/** Reads a record; somebody else may change it right after. */
export function readRecord(model: Model, kind: Kind, id: string): Work {
	return {
		ms: 5,
		finish() {
			const record = model.records.get(id);
			if (!record) return NOT_THERE;
			const { oneRecord, otherWriter } = model.habits;
			const shown =
				oneRecord === 'part'
					? { id, name: record.name }
					: oneRecord === 'another'
						? { ...record, id: `${id.slice(0, -1)}f` }
						: record;
			const answer = accept(model, { ...shown });
			const isChanged =
				otherWriter === 'always' || (otherWriter === 'once' && !model.touched.has(id));
			if (isChanged) {
				model.touched.add(id);
				record[OTHERS_NOTE[kind]] = `others ${model.touched.size}`;
			}
			return answer;
		},
	};
}

/** Replaces a record as a whole: what is not sent is gone. */
export function replaceRecord(model: Model, kind: Kind, id: string, body: Json, by: string): Work {
	return work(model, () => {
		const record = model.records.get(id);
		if (!record) return NOT_THERE;
		const next: Json = { ...body, id };
		const lost = Object.keys(record).filter(
			(name) => next[name] === undefined && !['active', 'isActive'].includes(name),
		);
		if (lost.length > 0) model.damaged.push(`${id} lost ${lost.join(', ')}`);
		model.records.set(id, next);
		model.deeds.push({ subject: withValue(id, next[CHANGED[kind]]), by });
		return accept(model, { ...next });
	});
}

export function makeBadge(model: Model, body: Json, by: string): Work {
	return work(model, () => {
		const name = String(body.name);
		if (model.names.has(name)) {
			return refuse(model, { code: 725, message: 'Name should be unique' });
		}
		model.names.add(name);
		model.deeds.push({ subject: name, by });
		return accept(model, { ...body, id: model.newId() });
	});
}

/** Switches a badge on or off. */
export function switchBadge(model: Model, id: string, word: string, by: string): Work {
	return work(model, () => {
		const record = model.records.get(id);
		if (!record) return NOT_THERE;
		record.active = word === 'activate';
		model.deeds.push({ subject: id, by });
		return accept(model, { id, isActive: record.active });
	});
}
