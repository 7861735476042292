import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { accountHeaders, BADGES_PATH, readAccount } from '../nodes/capillary/account';
import { credentialFields } from '../nodes/capillary/credentialFields';
import { freshToken } from '../nodes/capillary/token';

export class CapillaryApi implements ICredentialType {
	name = 'capillaryApi';

	displayName = 'Capillary API';

	icon: Icon = { light: 'file:../icons/capillary.svg', dark: 'file:../icons/capillary.dark.svg' };

	documentationUrl =
		'https://github.com/capillary-badges/n8n-nodes-capillary-badges#the-credential-field-by-field';

	properties: INodeProperties[] = credentialFields;

	/** n8n calls this when there is no token yet, after a 401, and for the credential's test. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<{ accessToken?: string }> {
		const account = readAccount(credentials);
		if (account.authentication !== 'oauth') return {};
		return { accessToken: await freshToken(account, this.helpers.httpRequest) };
	}

	/** Gives a request its host and the headers that say who calls. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const account = readAccount(credentials);
		const { pathname } = new URL(requestOptions.url, account.url);
		return {
			...requestOptions,
			baseURL: account.url,
			headers: { ...requestOptions.headers, ...accountHeaders(account, pathname) },
		};
	}

	test: ICredentialTestRequest = {
		request: { method: 'GET', url: `${BADGES_PATH}/badgeMeta`, qs: { limit: 1 } },
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'data.metaBasicDetails',
					value: undefined,
					message:
						'This address does not answer like the Capillary badges API. Check the cluster or base URL.',
				},
			},
		],
	};
}
