/**
 * Who may call (docs/api.md#authentication). No page shows the answer to a wrong credential: the sandbox says 401 with
 * the ordinary failure envelope, and 403 for a wrong organization or user token.
 */
import { createHash, randomBytes } from 'node:crypto';
import { apiError, Refusal, refuse } from './errors';
import type { Habits } from './habits';
import { ORG_ID, TILL_ID } from './state';
import type { Route, User } from './types';

export interface Credentials {
	username: string;
	password: string;
	clientKey: string;
	clientSecret: string;
	orgId: string;
	userToken: string;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The second account is the one inside the documents' EARN-BADGE example. */
const ACCOUNTS: ReadonlyArray<readonly [username: string, password: string]> = [
	['store.server', 'server123'],
	['ab124', '12345678'],
];

/** 401 in one of the forms that a gateway may give it. */
function unauthorized(form: Habits['unauthorized']): Refusal {
	const sentence = 'Authentication failed. Please check username and password';
	const bodies = { envelope: undefined, message: { message: sentence }, text: sentence, empty: '' };
	return new Refusal(401, [apiError(401, { message: 'Authentication failed' })], bodies[form]);
}

export class Auth {
	/** Who a change is attributed to. */
	readonly tillId = TILL_ID;
	readonly credentials: Credentials = {
		username: 'store.server',
		password: 'server123',
		clientKey: 'sandbox-client-key',
		clientSecret: 'sandbox-client-secret',
		orgId: ORG_ID,
		userToken: 'sandbox-user-token',
	};
	/** InTouch users by token; the last two may do only one half of an approval. */
	readonly users = new Map<string, User>([
		[
			'sandbox-user-token',
			{ id: 232_134, name: 'tomswayer@tipent.com', canMake: true, canCheck: true },
		],
		[
			'sandbox-maker-token',
			{ id: 232_135, name: 'maker@tipent.com', canMake: true, canCheck: false },
		],
		[
			'sandbox-checker-token',
			{ id: 232_136, name: 'checker@tipent.com', canMake: false, canCheck: true },
		],
	]);
	private readonly basic = new Set(ACCOUNTS.map(([user, password]) => `${user}:${md5(password)}`));
	/** Token → end of its life, epoch ms. */
	private readonly tokens = new Map<string, number>();

	constructor(
		private readonly now: () => number,
		private readonly habits: () => Habits,
	) {}

	/** POST /v3/oauth/token/generate (docs/api.md#oauth). */
	issueToken(key: unknown, secret: unknown): { accessToken: string; ttlSeconds: number } {
		const { clientKey, clientSecret } = this.credentials;
		if (key !== clientKey || secret !== clientSecret) {
			throw refuse(401, { status: 401, message: 'Failed to generate OAuth token' });
		}
		const now = this.now();
		const { tokens, 'token-seconds': ttlSeconds } = this.habits();
		if (tokens === 'newest') this.tokens.clear();
		for (const [token, end] of this.tokens) if (end <= now) this.tokens.delete(token);
		const accessToken = this.mint(now, ttlSeconds);
		this.tokens.set(accessToken, now + ttlSeconds * 1000);
		return { accessToken, ttlSeconds };
	}

	/** Every issued token becomes invalid. */
	expireTokens(): void {
		this.tokens.clear();
	}

	/** Throws 401 or 403 unless the headers suit the route. */
	check(headers: Record<string, string>, need: Route['auth']): void {
		if (need === 'none') return;
		if (!this.authenticated(headers)) {
			throw unauthorized(this.habits().unauthorized);
		}
		const orgId = headers['x-cap-api-auth-org-id'];
		if (orgId !== undefined && orgId !== this.credentials.orgId) {
			throw this.forbidden('Invalid organization id');
		}
		if (need === 'api') return;
		if (orgId === undefined) {
			throw this.forbidden('X-CAP-API-AUTH-ORG-ID is mandatory');
		}
		const user = this.user(headers);
		const allowed =
			user && (need === 'viewer' || (need === 'maker' ? user.canMake : user.canCheck));
		if (!allowed) throw this.forbidden('User is not authorized for the request');
	}

	private forbidden(message: string): Refusal {
		const errors = [apiError(403, { message })];
		if (this.habits().forbidden === 'envelope') return new Refusal(403, errors);
		const errorMessage = 'Not authorized. Access is denied!';
		return new Refusal(403, errors, { errorMessage, errorCode: 4000 });
	}

	user(headers: Record<string, string>): User | undefined {
		return this.users.get(headers['x-cap-ui-auth-token'] ?? '');
	}

	/** An OAuth token goes raw into its own header; a token that is sent decides alone. */
	private authenticated(headers: Record<string, string>): boolean {
		const token = headers['x-cap-api-oauth-token'];
		if (token !== undefined) return (this.tokens.get(token) ?? 0) > this.now();
		const match = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(headers.authorization ?? '');
		if (!match?.[1]) return false;
		return this.basic.has(Buffer.from(match[1], 'base64').toString('utf8'));
	}

	/** Looks like the documents' token (RS256 with their claims); nothing verifies its signature. */
	private mint(now: number, ttlSeconds: number): string {
		const iat = Math.floor(now / 1000);
		const claims = {
			iss: 'Capillary',
			exp: iat + ttlSeconds,
			jti: randomBytes(8).toString('hex'),
			iat,
			sub: this.credentials.clientKey,
			client_id: this.credentials.clientKey,
			org_id: Number(this.credentials.orgId),
			token_use: 'access',
		};
		const signature = randomBytes(32).toString('base64url');
		return `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}.${signature}`;
	}
}
