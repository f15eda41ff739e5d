import { join } from 'node:path';
import { Fault } from '@sse/core';
import type { LocatedConfig } from '../config/declared-config.ts';
import type { Observe } from '../pipeline/served-request.ts';
import type { RootCredentials } from '../server/emulator-node.ts';
import { listenForRequests } from '../server/http-listener.ts';
import { listenOn, probePort } from '../server/listen-on.ts';
import { loadConfig, loadConfigFile } from '../server/load-config.ts';
import { streamLogger } from '../server/logger.ts';
import { memoryStorage } from '../server/memory-storage.ts';
import { authorityFolder } from '../server/open-tls.ts';
import type { RootKeyPlace } from '../server/root-key.ts';
import { runEmulator } from '../server/run-emulator.ts';
import type { ServerParts } from '../server/server-parts.ts';
import { certifiedDomains, openAuthority, writeTrustFiles, type TrustFiles } from '../tls/index.ts';
import { endpointTrouble } from './endpoint-trouble.ts';
import type { JoinedEndpoint } from './joined-endpoint.ts';
import type { ProgramCredentials } from './program-credentials.ts';
import type { RunFolders } from './run-folders.ts';
import type { RunSettings } from './run-settings.ts';
import { shareTrustFiles } from './share-trust-files.ts';
import { endpointTarget, portsTarget, tlsFront, type ServedTarget } from './served-target.ts';

/** The server of a run, with what programs need to trust it. */
export interface RunServer {
  readonly target: ServedTarget;
  readonly trust: TrustFiles;
  /** For programs that have none. */
  readonly credentials: ProgramCredentials;
  /** Absent: it was there before. */
  readonly own?: OwnServer;
  close(): Promise<void>;
}

/** What another process needs to go on where the server of a run ended. */
export interface OwnServer {
  readonly place: RootKeyPlace;
  /** For plain HTTP. */
  readonly port: number;
  readonly credentials: RootCredentials;
}

/** Where the server of a run listens. */
export const loopback = '127.0.0.1';
/** Milliseconds that requests in flight get at the end: they are others', for those of the program have ended with it. */
const grace = 2_000;

const domains = certifiedDomains({ host: loopback, baseDomains: [], cnames: {} });

/**
 * Starts an emulator in this process on two ports of this machine, the one for HTTP that the settings name and a free one for HTTPS, or, where they
 * name an endpoint, what makes HTTPS of that server. `folders` are for what is gone after the run. `Fault('configuration')` where the port is in use, or
 * nothing answers at the endpoint.
 */
export async function openRunServer(parts: ServerParts, settings: RunSettings, folders: RunFolders, observe: Observe): Promise<RunServer> {
  return settings.endpoint === undefined ? ownServer(parts, settings, folders, observe) : joinedServer(settings.endpoint, folders);
}

async function ownServer(parts: ServerParts, settings: RunSettings, folders: RunFolders, observe: Observe): Promise<RunServer> {
  const { port, region, maxRequests, credentials, logLevel } = settings.server;
  const place = settings.dataFolder === undefined ? temporaryPlace(folders.own) : settings.server;
  const config = await configOf(settings);
  // Before anything is made in the data folder.
  if (port !== 0) await probePort(loopback, port);
  const emulator = await runEmulator(
    { ...parts, memoryStorage },
    {
      host: loopback,
      port,
      region,
      maxRequests,
      log: streamLogger({ level: logLevel }),
      ...(credentials === undefined ? {} : { credentials }),
    },
    { place, observe, grace, requireEncryption: settings.requireEncryption, ...(config === undefined ? {} : { config }) },
  );
  try {
    const authority = await openAuthority(authorityFolder(place), { domains });
    const trust = await shareTrustFiles(await writeTrustFiles(authorityFolder(place), authority), folders.shared);
    // The same node on a second port, so that conditions of policies see which requests came over TLS.
    const secure = await listenForRequests(emulator.node, { host: loopback, port: 0, shared: false, tls: authority });
    const close = async (): Promise<void> => {
      await secure.close(grace);
      await emulator.close();
    };
    const { accessKeyId, accessKeySecret } = emulator;
    const target = portsTarget({ plain: emulator.port, secure: secure.port });
    const own = { place, port: emulator.port, credentials: emulator.node.credentials };
    return { target, trust, credentials: { accessKeyId, accessKeySecret }, own, close };
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

function temporaryPlace(folder: string): RootKeyPlace {
  return { dataFolder: join(folder, 'data'), rootKeyFile: join(folder, 'root.key') };
}

/** What the file declares, and the buckets of the command line that it does not. */
async function configOf({ server, buckets }: RunSettings): Promise<LocatedConfig | undefined> {
  const file = server.configFile === undefined ? undefined : await loadConfigFile(server.configFile);
  if (buckets.length === 0) return file;
  const declared = new Set<string>(file?.declared.buckets.map(({ name }) => name));
  const more = await loadConfig({ buckets: [...new Set(buckets)].filter((name) => !declared.has(name)).map((name) => ({ name })) });
  if (file === undefined || more === undefined) return more;
  return { ...file, declared: { ...file.declared, buckets: [...file.declared.buckets, ...more.declared.buckets] } };
}

async function joinedServer({ url, credentials }: JoinedEndpoint, folders: RunFolders): Promise<RunServer> {
  const trouble = await endpointTrouble(url);
  if (trouble !== undefined) throw new Fault('configuration', `--endpoint ${url.origin}: ${trouble}`);
  const tlsFolder = authorityFolder(temporaryPlace(folders.own));
  const authority = await openAuthority(tlsFolder, { domains });
  const trust = await shareTrustFiles(await writeTrustFiles(tlsFolder, authority), folders.shared);
  const front = tlsFront(url, authority);
  const port = await listenOn(front.server, { host: loopback, port: 0, shared: false });
  return { target: endpointTarget(url, port), trust, credentials, close: () => front.close() };
}
