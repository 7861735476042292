// n8n's own REST interface, as its editor uses it.

export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Olive',
	lastName: 'Owner',
	password: 'Badges4Everyone',
};

/** A client that is signed in once the owner is set up. */
export function restClient(url) {
	let cookie = '';

	async function ask(method, path, body) {
		const answer = await fetch(`${url}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', 'browser-id': 'e2e', cookie },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const set = answer.headers.getSetCookie().map((one) => one.split(';', 1)[0]);
		if (set.length > 0) cookie = set.join('; ');
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
		return JSON.parse(text).data;
	}

	return {
		setUpOwner: () => ask('POST', '/owner/setup', OWNER),
		signIn: ({ email, password }) => ask('POST', '/login', { emailOrLdapLoginId: email, password }),
		/** @returns the id */
		async saveCredential(name, data) {
			const { id } = await ask('POST', '/credentials', { name, type: 'capillaryApi', data });
			return id;
		},
		/** Presses the credential's test: `{ status: 'OK' | 'Error', message }`. */
		testCredential: (data, id = '') =>
			ask('POST', '/credentials/test', {
				credentials: { id, name: 'Tested', type: 'capillaryApi', data },
			}),
		saveWorkflow: (workflow) => ask('POST', '/workflows', { settings: {}, ...workflow }),
		activate: ({ id, versionId }) => ask('POST', `/workflows/${id}/activate`, { versionId }),
		deactivate: ({ id }) => ask('POST', `/workflows/${id}/deactivate`, {}),
		/** The executions of a workflow, the latest first: at most 100, and how many there are. */
		executions({ id }) {
			const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
			return ask('GET', `/executions?limit=100&filter=${filter}`);
		},
		/** Runs a workflow by hand from the trigger of that name, with the data that is pinned. */
		run: ({ id }, name) => ask('POST', `/workflows/${id}/run`, { triggerToStartFrom: { name } }),
		execution: (id) => ask('GET', `/executions/${id}`),
		ask,
		get cookie() {
			return cookie;
		},
	};
}
