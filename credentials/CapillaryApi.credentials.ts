/** The credential as n8n knows it: its fields, how it signs a request, how it is tested. */
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import {
	accountHeaders,
	BADGES_PATH,
	ownAddress,
	readAccount,
} from '../nodes/shared/capillary/account';
import { REDIRECTED } from '../nodes/shared/capillary/hostWords';
import { credentialFields } from '../nodes/shared/editor/credentialFields';
import { askPlain } from '../nodes/shared/capillary/http';
import type { ApiRequest } from '../nodes/shared/capillary/request';
import { freshToken } from '../nodes/shared/capillary/token';

/** Milliseconds to wait for a token. */
const TOKEN_TIMEOUT = 30_000;

/** Statuses that send a caller on to another address. */
const REDIRECTS = [301, 302, 303, 307, 308];

/** Follows no redirect, in the terms of both of n8n's helpers. */
const NO_REDIRECT = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

const NOT_CAPILLARY =
	'This address does not answer like the Capillary badges API. Check the cluster or base URL.';

/** What the credential's test says of an HTTP status, in place of its bare name. */
const refusedWith = (value: number, message: string) => ({
	type: 'responseCode' as const,
	properties: { value, message },
});

export class CapillaryApi implements ICredentialType {
	name = 'capillaryApi';

	displayName = 'Capillary API';

	icon: Icon = { light: 'file:../icons/capillary.svg', dark: 'file:../icons/capillary.dark.svg' };

	documentationUrl =
		'https://example.invalid/n8n-nodes-capillary-badges/blob/main/docs/credential.md';

	properties: INodeProperties[] = credentialFields;

	/** n8n calls this when there is no token yet, after a 401, and for the credential's test. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<{ accessToken?: string }> {
		const account = readAccount(credentials);
		if (account.authentication !== 'oauth') return {};
		const { httpRequest } = this.helpers;
		const send = (request: ApiRequest) =>
			askPlain(httpRequest, account.url, request, TOKEN_TIMEOUT);
		return { accessToken: await freshToken(credentials, account, send) };
	}

	/**
	 * Gives a request its host and the headers that say who calls. Other nodes may use the credential,
	 * too: it goes to no other host, neither directly nor by a redirect.
	 * @throws UserError when the request goes elsewhere
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions & { uri?: string },
	): Promise<IHttpRequestOptions> {
		const account = readAccount(credentials);
		const { url, uri, baseURL } = requestOptions;
		const target = ownAddress(account, url ?? uri ?? '', baseURL);
		return {
			...requestOptions,
			...NO_REDIRECT,
			url: target.href,
			baseURL: undefined,
			auth: undefined,
			headers: { ...requestOptions.headers, ...accountHeaders(account, target.pathname) },
		};
	}

	test: ICredentialTestRequest = {
		request: {
			method: 'GET',
			url: `${BADGES_PATH}/badgeMeta`,
			qs: { limit: 1 },
			disableFollowRedirect: true,
		},
		// n8n applies both kinds of rule side by side, though its type allows one or the other.
		rules: [
			refusedWith(
				401,
				'Capillary does not accept these credentials. Check the user name and password, or the client key and secret.',
			),
			refusedWith(
				403,
				'Capillary does not let this account read badges. Check the organization ID and the rights of the account.',
			),
			refusedWith(404, NOT_CAPILLARY),
			...REDIRECTS.map((status) =>
				refusedWith(status, `${REDIRECTED.what}. Use the address of the cluster itself.`),
			),
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'data.metaBasicDetails',
					value: undefined,
					message: NOT_CAPILLARY,
				},
			},
		] as ICredentialTestRequest['rules'],
	};
}
