/** What the plan depends on besides the items. */
import type { AccountFacts, Operation } from '../../operation';
import type { Options } from '../../options';
import type { Journal } from './runJournal';

export interface PlanContext {
	account: AccountFacts;
	options: Options;
	/** What earlier tries of this node run left, and the source of new request IDs. */
	journal: Journal;
}

/** An operation's name as in the list of operations: `badge.claim`. */
export const nameOf = (operation: Pick<Operation, 'resource' | 'value'>) =>
	`${operation.resource}.${operation.value}`;
