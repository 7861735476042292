// Loaded first: the package and the engine harness get the modules of the n8n in test/e2e, as in a real n8n.
const { realpathSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const n8n = Module.createRequire(
	realpathSync(path.resolve(__dirname, '../e2e/node_modules/n8n/package.json')),
);
const supplied = new Set(['n8n-core', 'n8n-workflow', 'zod', 'luxon']);
const resolve = Module._resolveFilename;

Module._resolveFilename = function (request, parent, ...rest) {
	const isOurs = parent?.filename && !parent.filename.includes('node_modules');
	if (isOurs && (supplied.has(request) || request.startsWith('n8n-nodes-base/')))
		return n8n.resolve(request);
	return resolve.call(this, request, parent, ...rest);
};
