import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectPlainly, isIP } from 'node:net';
import { connect, createServer } from 'node:tls';
import { Certificate, type Extension } from 'pkijs';
import { issueAuthority } from '../../src/tls/issue-authority.ts';
import { randomSerial } from '../../src/tls/random-serial.ts';
import { authorityText, readAuthority, type ReadAuthority } from '../../src/tls/read-authority.ts';
import { distinguishedName, signCertificate } from '../../src/tls/signed-certificate.ts';

/** A new authority for `domains`, with its private key. */
export function madeAuthority(domains: readonly string[], now = Date.now()): ReadAuthority {
  const authority = readAuthority(authorityText(issueAuthority(domains, now)), now);
  if (typeof authority === 'string') throw new Error(authority);
  return authority;
}

/** A certificate that says whatever is wanted, signed with the authority's key, and its own key, PEM. */
export function signedWith(
  issuer: Pick<ReadAuthority, 'name' | 'privateKey'>,
  { commonName, extensions = [] }: { readonly commonName: string; readonly extensions?: readonly Extension[] },
) {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = distinguishedName('2.5.4.3', commonName);
  const [notBefore, notAfter] = [Date.now() - 60_000, Date.now() + 86_400_000];
  const contents = { serial: randomSerial(), issuer: issuer.name, subject, publicKey: pair.publicKey, notBefore, notAfter, extensions };
  const certificate = new X509Certificate(signCertificate(contents, issuer.privateKey));
  const name = Certificate.fromBER(certificate.raw).subject;
  return {
    certificate,
    name,
    privateKey: pair.privateKey,
    cert: certificate.toString(),
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}

/** What node, asking for `host` (a name or an address), says to a server on 127.0.0.1 that shows `cert`: `trusted`, or its complaint. */
export async function nodesVerdict(
  shown: { readonly cert: string; readonly key: string },
  ca: string,
  host = '127.0.0.1',
): Promise<string> {
  const server = createServer({ cert: shown.cert, key: shown.key });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  // On a socket that is there already, `host` is only what the certificate is held against.
  const plain = connectPlainly(port, '127.0.0.1');
  const socket = connect({ socket: plain, host, ca, ...(isIP(host) === 0 ? { servername: host } : {}) });
  try {
    await once(socket, 'secureConnect');
    return 'trusted';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    socket.destroy();
    plain.destroy();
    server.close();
  }
}
