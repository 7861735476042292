/** Questions about signing in, and about what a refused caller is told. */
import { APPROVALS_PATH, SIGN_IN_PATH } from '../../../nodes/shared/capillary/account';
import { codesOf, isDone, isRecord, member, said } from '../answers';
import { META } from '../badges';
import type { Reply } from '../client';
import { asAssumed, need, otherwise, seen, unknown } from '../findings';
import type { Context, Probe } from '../types';

/** The smallest list there is. */
const LITTLE = { page: 0, size: 1, limit: 1 };

/** Nobody's: a wrong password of a real user could lock that user out. */
const NOBODY = `Basic ${Buffer.from('probe-nobody:00000000000000000000000000000000').toString('base64')}`;

/** Headers with which nobody may come in, in the form of the account's own. */
const nobodysHeaders = ({ client }: Context): Record<string, string> =>
	client.account.authentication === 'oauth'
		? { 'X-CAP-API-OAUTH-TOKEN': 'probe-nobody' }
		: { Authorization: NOBODY };

/** The form of a body that refuses a caller. */
function formOf({ body, text }: Reply): 'envelope' | 'gateway' | 'message' | 'text' | 'empty' {
	if (text.trim() === '') return 'empty';
	if (!isRecord(body)) return 'text';
	if ('errors' in body) return 'envelope';
	return 'errorCode' in body || 'errorMessage' in body ? 'gateway' : 'message';
}

const FORMS = {
	envelope: 'an envelope with errors',
	gateway: '{errorMessage, errorCode}, without an envelope',
	message: 'an object without an envelope',
	text: 'a text',
	empty: 'no body',
};

const signIn: Probe = {
	id: 'sign-in',
	question: 'Is the credential accepted?',
	documents: 'Basic with the MD5 of the password, or the token of an API client in its own header',
	assumes: 'The same',
	matters: 'Nothing works until it is: see docs/credential.md',
	habits: [],
	kind: 'read',
	async ask({ client }) {
		const isOAuth = client.account.authentication === 'oauth';
		if (isOAuth) {
			const token = await client.renew();
			if (!isDone(token)) return otherwise(`No token: ${said(token)}`);
		}
		const reply = await client.get(META, LITTLE);
		const way = isOAuth ? 'A token was given and accepted' : 'Accepted';
		return isDone(reply) ? asAssumed(way) : otherwise(`Refused: ${said(reply)}`);
	},
};

const wrongSignIn: Probe = {
	id: 'wrong-sign-in',
	question: 'What does a wrong credential answer?',
	documents: 'HTTP 401 and a sentence; no body is shown',
	assumes:
		'HTTP 401 whatever the body, or 403 for missing rights; a new token is fetched once after 401',
	matters:
		'With another status a wrong credential is not recognized, and its message is a general one',
	habits: ['unauthorized'],
	kind: 'read',
	async ask(context) {
		const headers = nobodysHeaders(context);
		const reply = await context.client.send({
			...{ method: 'GET', path: META, query: LITTLE, headers, nobody: true },
		});
		if (isDone(reply)) return otherwise('A credential that nobody has is accepted');
		const form = formOf(reply);
		if (reply.status !== 401) return otherwise(`${said(reply)} with ${FORMS[form]}`);
		const saw = `HTTP 401 with ${FORMS[form]}`;
		return form === 'gateway' ? otherwise(saw) : seen(saw, { unauthorized: form });
	},
};

const wrongKey: Probe = {
	id: 'wrong-key',
	question: 'What does a wrong key and secret answer?',
	documents: 'A sentence only; neither status nor body',
	assumes: 'A status from 400 to 499, or errors inside HTTP 200',
	matters: 'Otherwise it reads as a server that does not answer, and is tried again',
	habits: [],
	kind: 'read',
	async ask({ client }) {
		const reply = await client.send({
			method: 'POST',
			path: SIGN_IN_PATH,
			body: { key: 'probe-nobody', secret: 'probe-nobody' },
			nobody: true,
		});
		const isClear = (reply.status >= 400 && reply.status < 500) || codesOf(reply).length > 0;
		return isClear ? asAssumed(said(reply)) : otherwise(said(reply));
	},
};

const tokenLife: Probe = {
	id: 'token-life',
	question: 'How long does a token live?',
	documents: 'Set for each API client, 60 minutes at most; the sample has 300 seconds',
	assumes: 'Nothing: a new one is fetched when one is refused',
	matters: 'No: a shorter life only costs more requests for tokens',
	habits: ['token-seconds'],
	kind: 'read',
	async ask({ client }) {
		const isOAuth = client.account.clientKey !== '';
		need(isOAuth || undefined, 'a client key and secret are needed');
		const seconds = member((await client.renew()).body, 'data', 'ttlSeconds');
		if (typeof seconds !== 'number') return unknown('The answer names no life');
		return seen(`${seconds} seconds`, { 'token-seconds': seconds });
	},
};

const foreignOrganization: Probe = {
	id: 'foreign-organization',
	question: 'What does an organization of others answer?',
	documents: 'HTTP 403 with {errorMessage, errorCode: 4000} and no envelope',
	assumes: 'HTTP 403 in either form: nothing was done',
	matters: 'No: every status from 400 to 499 means that nothing was done',
	habits: ['forbidden'],
	kind: 'read',
	async ask({ client }) {
		const headers = { 'X-CAP-API-AUTH-ORG-ID': '0' };
		const reply = await client.send({ method: 'GET', path: META, query: LITTLE, headers });
		if (isDone(reply)) return unknown('The header of the organization counts for nothing here');
		const form = formOf(reply);
		const saw = `${said(reply)} with ${FORMS[form]}`;
		if (reply.status !== 403) return otherwise(saw);
		const known = form === 'envelope' || form === 'gateway';
		return known ? seen(saw, { forbidden: form }) : otherwise(saw);
	},
};

const userToken: Probe = {
	id: 'user-token',
	question: 'Are approval requests shown with this credential?',
	documents:
		'An organization ID and a user token are needed; no page says where a user token comes from',
	assumes: 'The user gives one',
	matters: 'The operations for approval requests answer "not authorized" without them',
	habits: [],
	kind: 'read',
	async ask({ client }) {
		need(client.account.userToken, 'no user token was given');
		const reply = await client.get(`${APPROVALS_PATH}/requests`, { limit: 1, PageNo: 0 });
		return isDone(reply) ? asAssumed('Yes') : otherwise(`No: ${said(reply)}`);
	},
};

export const signInProbes = [
	signIn,
	wrongSignIn,
	wrongKey,
	tokenLife,
	foreignOrganization,
	userToken,
];
