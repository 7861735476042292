/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n, not inside it */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../support/engine';
import { readExample } from '../support/examples';

const STEPS = [
	'Claim the Badge',
	'Enrol Customers',
	'Issue the Badge',
	'Ask for an Approval',
	'Unclaim the Badge',
];

/** Runs the demo in a process of its own, as the README's command does. */
const demo = async (...args: string[]) =>
	await new Promise<{ code: unknown; out: string }>((resolve) => {
		const script = path.join(ROOT, 'tools/demo.ts');
		const tsx = path.join(ROOT, 'node_modules/.bin/tsx');
		execFile(tsx, [script, ...args], (error, out) => resolve({ code: error?.code ?? 0, out }));
	});

test('the demo says what each of the five steps did, and ends with 0', async () => {
	const { code, out } = await demo();
	expect(out.match(/^\d\. .*$/gm)).toEqual(STEPS.map((step, i) => `${i + 1}. ${step}: done`));
	expect(out).toContain('Capillary: customers 62090013 and 123 have "Frequent Flyer"');
	expect(out).toContain('5 of 5 steps done.');
	expect(code).toBe(0);
});

test('a step that does not take effect is named, and the demo ends with 1', async () => {
	const workflow = readExample('five-badge-operations.json');
	const issue = workflow.nodes.find(({ name }) => name === 'Issue the Badge');
	Object.assign(issue?.parameters ?? {}, { referenceId: 'not-claimed' });
	const folder = mkdtempSync(path.join(tmpdir(), 'capillary-demo-'));
	const file = path.join(folder, 'broken.json');
	writeFileSync(file, JSON.stringify(workflow));
	const { code, out } = await demo(file);
	rmSync(folder, { recursive: true });
	expect(out.match(/^\d\. .*$/gm)).toEqual(
		STEPS.map((step, i) => `${i + 1}. ${step}: ${i < 2 ? 'done' : 'NOT DONE'}`),
	);
	expect(out).toContain('is not claimed by Loyalty with reference ID not-claimed');
	expect(out).toContain('2 of 5 steps done.');
	expect(code).toBe(1);
});
