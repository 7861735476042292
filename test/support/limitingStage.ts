import type { IDataObject } from 'n8n-workflow';
import { basicCredential } from './basicCredential';
import type { NodeOptions, NodeRun } from './engine';
import { runNode, startEngine } from './engine';
import { GIVING, people } from './identity';
import type { Limiting } from './limitingCapillary';
import { startLimiting } from './limitingCapillary';

/** How customers are given badges, beside what the options say. */
type More = Partial<NodeOptions> & { first?: number; account?: IDataObject };

/** n8n's engine before a Capillary that bears only so much. */
export interface LimitingStage {
	capillary: Limiting;
	/** Gives so many customers, from `first` on, a badge each; by the error output unless told otherwise. */
	earn(count: number, options?: IDataObject, more?: More): Promise<NodeRun>;
}

/** The same value for each of so many customers. */
export const everybody = <Value>(count: number, value: Value, first = 1): Record<string, Value> =>
	Object.fromEntries(Array.from({ length: count }, (_, i) => [first + i, value]));

/** Starts one. */
export async function startLimitingStage(): Promise<LimitingStage> {
	const [capillary, engine] = await Promise.all([startLimiting(), startEngine()]);
	return {
		capillary,
		async earn(count, options = {}, more = {}) {
			const { first = 1, account, ...rest } = more;
			return await runNode(engine, {
				credential: basicCredential(capillary.url, account),
				...{ onError: 'continueErrorOutput', ...rest },
				items: people(...Object.keys(everybody(count, 1, first)).map(Number)),
				parameters: {
					...{ resource: 'customerBadge', operation: 'earn', ...GIVING.earn },
					options: { timeout: 4000, ...options },
				},
			});
		},
	};
}
