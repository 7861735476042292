/* The credential's test as n8n runs it: a declarative node sends the request, rules judge its answer. */
import { ExecuteContext, RoutingNode } from 'n8n-core';
import type {
	ICredentialTestRequest,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { CapillaryApi } from '../../credentials/CapillaryApi.credentials';
import { CredentialsHelper } from './credentials';
import { localUrls, ROOT, startEngine } from './engine';

const { request, rules = [] }: ICredentialTestRequest = new CapillaryApi().test;

/** The declarative node that n8n makes of a credential's test. */
const tester: INodeType = {
	description: {
		displayName: 'Credential Test',
		name: 'credentialTest',
		group: ['input'],
		version: 1,
		description: 'Sends the test request',
		defaults: { name: 'Credential Test' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'capillaryApi', required: true }],
		requestDefaults: {},
		properties: [
			{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } },
		],
	},
};

/** The value at a path with dots, as n8n looks it up. */
const at = (json: unknown, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((value, name) => (value as IDataObject | undefined)?.[name], json);

/** What of an error n8n's tester looks at. */
interface Failed {
	message: string;
	cause?: { code?: string; response?: { status: number; statusText: string } };
}

/** What n8n makes of an error: the rule for the status, the status in words, the network's code, or the message. */
function verdictOn({ message, cause }: Failed): string {
	const { response, code } = cause ?? {};
	if (!response) return code ?? message;
	const rule = rules.find(
		({ type, properties }) => type === 'responseCode' && properties.value === response.status,
	);
	return rule?.properties.message ?? (response.statusText || `HTTP ${response.status}`);
}

/** Starts n8n's engine; returns what tests a credential and gives what the user reads. */
export async function startCredentialTest() {
	const { nodeTypes, credentialTypes } = await startEngine(ROOT, { credentialTest: tester });
	return async (credential: IDataObject): Promise<string> => {
		const node: INode = {
			id: 'temp',
			name: 'Temp-Node',
			type: 'credentialTest',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
			credentials: { capillaryApi: { id: '1', name: 'Capillary' } },
		};
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
		const stored = new Map([['Capillary', credential]]);
		const additionalData = {
			...localUrls,
			variables: {},
			credentialsHelper: new CredentialsHelper(credentialTypes, stored as never),
		} as unknown as IWorkflowExecuteAdditionalData;
		const items: INodeExecutionData[] = [{ json: {} }];
		const data = { main: [items] };
		const context = new ExecuteContext(
			workflow,
			node,
			additionalData,
			'internal',
			createRunExecutionData({}),
			0,
			items,
			data,
			{ node, data, source: null },
			[],
		);
		try {
			const output = await new RoutingNode(context, tester).runNode();
			const json = output?.[0]?.[0]?.json;
			const broken = rules.find(
				(rule) =>
					rule.type === 'responseSuccessBody' &&
					at(json, rule.properties.key) === rule.properties.value,
			);
			return broken ? broken.properties.message : 'OK';
		} catch (error) {
			return verdictOn(error as Failed);
		}
	};
}
