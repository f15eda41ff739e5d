import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { LocatedConfig } from '../config/declared-config.ts';
import type { EmulatorConfig } from '../config/emulator-config.ts';
import type { Observe } from '../pipeline/served-request.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { prepareDataFolder } from './data-folder.ts';
import type { Credentials, EmulatorNode, NodeOptions, OpenNode } from './emulator-node.ts';
import { listenForRequests } from './http-listener.ts';
import { silentLogger, type Logger } from './logger.ts';
import { endpointOf } from './ready-text.ts';
import { loadConfig } from './load-config.ts';
import { rootKeyLength } from './root-key-objection.ts';
import { explainRootKey, rootKeyOf, type RootKeyPlace } from './root-key.ts';
import type { ServerParts, Storage } from './server-parts.ts';
import { graceMs } from './stop-signal.ts';
import { lifecycleEvery, startRounds } from './rounds.ts';
import { emulatorTls, type EmulatorAuthority } from './emulator-tls.ts';
import type { TlsMaterial } from './tls-files.ts';

/** How an emulator inside this process is to be. */
export interface EmulatorOptions {
  /** Folder that keeps what is stored (`data`) and its root key (`root.key`), made if absent. Absent: memory, gone at the end. */
  readonly folder?: string;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: the system chooses. */
  readonly port?: number;
  /** Default cn-hangzhou. */
  readonly region?: string;
  /** Whether a V4 signature for another region is refused; default false. */
  readonly strictRegion?: boolean;
  /** Absent: a random pair, kept in the folder if there is one. */
  readonly credentials?: Credentials;
  /** Users, policies, roles, keys and buckets that are to be there: as an object, or the path of a YAML or JSON file. */
  readonly config?: EmulatorConfig | string;
  /** Host names under which `<bucket>.<name>` addresses a bucket. */
  readonly baseDomains?: readonly string[];
  /** Bucket names by host name. */
  readonly cnames?: Readonly<Record<string, string>>;
  /** Requests that run at the same time, default 1,000; more are answered with 503. */
  readonly maxRequests?: number;
  /** A certificate and its key; `'self'`: certificates of a local authority, kept in `tls` in the folder if there is one. Absent: plain HTTP. */
  readonly tls?: TlsMaterial | 'self';
  /** Default: silence. */
  readonly log?: Logger;
  /** Milliseconds since 1970; default the system's clock. */
  readonly clock?: () => number;
  /** Milliseconds between rounds of background work, default 10,000; 0: none but by `node.sweep()` and `node.applyLifecycle()`. Lifecycle rules are applied every ten minutes. */
  readonly sweepEvery?: number;
}

/** An emulator that answers on its port until it is closed. */
export interface RunningEmulator {
  /** URL of the server, such as `http://127.0.0.1:40001`. */
  readonly endpoint: string;
  readonly host: string;
  readonly port: number;
  readonly region: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** What clients must trust where `tls` is `'self'`; else absent. */
  readonly authority?: EmulatorAuthority;
  readonly node: EmulatorNode;
  /** Finishes requests in flight (30 s at most) and lets everything go. May be called twice. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What the program's own commands choose besides. */
export interface InnerOptions {
  /** In place of `folder`. */
  readonly place?: RootKeyPlace;
  /** In place of `config`. */
  readonly config?: LocatedConfig;
  readonly requireEncryption?: boolean;
  readonly observe?: Observe;
  /** Milliseconds that requests in flight get at the end; absent: 30 s. */
  readonly grace?: number;
}

/** What `runEmulator` puts together. */
export interface EmulatorParts {
  readonly openNode: OpenNode;
  readonly openStorage: ServerParts['openStorage'];
  readonly memoryStorage: () => Storage;
}

/** Storage, the key that opens it, and how to let go of it. */
interface Held {
  readonly storage: Storage;
  readonly rootKey: Uint8Array;
  release(): Promise<void>;
}

/** Starts an emulator in this process; rejects with `Fault('configuration')` when port or folder cannot be had, `ConfigError` for `config`. */
export async function runEmulator(parts: EmulatorParts, options: EmulatorOptions = {}, inner: InnerOptions = {}): Promise<RunningEmulator> {
  const { host = '127.0.0.1', port = 0, region = 'cn-hangzhou', log = silentLogger, sweepEvery = 10_000 } = options;
  const config = inner.config ?? (await loadConfig(options.config));
  const place = inner.place ?? (options.folder === undefined ? undefined : placeIn(options.folder));
  const held = await (place === undefined ? holdMemory(parts) : holdFolder(parts, place));
  const release = [() => held.release()];
  const close = async (): Promise<void> => {
    for (const step of release.splice(0).toReversed()) await step();
  };
  try {
    const node = await openHeld(parts, held, options, {
      region,
      log,
      ...(config === undefined ? {} : { config }),
      ...(inner.requireEncryption === undefined ? {} : { requireEncryption: inner.requireEncryption }),
      ...(inner.observe === undefined ? {} : { observe: inner.observe }),
    });
    release.push(() => node.close());
    const { tls, authority } = await emulatorTls(options, host, place);
    const listener = await listenForRequests(node, { host, port, shared: false, tls });
    release.push(() => listener.close(inner.grace ?? graceMs));
    const sweeper = sweepEvery > 0 ? startRounds(() => node.sweep(), sweepEvery, log) : undefined;
    const lifecycle = sweepEvery > 0 ? startRounds((signal) => node.applyLifecycle(signal), lifecycleEvery, log) : undefined;
    release.push(async () => void (await Promise.all([sweeper?.stop(), lifecycle?.stop()])));
    const endpoint = endpointOf({ host, port: listener.port, secure: tls !== undefined });
    let closing: Promise<void> | undefined;
    const closeOnce = (): Promise<void> => (closing ??= close());
    const { accessKeyId, accessKeySecret } = node.credentials;
    const keys = { accessKeyId, accessKeySecret, ...(authority === undefined ? {} : { authority }) };
    return { endpoint, host, port: listener.port, region, ...keys, node, close: closeOnce, [Symbol.asyncDispose]: closeOnce };
  } catch (error) {
    await close();
    throw place === undefined ? error : explainRootKey(error, place);
  }
}

function placeIn(folder: string): RootKeyPlace {
  return { dataFolder: resolve(folder, 'data'), rootKeyFile: resolve(folder, 'root.key') };
}

async function openHeld(
  { openNode }: EmulatorParts,
  { storage, rootKey }: Held,
  options: EmulatorOptions,
  chosen: Pick<NodeOptions, 'region' | 'log' | 'config' | 'requireEncryption' | 'observe'>,
): Promise<EmulatorNode> {
  try {
    return await openNode({
      ...chosen,
      store: storage.store,
      blobs: storage.blobs,
      rootKey,
      strictRegion: options.strictRegion ?? false,
      ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
      baseDomains: options.baseDomains ?? [],
      cnames: options.cnames ?? {},
      ...(options.maxRequests === undefined ? {} : { maxRequests: options.maxRequests }),
      now: options.clock ?? Date.now,
    });
  } finally {
    rootKey.fill(0);
  }
}

async function holdMemory({ memoryStorage }: EmulatorParts): Promise<Held> {
  const storage = memoryStorage();
  return { storage, rootKey: randomBytes(rootKeyLength), release: () => storage.close() };
}

async function holdFolder({ openStorage }: EmulatorParts, place: RootKeyPlace): Promise<Held> {
  const { dataFolder } = place;
  await prepareDataFolder(dataFolder);
  const lock = lockDataFolder(dataFolder);
  try {
    const { rootKey } = await rootKeyOf(place);
    const storage = await openStorage(dataFolder);
    const release = async (): Promise<void> => {
      await storage.close();
      lock.release();
    };
    return { storage, rootKey, release };
  } catch (error) {
    lock.release();
    throw error;
  }
}
