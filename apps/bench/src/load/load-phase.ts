/** A stretch of load: requests of one kind against one server. */
export interface LoadPhase {
  readonly host: string;
  readonly port: number;
  readonly method: 'PUT' | 'GET';
  /** Presigned targets, one for each object, or for each part of it; request `n` goes to target `n` modulo their number. */
  readonly targets: readonly string[];
  /** Different objects: target `n` is for object `n` modulo this, and for its part `⌊n / objects⌋`, counted from 0. */
  readonly objects: number;
  /** Bytes of each body. */
  readonly size: number;
  /** Sent with each request. */
  readonly headers: Readonly<Record<string, string>>;
  /** What each answer must say in `x-oss-server-side-encryption`; absent: it must not have the header. */
  readonly encryption: string | undefined;
  readonly connections: number;
  readonly limits: LoadLimits;
  /** Every how many answers one is checked: its encryption header and, of a GET, every byte. */
  readonly checkEvery: number;
  /** Whether a checked GET must also name the CRC-64 of its body. */
  readonly checkCrc64: boolean;
}

/** When to stop sending requests. Those under way are waited for, and count. */
export interface LoadLimits {
  readonly seconds: number;
  /** So many requests are sent even when the time is up. */
  readonly least: number;
  readonly most: number;
}

/** What came of a phase. */
export interface LoadOutcome {
  /** Requests that were answered well. */
  readonly requests: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Milliseconds from the first byte of a request to the last of its answer. */
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
  /** Answers that were checked, and were right. */
  readonly checked: number;
  /** The first few errors in words. */
  readonly problems: readonly string[];
  /** The share of the time in which the load process itself was busy; near 1, it and not the server sets the pace. */
  readonly clientBusy: number;
}
