/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import {
	allEnded,
	makeSemaphore,
	pool,
} from '../../nodes/CapillaryBadges/execution/deliver/semaphore';

/** Work that ends when it is told. */
function worker() {
	const begun: number[] = [];
	const ends = new Map<number, () => void>();
	return {
		begun,
		work: (name: number) => async () => {
			begun.push(name);
			await new Promise<void>((end) => ends.set(name, end));
			return name;
		},
		end: async (name: number) => {
			ends.get(name)?.();
			await new Promise(setImmediate);
		},
	};
}

describe('semaphore', () => {
	it('begins in order, as many as there is room for, which may change meanwhile', async () => {
		let limit = 2;
		const limited = makeSemaphore(() => limit);
		const { begun, work, end } = worker();
		const all = [0, 1, 2, 3, 4, 5].map((name) => limited(work(name)));
		await new Promise(setImmediate);
		expect(begun).toEqual([0, 1]);
		limit = 1;
		await end(0);
		expect(begun).toEqual([0, 1]);
		limit = 3;
		await end(1);
		expect(begun).toEqual([0, 1, 2, 3, 4]);
		for (const name of [2, 3, 4, 5]) await end(name);
		expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4, 5]);
	});

	it('lets nobody who comes later slip in where there is more room meanwhile', async () => {
		let limit = 1;
		const limited = makeSemaphore(() => limit);
		const { begun, work, end } = worker();
		const all = [0, 1].map((name) => limited(work(name)));
		await new Promise(setImmediate);
		limit = 2;
		all.push(limited(work(2)));
		await new Promise(setImmediate);
		expect(begun).toEqual([0]);
		await end(0);
		expect(begun).toEqual([0, 1, 2]);
		for (const name of [1, 2]) await end(name);
		await Promise.all(all);
	});

	it('makes room again after work that breaks', async () => {
		const limited = makeSemaphore(() => 1);
		await expect(limited(async () => await Promise.reject(new Error('No')))).rejects.toThrow('No');
		expect(await limited(async () => await Promise.resolve(7))).toBe(7);
	});
});

describe('pool', () => {
	it('does all, never more at a time than the limit of the moment', async () => {
		let next = 0;
		let under = 0;
		const most: number[] = [];
		let limit = 1;
		await pool(
			() => limit,
			() => next < 50,
			async () => {
				next += 1;
				under += 1;
				most.push(under <= limit ? 0 : under);
				await new Promise(setImmediate);
				under -= 1;
				limit = next < 25 ? Math.min(8, limit + 1) : 8;
			},
		);
		expect([next, under, Math.max(...most)]).toEqual([50, 0, 0]);
	});

	it('begins nothing after one breaks, waits for what is under way, and throws the first', async () => {
		let next = 0;
		let ended = 0;
		const doing = pool(
			() => 3,
			() => next < 50,
			async () => {
				next += 1;
				const mine = next;
				await new Promise(setImmediate);
				if (mine === 2) throw new Error('Two');
				await new Promise(setImmediate);
				ended += 1;
			},
		);
		await expect(doing).rejects.toThrow('Two');
		expect([next, ended]).toEqual([3, 2]);
	});

	it('ends at once where there is nothing to do', async () => {
		const work = jest.fn();
		await pool(
			() => 3,
			() => false,
			work,
		);
		expect(work).not.toHaveBeenCalled();
	});
});

describe('what runs beside others', () => {
	it('has ended before the first that broke comes out', async () => {
		let ended = 0;
		const ending = async (ms: number, reason?: string) => {
			for (let i = 0; i < ms; i += 1) await Promise.resolve();
			ended += 1;
			if (reason !== undefined) throw new Error(reason);
		};
		const all = [ending(1), ending(9, 'One'), ending(2, 'Two'), ending(20)];
		await expect(allEnded(all)).rejects.toThrow('One');
		expect(ended).toBe(4);
		await expect(allEnded([ending(1)])).resolves.toBe(undefined);
	});
});
