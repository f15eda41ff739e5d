import { dirname, join, resolve } from 'node:path';
import type { Credentials } from './emulator-node.ts';
import type { ServerSettings } from './server-settings.ts';
import { SETTINGS, type Setting, type SettingFlags } from './setting-table.ts';
import { accessKeyIdValue, accessKeySecretValue, type SettingValue } from './setting-values.ts';
import { objectionToHost } from '../tls/certified-names.ts';
import { UsageError } from './usage-error.ts';

/** Variables by name; an empty one counts as absent. */
export type Environment = Readonly<Record<string, string | undefined>>;

const idVariable = 'SSE_EMULATOR_ACCESS_KEY_ID';
const secretVariable = 'SSE_EMULATOR_ACCESS_KEY_SECRET';

/** The settings that flags and environment give, flags before environment, paths resolved from `workingFolder`; `UsageError` for a bad value. */
export function readSettings(flags: SettingFlags, environment: Environment, workingFolder: string): ServerSettings {
  const dataFolder = resolve(workingFolder, required(SETTINGS.data, flags.data, environment));
  const rootKey = optional(SETTINGS.rootKey, flags.rootKey, environment);
  const config = optional(SETTINGS.config, flags.config, environment);
  const tls = readTls(flags, workingFolder);
  const host = required(SETTINGS.host, flags.host, environment);
  if (tls === 'self') refuseUncertified(host);
  const credentials = readCredentials(environment);
  return {
    port: required(SETTINGS.port, flags.port, environment),
    host,
    dataFolder,
    rootKeyFile: rootKey === undefined ? join(dirname(dataFolder), 'root.key') : resolve(workingFolder, rootKey),
    region: required(SETTINGS.region, flags.region, environment),
    strictRegion: flags.strictRegion ?? false,
    workers: required(SETTINGS.workers, flags.workers, environment),
    maxRequests: required(SETTINGS.maxRequests, flags.maxRequests, environment),
    baseDomains: (flags.domain ?? []).map((text) => parsed(SETTINGS.domain.value, text, '--domain')),
    cnames: Object.fromEntries((flags.cname ?? []).map((text) => parsed(SETTINGS.cname.value, text, '--cname'))),
    logLevel: required(SETTINGS.logLevel, flags.logLevel, environment),
    ...(config === undefined ? {} : { configFile: resolve(workingFolder, config) }),
    ...(tls === undefined ? {} : { tls }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

function readTls(flags: SettingFlags, workingFolder: string): ServerSettings['tls'] {
  const certFile = optional(SETTINGS.tlsCert, flags.tlsCert, {});
  const keyFile = optional(SETTINGS.tlsKey, flags.tlsKey, {});
  const self = optional(SETTINGS.tls, flags.tls, {});
  if (self !== undefined) {
    if (certFile === undefined && keyFile === undefined) return self;
    throw new UsageError(
      `expected either --tls self or --tls-cert and --tls-key; got --tls self with ${certFile === undefined ? '--tls-key' : '--tls-cert'}`,
    );
  }
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    throw new UsageError(
      `expected both --tls-cert and --tls-key, or neither; got only ${certFile === undefined ? '--tls-key' : '--tls-cert'}`,
    );
  }
  return { certFile: resolve(workingFolder, certFile), keyFile: resolve(workingFolder, keyFile) };
}

function refuseUncertified(host: string): void {
  const objection = objectionToHost(host);
  if (objection !== undefined) throw new UsageError(`--tls self: ${objection}; got ${JSON.stringify(host)}`);
}

function readCredentials(environment: Environment): Credentials | undefined {
  const accessKeyId = present(environment[idVariable]);
  const accessKeySecret = present(environment[secretVariable]);
  if (accessKeyId === undefined && accessKeySecret === undefined) return undefined;
  if (accessKeyId === undefined || accessKeySecret === undefined) {
    const given = accessKeyId === undefined ? secretVariable : idVariable;
    throw new UsageError(`expected both ${idVariable} and ${secretVariable}, or neither; got only ${given}`);
  }
  if (accessKeySecretValue.parse(accessKeySecret) === undefined) {
    throw new UsageError(`${secretVariable}: expected ${accessKeySecretValue.expected}`);
  }
  return { accessKeyId: parsed(accessKeyIdValue, accessKeyId, idVariable), accessKeySecret };
}

function required<T>(setting: Setting<T> & { readonly fallback: string }, flag: string | undefined, environment: Environment): T {
  return optional(setting, flag, environment) ?? parsed(setting.value, setting.fallback, setting.flag);
}

function optional<T>(setting: Setting<T>, flag: string | undefined, environment: Environment): T | undefined {
  if (flag !== undefined) return parsed(setting.value, flag, setting.flag.replace(/ .*/, ''));
  if (setting.variable === undefined) return undefined;
  const text = present(environment[setting.variable]);
  return text === undefined ? undefined : parsed(setting.value, text, setting.variable);
}

function parsed<T>(value: SettingValue<T>, text: string, source: string): T {
  const result = value.parse(text);
  if (result === undefined) throw new UsageError(`${source}: expected ${value.expected}; got ${JSON.stringify(text)}`);
  return result;
}

function present(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
