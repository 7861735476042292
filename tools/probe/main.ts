/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a command line program beside n8n, not inside it */
/** `tsx tools/probe/main.ts --url https://…`: see `--help`, and docs/probe.md. */
import { command } from './command';
import { processTerminal } from './terminal';

void command(process.argv.slice(2), process.env, processTerminal()).then((code) => {
	process.exitCode = code;
	// What was written before has left by then, also into a pipe.
	process.stdout.write('', () => process.exit());
});
