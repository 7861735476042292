/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- a process of its own, which a test kills */
/** `node --import tsx test/support/killable.ts '{"operation", "baseUrl", "customers", "parameters"}'`: one run of the node. */
import './setup.cjs';
import { z } from 'zod';
import { runNode, startEngine } from './engine';

const order = z.object({
	operation: z.string(),
	credential: z.record(z.string()),
	customers: z.number(),
	parameters: z.record(z.unknown()),
});

async function main(): Promise<void> {
	const { operation, credential, customers, parameters } = order.parse(
		JSON.parse(process.argv[2] ?? ''),
	);
	const [resource, value] = operation.split('.');
	await runNode(await startEngine(), {
		credential,
		executionId: `killed-${process.pid}`,
		items: Array.from({ length: customers }, (_, i) => ({ who: i + 1 })),
		onError: 'continueErrorOutput',
		parameters: { ...(parameters as object), resource, operation: value },
	});
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
