import { isIP } from 'node:net';
import { LOG_LEVELS, type LogLevel } from './logger.ts';

/** What a setting accepts: `parse` gives `undefined` for text that is not as `expected` says. */
export interface SettingValue<T> {
  readonly expected: string;
  readonly parse: (text: string) => T | undefined;
}

export const portValue: SettingValue<number> = {
  expected: 'a port number from 0 to 65535 (0: a free one is chosen)',
  parse: (text) => wholeNumber(text, 0, 65_535),
};

export const workersValue: SettingValue<number> = {
  expected: 'a number of processes from 1 to 256',
  parse: (text) => wholeNumber(text, 1, 256),
};

export const maxRequestsValue: SettingValue<number> = {
  expected: 'a number of requests from 1 to 100000',
  parse: (text) => wholeNumber(text, 1, 100_000),
};

export const hostValue: SettingValue<string> = {
  expected: 'a host name or IP address without scheme and port, such as 127.0.0.1, 0.0.0.0 or ::1',
  parse: (text) => (isIP(text) > 0 ? text : hostName(text)),
};

export const pathValue: SettingValue<string> = {
  expected: 'a path',
  parse: (text) => (text.trim() === '' || text.includes('\0') ? undefined : text),
};

export const regionValue: SettingValue<string> = {
  expected: 'a region id such as cn-hangzhou, without "oss-" before it',
  parse: (text) => (/^(?!oss-)[a-z0-9]+(-[a-z0-9]+)*$/.test(text) ? text : undefined),
};

export const logLevelValue: SettingValue<LogLevel> = {
  expected: `one of ${LOG_LEVELS.join(', ')}`,
  parse: (text) => LOG_LEVELS.find((level) => level === text),
};

export const tlsValue: SettingValue<'self'> = {
  expected: 'self',
  parse: (text) => (text === 'self' ? text : undefined),
};

export const domainValue: SettingValue<string> = {
  expected: 'a host name without port, such as oss.example.com',
  parse: hostName,
};

export const cnameValue: SettingValue<readonly [host: string, bucket: string]> = {
  expected: 'host=bucket, such as static.example.com=my-bucket',
  parse(text) {
    const [name = '', bucket = '', ...rest] = text.split('=');
    const host = hostName(name);
    return host !== undefined && rest.length === 0 && /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket) ? [host, bucket] : undefined;
  },
};

export const accessKeyIdValue: SettingValue<string> = {
  expected: 'an access key id of 3 to 128 letters, digits, ".", "_" or "-"',
  parse: (text) => (/^[A-Za-z0-9._-]{3,128}$/.test(text) ? text : undefined),
};

export const accessKeySecretValue: SettingValue<string> = {
  expected: 'an access key secret of 3 to 128 printable ASCII characters without spaces',
  parse: (text) => (/^[\x21-\x7e]{3,128}$/.test(text) ? text : undefined),
};

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  return number !== undefined && number >= least && number <= most ? number : undefined;
}

function hostName(text: string): string | undefined {
  const name = text.toLowerCase();
  return name.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(name) ? name : undefined;
}
