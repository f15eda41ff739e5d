import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getCACertificates, rootCertificates } from 'node:tls';
import { Fault } from '@sse/core';
import { pathTrouble } from '../server/path-trouble.ts';
import { replaceFile } from '../server/private-file.ts';
import type { Authority } from './open-authority.ts';
import { trustStore } from './trust-store.ts';

/** Paths of files by which programs trust an authority; nothing in them is secret. */
export interface TrustFiles {
  /** The authority's certificate alone, PEM: for what adds to the roots that a program has (`NODE_EXTRA_CA_CERTS`). */
  readonly certificate: string;
  /** The system's roots and the authority's certificate, PEM: for what replaces them (`SSL_CERT_FILE`, `REQUESTS_CA_BUNDLE`, `CURL_CA_BUNDLE`). */
  readonly bundle: string;
  /** The same for Java (`javax.net.ssl.trustStore`): PKCS#12, password `changeit`, or any other. */
  readonly trustStore: string;
}

/**
 * Writes the files where they are missing or not what they are to be (of the trust store, its length and
 * its certificates are looked at); `roots` (PEM) default to the system's. `Fault('configuration')` when they cannot be written.
 */
export async function writeTrustFiles(
  folder: string,
  { certificate }: Pick<Authority, 'certificate'>,
  roots: readonly string[] = systemRoots(),
): Promise<TrustFiles> {
  const files = {
    certificate: join(folder, 'authority.pem'),
    bundle: join(folder, 'bundle.pem'),
    trustStore: join(folder, 'truststore.p12'),
  };
  const trusted = eachOnce([...roots, certificate]);
  const bundle = trusted.join('');
  if ((await textOf(files.certificate)) !== certificate) await write(files.certificate, certificate);
  // The bundle comes last, so that it tells whether the trust store, which takes a tenth of a second to make, is of the same certificates.
  if ((await textOf(files.bundle)) !== bundle || !(await isWhole(files.trustStore, trusted))) {
    await write(files.trustStore, trustStore(trusted));
    await write(files.bundle, bundle);
  }
  return files;
}

/** The roots that this system's programs trust, or, where it has none, those that come with node; PEM. */
export function systemRoots(): readonly string[] {
  const roots = getCACertificates('system');
  return roots.length === 0 ? rootCertificates : roots;
}

/** Node gives the roots of a file and of a folder, which are often the same. */
function eachOnce(certificates: readonly string[]): readonly string[] {
  return [...new Set(certificates.map((certificate) => `${certificate.trim()}\n`))];
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

/** Whether a trust store is as long as it says and holds these certificates, one behind the other; this takes milliseconds. */
async function isWhole(file: string, certificates: readonly string[]): Promise<boolean> {
  const store = await readFile(file).catch(() => Buffer.alloc(0));
  let at = headerLength(store);
  return certificates.every((certificate) => {
    const der = Buffer.from(certificate.replaceAll(/-----[^-]*-----/g, ''), 'base64');
    const found = at === undefined ? -1 : store.indexOf(der, at);
    at = found + der.length;
    return found !== -1;
  });
}

/** The length of the header of a sequence (DER) that is all there is; else `undefined`. */
function headerLength(bytes: Buffer): number | undefined {
  const [tag, length = 0] = bytes;
  const more = length > 0x80 ? length - 0x80 : 0;
  if (tag !== 0x30 || more > 4 || bytes.length < 2 + more) return undefined;
  const contents = more === 0 ? length : bytes.readUIntBE(2, more);
  return bytes.length === 2 + more + contents ? 2 + more : undefined;
}

async function write(file: string, wanted: string | Uint8Array): Promise<void> {
  try {
    await replaceFile(file, wanted);
  } catch (cause) {
    const reason = `cannot write ${file}, by which programs trust this server: ${pathTrouble(cause, 'write')}`;
    throw new Fault('configuration', `${reason}; mend that, or serve with --tls-cert and --tls-key`, { cause });
  }
}
