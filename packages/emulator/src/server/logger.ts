import { pino } from 'pino';
import { backgroundWriter } from './background-writer.ts';

/** From silent to talkative; each level shows the ones before it too. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

type Write = (fields: object, message: string) => void;

/** Where the server's parts say what happened. `fields` hold no secrets: no keys, no signatures; an error goes under `err`. */
export interface Logger {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

export interface StreamLoggerOptions {
  readonly level: LogLevel;
  /** A file descriptor; default 2, standard error. */
  readonly fd?: number;
}

/** Characters of log lines that may wait for a reader that does not read; what comes then is dropped. */
const waitingLimit = 16 * 1024 * 1024;

/**
 * A logger that writes one JSON line an event, with ISO time and level by name.
 * Lines are written in the background, so that a request never waits for them; what is waiting is written when the process exits.
 * Lines that cannot be written, on a full disk or because their reader went away, are dropped: pino's own destination ends the process then,
 * or keeps it from ending.
 */
export function streamLogger({ level, fd = 2 }: StreamLoggerOptions): Logger {
  if (level === 'silent') return silentLogger;
  const writer = backgroundWriter(fd, waitingLimit);
  process.once('exit', () => writer.flush());
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    writer,
  );
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}

/** A logger that says nothing. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
