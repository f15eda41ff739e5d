import type { Dispatcher } from 'undici';
import type { Credentials, CredentialsProvider } from './credentials.ts';
import type { Addressing } from './endpoint.ts';
import type { RetryOptions } from './transport/retry.ts';

/** Milliseconds to wait. 0 means for ever. */
export interface Timeouts {
  /** For a connection; default 10,000. Has no effect on a given dispatcher. */
  readonly connectMs?: number;
  /** For the headers of a reply after the request is sent, and for each next piece of its body; default 60,000. */
  readonly replyMs?: number;
}

/** What `createClient` needs to know. */
export interface ClientOptions {
  /** URL of the server, such as `https://oss-cn-hangzhou.aliyuncs.com` or `http://127.0.0.1:9677`; `https` when it has no scheme. */
  readonly endpoint: string;
  /** Region id without `oss-`, such as `cn-hangzhou`; part of every signature. */
  readonly region: string;
  readonly credentials: Credentials | CredentialsProvider;
  /** Absent: path for IP addresses and names without a domain, such as `localhost`; virtual host for other names. */
  readonly addressing?: Addressing | undefined;
  /** Carries the requests, and stays open when the client is closed. Absent: the client's own connection pool. */
  readonly dispatcher?: Dispatcher | undefined;
  readonly retries?: RetryOptions | undefined;
  readonly timeouts?: Timeouts | undefined;
  /** Milliseconds since the epoch; default the system's clock. */
  readonly now?: (() => number) | undefined;
  /** 0 ≤ x < 1, for the jitter of retries; default `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** Waits between retries and rejects when the signal aborts; default the system's timer. */
  readonly sleep?: ((ms: number, signal: AbortSignal | undefined) => Promise<unknown>) | undefined;
}
