/** HTTP around the rules: one handler a route, and one for paths that there are not. */
import Fastify, { type FastifyInstance } from 'fastify';
import { type Endpoint, endpoint, type World } from './endpoint';
import { arrive, serve } from './serve';
import type { Answer } from './types';

const BODY_LIMIT = 64 * 1024 * 1024;

/** Outside the API there is no envelope. */
const notFound = (): Answer => ({
	status: 404,
	body: { message: 'no Route matched with those values' },
	effect: false,
});

const NOT_FOUND: Endpoint = endpoint('GET', '(unknown path)', () => notFound(), 'none');

/** A server for the endpoints; `closing` ends every wait. */
export function createServer(
	world: World,
	endpoints: readonly Endpoint[],
	closing: AbortSignal,
): FastifyInstance {
	const app = Fastify({
		bodyLimit: BODY_LIMIT,
		exposeHeadRoutes: false,
		forceCloseConnections: true,
		keepAliveTimeout: 30_000,
		routerOptions: { maxParamLength: 2000 },
		frameworkErrors: (_error, _request, reply) => {
			reply.raw.writeHead(400, { 'content-type': 'application/json' });
			reply.raw.end('{"message":"Malformed URL"}');
		},
	});
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	for (const route of endpoints) {
		app.route({
			method: route.method,
			url: route.url,
			handler: (request, reply) => serve(arrive(world, route, request, reply, closing)),
		});
	}
	app.setNotFoundHandler((request, reply) =>
		serve(arrive(world, NOT_FOUND, request, reply, closing)),
	);
	return app;
}
