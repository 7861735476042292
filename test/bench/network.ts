/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
/**
 * A network between a client and the sandbox, in a process of its own: TLS, and a round trip that takes
 * its time. `network.ts <sandbox port> <certificates> <key>`; tells its port, and takes the round trip
 * in milliseconds, as messages from the process that started it.
 */
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';

const [sandboxPort, certificates, key] = process.argv.slice(2);
const secureContext = createSecureContext({
	cert: readFileSync(certificates),
	key: readFileSync(key),
});
let roundTrip = 0;

/** Runs things in order, each so many milliseconds after it came. */
function later() {
	let due = 0;
	return (ms: number, run: () => void) => {
		due = Math.max(due, performance.now() + ms);
		const wait = due - performance.now();
		if (wait < 0.5) run();
		else setTimeout(run, wait);
	};
}

/** The far end of a connection. The first bytes wait for the round trip in which TCP connects, too. */
function farEnd(socket: Socket): Duplex {
	const up = later();
	const down = later();
	let connecting = roundTrip;
	const end = new Duplex({
		read() {},
		write(chunk: Buffer, _encoding, done) {
			down(roundTrip / 2, () => {
				if (socket.writable) socket.write(chunk);
			});
			done();
		},
		final(done) {
			down(roundTrip / 2, () => socket.end());
			done();
		},
		destroy(error, done) {
			socket.destroy();
			done(error);
		},
	});
	socket.on('data', (chunk) => {
		up(connecting + roundTrip / 2, () => end.push(chunk));
		connecting = 0;
	});
	socket.on('end', () => up(roundTrip / 2, () => end.push(null)));
	socket.on('error', () => end.destroy());
	socket.on('close', () => up(roundTrip / 2, () => end.destroy()));
	end.on('error', () => socket.destroy());
	return end;
}

const server = createServer({ noDelay: true }, (socket) => {
	const secure = new TLSSocket(farEnd(socket), { isServer: true, secureContext });
	secure.on('error', () => socket.destroy());
	// Only for a request that came through, so that a connection takes one handle until then.
	secure.once('readable', () => {
		const inner = connect({ port: Number(sandboxPort), host: '127.0.0.1', noDelay: true });
		secure.pipe(inner).pipe(secure);
		inner.on('error', () => secure.destroy());
		secure.on('close', () => inner.destroy());
	});
});

process.on('message', (ms: number) => {
	roundTrip = ms;
	process.send?.('ready');
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
