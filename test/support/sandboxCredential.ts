import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox';

/** The Basic credential of a sandbox, as n8n keeps it. */
export function sandboxCredential({ url, credentials }: Sandbox): ICredentialDataDecryptedObject {
	const { username, password, orgId, userToken } = credentials;
	return {
		authentication: 'basic',
		cluster: 'custom',
		baseUrl: url,
		username,
		password,
		orgId,
		userToken,
		accessToken: '',
	};
}
