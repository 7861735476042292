import type { Account } from './account';
import { openAccount } from './account';
import { play } from './play';

let account: Account;
beforeAll(async () => {
	account = await openAccount();
});
afterAll(() => account.close());

test('500 random sequences: the items say what the model holds, and so does the server', async () => {
	const ran = await play(account, { sequences: 500, seed: 17 });
	expect(ran).toBeGreaterThan(2_000);
});
