/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a command line program beside n8n, not inside it */
/** `tsx sandbox/main.ts [--port N] [--habit name[=value] …]`: a sandbox that runs until it is interrupted. */
import { parseArgs } from 'node:util';
import { habitList, parseHabits } from './habits';
import { startSandbox } from './index';

const DEFAULT_PORT = '8484';

const HELP = `pnpm sandbox [--port N] [--habit name[=value] …]

--port   the port on 127.0.0.1, ${DEFAULT_PORT} unless given; 0 takes any free one
--habit  a way of Capillary's that no document settles, as often as there are habits to set.
         The first value of each is the usual one; a name alone sets the second.

${habitList()}`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: DEFAULT_PORT },
			habit: { type: 'string', multiple: true, default: [] },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return;
	}
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		throw new Error(`--port takes a number from 0 to 65535, not "${values.port}"`);
	}
	const habits = parseHabits(values.habit);
	const sandbox = await startSandbox({ port, habits });
	const { username, password, clientKey, clientSecret, orgId, userToken } = sandbox.credentials;
	console.log(
		[
			`Capillary sandbox   ${sandbox.url}`,
			`Basic               user ${username}, password ${password}`,
			`OAuth               key ${clientKey}, secret ${clientSecret}`,
			`Organization id     ${orgId}`,
			`User token          ${userToken}`,
			...Object.entries(habits).map(([name, value]) => `Habit               ${name}=${value}`),
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
