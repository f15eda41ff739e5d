import { Fault } from '@sse/core';
import { createCrc64Engine, createLinearMemory, type Crc64Engine } from '@sse/core/primitives';
import { Agent } from 'undici';
import type { ClientOptions } from './client-options.ts';
import { parseEndpoint } from './endpoint.ts';
import type { Transport } from './transport/call.ts';
import { createTransport, systemSleep } from './transport/create-transport.ts';
import type { Crc64Update } from './transport/measured-stream.ts';
import { retryPolicy } from './transport/retry.ts';
import { serverClock } from './transport/server-clock.ts';

/** A transport of a client's own, and how to end it. */
export interface OpenTransport {
  readonly transport: Transport;
  /** Ends what is in flight; may be called twice. */
  readonly close: () => Promise<void>;
}

/** The transport that options describe. Throws `Fault` `configuration` for an endpoint or region that is none. */
export function openTransport(options: ClientOptions): OpenTransport {
  const { dispatcher = new Agent({ connect: { timeout: options.timeouts?.connectMs ?? 10_000 } }) } = options;
  const closing = new AbortController();
  const transport = createTransport({
    endpoint: parseEndpoint(options.endpoint, options.addressing),
    region: checkedRegion(options.region),
    credentials: options.credentials,
    dispatcher,
    closing: closing.signal,
    replyTimeoutMs: options.timeouts?.replyMs ?? 60_000,
    clock: serverClock(options.now ?? Date.now),
    retry: retryPolicy(options.retries ?? {}, options.random ?? Math.random),
    crc64: lazyCrc64(),
    sleep: options.sleep ?? systemSleep,
  });
  return {
    transport,
    async close() {
      closing.abort(new Error('the client was closed'));
      if (options.dispatcher === undefined) await dispatcher.destroy();
    },
  };
}

function checkedRegion(region: string): string {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(region)) {
    throw new Fault('configuration', `expected a region such as cn-hangzhou, got ${JSON.stringify(region)}`);
  }
  return region;
}

/** The scratch area of the engine and its tables, rounded up to pages by the memory. */
const CRC_MEMORY_BYTES = 131_072;

/** Compiles its engine at the first bytes, so that clients that move none do not wait for it. */
function lazyCrc64(): Crc64Update {
  let engine: Crc64Engine | undefined;
  return (crc, bytes) => (engine ??= createCrc64Engine(createLinearMemory({ bytes: CRC_MEMORY_BYTES }))).update(crc, bytes);
}
