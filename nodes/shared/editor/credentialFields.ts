/** The fields of the credential. */
import type { INodeProperties } from 'n8n-workflow';
import { CUSTOM_CLUSTER } from '../capillary/account';

const onlyBasic = { show: { authentication: ['basic'] } };
const onlyOAuth = { show: { authentication: ['oauth'] } };

/** The fields of the `capillaryApi` credential (docs/api.md#hosts, docs/api.md#authentication). */
export const credentialFields: INodeProperties[] = [
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		default: 'basic',
		description: 'How your Capillary account lets other systems in',
		options: [
			{
				name: 'Basic',
				value: 'basic',
				description: 'User name and password of a till; approval requests need this one',
			},
			{ name: 'OAuth', value: 'oauth', description: 'Client key and secret of an API client' },
		],
	},
	{
		displayName: 'Cluster',
		name: 'cluster',
		type: 'options',
		default: 'https://eu.api.capillarytech.com',
		description: 'Where your organization lives. Ask Capillary if you do not know.',
		options: [
			{ name: 'Asia (apac.api.capillarytech.com)', value: 'https://apac.api.capillarytech.com' },
			{
				name: 'Asia 2, South East Asia (sea.api.capillarytech.com)',
				value: 'https://sea.api.capillarytech.com',
			},
			{ name: 'China (api.capillarytech.cn.com)', value: 'https://api.capillarytech.cn.com' },
			{ name: 'Custom', value: CUSTOM_CLUSTER, description: 'Another address' },
			{ name: 'Europe (eu.api.capillarytech.com)', value: 'https://eu.api.capillarytech.com' },
			{ name: 'US (ushc.api.capillarytech.com)', value: 'https://ushc.api.capillarytech.com' },
		],
	},
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://eucrm.cc.capillarytech.com',
		description: 'The host of your cluster, with https://',
		displayOptions: { show: { cluster: [CUSTOM_CLUSTER] } },
	},
	{
		displayName: 'User Name',
		name: 'username',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. store.server',
		description: 'The till (or store center) user',
		displayOptions: onlyBasic,
	},
	{
		displayName: 'Password',
		name: 'password',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'Sent as its MD5, as Capillary wants it',
		displayOptions: onlyBasic,
	},
	{
		displayName: 'Password Is MD5',
		name: 'passwordIsMd5',
		type: 'boolean',
		default: false,
		description: 'Whether the password above is the MD5 of the password already',
		displayOptions: onlyBasic,
	},
	{
		displayName: 'Client Key',
		name: 'clientKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		displayOptions: onlyOAuth,
	},
	{
		displayName: 'Client Secret',
		name: 'clientSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		displayOptions: onlyOAuth,
	},
	{
		displayName: 'Access Token',
		name: 'accessToken',
		type: 'hidden',
		typeOptions: { expirable: true, password: true },
		default: '',
	},
	{
		displayName: 'Attribution Entity Type',
		name: 'attributionEntityType',
		type: 'options',
		default: 'TILL',
		description: 'What the code below names: the place that requests are attributed to',
		options: [
			{ name: 'Store Code', value: 'STORE_CODE' },
			{ name: 'Store External ID', value: 'STORE_EXTERNAL_ID' },
			{ name: 'Store External ID 1', value: 'STORE_EXTERNAL_ID_1' },
			{ name: 'Store External ID 2', value: 'STORE_EXTERNAL_ID_2' },
			{ name: 'Store Name', value: 'STORE_NAME' },
			{ name: 'Till', value: 'TILL' },
		],
		displayOptions: onlyOAuth,
	},
	{
		displayName: 'Attribution Entity Code',
		name: 'attributionEntityCode',
		type: 'string',
		default: '',
		placeholder: 'e.g. till.0042',
		description: 'Leave empty to use the till that belongs to the API client',
		displayOptions: onlyOAuth,
	},
	{
		displayName: 'For Approval Requests',
		name: 'forApprovals',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Organization ID',
		name: 'orgId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 50933',
		description: 'Sent with every request when filled in; approval requests need it',
	},
	{
		displayName: 'User Token',
		name: 'userToken',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			'The InTouch user token (JWT) for approval requests, and only sent with them. The user needs the right to make or to check requests.',
	},
];
