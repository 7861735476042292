/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { IDataObject, INode, INodeType, IVersionedNodeType } from 'n8n-workflow';
import { SEED } from '../../sandbox/seed';
import { runNode, startEngine } from '../support/engine';
import type { Scenario } from './scenarios';

const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';
/** Found in the n8n of test/e2e (n8nCopy.cjs), which a plain install does not have. */
const HTTP_REQUEST_FILE: string = 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js';
const USER = 'store.server';
const PASSWORD = 'server123';
const MD5 = createHash('md5').update(PASSWORD).digest('hex');
const CREDENTIALS = {
	Capillary: {
		authentication: 'basic',
		cluster: 'custom',
		username: USER,
		password: PASSWORD,
		accessToken: '',
	},
	Basic: { user: USER, password: MD5 },
};

const PATHS = {
	enrol: '/api_gateway/v1/badges/badgeMeta/customer/issueBulk',
	earn: '/api_gateway/v1/badges/customer/earn',
};
const BADGE = { enrol: SEED.enrolBadge, earn: SEED.earnBadge };
const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };

const customersOf = ({ items }: Scenario) =>
	Array.from({ length: items }, (_, i) => 60_000_000 + i);

/** A run that is ready to start. */
export type Work = () => Promise<void>;

async function ours(scenario: Scenario, url: string): Promise<Work> {
	const engine = await startEngine(process.cwd());
	const { operation, options = {}, fromField = false, rateLimit } = scenario;
	const who: IDataObject =
		operation === 'earn'
			? { customerId: '={{ $json.customerId }}' }
			: fromField
				? { customersFrom: 'field', customerField: 'customerId' }
				: { customersFrom: 'list', customers: '={{ $json.customerId }}' };
	const parameters = {
		resource: 'customerBadge',
		operation,
		badgeId: { __rl: true, mode: 'id', value: BADGE[operation] },
		...who,
		...OWNER,
		additionalFields: {},
		options,
	} as INode['parameters'];
	const items = customersOf(scenario).map((customerId) => ({ customerId }));
	const credential = { ...CREDENTIALS.Capillary, baseUrl: url };
	const onError = rateLimit === undefined ? undefined : 'continueErrorOutput';
	return async () => {
		const { error } = await runNode(engine, { parameters, credential, items, onError });
		if (error) throw new Error(error.message);
	};
}

/** One POST for each item, its body by one expression: what a user builds without our node. */
async function peer(scenario: Scenario, url: string, httpRequest: INodeType): Promise<Work> {
	const engine = await startEngine(process.cwd(), { [HTTP_REQUEST]: httpRequest });
	const { operation, options = {} } = scenario;
	const who =
		operation === 'earn' ? 'customerId: $json.customerId' : 'customers: [$json.customerId]';
	const body = `{ badgeMetaId: "${BADGE[operation]}", ${who}, requestId: "bench-" + $json.customerId, triggeredBy: ${JSON.stringify(OWNER)} }`;
	const at: [number, number] = [0, 0];
	const start: INode = {
		id: 'start',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: at,
		parameters: {},
	};
	const node: INode = {
		id: 'http',
		name: 'HTTP Request',
		type: HTTP_REQUEST,
		typeVersion: 4.5,
		position: at,
		parameters: {
			method: 'POST',
			url: `${url}${PATHS[operation]}`,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpBasicAuth',
			sendBody: true,
			contentType: 'json',
			specifyBody: 'json',
			jsonBody: `={{ ${body} }}`,
			options: options as INode['parameters'],
		},
		credentials: { httpBasicAuth: { id: '1', name: 'Basic' } },
		// Otherwise one connection that the server drops would end the run.
		onError: 'continueErrorOutput',
	};
	const pinData = { Start: customersOf(scenario).map((customerId) => ({ json: { customerId } })) };
	return async () => {
		const { data } = await engine.run(
			{
				nodes: [start, node],
				connections: { Start: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
			},
			{ credentials: { Basic: CREDENTIALS.Basic }, pinData },
		);
		if (data.resultData.error) throw new Error(data.resultData.error.message);
	};
}

/** The same requests by a bare client that keeps its connections: as fast as this machine gets. */
function floor(scenario: Scenario, url: string): Work {
	const { operation, wide = 1, batch = 1 } = scenario;
	const agent = new Agent({ keepAlive: true, maxSockets: wide });
	const authorization = `Basic ${Buffer.from(`${USER}:${MD5}`).toString('base64')}`;
	const headers = { authorization, 'content-type': 'application/json' };
	const post = (json: unknown) =>
		new Promise<void>((resolve, reject) => {
			const sent = request(
				`${url}${PATHS[operation]}`,
				{ method: 'POST', agent, headers },
				(answer) => {
					const chunks: Buffer[] = [];
					answer.on('data', (chunk: Buffer) => chunks.push(chunk));
					answer.on('end', () => {
						JSON.parse(Buffer.concat(chunks).toString());
						resolve();
					});
				},
			);
			sent.on('error', reject);
			sent.end(JSON.stringify(json));
		});
	const customers = customersOf(scenario);
	return async () => {
		let next = 0;
		const work = async () => {
			while (next < customers.length) {
				const load = customers.slice(next, next + batch);
				next += batch;
				const who = operation === 'earn' ? { customerId: load[0] } : { customers: load };
				const requestId = `floor-${load[0]}`;
				await post({ badgeMetaId: BADGE[operation], ...who, requestId, triggeredBy: OWNER });
			}
		};
		await Promise.all(Array.from({ length: wide }, work));
		agent.destroy();
	};
}

/** Makes a scenario's work ready. */
export async function prepare(scenario: Scenario, url: string): Promise<Work> {
	if (scenario.subject === 'ours') return await ours(scenario, url);
	if (scenario.subject === 'floor') return floor(scenario, url);
	const { HttpRequest } = (await import(HTTP_REQUEST_FILE)) as {
		HttpRequest: new () => IVersionedNodeType;
	};
	return await peer(scenario, url, new HttpRequest().getNodeType(4.5));
}
