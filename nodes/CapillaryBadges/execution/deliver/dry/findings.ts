/** What a rule of a dry run is given, and what it can find. */
import type { About, Advice } from '../../../../shared/capillary/catalogue';
import { customer } from '../../../../shared/capillary/advice';
import { adviceFor } from '../../../../shared/capillary/catalogue';
import type { Failure } from '../../../../shared/capillary/failure';
import type { BadgeFacts, CustomerFacts } from './facts';

type Json = Record<string, unknown>;

/** What reading brought: the facts, the refusal that says that there is no such thing, or why it tells nothing. */
export type Read<Facts> = { found: Facts } | { missing: Failure } | { unread: string };

/** What is known of one target; what was not read is undefined. */
export interface Seen {
	about: About;
	/** The item's input. */
	input: Json;
	/** The body that would be sent. */
	body: Json;
	/** Epoch milliseconds of Capillary's clock. */
	now: number;
	badge?: Read<BadgeFacts>;
	customer?: Read<CustomerFacts>;
	approval?: Read<Json>;
	/** The names in use. */
	names?: Read<ReadonlySet<string>>;
	/** The code of a name that is taken. */
	nameCode?: number;
	/** What a code means for one customer of a bulk call, where the catalogue does not fit. */
	adviceOf?: (code: number) => Advice | undefined;
}

/** Why something would be refused, as a real run would say it. */
export interface Reason {
	code?: number;
	what: string;
	fix: string;
}

/** What a rule found. */
export type Finding =
	/** It would be refused; `isSo` where that is because it was done before, `isOurs` by the same owner and reference. */
	| { refused: Reason; isSo?: true; isOurs?: boolean }
	/** It is as it shall be, and the request succeeds. */
	| { isSo: true }
	/** A phrase that reading does not answer: `whether …`; with `after`, where an earlier target of the run has used that. */
	| { notKnown: string; after?: string }
	/** It uses something up that is there so many times; who comes later in the run is refused. */
	| { uses: string; left: number; refused: Reason; isSo?: true };

export type Rule = (seen: Seen) => Finding[];

/** The customer within a sentence. */
export const who = ({ about }: Seen) =>
	customer(about).replace(/^(The c|C)/, (start) => start.toLowerCase());

/** The reason that a code gives. @param detail what reading knows beyond the code */
export function reasonOf(code: number, { about, adviceOf }: Seen, detail?: string): Reason {
	const { what: said, fix } = adviceOf?.(code) ?? adviceFor(code);
	const what = typeof said === 'string' ? said : said(about);
	return { code, what: detail === undefined ? what : `${what}: ${detail}`, fix };
}
