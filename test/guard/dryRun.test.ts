/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { RULES } from '../../nodes/CapillaryBadges/execution/deliver/dry/rules';
import { caseOf } from '../fixtures/operations';
import { ROOT } from '../support/engine';

const [, section] = readFileSync(path.join(ROOT, 'docs/delivery.md'), 'utf8').split(
	'\n### What a dry run looks at\n',
);

test('the page has a line for each rule of a dry run, and each rule is used', () => {
	const named = section
		.split('\n')
		.filter((line) => line.startsWith('| `'))
		.flatMap((line) => [...line.split('|')[1].matchAll(/`(\w+)`/g)].map(([, rule]) => rule));
	expect(named.sort()).toEqual(Object.keys(RULES).sort());
	const used = new Set(operations.flatMap(({ expects }) => expects?.rules ?? []));
	expect([...used].sort()).toEqual(Object.keys(RULES).sort());
});

test('whatever writes says what it must find, and nothing else does', () => {
	const said = operations.map((operation) => {
		const key = `${operation.resource}.${operation.value}`;
		return [key, operation.expects !== undefined, caseOf(key).endpoint.method !== 'GET'];
	});
	expect(said.filter(([, expects, writes]) => expects !== writes)).toEqual([]);
});
