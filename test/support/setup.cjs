const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

// n8n-core writes its settings on import: into a folder of its own, never into the user's.
process.env.N8N_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'capillary-n8n-'));
process.env.N8N_ENCRYPTION_KEY ??= 'test-only';
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
