/** What an endpoint is, and what its rule may use. */
import type { Auth } from './auth';
import type { Deliveries } from './deliveries';
import type { Faults } from './faults';
import type { Journal } from './journal';
import type { State } from './state';
import type { Answer, Call, Route } from './types';

/** What every rule may use. */
export interface World {
	state: State;
	auth: Auth;
	journal: Journal;
	faults: Faults;
	deliveries: Deliveries;
}

export interface Endpoint extends Route {
	handle: (world: World, call: Call) => Answer;
	/** What is done at once where the work takes its time: noting the request ID. */
	note?: (world: World, call: Call) => void;
}

/** Asking for a token changes nothing. */
export const isWrite = ({ method, auth }: Route): boolean => method !== 'GET' && auth !== 'none';

/** Shorthand for the routes folders. */
export const endpoint = (
	method: Route['method'],
	url: string,
	handle: Endpoint['handle'],
	auth: Route['auth'] = 'api',
): Endpoint => ({ method, url, auth, handle });
