// Checks that Node trusts what the server's own authority certifies, and refuses what was made with its key for other names.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectPlainly, isIP } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect, createServer } from 'node:tls';

const { SSE_INTEROP_AUTHORITY: folder, SSE_INTEROP_FORGED: forged, OSS_ENDPOINT: endpoint } = process.env;
const bundle = readFileSync(`${folder}/bundle.pem`, 'utf8');
const unconstrained = readFileSync(`${forged}/unconstrained.pem`, 'utf8');

/** What Node says of a certificate that may not be for this name, and of one by nobody whom it trusts. */
const invalid = /^(permitted subtree violation|(self-signed certificate|unable to (get|verify)).*)$/;

/** Prints the outcome of one check; `flaw` is undefined where all is well. */
function check(what, flaw) {
  if (flaw !== undefined) process.exitCode = 1;
  console.log(flaw === undefined ? `ok Node: ${what}` : `FAIL Node: ${what}: ${flaw}`);
}

/** Undefined when the attempt succeeds, else its error. */
const trusted = (attempt) =>
  attempt.then(
    () => undefined,
    (error) => error,
  );

/** Undefined when the attempt ends with a certificate that is not valid, else what came instead. */
async function refused(attempt) {
  const error = await trusted(attempt);
  if (error === undefined) return 'it was trusted';
  return invalid.test(error.message) ? undefined : error;
}

const judges = { trusted, refused };

/** A client that trusts `ca` and connects to `asked` reaches a server on 127.0.0.1 that shows the certificate in `file`. */
async function handshake(file, asked, ca) {
  const shown = readFileSync(file, 'utf8');
  const server = createServer({ cert: shown, key: shown }, (accepted) => accepted.on('error', () => {}).resume());
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  const socket = connectPlainly(port, '127.0.0.1');
  // On a socket that is there already, `host` is only what the certificate is held against.
  const client = connect({ socket, host: asked, ca, ...(isIP(asked) === 0 ? { servername: asked } : {}) });
  try {
    await once(client, 'secureConnect');
  } finally {
    client.destroy();
    socket.destroy();
    server.close();
  }
}

async function fetchHealth(url, ca) {
  const asked = request(`${url}/_sse/health`, { agent: false, ...(ca === undefined ? {} : { ca }) }).end();
  const [reply] = await once(asked, 'response');
  if (!(await text(reply)).includes('ok')) throw new Error(`status ${reply.statusCode}`);
}

for (const line of readFileSync(`${forged}/list.tsv`, 'utf8').trim().split('\n')) {
  const [file, asked, about, verdict, twins] = line.split('\t');
  check(`${verdict}: a certificate for ${about}`, await judges[verdict](handshake(`${forged}/${file}.pem`, asked, bundle)));
  if (twins !== 'trusted') continue;
  const twin = handshake(`${forged}/${file}-twin.pem`, asked, unconstrained);
  check(`trusted: one by an authority without constraints for ${about}`, await trusted(twin));
}
check('trusts the server by its address', await trusted(fetchHealth(endpoint, bundle)));
check('trusts the server by localhost', await trusted(fetchHealth(endpoint.replace('127.0.0.1', 'localhost'), bundle)));
check('does not trust the server without the bundle', await refused(fetchHealth(endpoint)));
