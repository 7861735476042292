/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { scripts } from '../../package.json';
import { ROOT } from '../support/engine';

/** GitHub's workflows: what runs with which rights. */

interface Step {
	name?: string;
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
}
interface Job {
	needs?: string;
	environment?: string;
	permissions?: Record<string, string>;
	steps: Step[];
}
interface Workflow {
	permissions?: Record<string, string>;
	jobs: Record<string, Job>;
}

const FOLDER = '.github/workflows';
const files = readdirSync(path.join(ROOT, FOLDER));
const textOf = (file: string) => readFileSync(path.join(ROOT, FOLDER, file), 'utf8');
const workflowOf = (file: string) => parse(textOf(file)) as Workflow;
const runs = ({ steps }: Job) => steps.flatMap(({ run }) => run ?? []);

describe.each(files)('%s', (file) => {
	const { jobs, permissions } = workflowOf(file);
	const steps = Object.values(jobs).flatMap((job) => job.steps);

	test('pins every action by its commit, with the release in a comment', () => {
		const uses = [...textOf(file).matchAll(/uses: (.*)/g)].map(([, used]) => used);
		expect(uses).toHaveLength(steps.filter((step) => step.uses !== undefined).length);
		for (const used of uses) {
			expect(used).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		}
	});

	test('gives no rights but those that a job asks for, and holds no secret', () => {
		expect(permissions).toEqual({});
		expect(textOf(file)).not.toMatch(/secrets\.|NPM_TOKEN|NODE_AUTH_TOKEN|_authToken/);
	});

	test('puts nothing from outside into a command, and leaves no token in the work tree', () => {
		expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
		const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
		expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(
			checkouts.map(() => false),
		);
	});

	test('calls scripts that there are', () => {
		const called = [...textOf(file).matchAll(/pnpm@10 (?!install\b)([\w:]+)/g)].map(
			([, name]) => name,
		);
		expect(called.length).toBeGreaterThan(0);
		expect(called.filter((name) => !(name in scripts))).toEqual([]);
	});
});

describe('publishing', () => {
	const { jobs } = workflowOf('publish.yml');

	test('is two jobs: one that makes the tarball without any right to publish, one that only publishes', () => {
		expect(Object.keys(jobs)).toEqual(['pack', 'publish']);
		expect(jobs.pack.permissions).toEqual({ contents: 'read' });
		expect(jobs.pack.environment).toBe(undefined);
		expect(jobs.publish.permissions).toEqual({ 'id-token': 'write' });
		expect(jobs.publish.environment).toBe('npm');
		expect(jobs.publish.needs).toBe('pack');
	});

	test('checks tag and names first, then all that a clean checkout must pass, then packs', () => {
		const asked = runs(jobs.pack).join('\n');
		const order = [
			'install --frozen-lockfile',
			'release:check --tag "$GITHUB_REF_NAME"',
			'pnpm@10 lint',
			'pnpm@10 test',
			'pnpm@10 test:long',
			'pnpm@10 coverage',
			'pnpm@10 scan',
			'pnpm@10 e2e smoke',
			'pnpm@10 release:pack',
		].map((command) => asked.indexOf(command));
		expect(order).not.toContain(-1);
		expect(order).toEqual([...order].sort((a, b) => a - b));
		// Whether the tag is on main is asked of the history.
		expect(jobs.pack.steps[0].with?.['fetch-depth']).toBe(0);
	});

	test('publishes that very tarball, with provenance, and runs none of its code', () => {
		const { steps } = jobs.publish;
		expect(steps.flatMap(({ uses = '' }) => uses.split('@')[0]).filter(Boolean)).toEqual([
			'actions/setup-node',
			'actions/download-artifact',
		]);
		const asked = runs(jobs.publish).join('\n');
		expect(asked).toMatch(/sha256sum --check/);
		expect(asked).toMatch(/npm publish "?\.\/\S+\.tgz.* --provenance/);
		expect(asked).toMatch(/--ignore-scripts/);
		expect(asked).not.toMatch(/pnpm|install|npx/);
	});
});
