/** What one connection, and one process, may ask for. Times in milliseconds, sizes in bytes. */
export const HTTP_LIMITS = {
  /** Longer than the 60 s after which usual load balancers and client pools give up an idle connection, so that the server is never first. */
  keepAliveTimeout: 75_000,
  /** For the request line and headers, also of a connection that sends nothing. */
  headersTimeout: 30_000,
  /** None: a 5 GiB upload over a slow line takes hours. A body that stands still is ended by `bodyTimeout`. */
  requestTimeout: 0,
  connectionsCheckingInterval: 5_000,
  /** In this time of waiting for a body, `leastOfBody` bytes of it have to come. */
  bodyTimeout: 60_000,
  leastOfBody: 15_000,
  /** For a client that neither sends nor takes anything. */
  idleTimeout: 300_000,
  /** An object name of 1,023 bytes takes three times that in a URL, user metadata 8 KiB, a session token 4 KiB or more. */
  maxHeaderSize: 64 * 1024,
  /** The path and the query of the request line: the longest name, a session token, and the rest of a presigned URL. */
  maxTargetSize: 16 * 1024,
  maxHeaders: 1_000,
  /** Connections beyond it are closed as they come: to say why would take reading a request of each, and a handshake under TLS. */
  maxConnections: 10_000,
} as const;

/** Requests that one process runs at the same time unless told otherwise: each holds up to some MiB while its body comes. */
export const defaultMaxRequests = 1_000;

export type HttpLimits = { readonly [Name in keyof typeof HTTP_LIMITS]: number };
