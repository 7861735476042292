/** The names that stand in many places, made from the one place that holds them: package.json. */

/** What of package.json names the project to the outside. */
export interface Manifest {
	version: string;
	repository: { type: string; url: string };
	author: { name: string; email: string };
	homepage: string;
	bugs: { url: string };
}

/**
 * The repository's address in a browser.
 * @param url as in package.json: `git+https://host/owner/name.git`, with or without `git+` and `.git`
 */
export const webAddress = (url: string) => url.replace(/^git\+/, '').replace(/\.git$/, '');

/** The pages that n8n's screens lead to. No anchors: n8n appends a query string, which voids them. */
const HELP = {
	credential: 'docs/credential.md',
	node: 'docs/operations.md',
	trigger: 'docs/trigger.md',
};

const CODEX = {
	'nodes/CapillaryBadges/CapillaryBadges.node.json': HELP.node,
	'nodes/CapillaryBadgesTrigger/CapillaryBadgesTrigger.node.json': HELP.trigger,
};
const CREDENTIAL = 'credentials/CapillaryApi.credentials.ts';
export const README = 'README.md';
const MANIFEST = 'package.json';

/** All files that hold a name made from package.json's `repository`. */
export const NAMED_FILES = [MANIFEST, README, CREDENTIAL, ...Object.keys(CODEX)];

type Text = (name: string, old: string) => string;

const manifestText: Text = (web, old) => {
	const manifest = JSON.parse(old) as Manifest;
	const links = { homepage: `${web}#readme`, bugs: { url: `${web}/issues` } };
	return JSON.stringify({ ...manifest, ...links });
};

/** A literal in the class, since n8n's lint looks for one. */
const credentialText: Text = (web, old) =>
	old.replace(
		/(documentationUrl =\s*)'[^']*'/,
		(_found, name: string) => `${name}'${web}/blob/main/${HELP.credential}'`,
	);

const readmeText: Text = (web, old) =>
	old.replace(
		/(<!-- links -->)[\s\S]*(<!-- \/links -->)/,
		`$1\n\nQuestions and faults: <${web}/issues>. Source: <${web}>.\n\n$2`,
	);

const codexText =
	(page: string): Text =>
	(web, old) => {
		const at = (file: string) => [{ url: `${web}/blob/main/${file}` }];
		const resources = {
			primaryDocumentation: at(page),
			credentialDocumentation: at(HELP.credential),
		};
		return JSON.stringify({ ...(JSON.parse(old) as object), resources });
	};

const TEXTS: Record<string, Text> = {
	[MANIFEST]: manifestText,
	[README]: readmeText,
	[CREDENTIAL]: credentialText,
	...Object.fromEntries(Object.entries(CODEX).map(([file, page]) => [file, codexText(page)])),
};

/**
 * What the files with names should say, before formatting.
 * @param url the repository's address as in package.json
 * @param read gives a file of the project as it is
 * @returns each file's text, by its path from the root
 */
export const namedTexts = (url: string, read: (file: string) => string): Record<string, string> =>
	Object.fromEntries(NAMED_FILES.map((file) => [file, TEXTS[file](webAddress(url), read(file))]));
