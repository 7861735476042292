/** What must be true before a release; pure, so that each rule is tested by itself. */
import type { Manifest } from './names';
import { webAddress } from './names';

/** What is known about the state that is to be released. */
export interface State {
	manifest: Manifest;
	changelog: string;
	/** Files with names (package.json's included) that the build would write differently. */
	stale: string[];
	/** GitHub's `owner/name` of the repository that runs this; undefined outside of GitHub's runners. */
	runsIn?: string;
	/** The tag that is to be published; undefined before there is one. */
	tag?: { name: string; isOnMain: boolean };
}

const GITHUB = /^https:\/\/github\.com\/([\w-]+\/[\w.-]+)$/;

/** Names that nobody can register (RFC 2606), so that a placeholder never is somebody's address. */
const RESERVED = /(^|[@.])(example(\.(com|net|org))?|invalid|localhost|test)$/i;

const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}$/i;

const escape = (text: string) => text.replace(/[.+]/g, '\\$&');

/** The `owner/name` of a repository on GitHub, from which alone n8n's scan takes the sources. */
const repositoryOf = ({ repository }: Manifest) => GITHUB.exec(webAddress(repository.url))?.[1];

/** What of the names keeps a state from being released. */
export function nameFindings({ manifest, runsIn }: Pick<State, 'manifest' | 'runsIn'>): string[] {
	const { author } = manifest;
	const named = repositoryOf(manifest);
	return [
		named === undefined &&
			`package.json, "repository.url": the address of your public GitHub repository, such as git+https://github.com/OWNER/NAME.git (now ${manifest.repository.url})`,
		named !== undefined &&
			runsIn !== undefined &&
			named.toLowerCase() !== runsIn.toLowerCase() &&
			`package.json, "repository.url": names ${named}, but this runs in ${runsIn}; npm refuses the provenance of another repository`,
		author.name.trim() === '' && 'package.json, "author.name": who publishes it',
		(!EMAIL.test(author.email) || RESERVED.test(author.email)) &&
			`package.json, "author.email": an address of yours; GitHub's ID+NAME@users.noreply.github.com will do (now ${author.email})`,
	].filter((finding) => finding !== false);
}

function versionFindings({ manifest: { version }, changelog, stale, tag }: State): string[] {
	return [
		!new RegExp(`^## \\[?v?${escape(version)}\\b(?![.-])`, 'm').test(changelog) &&
			`CHANGELOG.md: a heading "## ${version}" that says what is new`,
		stale.length > 0 && `${stale.join(', ')}: run "npx -y pnpm@10 build" and commit what it writes`,
		tag !== undefined &&
			tag.name !== version &&
			`tag ${tag.name}: is not the version of package.json, ${version}`,
		tag !== undefined && !tag.isOnMain && `tag ${tag.name}: its commit is not on the branch main`,
	].filter((finding) => finding !== false);
}

/** What keeps this state from being released, a line each; empty if nothing does. */
export const findings = (state: State): string[] => [
	...nameFindings(state),
	...versionFindings(state),
];

/** The tag under which npm lists a version: what comes before a release is not what people get by default. */
export const distTag = (version: string) => (version.includes('-') ? 'next' : 'latest');

const DRY_RUN = 'dry-run';

/** Stand-ins with which a dry run can go the whole way before the real names are set. */
export const STAND_IN = {
	// In parts, since a project's own address stands in the files that are written from it, and nowhere else.
	repository: {
		type: 'git',
		url: `git+https://github.com/${DRY_RUN}/n8n-nodes-capillary-badges.git`,
	},
	author: { name: 'Dry Run', email: `${DRY_RUN}@users.noreply.github.com` },
};
