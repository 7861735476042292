/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a command line program beside n8n, not inside it */
/** `pnpm fuzz [how many] [seed]`: feeds made-up answers and inputs to the stages, and says what went wrong. */
import { makeRandom } from '../simulation/random';
import { fuzzAnswer, fuzzInput } from './fuzz';

const [count = '1000000', seed = String(Date.now())] = process.argv.slice(2);
const WHOLE = Number(count);

function main(): void {
	const random = makeRandom(seed);
	const started = Date.now();
	const wrong: string[] = [];
	for (let i = 0; i < WHOLE; i += 1) {
		for (const why of [fuzzAnswer(random), fuzzInput(random)]) {
			if (why !== undefined) wrong.push(why);
		}
		if (wrong.length > 20) break;
	}
	const seconds = Math.round((Date.now() - started) / 1000);
	process.stdout.write(`${wrong.join('\n')}\n`);
	process.stdout.write(
		`${WHOLE} answers and ${WHOLE} inputs in ${seconds} s, seed ${seed}: ${wrong.length} wrong\n`,
	);
	process.exitCode = wrong.length > 0 ? 1 : 0;
}

main();
