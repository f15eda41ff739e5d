import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../server/read-settings.ts';
import { replaceFile } from '../server/private-file.ts';
import { UsageError } from '../server/usage-error.ts';
import type { TrustFiles } from '../tls/trust-files.ts';
import { trustStore } from '../tls/trust-store.ts';
import { javaProperties } from './java-properties.ts';
import { listKeyStore, type KeyStore } from './list-key-store.ts';

const property = 'javax.net.ssl.trustStore';

/**
 * The trust store (PKCS#12) that Java programs are to use: the run's own, or, where `JAVA_TOOL_OPTIONS` names one already, a new one in `folder` of
 * what that trusts and the authority. `UsageError` when the one that is named cannot be read.
 */
export async function mergedTrustStore(environment: Environment, files: TrustFiles, folder: string): Promise<string> {
  const properties = javaProperties(environment['JAVA_TOOL_OPTIONS'] ?? '');
  const file = properties.get(property);
  if (!file) return files.trustStore;
  const store = { file, type: properties.get(`${property}Type`), password: properties.get(`${property}Password`) };
  const trusted = await trustedBy(store, environment);
  const merged = join(folder, 'java_truststore.p12');
  await replaceFile(merged, storeOf(store, [...trusted, await readFile(files.certificate, 'utf8')]));
  return merged;
}

async function trustedBy(store: KeyStore, environment: Environment): Promise<readonly string[]> {
  const listed = await listKeyStore(store, environment);
  if ('trouble' in listed) throw unreadable(store, listed.trouble);
  const trusted = anchors(listed.listing);
  // A password that is missing hides what is in a PKCS#12 store, from Java too.
  if (trusted.length === 0)
    throw unreadable(
      store,
      store.password ? 'no certificate that Java trusts is in it' : 'no certificate can be seen in it without a password',
    );
  return trusted;
}

/** What Java trusts of a key store: the entries that are certificates, and of a key's chain, whose members are numbered, the first alone. */
function anchors(listing: string): readonly string[] {
  const certificates = listing.matchAll(/(?:\[(\d+)\]:\s+)?(-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----)/g);
  return [...certificates].flatMap(([, place = '1', certificate = '']) => (place === '1' ? [certificate] : []));
}

function storeOf(store: KeyStore, certificates: readonly string[]): Uint8Array {
  try {
    return trustStore(certificates);
  } catch (cause) {
    throw unreadable(store, 'a certificate in it is none that can be read', cause);
  }
}

function unreadable({ file }: KeyStore, reason: string, cause?: unknown): UsageError {
  return new UsageError(`JAVA_TOOL_OPTIONS: expected a trust store that can be read as ${property}; ${JSON.stringify(file)}: ${reason}`, {
    cause,
  });
}
