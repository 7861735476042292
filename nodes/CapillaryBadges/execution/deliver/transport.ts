// Sends the requests of a run through the door.
import type { IExecuteFunctions } from 'n8n-workflow';
import { ask } from '../../../shared/capillary/http';
import type { Transport } from './send';

/**
 * Sends requests with the node's credential.
 * @param timeout milliseconds to wait for an answer
 * @param renewsToken whether a 401 is worth a new token; a wrong password is sent once
 */
export const n8nTransport =
	(context: IExecuteFunctions, timeout: number, renewsToken: boolean): Transport =>
	async (request) =>
		await ask(context, request, { timeout, renewsToken });
