/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command line program beside n8n, not inside it */
/** The terminal of whoever runs the probe: words, questions, interruptions. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

export interface Terminal {
	/** The report. */
	print(text: string): void;
	/** A line beside it. */
	tell(line: string): void;
	/** Whether somebody is there to answer. */
	isInteractive: boolean;
	ask(question: string): Promise<string>;
	askHidden(question: string): Promise<string>;
	/** Calls back each time somebody wants the end. */
	onInterrupt(react: () => void): void;
	/** Ends at once. */
	exit(code: number): void;
}

/** Swallows what is typed, so that a secret is not shown. */
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

async function question(text: string, isHidden: boolean): Promise<string> {
	process.stderr.write(text);
	const output = isHidden ? nowhere() : process.stderr;
	const reader = createInterface({ input: process.stdin, output, terminal: true });
	reader.on('SIGINT', () => {
		process.stderr.write('\n');
		process.exit(130);
	});
	try {
		return await reader.question('');
	} finally {
		reader.close();
		if (isHidden) process.stderr.write('\n');
	}
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The terminal of this process. */
export function processTerminal(): Terminal {
	// A reader that has gone must not end a run that has something to take back.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
	return {
		print: (text) => void process.stdout.write(text),
		tell: (line) => void process.stderr.write(`${line}\n`),
		isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
		ask: async (text) => await question(text, false),
		askHidden: async (text) => await question(text, true),
		onInterrupt: (react) => {
			for (const signal of SIGNALS) process.on(signal, react);
		},
		exit: (code) => process.exit(code),
	};
}
