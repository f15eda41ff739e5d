import type { Credentials } from './emulator-node.ts';
import type { LogLevel } from './logger.ts';

/** Everything a person can choose about the server process; checked, with absolute paths. Plain data: it travels to the workers. */
export interface ServerSettings {
  readonly host: string;
  /** 0: the system chooses. */
  readonly port: number;
  readonly dataFolder: string;
  readonly rootKeyFile: string;
  /** Absent: nothing is declared. */
  readonly configFile?: string;
  readonly region: string;
  readonly strictRegion: boolean;
  /** Absent: those kept in the store. */
  readonly credentials?: Credentials;
  /** Number of processes that serve. */
  readonly workers: number;
  /** Requests that each of them runs at the same time. */
  readonly maxRequests: number;
  /** Paths of PEM files, or certificates of an authority of the server's own; absent: plain HTTP. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string } | 'self';
  readonly baseDomains: readonly string[];
  readonly cnames: Readonly<Record<string, string>>;
  readonly logLevel: LogLevel;
}
