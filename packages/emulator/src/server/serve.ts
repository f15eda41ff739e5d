import type { TrustFiles } from '../tls/trust-files.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { prepareDataFolder } from './data-folder.ts';
import { listenForRequests } from './http-listener.ts';
import { probePort } from './listen-on.ts';
import { streamLogger, type Logger } from './logger.ts';
import { openDataFolder, type OpenDataFolder } from './open-data-folder.ts';
import { openTls, openTrustFiles, type ServedTls } from './open-tls.ts';
import { readyText } from './ready-text.ts';
import { rootKeyOf } from './root-key.ts';
import type { ServerParts } from './server-parts.ts';
import type { ServerSettings } from './server-settings.ts';
import { graceMs, stopSignal } from './stop-signal.ts';
import { loadConfigFile } from './load-config.ts';
import { lifecycleEvery, startRounds } from './rounds.ts';
import { startWorkerPool } from './worker-pool.ts';

/** Milliseconds between rounds of background work. */
const sweepEvery = 10_000;

/** Whoever answers on the port: this process, or its workers. */
interface Serving {
  readonly port: number;
  /** Rejects when it can no longer serve. */
  readonly broken: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Runs the server until a signal ends it; resolves when all requests in flight are done and all files closed.
 * `print` gets what a person is to read. `Fault('configuration')` when the server cannot start, or not go on; `ConfigError` when it could not start
 * because of its configuration file.
 */
export async function serve(parts: ServerParts, settings: ServerSettings, print: (text: string) => void): Promise<void> {
  const stopAsked = stopSignal();
  const log = streamLogger({ level: settings.logLevel });
  const config = settings.configFile === undefined ? undefined : await loadConfigFile(settings.configFile);
  await prepareDataFolder(settings.dataFolder);
  const lock = lockDataFolder(settings.dataFolder);
  try {
    const tls = await openTls(settings);
    const trust = await openTrustFiles(settings, tls);
    await probePort(settings.host, settings.port);
    const { rootKey, created } = await rootKeyOf(settings);
    if (created)
      print(`Made the root key ${settings.rootKeyFile}. Keep a copy: without it, everything in ${settings.dataFolder} is lost.\n\n`);
    const open = await openDataFolder(parts, settings, rootKey, { log, config });
    try {
      await serveOpened({ parts, settings, open, tls, trust, log, print, stopAsked });
    } finally {
      await open.close();
    }
  } finally {
    lock.release();
  }
}

interface Opened {
  readonly parts: ServerParts;
  readonly settings: ServerSettings;
  readonly open: OpenDataFolder;
  readonly tls: ServedTls;
  readonly trust: TrustFiles | undefined;
  readonly log: Logger;
  readonly print: (text: string) => void;
  readonly stopAsked: Promise<NodeJS.Signals>;
}

async function serveOpened(opened: Opened): Promise<void> {
  const { settings, open, trust, log, print, stopAsked } = opened;
  const serving = await unlessStopped(stopAsked, settings.workers === 1 ? serveHere(opened) : serveWithWorkers(opened));
  if (serving === undefined) return;
  const sweeper = startRounds(() => open.node.sweep(), sweepEvery, log);
  const lifecycle = startRounds((signal) => open.node.applyLifecycle(signal), lifecycleEvery, log);
  try {
    print(readyText({ settings, port: serving.port, credentials: open.node.credentials, trust }));
    const signal = await Promise.race([stopAsked, serving.broken]);
    log.info({ signal }, 'stopping: no more connections, requests in flight finish');
  } finally {
    await Promise.all([serving.stop(), sweeper.stop(), lifecycle.stop()]);
  }
  log.info({}, 'stopped');
}

/** What has started, or `undefined` where it failed after it was asked to stop: the same signal may have ended workers that were starting. */
async function unlessStopped<T>(stopAsked: Promise<unknown>, starting: Promise<T>): Promise<T | undefined> {
  let stopped = false;
  void stopAsked.then(() => (stopped = true));
  try {
    return await starting;
  } catch (error) {
    if (stopped) return undefined;
    throw error;
  }
}

async function serveHere({ settings, open, tls }: Opened): Promise<Serving> {
  const listener = await listenForRequests(open.node, { host: settings.host, port: settings.port, shared: false, tls });
  return { port: listener.port, broken: new Promise(() => {}), stop: () => listener.close(graceMs) };
}

async function serveWithWorkers({ parts, settings, open, log }: Opened): Promise<Serving> {
  const pool = await startWorkerPool({ entry: parts.entry, settings, log, onDeath: () => open.storage.forgetDeadReaders() });
  return { port: pool.port, broken: pool.broken, stop: () => pool.stop(graceMs) };
}
