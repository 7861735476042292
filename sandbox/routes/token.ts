/** POST /v3/oauth/token/generate (docs/api.md#oauth): no authentication, no warnings key. */
import { endpoint } from '../endpoint';
import { bodyObject } from '../validate';

export const tokenRoutes = [
	endpoint(
		'POST',
		'/v3/oauth/token/generate',
		({ auth }, { body }) => {
			const { key, secret } = bodyObject(body);
			return {
				status: 200,
				body: { data: auth.issueToken(key, secret), errors: null },
				effect: false,
			};
		},
		'none',
	),
];
