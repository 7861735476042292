// `node tools/quietly.mjs COMMAND …`: runs a command, and shows what it printed only if it fails.
import { spawnSync } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
// A terminal's colors are of no use in what is kept.
const env = { ...process.env, NO_COLOR: '1' };
delete env.FORCE_COLOR;
const { status, stdout, stderr, error } = spawnSync(command, args, {
	env,
	encoding: 'utf8',
	maxBuffer: 2 ** 26,
	stdio: ['ignore', 'pipe', 'pipe'],
	shell: process.platform === 'win32',
});
if (status !== 0) {
	process.stdout.write(stdout ?? '');
	process.stderr.write(stderr ?? '');
	if (error) console.error(error.message);
	console.error(`\n"${[command, ...args].join(' ')}" failed: see above.`);
}
process.exitCode = status ?? 1;
