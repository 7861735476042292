/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command line program beside n8n, not inside it */
/** `tsx sandbox/main.ts [--port N]`: a sandbox that runs until it is interrupted. */
import { parseArgs } from 'node:util';
import { startSandbox } from './index';

const DEFAULT_PORT = '8484';

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { port: { type: 'string', default: DEFAULT_PORT } } });
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		throw new Error(`--port takes a number from 0 to 65535, not "${values.port}"`);
	}
	const sandbox = await startSandbox({ port });
	const { username, password, clientKey, clientSecret, orgId, userToken } = sandbox.credentials;
	console.log(
		[
			`Capillary sandbox   ${sandbox.url}`,
			`Basic               user ${username}, password ${password}`,
			`OAuth               key ${clientKey}, secret ${clientSecret}`,
			`Organization id     ${orgId}`,
			`User token          ${userToken}`,
			`Control             ${sandbox.url}/__sandbox/state`,
			'Ctrl+C ends it.',
		].join('\n'),
	);
	const stop = (): void => {
		sandbox.close().then(
			() => process.exit(0),
			() => process.exit(1),
		);
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
