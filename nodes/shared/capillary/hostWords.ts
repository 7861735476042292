// What a result without a word of the badges API means, in words: the address, the network, the credential.
import { adviceFor } from './catalogue';
import type { Failure } from './failure';
import { FORBIDDEN } from './failure';
import type { HttpResult } from './httpResult';
import { certificateFault } from './httpResult';

/** What happened, and what to change. */
export type Words = Pick<Failure, 'what' | 'fix'>;

const CHECK_HOST = 'Check the cluster or base URL in the Capillary API credential.';

/** An address that sends its callers on to another one. */
export const REDIRECTED: Words = {
	what: 'The address in the credential redirects elsewhere',
	fix: `${CHECK_HOST} The node does not follow a redirect, since the other address would get the credential. Use the address of the cluster itself.`,
};

const NO_API: Words = { what: 'This address has no Capillary badges API', fix: CHECK_HOST };

const UNREACHABLE: Words = {
	what: 'Capillary could not be reached',
	fix: `${CHECK_HOST} Check also the network of this n8n. Nothing was sent.`,
};

/** A proxy that wants to know who asks. */
const PROXY_REFUSED: Words = {
	what: 'The proxy of this n8n did not let the request through',
	fix: 'Ask the administrator of this n8n to give the user name and password of the proxy (HTTPS_PROXY). Nothing was sent.',
};

/** A certificate that is not accepted: which fault it has, and what helps. */
const certificateWords = (fault: string, code: string): Words => ({
	what: 'The certificate of the host is not accepted',
	fix: `As this n8n sees it, ${fault} (${code}). ${CHECK_HOST} Where a proxy or a private authority signs the certificates, its own certificate is missing here: the administrator of this n8n adds it with NODE_EXTRA_CA_CERTS. Nothing was sent.`,
});

const NOT_NOW: Words = { what: 'Capillary was not able to answer', fix: 'Try again later.' };

const NO_ANSWER: Words = {
	what: 'Capillary did not answer',
	fix: `Try again later. If it stays so: ${CHECK_HOST}`,
};

/** Why nobody can be reached at all, where a code proves it; undefined for any other code. */
export function unreachableWords(code: string): Words {
	const fault = certificateFault(code);
	return fault === undefined ? UNREACHABLE : certificateWords(fault, code);
}

function wordsOfAdvice(status: number): Words {
	const { what, fix } = adviceFor(status);
	return { what: typeof what === 'string' ? what : what({}), fix };
}

/** What a status says of the address, the proxy or the credential; undefined where it says something else. */
export function wordsOfStatus(status: number): Words | undefined {
	if (status >= 300 && status < 400) return REDIRECTED;
	if (status === 401 || status === 403) return wordsOfAdvice(status);
	if (status === 404) return NO_API;
	if (status === 407) return PROXY_REFUSED;
	return status === 408 || status === 429 || status >= 500 ? NOT_NOW : undefined;
}

/** Why no token was given; the end of the way for the whole run where it `isFinal`. */
export function wordsOfNoToken(status: number, refused: boolean): Words & { isFinal: boolean } {
	if (refused) return { ...wordsOfAdvice(401), isFinal: true };
	const words = wordsOfStatus(status);
	if (words && words !== NOT_NOW) return { ...words, isFinal: true };
	return {
		what: 'Capillary gave no token for this credential',
		fix: 'Run it again later. Nothing was sent.',
		isFinal: false,
	};
}

/** What a result means that is not an answer of the API; undefined where only the answer itself can tell. */
export function wordsOfResult(result: HttpResult): Words | undefined {
	switch (result.kind) {
		case 'forbidden':
			return FORBIDDEN;
		case 'broken':
			return result.sent === 'no' ? unreachableWords(result.code) : NO_ANSWER;
		case 'noToken':
			return wordsOfNoToken(result.status, result.refused);
		case 'status':
			return wordsOfStatus(result.status);
		case 'answer':
			return undefined;
	}
}
