import type { INodeExecutionData } from 'n8n-workflow';
import { makeClock } from './clock';
import { habitsOf } from './habits';
import type { Job } from './modes';
import { judge } from './oracle';
import { makeRandom } from './random';
import { scenarioOf } from './scenario';
import { makeModel } from './server/model';

const SUBJECT = '1001|123';

const done = { customerId: 1001, requestId: 'r' };
const refused = { error: 'Capillary refused the request', details: { customerId: 1001 } };
const unknown = { error: 'Lost, so the outcome is unknown', details: { customerId: 1001 } };

/** What the oracle finds where a customer was served so often, and the items say so. */
function found(served: number, outputs: object[], named = 1, from = 'customerBadge.earn') {
	const scenario = scenarioOf(`${from}/execution/continue/plain/1`);
	const model = makeModel(habitsOf(['plain']), makeRandom('x'), makeClock(0));
	for (let i = 0; i < served; i += 1) model.deeds.push({ subject: SUBJECT, by: '0.0' });
	const output = outputs.map(
		(json, item): INodeExecutionData => ({ json: { ...json }, pairedItem: { item } }),
	);
	const job: Job = {
		items: Array.from({ length: named }, () => ({})),
		subjects: Array.from({ length: named }, () => [SUBJECT]),
		began: 0,
		endings: [{ ending: { output }, by: ['0.0'] }],
		killed: [],
		runs: 1,
	};
	return [...new Set(judge(scenario, model, [job]).violations.map(({ kind }) => kind))];
}

test('the oracle sees what is lost, doubled and misreported, and nothing else', () => {
	expect(found(1, [done])).toEqual([]);
	expect(found(0, [refused])).toEqual([]);
	expect(found(1, [done, refused], 2)).toEqual([]);
	expect(found(1, [])).toEqual(['lost']);
	expect(found(2, [done])).toEqual(['doubled']);
	expect(found(0, [done])).toEqual(['falseDone']);
	expect(found(0, [{ ...done, alreadyDone: true }])).toEqual(['falseDone']);
	expect(found(1, [refused])).toEqual(['falseNotDone']);
	expect(found(1, [{ ...done, customerId: 7 }])).toEqual(['misattributed']);
	expect(found(1, [unknown])).toEqual(['needlesslyUnknown']);
});
