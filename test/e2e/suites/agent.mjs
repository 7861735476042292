// The node as a tool of an AI agent, called as agents call: by MCP.
import assert from 'node:assert/strict';
import { startN8n } from '../n8n.mjs';
import { customersWith, publish, signIn, startSandbox } from '../stage.mjs';
import { byAgent } from '../workflows.mjs';

/** A session with an MCP server over HTTP (streamable HTTP, protocol of 2025-03-26). */
async function mcpSession(url) {
	let session = {};
	let id = 0;
	const post = async (message) => {
		const answer = await fetch(url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				accept: 'application/json, text/event-stream',
				...session,
			},
			body: JSON.stringify({ jsonrpc: '2.0', ...message }),
		});
		const text = await answer.text();
		assert.ok(answer.ok, `${answer.status} ${text}`);
		const sessionId = answer.headers.get('mcp-session-id');
		if (sessionId) session = { 'mcp-session-id': sessionId };
		return text;
	};
	const ask = async (method, params) => {
		id += 1;
		const text = await post({ id, method, params });
		const { result, error } = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text);
		assert.equal(error, undefined);
		return result;
	};
	const clientInfo = { name: 'e2e', version: '1' };
	await ask('initialize', { protocolVersion: '2025-03-26', capabilities: {}, clientInfo });
	await post({ method: 'notifications/initialized' });
	return ask;
}

export default async function agent({ check, started }) {
	const { sandbox, account } = await startSandbox(started);
	const { url } = await startN8n({ onStart: started });
	const { rest, credential } = await signIn(url, account);
	await publish(rest, byAgent(credential, 'badges'));
	const ask = await mcpSession(`${url}/mcp/badges`);
	const [tool] = await check('offered with what the agent has to fill in', async () => {
		const { tools } = await ask('tools/list', {});
		assert.deepEqual(Object.keys(tools[0].inputSchema.properties), ['customerId', 'orderNumber']);
		assert.match(tools[0].description, /badge/i);
		return tools;
	});
	const call = async (customerId, orderNumber) => {
		const { content } = await ask('tools/call', {
			name: tool.name,
			arguments: { customerId, orderNumber },
		});
		return content[0].text;
	};
	const held = () => customersWith(sandbox, 'earns', (id) => id === 62_090_055);
	await check('called twice for one order: one badge, and the agent is told', async () => {
		const [badge] = JSON.parse(await call('62090055', 'order-1'));
		assert.equal(badge.outcome, 'done');
		assert.equal(badge.customerId, 62_090_055);
		assert.match(
			await call('62090055', 'order-1'),
			/Refused: Request ID order-1 was used before, .*use another 'Request ID'/,
		);
		assert.deepEqual(await held(), [62_090_055]);
	});
	await check('a customer that is none: nothing is sent, and the agent learns why', async () => {
		assert.match(await call('Ada', 'order-2'), /'Customer ID' is not a customer ID: "Ada"/);
		const asked = await sandbox.control('journal?path=/api_gateway/v1/badges/customer/earn');
		assert.equal(asked.length, 2);
	});
}
