/** What the rules are given of a result, and what they make of it. */
import type { About } from '../../../shared/capillary/catalogue';
import type { ApiResponse } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { HttpResult } from '../../../shared/capillary/httpResult';
import type { Ending } from './run';

/** What a result means for the call. */
export type Verdict =
	| { kind: 'answer'; response: ApiResponse }
	| {
			kind: 'failure';
			failure: Failure;
			retry: 'no' | 'yes';
			ending: Ending;
			/** Whether every other request of the run would end the same way. */
			trips?: true;
	  };

/** A result, with what the rules ask of it. */
export interface Case {
	result: HttpResult;
	method: string;
	about: About;
	/** HTTP status of an answer that is no success; undefined for any other result. */
	status: number | undefined;
	/** How long Capillary asks to wait, in milliseconds. */
	wait: number | undefined;
	/** What the body holds, or a phrase that says what came instead; undefined where there is no answer. */
	response: ApiResponse | string | undefined;
	/** What its errors say. */
	said: Failure | undefined;
	/** Text that came in place of an answer's data, if any. */
	text: string | undefined;
}
