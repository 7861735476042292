import type {
	IDataObject,
	ILoadOptionsFunctions,
	INode,
	INodeListSearchResult,
} from 'n8n-workflow';
import { LoadOptionsContext } from 'n8n-core';
import { Workflow } from 'n8n-workflow';
import { CredentialsHelper } from './credentials';
import type { Engine } from './engine';
import { startEngine } from './engine';

const TYPE = 'n8n-nodes-capillary-badges.capillaryBadges';

/** Of the workflow whose node has the picker: neither the machine's nor n8n's own default. */
const WORKFLOW_ZONE = 'Asia/Tokyo';

/** What the editor gets for a picker of the node. */
export interface Picker {
	search(
		method: string,
		parameters: INode['parameters'],
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult>;
	options(method: string, parameters: INode['parameters']): Promise<unknown>;
}

/**
 * The context that n8n gives to pickers.
 * @param credential the node's credential, or the store that holds it as `Capillary`
 */
export function pickerContext(
	{ nodeTypes, credentialTypes }: Pick<Engine, 'nodeTypes' | 'credentialTypes'>,
	credential: IDataObject | Map<string, IDataObject>,
	parameters: INode['parameters'] = {},
): ILoadOptionsFunctions {
	const node: INode = {
		id: 'badges-node',
		name: 'Badges',
		type: TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { capillaryApi: { id: '1', name: 'Capillary' } },
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
		settings: { timezone: WORKFLOW_ZONE },
	});
	const stored = credential instanceof Map ? credential : new Map([['Capillary', credential]]);
	const additionalData = {
		credentialsHelper: new CredentialsHelper(credentialTypes, stored as never),
		currentNodeParameters: parameters,
	};
	return new LoadOptionsContext(workflow, node, additionalData as never, '');
}

/** All that a user sees who scrolls a picker to its end. */
export async function scrolled(picker: Picker, method: string, filter?: string): Promise<string[]> {
	const found: string[] = [];
	let token: string | undefined;
	do {
		const page = await picker.search(method, {}, filter, token);
		found.push(...page.results.map(({ name }) => String(name)));
		token = page.paginationToken as string | undefined;
	} while (token !== undefined && found.length < 10_000);
	return found;
}

/** Runs the node's methods in the context that n8n gives to pickers. */
export async function startPicker(credential: IDataObject): Promise<Picker> {
	const engine = await startEngine();
	const { methods } = engine.nodeTypes.getByNameAndVersion(TYPE);
	return {
		async search(method, parameters, filter, paginationToken) {
			const find = methods?.listSearch?.[method];
			if (!find) throw new Error(`No list search ${method}`);
			const context = pickerContext(engine, credential, parameters);
			return await find.call(context, filter, paginationToken);
		},
		async options(method, parameters) {
			const load = methods?.loadOptions?.[method];
			if (!load) throw new Error(`No options ${method}`);
			return await load.call(pickerContext(engine, credential, parameters));
		},
	};
}
