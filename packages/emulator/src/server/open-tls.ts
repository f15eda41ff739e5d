import { dirname, join } from 'node:path';
import type { Authority } from '../tls/open-authority.ts';
import type { TrustFiles } from '../tls/trust-files.ts';
import type { ServerSettings } from './server-settings.ts';
import { readTlsFiles, type TlsMaterial } from './tls-files.ts';

/** What a port serves HTTPS with: one certificate, or those that an authority makes; `undefined`: plain HTTP. */
export type ServedTls = TlsMaterial | Authority | undefined;

/** The folder of a data folder's authority: `tls` beside the root key, where an installation keeps what is secret. */
export function authorityFolder({ rootKeyFile }: { readonly rootKeyFile: string }): string {
  return join(dirname(rootKeyFile), 'tls');
}

/** What the settings ask for, its files read or made; `Fault('configuration')` when they cannot be. */
export async function openTls(settings: ServerSettings): Promise<ServedTls> {
  if (settings.tls === undefined) return undefined;
  if (settings.tls !== 'self') return readTlsFiles(settings.tls);
  // With its libraries only where it is wanted.
  const { certifiedDomains, openAuthority } = await import('../tls/index.ts');
  return openAuthority(authorityFolder(settings), { domains: certifiedDomains(settings) });
}

/** The files by which programs trust the server's authority, written if need be; `undefined` where it has none. */
export async function openTrustFiles(settings: ServerSettings, tls: ServedTls): Promise<TrustFiles | undefined> {
  if (tls === undefined || !('certificate' in tls)) return undefined;
  const { writeTrustFiles } = await import('../tls/index.ts');
  return writeTrustFiles(authorityFolder(settings), tls);
}
