/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n, not inside it */
// A chain of certificates for 127.0.0.1, made anew for each benchmark: root, intermediate, server.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where a chain lies. */
interface Chain {
	/** The root, for whoever is to trust it. */
	root: string;
	/** Server and intermediate, as a server sends them. */
	certificates: string;
	key: string;
}

const CONFIG = `[req]
distinguished_name = name
prompt = no
[name]
CN = bench
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = IP:127.0.0.1
`;

/** Makes the chain in a folder with openssl; valid for two days. */
export function makeChain(folder: string): Chain {
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, 'openssl.cnf'), CONFIG);
	const make = (name: string, section: string, issuer?: string) => {
		const signed = issuer ? ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`] : [];
		const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
		execFileSync(
			'openssl',
			['req', '-x509', '-config', 'openssl.cnf', '-extensions', section, '-days', '2']
				.concat(['-subj', `/CN=Benchmark ${name}`, '-keyout', `${name}.key`, '-out', `${name}.pem`])
				.concat(curve, signed),
			{ cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
		);
		return path.join(folder, `${name}.pem`);
	};
	const root = make('root', 'ca');
	const between = make('intermediate', 'ca', 'root');
	const server = make('server', 'server', 'intermediate');
	const certificates = path.join(folder, 'chain.pem');
	writeFileSync(certificates, readFileSync(server, 'utf8') + readFileSync(between, 'utf8'));
	return { root, certificates, key: path.join(folder, 'server.key') };
}
