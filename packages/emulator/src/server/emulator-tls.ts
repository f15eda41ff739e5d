import { Fault } from '@sse/core';
import { authorityFolder, type ServedTls } from './open-tls.ts';
import type { EmulatorOptions } from './run-emulator.ts';

/** The certificate of an emulator's local authority. */
export interface EmulatorAuthority {
  /** PEM. */
  readonly certificate: string;
  /** The file that holds it; absent where the emulator has no folder. */
  readonly certificateFile?: string;
}

/** What an emulator on `host` serves HTTPS with; `place` is where its root key is, absent where it has no folder. */
export async function emulatorTls(
  { tls, baseDomains = [], cnames = {} }: EmulatorOptions,
  host: string,
  place: { readonly rootKeyFile: string } | undefined,
): Promise<{ readonly tls: ServedTls; readonly authority?: EmulatorAuthority }> {
  if (tls !== 'self') return { tls };
  const { certifiedDomains, objectionToHost, openAuthority, temporaryAuthority, writeTrustFiles } = await import('../tls/index.ts');
  const objection = objectionToHost(host);
  if (objection !== undefined) throw new Fault('configuration', `cannot serve HTTPS on ${host}: ${objection}`);
  const domains = certifiedDomains({ host, baseDomains, cnames });
  if (place === undefined) {
    const authority = temporaryAuthority({ domains });
    return { tls: authority, authority: { certificate: authority.certificate } };
  }
  const folder = authorityFolder(place);
  const authority = await openAuthority(folder, { domains });
  const { certificate: certificateFile } = await writeTrustFiles(folder, authority);
  return { tls: authority, authority: { certificate: authority.certificate, certificateFile } };
}
