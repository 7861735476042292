import type { ICredentialDataDecryptedObject, IDataObject, INode } from 'n8n-workflow';
import { basicCredential } from './basicCredential';
import type { Engine, NodeOptions, NodeRun } from './engine';
import { runNode, startEngine } from './engine';
import type { Tiny } from './tinyCapillary';
import { startTiny } from './tinyCapillary';

/** What the tests of identity and evidence share: n8n's engine and a small Capillary of its own. */

export const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };
export const BADGE = '66276dc68fe258516a88ff8e';
export const RETRY = { retryOnFail: true, maxTries: 3 };

/** Parameters of the three operations that give badges, for customers in the field `who`. */
export const GIVING: Record<'earn' | 'earnBulk' | 'enrol', INode['parameters']> = {
	earn: { badgeId: BADGE, ...OWNER, customerId: '={{ $json.who }}' },
	earnBulk: { badgeId: BADGE, ...OWNER, customersFrom: 'field', customerField: 'who' },
	enrol: { badgeId: BADGE, ...OWNER, customersFrom: 'field', customerField: 'who' },
};
export type Giving = keyof typeof GIVING;
export const kindOf = (operation: Giving) => (operation === 'enrol' ? 'issue' : 'earn');

export interface Bench {
	tiny: Tiny;
	engine: Engine;
	credential: ICredentialDataDecryptedObject;
	run(
		operation: Giving | string,
		change: INode['parameters'],
		options?: Partial<NodeOptions>,
	): Promise<NodeRun>;
	close(): Promise<void>;
}

/** Items that name one customer each. */
export const people = (...who: number[]): IDataObject[] => who.map((one) => ({ who: one }));

/** Starts both; a run continues to the error output unless told otherwise, and waits two seconds for an answer. */
export async function startBench(): Promise<Bench> {
	const [tiny, engine] = await Promise.all([startTiny(), startEngine()]);
	const credential = basicCredential(tiny.url);
	return {
		tiny,
		engine,
		credential,
		async run(operation, { options, ...change }, more = {}) {
			const [resource, value] = operation.includes('.')
				? operation.split('.')
				: ['customerBadge', operation];
			const usual = operation in GIVING ? GIVING[operation as Giving] : {};
			return await runNode(engine, {
				credential,
				onError: 'continueErrorOutput',
				...more,
				parameters: {
					resource,
					operation: value,
					...usual,
					...change,
					options: { timeout: 2000, ...(options as IDataObject | undefined) },
				},
			});
		},
		close: () => tiny.close(),
	};
}

/** How each item ended, in the node's words: `done`, `already`, `unknown` or `not`. */
export function endings({ items, failed }: NodeRun): Record<string, string[]> {
	const said: Record<string, string[]> = {};
	const note = (customer: unknown, word: string) => {
		(said[String(customer)] ??= []).push(word);
	};
	for (const { json } of items) {
		if ('error' in json) note((json.details as IDataObject)?.customerId, wordOf(json));
		else note(json.customerId, json.alreadyDone === true ? 'already' : 'done');
	}
	for (const { json } of failed) note((json.details as IDataObject)?.customerId, wordOf(json));
	return said;
}

const wordOf = ({ error }: IDataObject) => (String(error).includes('unknown') ? 'unknown' : 'not');
