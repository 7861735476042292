/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads a file of the project */
/** The table of habits, and the ways to set them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { habitList, type HabitName, HABITS, usualHabits } from '../../sandbox';
import { parseHabits } from '../../sandbox/habits';
import { startSandboxProcess } from '../support/sandboxProcess';
import { Client } from './client';

let client: Client;
beforeAll(async () => {
	client = await Client.start({ habits: { errors: 'text' } });
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const NAMES = Object.keys(HABITS) as HabitName[];

test('each has a name in kebab-case, a line about it, and a usual value', () => {
	expect(NAMES.length).toBeGreaterThan(40);
	for (const name of NAMES) {
		expect(name.replace('earnType', 'earn-type')).toMatch(/^[a-z]+(-[a-z]+)*$/);
		expect(HABITS[name].about).toMatch(/^[\w'].{10,}[^.]$/);
	}
	expect(Object.keys(usualHabits())).toEqual(NAMES);
});

test('the README lists them as they are', () => {
	const readme = readFileSync(path.join(__dirname, '../../sandbox/README.md'), 'utf8');
	expect(readme).toContain(`\n\n${habitList()}\n\n`);
});

test('each habit is set by a test of its own', () => {
	const files = ['ids', 'views', 'batches', 'answers', 'lists'].map((name) => `habit-${name}`);
	const tests = [...files, 'customer-lookup']
		.map((name) => readFileSync(path.join(__dirname, `${name}.test.ts`), 'utf8'))
		.join('\n');
	const set = (name: HabitName): boolean => new RegExp(`[{ ]'?${name}'?: `).test(tests);
	expect(NAMES.filter((name) => !set(name))).toEqual([]);
});

describe('on the command line', () => {
	test('a value, a number, or the name alone for the first unusual value', () => {
		expect(parseHabits(['id-scope=badge', 'work-ms=50', 'refused-id'])).toEqual({
			'id-scope': 'badge',
			'work-ms': 50,
			'refused-id': 'used',
		});
	});

	test.each([
		['speed=1', 'No habit is called "speed"'],
		['id-scope=town', 'The habit id-scope takes everywhere, endpoint, badge, customer; not "town"'],
		['work-ms', 'The habit work-ms takes 0, or another number; not ""'],
		['work-ms=-1', 'The habit work-ms takes 0, or another number; not "-1"'],
	])('%s is refused', (text, message) => {
		expect(() => parseHabits([text])).toThrow(message);
	});

	test('a sandbox of its own process begins with them', async () => {
		const other = await startSandboxProcess(0, ['id-status=409', 'batch-cap=7']);
		try {
			const habits = await other.control<Record<string, { now: unknown }>>('habits');
			expect([habits['id-status']?.now, habits['batch-cap']?.now]).toEqual(['409', 7]);
		} finally {
			await other.stop();
		}
	});
});

describe('in the control', () => {
	const control = (method: string, body?: unknown) =>
		client.call(method, '/__sandbox/habits', body, { authorization: '' });

	test('GET shows each with its value now, its values and what it is about', async () => {
		const { body } = await control('GET');
		expect(Object.keys(body)).toEqual(NAMES);
		expect([body.errors, body['work-ms']]).toEqual([
			{ now: 'text', ...HABITS.errors },
			{ now: 0, ...HABITS['work-ms'] },
		]);
	});

	test('POST sets some, the others stay; reset goes back to the start', async () => {
		const { status, body } = await control('POST', { 'work-ms': 1, 'id-status': 200 });
		expect([status, body['work-ms'], body['id-status'], body.errors]).toEqual([
			200,
			1,
			'200',
			'text',
		]);
		client.sandbox.reset();
		expect(client.sandbox.state.habits).toEqual({ ...usualHabits(), errors: 'text' });
	});

	test('POST refuses what there is not, and sets nothing of it', async () => {
		const { status, body } = await control('POST', { 'work-ms': 1, errors: 'sometimes' });
		expect([status, body.message]).toEqual([
			400,
			'Error: The habit errors takes list, text, texts, object; not "sometimes"',
		]);
		expect(client.sandbox.state.habits['work-ms']).toBe(0);
	});
});
