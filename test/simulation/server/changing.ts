/** What is no giving under a request ID: imports, revocations, claims, records and approvals. */
import type { Answer, Model, ModelError, Work } from './model';
import { accept, granted, refuse, workMs } from './model';

type Json = Record<string, unknown>;

const work = (model: Model, finish: (share: number) => Answer): Work => ({
	ms: workMs(model),
	finish,
});

interface RowAnswer {
	data: Json | null;
	errors: ModelError[] | null;
	warnings: null;
}

/** The rows of an import, in the form that is the habit. */
function importBody({ habits }: Model, rows: RowAnswer[]): unknown {
	if (habits.importAnswer === 'envelopes') return rows;
	const records = rows.map(({ data, errors }) => data ?? { error: errors?.[0] });
	return habits.importAnswer === 'records' ? records : { data: records, errors: [], warnings: [] };
}

/** Imported badges, one envelope per row. */
export function importRows(model: Model, rows: Json[], by: string): Work {
	return work(model, (share) => {
		const answers = rows.slice(0, Math.ceil(rows.length * share)).map((row, i): RowAnswer => {
			const customer = Number(row.customerId);
			if (model.strangers.has(customer)) {
				return {
					data: null,
					errors: [{ code: 1026, message: 'customer not found' }],
					warnings: null,
				};
			}
			const id = model.newId();
			model.deeds.push({ subject: granted(customer, undefined), by });
			const data = {
				badgeMetaId: row.badgeMetaId,
				customerId: customer,
				earnedBadgeId: id,
				requestId: `batch_${i + 1}`,
			};
			return { data, errors: null, warnings: null };
		});
		const kept = answers.filter(() => !model.random.chance(model.habits.leavesOut));
		return { status: 200, body: importBody(model, kept) };
	});
}

export function revokeEarn(model: Model, body: Json, by: string): Work {
	return work(model, () => {
		const held = model.instances.find(({ id }) => id === body.earnedBadgeId);
		if (!held?.active) {
			return refuse(model, { code: 814, message: 'Active earn instance is not present.' });
		}
		held.active = false;
		model.deeds.push({ subject: held.id, by });
		const { badgeMetaId, customerId, earnedBadgeId } = body;
		return accept(model, { badgeMetaId, customerId, earnedBadgeId, isActive: false });
	});
}

interface RevokedRow {
	customerId: number;
	issuedId: string | null;
	error: ModelError | null;
}

/** Ends all enrolments of customers; the model knows no single ones. */
export function revokeIssue(model: Model, body: Json, by: string): Work {
	return work(model, (share) => {
		const customers = (body.customers as number[]).slice(0, Math.ceil(20 * share));
		const rows = customers.flatMap((customer): RevokedRow[] => {
			const ended = model.instances.filter(
				(held) => held.kind === 'enrolment' && held.active && held.customer === customer,
			);
			if (ended.length === 0) {
				const error = { code: 404, message: "Customer doesn't have issue instance" };
				return [{ customerId: customer, issuedId: null, error }];
			}
			model.deeds.push({ subject: `${customer}`, by });
			return ended.map((held) => {
				held.active = false;
				return { customerId: customer, issuedId: held.id, error: null };
			});
		});
		const kept = rows.filter(() => !model.random.chance(model.habits.leavesOut));
		if (model.habits.shuffled) kept.reverse();
		return accept(model, { badgeMetaId: body.badgeMetaId, revokedIssuedBadges: kept });
	});
}

export function claim(model: Model, word: string, body: Json, by: string): Work {
	const { ownerType, referenceId } = body;
	const key = `${String(ownerType)}|${String(referenceId)}`;
	return work(model, () => {
		const isClaim = word === 'claim';
		const wasClaimed = model.claims.has(key);
		const { claimAgain } = model.habits;
		if (isClaim && wasClaimed && claimAgain === 'refused') {
			return refuse(model, { code: 900, message: 'Badge is already claimed by this owner' });
		}
		if (!isClaim && !wasClaimed) {
			return refuse(model, { code: 737, message: 'Claim not found in existing claims' });
		}
		const answer = accept(model, { ownerType, referenceId, isActive: isClaim });
		if (isClaim && wasClaimed && claimAgain === 'warned') {
			const warning = { code: 900, message: 'Badge is already claimed by this owner' };
			return { ...answer, body: { ...(answer.body as Json), warnings: [warning] } };
		}
		if (isClaim) model.claims.add(key);
		else model.claims.delete(key);
		model.deeds.push({ subject: key, by });
		return answer;
	});
}

/** A group or a custom field: names are unique. */
export function createRecord(model: Model, kind: 'group' | 'customField', body: Json, by: string) {
	return work(model, () => {
		const name = String(body.name);
		if (model.names.has(name)) {
			const code = kind === 'group' ? 733 : 740;
			return refuse(model, { code, message: 'Name should be Unique.' });
		}
		model.names.add(name);
		model.deeds.push({ subject: name, by });
		return accept(model, { ...body, id: model.newId() }, kind === 'group' ? 200 : 201);
	});
}

/** An approval request: each POST makes another. */
export function makeApproval(model: Model, type: string, body: Json, by: string): Work {
	return work(model, () => {
		const task = (body.payload as Json)['IntouchAPITask-Payload'] as Json;
		const inner = task.body as Json;
		const customers = inner.customerId ?? (inner.customers as number[]).join(',');
		const fails = model.habits.autoApproves && model.random.chance(0.5);
		if (!fails) model.deeds.push({ subject: String(customers), by });
		const state = fails ? 'failed' : model.habits.autoApproves ? 'approved' : 'AdminTask';
		const requestId = `ef1bc378-${model.newId()}`;
		const details = { 'IntouchAPITask-Payload': task };
		return { status: 200, body: { data: { requestId, requestType: type, state, details } } };
	});
}

/** A decision; approving carries the request out, which may fail. */
export function decide(model: Model, type: string, body: Json, by: string): Work {
	return work(model, () => {
		const requestId = String(body.requestId);
		if (model.approvals.get(requestId) !== 'open') {
			return refuse(model, { code: 2002, message: 'The request was completed already' });
		}
		model.approvals.set(requestId, 'decided');
		model.deeds.push({ subject: requestId, by });
		return { status: 200, body: { data: { requestId, requestType: type, state: 'approved' } } };
	});
}
