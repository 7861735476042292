import type { IDataObject, INode } from 'n8n-workflow';
import { basicCredential } from './basicCredential';
import type { Engine, NodeOptions, NodeRun } from './engine';
import { runNode, startEngine } from './engine';
import type { RawServer } from './rawServer';
import { startRawServer } from './rawServer';

/** n8n's engine and a server whose answers a test writes itself. */
export interface RawStage {
	server: RawServer;
	engine: Engine;
	credential: NodeOptions['credential'];
	/** Runs an operation such as `badge.get`, continuing on failure to the error output. */
	run(
		operation: string,
		parameters: INode['parameters'],
		items?: IDataObject[],
		more?: Partial<NodeOptions>,
	): Promise<NodeRun>;
	close(): Promise<void>;
}

/** Starts one. */
export async function startRawStage(): Promise<RawStage> {
	const [server, engine] = await Promise.all([startRawServer(), startEngine()]);
	const credential = basicCredential(server.url);
	return {
		server,
		engine,
		credential,
		run: async (operation, parameters, items = [{}], more = {}) => {
			const [resource, value] = operation.split('.');
			return await runNode(engine, {
				credential,
				onError: 'continueErrorOutput',
				items,
				...more,
				parameters: { resource, operation: value, ...parameters },
			});
		},
		close: () => server.close(),
	};
}
