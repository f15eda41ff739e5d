import { isIPv6 } from 'node:net';
import type { Credentials } from './emulator-node.ts';
import type { ServerSettings } from './server-settings.ts';

/** What a ready server is like. */
export interface ReadyServer {
  readonly settings: ServerSettings;
  /** The port that answers; the settings' may be 0. */
  readonly port: number;
  readonly credentials: Credentials;
}

const anyAddress: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** The URL under which a client on this machine reaches the server. */
export function endpointOf({ host, port, secure }: { readonly host: string; readonly port: number; readonly secure: boolean }): string {
  const name = anyAddress[host] ?? host;
  return `${secure ? 'https' : 'http'}://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}

/** What a person reads when the server is ready: where it is, how a shell gets its credentials, a program to try. */
export function readyText({ settings, port, credentials }: ReadyServer): string {
  const endpoint = endpointOf({ host: settings.host, port, secure: settings.tls !== undefined });
  const processes = settings.workers === 1 ? '1 process' : `${settings.workers} processes`;
  // A secret that the operator chose is in the operator's environment already and is not shown again.
  const secret = settings.credentials === undefined ? shellWord(credentials.accessKeySecret) : '"$SSE_EMULATOR_ACCESS_KEY_SECRET"';
  return `sse-emulator is ready at ${endpoint} (region ${settings.region}, data in ${settings.dataFolder}, ${processes})

export OSS_ENDPOINT=${endpoint}
export OSS_ACCESS_KEY_ID=${credentials.accessKeyId}
export OSS_ACCESS_KEY_SECRET=${secret}
export OSS_REGION=${settings.region}

To try it, in a shell with these variables and Python with oss2 (pip install oss2):

import os, oss2; auth = oss2.Auth(os.environ['OSS_ACCESS_KEY_ID'], os.environ['OSS_ACCESS_KEY_SECRET'])
bucket = oss2.Bucket(auth, os.environ['OSS_ENDPOINT'], 'first-bucket'); bucket.create_bucket()
print(bucket.put_object('hello.txt', b'hello', headers={'x-oss-server-side-encryption': 'AES256'}).headers)

`;
}

function shellWord(text: string): string {
  return /^[\w./+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
