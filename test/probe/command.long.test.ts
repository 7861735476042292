/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n, not inside it */
/** The probe as a command: what it takes, asks, writes; and what an interruption does. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Sandbox } from '../../sandbox';
import { SEED, startSandbox } from '../../sandbox';
import { command } from '../../tools/probe/command';
import type { Terminal } from '../../tools/probe/terminal';
import { heldIn } from '../support/probing';

const PASSWORD = 'server123';
const ENV = { CAPILLARY_USERNAME: 'store.server', CAPILLARY_PASSWORD: PASSWORD };
const QUICK = ['--pace', '0', '--patience', '1', '--timeout', '10'];
const SUBJECTS = ['--badge', SEED.enrolBadge, '--customer', '123'];

let sandbox: Sandbox;
let out: string;
beforeEach(async () => {
	sandbox = await startSandbox();
	out = mkdtempSync(path.join(tmpdir(), 'probe-'));
});
afterEach(() => sandbox.close());

/** A terminal whose user gives these answers. */
function fakeTerminal(answers: string[] = [], isInteractive = true) {
	const shown: string[] = [];
	const asked: string[] = [];
	const codes: number[] = [];
	let interrupt = (): void => undefined;
	const ask = async (question: string): Promise<string> => {
		asked.push(question);
		return await Promise.resolve(answers.shift() ?? '');
	};
	const terminal: Terminal = {
		print: (text) => shown.push(text),
		tell: (line) => shown.push(line),
		...{ isInteractive, ask, askHidden: ask },
		onInterrupt: (react) => (interrupt = react),
		exit: (code) => codes.push(code),
	};
	return {
		terminal,
		shown,
		asked,
		codes,
		interrupt: () => interrupt(),
		text: () => shown.join('\n'),
	};
}

const args = (...more: string[]): string[] => [
	'--url',
	sandbox.url,
	'--out',
	out,
	...QUICK,
	...more,
];

test('reads only unless told otherwise, and writes the report in two forms', async () => {
	const { terminal, text } = fakeTerminal();
	expect(await command(args(...SUBJECTS), ENV, terminal)).toBe(0);
	const changes = sandbox.journal.entries.filter(({ method }) => method !== 'GET');
	expect(changes.map(({ path: place }) => place)).toEqual(['/v3/oauth/token/generate']);
	const markdown = readFileSync(path.join(out, 'probe.md'), 'utf8');
	expect(text()).toContain(markdown);
	const report = JSON.parse(readFileSync(path.join(out, 'probe.json'), 'utf8')) as object;
	expect(report).toMatchObject({ asked: 'reads', host: 'another host', habits: {} });
});

test.each([
	['nothing at all', [], '--url is missing: see --help'],
	['an option that there is not', ['--password', 'hunter22'], /^There is no such option/],
	['an address without https', ['--url', 'http://example.com'], /must start with https/],
	['an address with a login', ['--url', 'https://me:hunter22@example.com'], /must be a host alone/],
	['a write without subjects', ['--url', 'https://example.com', '--write'], /needs a --badge/],
	['half of an owner', ['--url', 'https://example.com', '--owner', 'Loyalty'], /come together/],
	[
		'a customer that is no number',
		['--url', 'https://example.com', '--customer', 'hunter22'],
		/whole number/,
	],
	['half of an entity', ['--url', 'https://example.com', '--till', '1'], /come together/],
])('%s is refused, in words that quote nothing', async (_words, given, message) => {
	const { terminal, text } = fakeTerminal();
	expect(await command(given, ENV, terminal)).toBe(1);
	expect(text()).toMatch(message);
	expect(text()).not.toContain('hunter22');
});

test('--help needs nothing', async () => {
	const { terminal, text } = fakeTerminal();
	expect(await command(['--help'], {}, terminal)).toBe(0);
	expect(text()).toContain('CAPILLARY_PASSWORD');
});

test('a password that the environment lacks is asked for', async () => {
	const { terminal, asked } = fakeTerminal(['store.server', PASSWORD]);
	expect(await command(args(), {}, terminal)).toBe(0);
	expect(asked).toEqual(['User name: ', 'Password: ']);
});

test('nobody there to ask: the credential and the permission must be given', async () => {
	const one = fakeTerminal([], false);
	expect(await command(args(), {}, one.terminal)).toBe(1);
	expect(one.text()).toContain('No credential');
	const two = fakeTerminal([], false);
	expect(await command(args('--write', ...SUBJECTS), ENV, two.terminal)).toBe(1);
	expect(two.text()).toContain('--write needs --yes');
	expect(sandbox.journal.entries).toEqual([]);
});

test.each(['no', '', 'perhaps'])('asked whether to write, "%s" sends nothing', async (answer) => {
	const { terminal, text } = fakeTerminal([answer]);
	expect(await command(args('--write', ...SUBJECTS), ENV, terminal)).toBe(1);
	expect(text()).toContain('What Capillary does when a badge is issued is not');
	expect(sandbox.journal.entries).toEqual([]);
});

test('a yes writes, and everything is taken back', async () => {
	const { terminal, text } = fakeTerminal(['yes']);
	expect(await command(args('--write', ...SUBJECTS), ENV, terminal)).toBe(0);
	expect([sandbox.state.earns.size > 3, heldIn(sandbox)]).toEqual([true, 0]);
	expect(text()).toMatch(/taken back: \d+, perhaps left: 0/);
});

test('a wrong password: no questions that need one, and no second try with it', async () => {
	const { terminal, text } = fakeTerminal();
	const env = { ...ENV, CAPILLARY_PASSWORD: 'hunter22' };
	expect(await command(args('--write', '--yes', ...SUBJECTS), env, terminal)).toBe(1);
	expect(text()).toContain('Not asked: the credential is not accepted');
	expect(text()).not.toContain('hunter22');
	expect(sandbox.journal.entries.length).toBeLessThan(6);
});

test('what cannot be taken back is listed, and the exit code says so', async () => {
	sandbox.faults.add({
		match: { path: /revoke/ },
		answer: { status: 500, json: {} },
		times: 1_000,
	});
	const { terminal, text } = fakeTerminal();
	expect(await command(args('--write', '--yes', ...SUBJECTS), ENV, terminal)).toBe(2);
	const [earn] = [...sandbox.state.earns.values()];
	expect(text()).toContain(`- issued badge ${earn?.id} of customer 123, badge ${SEED.enrolBadge}`);
	expect(text().split('\n- ').length - 1).toBe(heldIn(sandbox));
});

/** The command in a process of its own, and what it says. */
function start(given: string[]) {
	const child = spawn(process.execPath, ['--require', 'tsx/cjs', 'tools/probe/main.ts', ...given], {
		env: { ...process.env, ...ENV },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let told = '';
	const gave = new Promise<void>((resolve) => {
		child.stderr.on('data', (piece: Buffer) => {
			told += piece.toString();
			if (told.includes('given: ')) resolve();
		});
	});
	const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
	return { child, gave, ended, told: () => told };
}

test('an interruption takes back first', async () => {
	const { child, gave, ended, told } = start(args('--write', '--yes', ...SUBJECTS, '--pace', '50'));
	await gave;
	child.kill('SIGINT');
	expect(await ended).toBe(130);
	expect(told()).toContain('Stopping. What was given is taken back first');
	expect([sandbox.state.issuals.size > 0, heldIn(sandbox)]).toEqual([true, 0]);
});

test('a second interruption ends at once, and says what is left', async () => {
	const { child, gave, ended, told } = start(
		args('--write', '--yes', ...SUBJECTS, '--pace', '150'),
	);
	await gave;
	child.kill('SIGINT');
	await new Promise((wake) => setTimeout(wake, 100));
	child.kill('SIGINT');
	expect(await ended).toBe(2);
	const [issual] = [...sandbox.state.issuals.values()];
	expect(told()).toContain(`- enrolment ${issual?.id} of customer 123`);
});
