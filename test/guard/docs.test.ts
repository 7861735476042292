/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import type { Operation } from '../../nodes/CapillaryBadges/operation';
import { caseOf, flatInput, LEFT_OUT, OPERATIONS } from '../fixtures/operations';
import { ROOT } from '../support/engine';
import { exampleFiles } from '../support/examples';
import { withAgentTable } from '../../tools/agentPages';
import { keyOf, operationsPage, withTables } from '../../tools/pages';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** Text without what only the formatter decides: the width of tables, empty lines. */
const plain = (text: string) =>
	text
		.replace(/[ \t]+/g, ' ')
		.replace(/-{3,}/g, '---')
		.replace(/\n{2,}/g, '\n')
		.trim();

const keys = operations.map(keyOf).sort();

describe('what the pages say of the operations', () => {
	// To mend these: npx -y pnpm@10 pages
	test.each([
		['README.md', ['operations', 'endpoints', 'codes']],
		['CONTRIBUTING.md', ['example']],
	])('%s is up to date', (page, parts) => {
		for (const part of parts) expect(read(page)).toContain(`<!-- /${part} -->`);
		expect(plain(withTables(read(page)))).toBe(plain(read(page)));
	});

	test('docs/agents.md is up to date', () => {
		expect(read('docs/agents.md')).toContain('<!-- /fields -->');
		expect(plain(withAgentTable(read('docs/agents.md')))).toBe(plain(read('docs/agents.md')));
	});

	test('docs/operations.md is up to date', () => {
		expect(plain(read('docs/operations.md'))).toBe(plain(operationsPage()));
	});
});

describe('the documented endpoints', () => {
	test('each have their operations, and each operation is in the table once', () => {
		expect(OPERATIONS.map(({ key }) => key).sort()).toEqual(keys);
		expect(LEFT_OUT.map((endpoint) => endpoint.path)).toEqual(['/api_gateway/v1/badges/orgMeta']);
		const places = [...new Set(OPERATIONS.map(({ endpoint }) => endpoint)), ...LEFT_OUT].map(
			({ method, path: place }) => `${method} ${place}`,
		);
		expect(new Set(places).size).toBe(places.length);
	});

	const CONTEXT = {
		requestId: 'request',
		account: {
			url: 'https://eu.api.capillarytech.com',
			basicAuthorization: 'Basic',
			orgId: '1',
			hasUserToken: true,
		},
		alreadyDone: 'fail' as const,
		checkForChanges: false,
		unshown: new Map(),
	};

	/** The requests of an operation: one, or a read and the write after it. */
	function requestsOf(operation: Operation): string[] {
		const input = flatInput(keyOf(operation));
		const steps = operation.steps(operation.input({ zone: 'UTC' }).parse(input), CONTEXT);
		const asked: string[] = [];
		// What is read before a write: a record with all that a badge, group or field has.
		const record = {
			rank: 1,
			dataType: 'STRING',
			isMandatory: false,
			isActive: true,
			startOn: 1,
			expiresOn: 2,
			earnType: 'EARN',
			earnedBadgeExpiry: { expiryType: 'NEVER' },
			name: 'Found',
			...input,
			id: '',
			ownership: { restrictedToOwners: ['Loyalty'] },
		};
		for (let next = steps.next(); next.done !== true; next = steps.next(record)) {
			for (const step of [next.value].flat()) {
				if (!('method' in step)) continue;
				asked.push(`${step.method} ${step.path}`);
				record.id = String(step.path.split('/').at(-1));
			}
		}
		return asked;
	}

	test.each(operations.map((operation) => [keyOf(operation), operation] as const))(
		'%s asks for the endpoint that the table names',
		(key, operation) => {
			const { method, path: pattern } = caseOf(key).endpoint;
			const wanted = `^${method} ${pattern.replace(/\{\w+\}/g, '[^/]+')}$`;
			expect(requestsOf(operation).at(-1)).toMatch(new RegExp(wanted));
		},
	);
});

describe('the examples', () => {
	test.each(exampleFiles())('%s is run by a test and named in the README', (file) => {
		const tests = ['test/engine/examples.test.ts', 'test/engine/trigger/examples.test.ts'];
		expect(tests.map(read).join('\n')).toMatch(new RegExp(`^\\t?(test|describe)\\('${file}`, 'm'));
		expect(read('README.md')).toContain(`(examples/${file})`);
	});

	test('name only operations that exist', () => {
		const used = exampleFiles().flatMap((file) =>
			[...read(`examples/${file}`).matchAll(/"resource": "(\w+)",\s*"operation": "(\w+)"/g)].map(
				([, resource, value]) => `${resource}.${value}`,
			),
		);
		for (const key of used.filter((name) => !name.startsWith('sheet.'))) {
			expect(keys).toContain(key);
		}
	});
});

describe('the pages', () => {
	test('every command of the README is a script of package.json', () => {
		const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
		const named = [
			...read('README.md').matchAll(/pnpm@10 (?!install\b)(\w+)/g),
			...(read('README.md').split('## Commands')[1] ?? '')
				.split('\n## ')[0]
				.matchAll(/^\| `(\w+)`/gm),
		].map(([, name]) => name);
		expect(named).toEqual(expect.arrayContaining(['demo', 'test', 'lint', 'pages']));
		for (const name of named) expect(Object.keys(scripts)).toContain(name);
	});
});
