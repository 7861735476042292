/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import type { Operation } from '../../nodes/CapillaryBadges/operation';
import { ENDPOINTS } from '../fixtures/endpoints';
import { EXAMPLES } from '../fixtures/operationExamples';
import { ROOT } from '../support/engine';
import { exampleFiles } from '../support/examples';
import { keyOf, operationsPage, withTables } from '../support/pages';

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
		['README.md', ['operations', 'endpoints']],
		['CONTRIBUTING.md', ['example']],
	])('%s is up to date', (page, parts) => {
		for (const part of parts) expect(read(page)).toContain(`<!-- /${part} -->`);
		expect(plain(withTables(read(page)))).toBe(plain(read(page)));
	});

	test('docs/operations.md is up to date', () => {
		expect(plain(read('docs/operations.md'))).toBe(plain(operationsPage()));
	});

	test('every operation has an example, and no example is left over', () => {
		expect(Object.keys(EXAMPLES).sort()).toEqual(keys);
	});
});

describe('the documented endpoints', () => {
	test('are 31, and each but the legacy org meta has its operations', () => {
		expect(ENDPOINTS).toHaveLength(31);
		expect(ENDPOINTS.flatMap((endpoint) => endpoint.operations).sort()).toEqual(keys);
		const without = ENDPOINTS.filter((endpoint) => endpoint.operations.length === 0);
		expect(without.map((endpoint) => endpoint.path)).toEqual(['/api_gateway/v1/badges/orgMeta']);
	});

	/** Values for the parameters of all operations; each takes what it knows. */
	const INPUT = {
		badgeId: '653df084b3cda7078c7c68f1',
		groupId: '64f0a1c2b3d4e5f600000001',
		customFieldId: '64f0b1c2b3d4e5f600000001',
		approvalRequestId: '6b5b32fd-36ea-4f03-9d36-c7371a8ad856',
		earnedBadgeId: '697b2f0c9e1d4a3b5c6d7e8f',
		customerId: '62090013',
		customers: '62090013',
		ownerType: 'Loyalty',
		referenceId: '123',
		tillId: '1',
		storeId: '2',
		zoneId: '3',
		conceptId: '4',
		requestType: 'EARN-BADGE',
		decision: 'approved',
		earnEventDate: '2026-03-01T00:00:00Z',
		earnExpiresOn: '2026-05-01T00:00:00Z',
		name: 'Walker',
		rank: 1,
		dataType: 'STRING',
		startOn: '2026-03-01T00:00:00Z',
		expiresOn: '2026-05-31T00:00:00Z',
		earnType: 'EARN',
		owners: ['Loyalty'],
		earnedBadgeExpiry: { open: { ends: 'never' } },
	};
	const CONTEXT = {
		requestId: 'request',
		account: {
			url: 'https://eu.api.capillarytech.com',
			basicAuthorization: 'Basic',
			orgId: '1',
			hasUserToken: true,
		},
	};

	/** The requests of an operation: one, or a read and the write after it. */
	function requestsOf(operation: Operation): string[] {
		const steps = operation.steps(operation.input({ zone: 'UTC' }).parse(INPUT), CONTEXT);
		const asked: string[] = [];
		// What is read before a write: a record with all that a badge, group or field has.
		const record = { ...INPUT, id: INPUT.badgeId, ownership: { restrictedToOwners: ['Loyalty'] } };
		for (let next = steps.next(); next.done !== true; next = steps.next(record)) {
			asked.push(`${next.value.method} ${next.value.path}`);
		}
		return asked;
	}

	test.each(operations.map((operation) => [keyOf(operation), operation] as const))(
		'%s asks for the endpoint that the table names',
		(key, operation) => {
			const [{ method, path: pattern }] = ENDPOINTS.filter((row) => row.operations.includes(key));
			const wanted = `^${method} ${pattern.replace(/\{\w+\}/g, '[^/]+')}$`;
			expect(requestsOf(operation).at(-1)).toMatch(new RegExp(wanted));
		},
	);
});

describe('the examples', () => {
	test.each(exampleFiles())('%s is run by a test and named in the README', (file) => {
		const tests = ['test/engine/examples.test.ts', 'test/engine/trigger/examples.test.ts'];
		expect(tests.map(read).join('\n')).toMatch(new RegExp(`^(test|describe)\\('${file}`, 'm'));
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
