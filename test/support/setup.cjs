const { mkdirSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

// n8n-core may write its settings on import: into a folder of the tests, never into the user's.
const folder = path.join(tmpdir(), 'capillary-badges-n8n');
mkdirSync(folder, { recursive: true });
process.env.N8N_USER_FOLDER = folder;
process.env.N8N_ENCRYPTION_KEY = 'test-only';
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
