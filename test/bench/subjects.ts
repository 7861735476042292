/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	IRun,
	IVersionedNodeType,
} from 'n8n-workflow';
import { SEED } from '../../sandbox/seed';
import { runNode, startEngine } from '../support/engine';
import { chunk, CHUNK, CHUNK_SIZE, copy, COPY } from './nodes';
import type { Said, Scenario } from './scenarios';

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
export type Work = () => Promise<Said>;

const said = (done: number, failed = 0, unknown = 0): Said => ({
	saidDone: done,
	saidFailed: failed,
	saidUnknown: unknown,
});

const AT: [number, number] = [0, 0];

/** A node as a workflow names it. */
const nodeOf = (name: string, type: string, more: Partial<INode> = {}): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: AT,
	parameters: {},
	...more,
});

/** Nodes one after the other. */
const chain = (nodes: INode[]) =>
	Object.fromEntries(
		nodes.slice(0, -1).map(({ name }, i) => {
			const next = { node: nodes[i + 1].name, type: 'main' as const, index: 0 };
			return [name, { main: [[next]] }];
		}),
	);

/** The items of a node's first two outputs. */
function outputsOf(run: IRun, name: string): [INodeExecutionData[], INodeExecutionData[]] {
	const { error, runData } = run.data.resultData;
	if (error) throw new Error(error.message);
	const [success, failed] = runData[name][0].data?.main ?? [];
	return [success ?? [], failed ?? []];
}

async function ours(scenario: Scenario, url: string): Promise<Work> {
	const engine = await startEngine(process.cwd());
	const { operation, options = {}, fromField = false, rateLimit, roundTrip } = scenario;
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
	const mayFail = rateLimit !== undefined || roundTrip !== undefined;
	const onError = mayFail ? 'continueErrorOutput' : undefined;
	return async () => {
		const run = await runNode(engine, { parameters, credential, items, onError });
		if (run.error) throw new Error(run.error.message);
		const unknown = run.failed.filter(({ json }) => /unknown/i.test(String(json.error))).length;
		return said(run.items.length, run.failed.length - unknown, unknown);
	};
}

/** One POST for each item, its body by one expression: what a user builds without our node. */
async function peer(scenario: Scenario, url: string, httpRequest: INodeType): Promise<Work> {
	const engine = await startEngine(process.cwd(), { [HTTP_REQUEST]: httpRequest, [CHUNK]: chunk });
	const { operation, options = {}, subject } = scenario;
	const inChunks = subject === 'chunks';
	const single =
		operation === 'earn' ? 'customerId: $json.customerId' : 'customers: [$json.customerId]';
	const who = inChunks ? 'customers: $json.customers' : single;
	const key = inChunks ? '$json.customers[0]' : '$json.customerId';
	const body = `{ badgeMetaId: "${BADGE[operation]}", ${who}, requestId: "bench-" + ${key}, triggeredBy: ${JSON.stringify(OWNER)} }`;
	const http = nodeOf('HTTP Request', HTTP_REQUEST, {
		typeVersion: 4.5,
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
	});
	const start = nodeOf('Start', 'n8n-nodes-base.manualTrigger');
	const nodes = inChunks ? [start, nodeOf('Code', CHUNK), http] : [start, http];
	const pinData = { Start: customersOf(scenario).map((customerId) => ({ json: { customerId } })) };
	return async () => {
		const run = await engine.run(
			{ nodes, connections: chain(nodes) },
			{ credentials: { Basic: CREDENTIALS.Basic }, pinData },
		);
		const [success, failed] = outputsOf(run, http.name);
		// An answer for a hundred says nothing of one, until the builder takes it apart.
		return inChunks ? said(0, failed.length * CHUNK_SIZE) : said(success.length, failed.length);
	};
}

/** What n8n itself costs: the same items through a node that only copies them. */
async function copied(scenario: Scenario): Promise<Work> {
	const engine = await startEngine(process.cwd(), { [COPY]: copy });
	const nodes = [nodeOf('Start', 'n8n-nodes-base.manualTrigger'), nodeOf('Copy', COPY)];
	const pinData = { Start: customersOf(scenario).map((customerId) => ({ json: { customerId } })) };
	return async () => {
		const run = await engine.run(
			{ nodes, connections: chain(nodes) },
			{ credentials: {}, pinData },
		);
		return said(outputsOf(run, 'Copy')[0].length);
	};
}

/** The same requests by a bare client that keeps its connections: as fast as this machine gets. */
function floor(scenario: Scenario, url: string): Work {
	const { operation, wide = 1, batch = 1 } = scenario;
	const isSecure = url.startsWith('https:');
	const ca = isSecure ? readFileSync(process.env.NODE_EXTRA_CA_CERTS ?? '') : undefined;
	const pooled = { keepAlive: true, maxSockets: wide };
	const agent = isSecure ? new SecureAgent({ ...pooled, ca }) : new Agent(pooled);
	const ask = isSecure ? secureRequest : request;
	const authorization = `Basic ${Buffer.from(`${USER}:${MD5}`).toString('base64')}`;
	const headers = { authorization, 'content-type': 'application/json' };
	const post = (json: unknown) =>
		new Promise<void>((resolve, reject) => {
			const sent = ask(
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
		return said(0);
	};
}

/** Makes a scenario's work ready. */
export async function prepare(scenario: Scenario, url: string): Promise<Work> {
	if (scenario.subject === 'ours') return await ours(scenario, url);
	if (scenario.subject === 'floor') return floor(scenario, url);
	if (scenario.subject === 'copy') return await copied(scenario);
	const { HttpRequest } = (await import(HTTP_REQUEST_FILE)) as {
		HttpRequest: new () => IVersionedNodeType;
	};
	return await peer(scenario, url, new HttpRequest().getNodeType(4.5));
}
