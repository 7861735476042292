/** What planning depends on, and how the request ID of a call is chosen. */
import type { AccountFacts, Operation } from '../../operation';
import type { Target } from './call';
import type { Scope } from './requestIds';
import type { Options } from '../../options';

/** What an earlier try of the node left about a target. */
export interface Remembered {
	/** It is finished and must not be asked for again. */
	finished(target: Target): boolean;
	/** Request ID of a call for it whose outcome is unknown. */
	openRequest(target: Target): string | undefined;
	/** Whether its outcome is unknown. */
	isOpen(target: Target): boolean;
	/** Whether a call that Capillary accepted has used up the request ID. */
	isUsed(requestId: string): boolean;
}

/** What the plan depends on besides the items. */
export interface PlanContext {
	account: AccountFacts;
	options: Options;
	/** Identifies this run of this node, for request IDs. */
	executionScope: string;
	remembered: Remembered;
}

/** What a made request ID is bound to. */
export const scopeOf = ({ options, executionScope }: PlanContext): Scope =>
	options.requestIdScope === 'content'
		? { kind: 'content' }
		: { kind: 'execution', id: executionScope };

/** An operation's name as in the list of operations: `badge.claim`. */
export const nameOf = (operation: Pick<Operation, 'resource' | 'value'>) =>
	`${operation.resource}.${operation.value}`;
