import { Fault } from '@sse/core';
import { listenForRequests } from './http-listener.ts';
import { streamLogger, type Logger } from './logger.ts';
import { openDataFolder } from './open-data-folder.ts';
import { openTls } from './open-tls.ts';
import { existingRootKey } from './root-key.ts';
import type { ServerParts } from './server-parts.ts';
import type { ServerSettings } from './server-settings.ts';
import { graceMs, stopSignal } from './stop-signal.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** The whole life of a worker process: waits for what to serve, serves it, finishes when asked to, and never outlives its primary. */
export async function runWorker(parts: ServerParts): Promise<void> {
  // However the primary ended, even by kill -9, its end of the pipe closes.
  process.once('disconnect', () => process.exit(1));
  if (!process.connected) process.exit(1);
  const primary = fromPrimary();
  const stopAsked = Promise.race([primary.stop, stopSignal()]);
  const settings = await primary.start;
  const log = streamLogger({ level: settings.logLevel });
  try {
    const running = await serveShared(parts, settings, log);
    await tell({ type: 'listening', port: running.port });
    await stopAsked;
    await running.stop();
    process.exit(0);
  } catch (error) {
    if (!(error instanceof Fault)) log.error({ err: error }, 'the worker cannot serve');
    await tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
}

async function serveShared(parts: ServerParts, settings: ServerSettings, log: Logger): Promise<{ port: number; stop(): Promise<void> }> {
  const tls = await openTls(settings);
  const open = await openDataFolder(parts, settings, await existingRootKey(settings), { log });
  const listener = await listenForRequests(open.node, { host: settings.host, port: settings.port, shared: true, tls });
  return {
    port: listener.port,
    async stop() {
      await listener.close(graceMs);
      await open.close();
    },
  };
}

function fromPrimary(): { readonly start: Promise<ServerSettings>; readonly stop: Promise<void> } {
  const start = Promise.withResolvers<ServerSettings>();
  const stop = Promise.withResolvers<void>();
  process.on('message', (message: ToWorker) => {
    if (message.type === 'start') start.resolve(message.settings);
    else stop.resolve();
  });
  return { start: start.promise, stop: stop.promise };
}

async function tell(message: FromWorker): Promise<void> {
  await new Promise((resolve) => {
    if (process.send === undefined) resolve(undefined);
    else process.send(message, resolve);
  });
}
