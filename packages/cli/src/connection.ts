import type { Addressing, ClientOptions } from '@sse/sdk';
import { printable } from './printable.ts';
import type { Surroundings } from './surroundings.ts';
import { UsageError } from './usage-error.ts';

/** Flags that every command has. */
export interface ConnectionFlags {
  readonly endpoint?: string;
  readonly region?: string;
  readonly addressing?: string;
}

const ADDRESSINGS = ['path', 'virtual-host'] as const satisfies readonly Addressing[];

/** The server and the credentials that flags and environment name; flags win. Throws `UsageError` for what is missing. */
export function readConnection(flags: ConnectionFlags, environment: Surroundings['environment']): ClientOptions {
  const endpoint = flags.endpoint ?? environment['OSS_ENDPOINT'] ?? '';
  if (endpoint === '')
    throw new UsageError('expected an endpoint such as https://oss-cn-hangzhou.aliyuncs.com in OSS_ENDPOINT or --endpoint');
  const region = flags.region ?? environment['OSS_REGION'] ?? '';
  if (region === '') throw new UsageError('expected a region such as cn-hangzhou in OSS_REGION or --region');
  const securityToken = environment['OSS_SESSION_TOKEN'] ?? '';
  return {
    endpoint,
    region,
    addressing: readAddressing(flags.addressing),
    credentials: {
      accessKeyId: required(environment, 'OSS_ACCESS_KEY_ID'),
      accessKeySecret: required(environment, 'OSS_ACCESS_KEY_SECRET'),
      ...(securityToken === '' ? {} : { securityToken }),
    },
  };
}

function required(environment: Surroundings['environment'], name: string): string {
  const value = environment[name] ?? '';
  if (value === '') throw new UsageError(`expected credentials in OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET, but ${name} is not set`);
  return value;
}

function readAddressing(text: string | undefined): Addressing | undefined {
  const known = ADDRESSINGS.find((addressing) => addressing === text);
  if (known === undefined && text !== undefined) {
    throw new UsageError(`expected --addressing ${ADDRESSINGS.join(' or ')}, got "${printable(text)}"`);
  }
  return known;
}
