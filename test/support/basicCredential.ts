import type { IDataObject } from 'n8n-workflow';

/** A Basic credential for the server at an address, as n8n keeps it. @param more what is otherwise */
export const basicCredential = (url: string, more: IDataObject = {}) => ({
	authentication: 'basic',
	cluster: 'custom',
	baseUrl: url,
	username: 'till',
	password: 'secret',
	orgId: '1',
	userToken: 'user',
	accessToken: '',
	...more,
});
