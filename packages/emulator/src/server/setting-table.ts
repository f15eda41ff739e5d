import { defaultMaxRequests } from './http-limits.ts';
import {
  cnameValue,
  domainValue,
  hostValue,
  logLevelValue,
  maxRequestsValue,
  pathValue,
  portValue,
  regionValue,
  tlsValue,
  workersValue,
  type SettingValue,
} from './setting-values.ts';

/** One flag of the command line that takes a value. */
export interface Setting<T> {
  /** The flag as commander spells it. */
  readonly flag: string;
  /** The environment variable that counts where the flag is not given; absent: the flag only. */
  readonly variable?: string;
  readonly about: string;
  readonly value: SettingValue<T>;
  /** Text that counts where neither is given; absent: the setting stays unset. */
  readonly fallback?: string;
  /** May be given several times; the values add up. */
  readonly repeatable?: true;
}

/**
 * Every setting of the server that takes a value, by its name among commander's options.
 * The default port is none that object stores and databases like to take, lies below the range that systems hand out to outgoing connections,
 * and can be remembered: 9677 is 9-O-S-S on a telephone.
 */
export const SETTINGS = {
  port: {
    flag: '--port <number>',
    variable: 'SSE_EMULATOR_PORT',
    about: 'port to listen on; 0 chooses a free one',
    value: portValue,
    fallback: '9677',
  },
  host: { flag: '--host <address>', variable: 'SSE_EMULATOR_HOST', about: 'address to listen on', value: hostValue, fallback: '127.0.0.1' },
  data: {
    flag: '--data <folder>',
    variable: 'SSE_EMULATOR_DATA',
    about: 'folder that holds everything stored',
    value: pathValue,
    fallback: '.sse/data',
  },
  rootKey: {
    flag: '--root-key <file>',
    variable: 'SSE_EMULATOR_ROOT_KEY',
    about: 'file with the key that opens the data folder; else root.key beside that folder',
    value: pathValue,
  },
  config: {
    flag: '--config <file>',
    variable: 'SSE_EMULATOR_CONFIG',
    about: 'YAML or JSON file with account, users, policies, roles, keys and buckets that are to be there',
    value: pathValue,
  },
  region: {
    flag: '--region <id>',
    variable: 'SSE_EMULATOR_REGION',
    about: 'region that buckets are in',
    value: regionValue,
    fallback: 'cn-hangzhou',
  },
  workers: {
    flag: '--workers <count>',
    variable: 'SSE_EMULATOR_WORKERS',
    about: 'processes that serve on the port',
    value: workersValue,
    fallback: '1',
  },
  maxRequests: {
    flag: '--max-requests <count>',
    variable: 'SSE_EMULATOR_MAX_REQUESTS',
    about: 'requests that each process runs at the same time; more are answered with 503',
    value: maxRequestsValue,
    fallback: String(defaultMaxRequests),
  },
  tls: {
    flag: '--tls <self>',
    about: 'serve HTTPS with certificates of a local authority, made on first use in the folder tls beside the root key',
    value: tlsValue,
  },
  tlsCert: { flag: '--tls-cert <file>', about: 'serve HTTPS with this certificate (chain), PEM', value: pathValue },
  tlsKey: { flag: '--tls-key <file>', about: 'private key of the certificate, PEM', value: pathValue },
  domain: {
    flag: '--domain <name>',
    about: 'name under which <bucket>.<name> addresses a bucket; repeatable',
    value: domainValue,
    repeatable: true,
  },
  cname: { flag: '--cname <host=bucket>', about: 'host name that stands for one bucket; repeatable', value: cnameValue, repeatable: true },
  logLevel: {
    flag: '--log-level <level>',
    variable: 'SSE_EMULATOR_LOG_LEVEL',
    about: 'how much goes to standard error: silent, error, warn, info or debug',
    value: logLevelValue,
    fallback: 'info',
  },
} as const satisfies Record<string, Setting<unknown>>;

/** The options that commander gives: text as typed, a list for a repeatable one, nothing for one that was not given. */
export type SettingFlags = {
  readonly [Name in keyof typeof SETTINGS]?: (typeof SETTINGS)[Name] extends { repeatable: true } ? readonly string[] : string;
} & { readonly strictRegion?: boolean };
