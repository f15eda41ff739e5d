import { setTimeout as delay } from 'node:timers/promises';
import { currentCredentials, type Credentials, type CredentialsProvider } from '../credentials.ts';
import type { Endpoint } from '../endpoint.ts';
import { toTransportError } from '../errors/to-transport-error.ts';
import type { SigningContext } from './build-request.ts';
import type { Call, OpenReply, Transport, WholeReply } from './call.ts';
import { operationEntry } from './call-name.ts';
import { exchange, type Exchange, type ExchangeParts } from './exchange.ts';
import { readDocumentBytes } from './read-all.ts';
import type { RetryPolicy } from './retry.ts';
import type { ServerClock } from './server-clock.ts';

/** What a transport stands on. */
export interface TransportParts extends ExchangeParts {
  readonly endpoint: Endpoint;
  readonly region: string;
  readonly credentials: Credentials | CredentialsProvider;
  /** Aborts when the client is closed. */
  readonly closing: AbortSignal;
  readonly clock: ServerClock;
  readonly retry: RetryPolicy;
  /** Waits; rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

/** Waits on the system's clock. */
export const systemSleep: TransportParts['sleep'] = (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal });

/** Sends calls through a dispatcher. Only what is idempotent and can be sent again is. */
export function createTransport(parts: TransportParts): Transport {
  const signing = async (): Promise<SigningContext> => {
    const { endpoint, region, clock } = parts;
    return { endpoint, region, credentials: await currentCredentials(parts.credentials), now: clock.now() };
  };
  const attempt = async (call: Call): Promise<Exchange> => exchange(call, await unlessAborted(signing, call), parts);
  return {
    signing,
    open: (call) => withRetries(call, parts, (live): Promise<OpenReply> => attempt(live)),
    whole: (call) =>
      withRetries(call, parts, async (live): Promise<WholeReply> => {
        const { status, requestId, headers, body, sent } = await attempt(live);
        return { status, requestId, headers, bytes: await readDocumentBytes(body, call.operation), sent };
      }),
  };
}

async function withRetries<T>(given: Call, parts: TransportParts, attempt: (call: Call) => Promise<T>): Promise<T> {
  const { closing, clock, retry, sleep } = parts;
  const call = { ...given, signal: given.signal === undefined ? closing : AbortSignal.any([given.signal, closing]) };
  const repeatable = operationEntry(call.operation).method !== 'POST' && call.body?.replayable !== false;
  let clockCorrected = false;
  for (let failures = 0; ;) {
    try {
      return await attempt(call);
    } catch (error) {
      const corrected: boolean = !clockCorrected && clock.correct(error);
      clockCorrected ||= corrected;
      const wait = corrected ? 0 : retry(error, failures++);
      if (!repeatable || wait === undefined) throw error;
      if (wait > 0) await pause(call, wait, sleep);
    }
  }
}

/** The result of `work`, which may be a caller's and never end, unless the call is aborted before. */
function unlessAborted<T>(work: () => Promise<T>, { operation, signal }: Call): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(toTransportError(signal?.reason, { operation, signal, phase: 'request' }));
    if (signal?.aborted === true) {
      stop();
      return;
    }
    signal?.addEventListener('abort', stop, { once: true });
    void work()
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener('abort', stop));
  });
}

async function pause({ operation, signal }: Call, ms: number, sleep: TransportParts['sleep']): Promise<void> {
  try {
    await sleep(ms, signal);
  } catch (error) {
    throw toTransportError(error, { operation, signal, phase: 'request' });
  }
}
