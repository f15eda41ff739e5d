import { isBucketName, type BucketName } from '@sse/core';
import { resolve } from 'node:path';
import { readSettings, type Environment } from '../server/read-settings.ts';
import type { ServerSettings } from '../server/server-settings.ts';
import type { SettingFlags } from '../server/setting-table.ts';
import { UsageError } from '../server/usage-error.ts';
import { readEndpoint, type JoinedEndpoint } from './joined-endpoint.ts';

/** What commander gives for `run`. */
export type RunFlags = Pick<SettingFlags, 'port' | 'data' | 'rootKey' | 'config' | 'region'> & {
  readonly bucket?: readonly string[];
  readonly endpoint?: string;
  readonly keep?: true;
  readonly proxy?: true;
  readonly blockOthers?: true;
  readonly requireEncryption?: true;
  readonly report?: string;
};

/** Everything a person can choose about a run; checked. */
export interface RunSettings {
  /** A server that is there; absent: one of this run's own. */
  readonly endpoint?: JoinedEndpoint;
  /** Of the own server, but for where a temporary data folder is to be; its port is the one for plain HTTP. */
  readonly server: ServerSettings;
  /** Absent: a temporary one. */
  readonly dataFolder?: string;
  /** Whether the own server goes on when the program has ended. */
  readonly keep: boolean;
  readonly buckets: readonly BucketName[];
  /** Whether connections are intercepted by a proxy also where a namespace is possible. */
  readonly byProxy: boolean;
  readonly blockOthers: boolean;
  readonly requireEncryption: boolean;
  /** Path. */
  readonly reportFile?: string;
}

/** What only a server of the run's own can be told. */
const ofOwnServer = {
  port: '--port',
  data: '--data',
  rootKey: '--root-key',
  config: '--config',
  bucket: '--bucket',
  keep: '--keep',
  requireEncryption: '--require-encryption',
} as const satisfies Partial<Record<keyof RunFlags, string>>;

/** The settings of flags and environment, paths resolved from `workingFolder`; `UsageError` for what cannot be meant. */
export function readRunSettings(flags: RunFlags, environment: Environment, workingFolder: string): RunSettings {
  const endpoint = flags.endpoint === undefined ? undefined : joined(flags, flags.endpoint, environment);
  const { port = '0', data, rootKey, config, region } = flags;
  const chosen = { port, data, rootKey, config, region, logLevel: 'error' };
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
  const server = readSettings(given, environment, workingFolder);
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    server,
    ...(data === undefined ? {} : { dataFolder: server.dataFolder }),
    keep: flags.keep ?? false,
    buckets: (flags.bucket ?? []).map(bucketName),
    byProxy: flags.proxy ?? false,
    blockOthers: flags.blockOthers ?? false,
    requireEncryption: flags.requireEncryption ?? false,
    ...(flags.report === undefined ? {} : { reportFile: resolve(workingFolder, flags.report) }),
  };
}

function joined(flags: RunFlags, text: string, environment: Environment): JoinedEndpoint {
  for (const [name, flag] of Object.entries(ofOwnServer))
    if (name in flags) throw new UsageError(`${flag}: expected without --endpoint, whose server is there already`);
  return readEndpoint(text, environment);
}

function bucketName(text: string): BucketName {
  if (isBucketName(text)) return text;
  throw new UsageError(`--bucket: expected 3 to 63 lower-case letters, digits and hyphens; got ${JSON.stringify(text)}`);
}
