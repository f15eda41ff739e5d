import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../server/private-file.ts';
import type { Bind, Place } from './agent-task.ts';
import { filesThenServers, loopbackAddresses, namedServer, nameServers, withoutVendorHosts } from './name-files.ts';

/** Where systems keep the roots that their programs trust, all in one file. */
const rootFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Sockets of services that answer for names before any server is asked (nscd; systemd-resolved). */
const nameSockets = ['/run/nscd/socket', '/var/run/nscd/socket', '/run/systemd/resolve/io.systemd.Resolve'];

/** The files that programs inside see in the place of this machine's. */
export interface SeenFiles {
  readonly binds: readonly Bind[];
  /** That this machine asks for names. */
  readonly servers: readonly Place[];
  /** The loopback addresses of IPv4 that this machine goes by. */
  readonly loopback: readonly string[];
}

/**
 * Writes into `folder` what programs are to see of names, with `nameServer` as the only server, and puts `bundle`, roots and the run's authority, in the
 * place of the system's roots: some programs go by no variable. Rejects with the system's error where resolv.conf cannot be read.
 */
export async function seenFiles(folder: string, nameServer: string, bundle: string): Promise<SeenFiles> {
  const resolvConf = await readFile('/etc/resolv.conf', 'utf8');
  const changed = [
    { at: '/etc/resolv.conf', text: namedServer(resolvConf, nameServer) },
    ...(await changedText('/etc/hosts', withoutVendorHosts)),
    ...(await changedText('/etc/nsswitch.conf', filesThenServers)),
  ];
  const files = await Promise.all(
    changed.map(async ({ at, text }) => {
      const file = join(folder, at.replace(/^.*\//, ''));
      // Readable for all, under every mask: programs of other users ask for names too.
      await replaceFile(file, text);
      return { file, at };
    }),
  );
  const roots = (await existing(rootFiles)).map((at) => ({ file: bundle, at }));
  const sockets = (await existing(nameSockets)).map((at) => ({ file: '/dev/null', at }));
  const hosts = await readFile('/etc/hosts', 'utf8').catch(() => '');
  return { binds: [...files, ...roots, ...sockets], servers: nameServers(resolvConf), loopback: loopbackAddresses(hosts) };
}

/** None where there is no such file, or nothing to change. */
async function changedText(
  at: string,
  change: (text: string) => string,
): Promise<readonly { readonly at: string; readonly text: string }[]> {
  const before = await readFile(at, 'utf8').catch(() => undefined);
  if (before === undefined) return [];
  const text = change(before);
  return text === before ? [] : [{ at, text }];
}

async function existing(paths: readonly string[]): Promise<readonly string[]> {
  const there = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.filter((_path, index) => there[index]);
}
