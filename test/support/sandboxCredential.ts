import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox';
import { basicCredential } from './basicCredential';

/** The Basic credential of a sandbox, as n8n keeps it. */
export function sandboxCredential({ url, credentials }: Sandbox): ICredentialDataDecryptedObject {
	const { username, password, orgId, userToken } = credentials;
	return basicCredential(url, { username, password, orgId, userToken });
}
