/** What the exit code of `sse` says. */
export const EXIT_CODES = {
  done: 0,
  /** The service refused. */
  service: 1,
  /** Arguments or environment make no sense; nothing was sent. */
  usage: 2,
  /** No usable answer: no connection, timeout, broken or wrong bytes. */
  transport: 3,
  /** A local file cannot be read or written. */
  file: 4,
  /** The command was done, and its answer is no: access is denied, a policy is not valid. */
  negative: 5,
  /** A fault of this program. */
  internal: 70,
  /** SIGINT or SIGTERM, as shells count SIGINT. */
  interrupted: 130,
  /** Whoever reads the output went away, as shells count SIGPIPE. */
  brokenPipe: 141,
} as const;

/** One of the exit codes by name. */
export type ExitName = keyof typeof EXIT_CODES;
