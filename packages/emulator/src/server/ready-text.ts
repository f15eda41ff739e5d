import { isIPv6 } from 'node:net';
import type { TrustFiles } from '../tls/trust-files.ts';
import type { RootCredentials } from './emulator-node.ts';
import { reachableAddress } from './reachable-address.ts';
import type { ServerSettings } from './server-settings.ts';

/** What a ready server is like. */
export interface ReadyServer {
  readonly settings: ServerSettings;
  /** The port that answers; the settings' may be 0. */
  readonly port: number;
  readonly credentials: RootCredentials;
  /** By which programs trust its authority; absent where it has none. */
  readonly trust?: TrustFiles | undefined;
}

/** The URL under which a client on this machine reaches the server. */
export function endpointOf({ host, port, secure }: { readonly host: string; readonly port: number; readonly secure: boolean }): string {
  const name = reachableAddress(host);
  return `${secure ? 'https' : 'http'}://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}

/** What a person reads when the server is ready: where it is, how a shell gets its credentials, a program to try. */
export function readyText({ settings, port, credentials, trust }: ReadyServer): string {
  const endpoint = endpointOf({ host: settings.host, port, secure: settings.tls !== undefined });
  const processes = settings.workers === 1 ? '1 process' : `${settings.workers} processes`;
  return `${readyAt(endpoint)} (region ${settings.region}, data in ${settings.dataFolder}, ${processes})

${clientLines({ endpoint, credentials, settings })}
${trust === undefined ? '' : trustLines(trust)}
To try it, in a shell with these variables and Python with oss2 (pip install oss2):

import os, oss2; auth = oss2.Auth(os.environ['OSS_ACCESS_KEY_ID'], os.environ['OSS_ACCESS_KEY_SECRET'])
bucket = oss2.Bucket(auth, os.environ['OSS_ENDPOINT'], 'first-bucket'); bucket.create_bucket()
print(bucket.put_object('hello.txt', b'hello', headers={'x-oss-server-side-encryption': 'AES256'}).headers)

`;
}

/** How the line begins by which a server says that it answers. */
export function readyAt(endpoint: string): string {
  return `sse-emulator is ready at ${endpoint}`;
}

/** A server as its clients see it. */
export interface ClientsServer {
  readonly endpoint: string;
  readonly credentials: RootCredentials;
  readonly settings: Pick<ServerSettings, 'credentials' | 'region'>;
}

/** How a shell's programs find the server and its credentials: four lines, without the last one's end. */
export function clientLines({ endpoint, credentials, settings }: ClientsServer): string {
  return `export OSS_ENDPOINT=${endpoint}
export OSS_ACCESS_KEY_ID=${credentials.accessKeyId}
${secretLine(credentials, settings)}
export OSS_REGION=${settings.region}`;
}

/** How a shell's programs trust the authority. */
function trustLines({ certificate, bundle, trustStore }: TrustFiles): string {
  return `
The certificate of its authority is ${certificate}; programs trust it with

export SSL_CERT_FILE=${shellWord(bundle)}
export REQUESTS_CA_BUNDLE=${shellWord(bundle)}
export CURL_CA_BUNDLE=${shellWord(bundle)}
export NODE_EXTRA_CA_CERTS=${shellWord(certificate)}

and Java with -Djavax.net.ssl.trustStore=${shellWord(trustStore)} -Djavax.net.ssl.trustStorePassword=changeit
`;
}

/** How a shell gets the secret. One that the operator gave is not shown: it is in the environment of this start, or in the operator's keeping. */
function secretLine({ origin, accessKeySecret }: RootCredentials, { credentials }: ClientsServer['settings']): string {
  if (credentials !== undefined) return 'export OSS_ACCESS_KEY_SECRET="$SSE_EMULATOR_ACCESS_KEY_SECRET"';
  if (origin === 'generated') return `export OSS_ACCESS_KEY_SECRET=${shellWord(accessKeySecret)}`;
  return '# OSS_ACCESS_KEY_SECRET is what SSE_EMULATOR_ACCESS_KEY_SECRET was when it was last set; start with another pair to change it';
}

/** A word of a command line, in quotes where a shell would read more into it. */
export function shellWord(text: string): string {
  return /^[\w./+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
