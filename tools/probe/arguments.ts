/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a command line program beside n8n, not inside it */
/** The command line of the probe, and the credential from the environment. */
import { parseArgs } from 'node:util';
import { readAccount } from '../../nodes/shared/capillary/account';
import type { Plan } from './run';
import type { Entity } from './types';

export const HELP = `npx -y pnpm@10 probe --url https://eu.api.capillarytech.com [options]

Asks a Capillary what the documents leave open, and says where it differs from what the node assumes.
Without --write it only reads. The report goes to the standard output, and as Markdown and JSON into
a folder; neither holds secrets or customers.

--url URL                  the cluster's address
--badge ID                 a test badge; as often as there are any. Best: one that wants enrolment, one
                           for direct issue, and one with a limit of one to three for each customer
--customer ID              a test customer, by number; a second one answers more questions
--unknown-customer N       a number that no customer has
--owner TYPE --reference R the claim to issue by; otherwise the first that a badge has
--till, --store, --zone, --concept   IDs, for the question about approvals
--write                    also gives badges to the test customers, and takes them back
--yes                      does not ask before it writes
--timeout S, --patience S  seconds to wait for an answer (30), and for views and IDs to change (10)
--pace MS                  milliseconds between two requests (200)
--out FOLDER               where the report is written (.build/probe)

The credential comes from the environment, or is asked for: CAPILLARY_USERNAME and CAPILLARY_PASSWORD
(or CAPILLARY_PASSWORD_MD5), or CAPILLARY_CLIENT_KEY and CAPILLARY_CLIENT_SECRET; and, for approvals,
CAPILLARY_ORG_ID and CAPILLARY_USER_TOKEN. With both kinds, the user name signs in.`;

/** What is wrong with the command line, in words. */
export class WrongUsage extends Error {}

const text = { type: 'string' } as const;
const several = { type: 'string', multiple: true, default: [] as string[] } as const;
const flag = { type: 'boolean', default: false } as const;

const OPTIONS = {
	url: text,
	badge: several,
	customer: several,
	'unknown-customer': text,
	owner: text,
	reference: text,
	till: text,
	store: text,
	zone: text,
	concept: text,
	write: flag,
	yes: flag,
	timeout: { type: 'string', default: '30' },
	patience: { type: 'string', default: '10' },
	pace: { type: 'string', default: '200' },
	out: { type: 'string', default: '.build/probe' },
	help: flag,
} as const;

function wholeNumber(name: string, value: string, [least, most]: [number, number]): number {
	const number = Number(value);
	if (/^\d+$/.test(value) && number >= least && number <= most) return number;
	throw new WrongUsage(`--${name} takes a whole number from ${least} to ${most}`);
}

const ID_RANGE: [number, number] = [1, Number.MAX_SAFE_INTEGER];

/** What the command line says, but for the credential. */
export interface Wishes extends Omit<Plan, 'account'> {
	url: string;
	help: boolean;
	yes: boolean;
	out: string;
}

/** Four IDs, or none. */
function entityOf(values: Partial<Record<'till' | 'store' | 'zone' | 'concept', string>>) {
	const { till, store, zone, concept } = values;
	const given = [till, store, zone, concept].filter(Boolean).length;
	if (given === 0) return undefined;
	if (!till || !store || !zone || !concept) {
		throw new WrongUsage('--till, --store, --zone and --concept come together');
	}
	return { tillId: till, storeId: store, zoneId: zone, conceptId: concept } satisfies Entity;
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options: OPTIONS }).values;
	} catch {
		// Node's own words quote what was typed, which may be a password in the wrong place.
		throw new WrongUsage('There is no such option, or a value is missing: see --help');
	}
}

/** Reads the command line. @throws WrongUsage */
export function readArguments(args: readonly string[]): Wishes {
	const values = parse(args);
	const { url = '', owner, reference, write, yes, help, out } = values;
	const unknown = values['unknown-customer'];
	const wishes: Wishes = {
		...{ url, write, yes, help, out },
		badges: values.badge,
		customers: values.customer.map((id) => wholeNumber('customer', id, ID_RANGE)),
		unknownCustomer:
			unknown === undefined ? undefined : wholeNumber('unknown-customer', unknown, ID_RANGE),
		entity: entityOf(values),
		owner: owner && reference ? { ownerType: owner, referenceId: reference } : undefined,
		timeout: 1000 * wholeNumber('timeout', values.timeout, [1, 600]),
		patience: 1000 * wholeNumber('patience', values.patience, [1, 600]),
		pace: wholeNumber('pace', values.pace, [0, 60_000]),
		most: 15 * 60_000,
	};
	if (help) return wishes;
	if (url === '') throw new WrongUsage('--url is missing: see --help');
	if (Boolean(owner) !== Boolean(reference))
		throw new WrongUsage('--owner and --reference come together');
	if (write && (wishes.badges.length === 0 || wishes.customers.length === 0)) {
		throw new WrongUsage('--write needs a --badge and a --customer of a test');
	}
	return wishes;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** How a value that the environment does not hold is asked for. */
export interface Asking {
	ask(question: string): Promise<string>;
	/** Without showing what is typed. */
	askHidden(question: string): Promise<string>;
}

/** The account to sign in with. @throws WrongUsage, UserError for an address that cannot be */
export async function accountFrom(url: string, env: Environment, asking: Asking | undefined) {
	let username = env.CAPILLARY_USERNAME ?? '';
	let password = env.CAPILLARY_PASSWORD ?? env.CAPILLARY_PASSWORD_MD5 ?? '';
	const key = env.CAPILLARY_CLIENT_KEY ?? '';
	let secret = env.CAPILLARY_CLIENT_SECRET ?? '';
	if (!asking && ((!username && !key) || (username && !password) || (key && !secret))) {
		throw new WrongUsage('No credential: set the environment variables that --help names');
	}
	if (!username && !key) username = (await asking?.ask('User name: ')) ?? '';
	if (username && !password) password = (await asking?.askHidden('Password: ')) ?? '';
	if (key && !secret) secret = (await asking?.askHidden('Client secret: ')) ?? '';
	const account = readAccount({
		authentication: username ? 'basic' : 'oauth',
		...{ cluster: 'custom', baseUrl: url, username, password },
		passwordIsMd5: env.CAPILLARY_PASSWORD === undefined && Boolean(env.CAPILLARY_PASSWORD_MD5),
		...{ clientKey: key, clientSecret: secret },
		...{ orgId: env.CAPILLARY_ORG_ID, userToken: env.CAPILLARY_USER_TOKEN },
	});
	return account;
}
