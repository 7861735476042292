import { createHash } from 'node:crypto';
import { removalOfSecrets, secretsOf } from '../../nodes/shared/capillary/secrets';
import { readAccount } from '../../nodes/shared/capillary/account';
import { withoutN8nWords } from '../../nodes/shared/capillary/failure';
import { leakIn } from '../support/leaks';
import { FORMS } from '../support/secretWriting';

/** An account's secrets come out of a text in whatever usual way they are written there. */

const PASSWORD = `Pa$s "w<o>rd&1+'x`;
const MD5 = createHash('md5').update(PASSWORD).digest('hex');
const account = readAccount({
	cluster: 'https://eu.api.capillarytech.com',
	authentication: 'basic',
	username: 'till',
	password: PASSWORD,
	clientSecret: 'Cl1ent<Secret>&=/?',
	userToken: 'User-T0ken "7" of-the-screens',
});
const LOGIN = Buffer.from(`till:${MD5}`).toString('base64');

test('secret are the password, its MD5, the login of both, the client secret and the tokens', () => {
	const oauth = { ...account, accessToken: 'a token' };
	expect(new Set(secretsOf(oauth))).toEqual(
		new Set([PASSWORD, MD5, LOGIN, account.clientSecret, 'a token', account.userToken]),
	);
	expect(secretsOf({ ...account, password: '' }).at(-1)).toBe('');
});

const SECRETS = [
	PASSWORD,
	MD5,
	account.clientSecret,
	String(account.userToken),
	'T0ken-abc_DEF.ghi+jkl/mno==',
	'wörd über 7\\8',
	'ends with dots...',
	'two  spaces\tand 1 tab',
	'hasENOENTinside7',
];
describe.each(SECRETS)('%j', (secret) => {
	test.each(Object.keys(FORMS))('%s', (form) => {
		const clean = removalOfSecrets([...secretsOf(account), ...SECRETS])(FORMS[form](secret));
		expect(leakIn(clean, secret)).toBeUndefined();
		expect(clean).toContain('[removed]');
	});
});

test('a secret is found also where n8n words within it are parted', () => {
	const word = 'hasENOENTinside7';
	const parted = withoutN8nWords(word);
	expect(parted).not.toBe(word);
	expect(removalOfSecrets([undefined, word])(`x ${parted} y`)).toBe('x [removed] y');
});
