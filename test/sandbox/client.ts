/** A bare HTTP client for the sandbox's own tests: Node's fetch and nothing of the nodes. */
import { createHash } from 'node:crypto';
import { type Sandbox, type SandboxOptions, SEED, startSandbox } from '../../sandbox';

export { SEED };
export const BADGES = '/api_gateway/v1/badges';
export const META = `${BADGES}/badgeMeta`;
export const EARN = `${BADGES}/customer/earn`;
export const EARN_BULK = `${BADGES}/customer/earnBulk`;
export const ISSUE_BULK = `${META}/customer/issueBulk`;
export const REVOKE_ISSUE = `${META}/customer/revokeIssue`;
export const REVOKE_EARN = `${BADGES}/customer/revokeEarn`;
export const WORKFLOW = '/api_gateway/v2/request-workflow';

export interface Reply {
	status: number;
	headers: Headers;
	text: string;
	/** The parsed body; tests compare it or walk through it. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON of unknown shape, read by assertions
	body: any;
}

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

export const basic = (user: string, password: string): string =>
	`Basic ${Buffer.from(`${user}:${md5(password)}`).toString('base64')}`;

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** A running sandbox and calls to it with Basic credentials; `headers` add or replace, '' removes. */
export class Client {
	private constructor(readonly sandbox: Sandbox) {}

	static async start(options: SandboxOptions = {}): Promise<Client> {
		return new Client(await startSandbox(options));
	}

	get authorization(): string {
		const { username, password } = this.sandbox.credentials;
		return basic(username, password);
	}

	get approvalHeaders(): Record<string, string> {
		const { orgId, userToken } = this.sandbox.credentials;
		return { 'X-CAP-API-AUTH-ORG-ID': orgId, 'X-CAP-UI-AUTH-TOKEN': userToken };
	}

	async call(
		method: string,
		path: string,
		body?: unknown,
		headers: Record<string, string> = {},
	): Promise<Reply> {
		const all = {
			authorization: this.authorization,
			'content-type': 'application/json',
			...headers,
		};
		const sent = Object.entries(all).filter(([, value]) => value !== '');
		const response = await fetch(this.sandbox.url + path, {
			method,
			headers: Object.fromEntries(sent),
			...(body === undefined
				? {}
				: { body: typeof body === 'string' ? body : JSON.stringify(body) }),
		});
		const text = await response.text();
		return { status: response.status, headers: response.headers, text, body: parsed(text) };
	}

	get = (path: string, headers?: Record<string, string>): Promise<Reply> =>
		this.call('GET', path, undefined, headers);

	post = (path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> =>
		this.call('POST', path, body, headers);

	put = (path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> =>
		this.call('PUT', path, body, headers);

	/** The id of a seed badge by its name. */
	id(name: string): string {
		const id = this.sandbox.state.badgeNames.get(name);
		if (id === undefined) throw new Error(`no badge ${name}`);
		return id;
	}
}

/** `[status, code, …]` of a refusal, the usual thing to compare. */
export const refusal = ({ status, body }: Reply): number[] => [
	status,
	...body.errors.map((error: { code: number }) => error.code),
];

export const by = (ownerType: string, referenceId: string) => ({ ownerType, referenceId });
