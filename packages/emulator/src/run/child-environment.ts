import type { Credentials } from '../server/emulator-node.ts';
import type { Environment } from '../server/read-settings.ts';
import { withoutVendor } from './no-proxy.ts';
import type { ProxySecret } from './proxy-secret.ts';

/** Variables that name a file of certificates which a program trusts, in PEM. */
export const TRUST_VARIABLES = [
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
  // That of the vendor's Python clients for STS and KMS.
  'ALIBABA_CLOUD_CA_BUNDLE',
] as const;

export type TrustVariable = (typeof TRUST_VARIABLES)[number];

/** What a program needs to be told to reach the server under the vendor's names. */
export interface ChildWorld {
  readonly proxyPort: number;
  readonly secret: ProxySecret;
  /** The files that the variables are to name. */
  readonly trust: Readonly<Record<TrustVariable, string>>;
  /** PKCS#12, for Java. */
  readonly trustStore: string;
  /** A script that Node programs load first. */
  readonly preload: string;
  /** Absent: the program's own. */
  readonly credentials?: Credentials;
  readonly region: string;
}

/** Marks the processes of a run; its value is the URL of the run's proxy, which no other has. */
export const markVariable = 'SSE_EMULATOR_RUN';

/** A program's environment: what was given, with what `world` asks for added, and merged where both say something. */
export function childEnvironment(given: Environment, world: ChildWorld): Record<string, string> {
  const { proxyPort, secret, trust } = world;
  const proxy = secret.urlOn(proxyPort);
  const added = {
    ...given,
    ...Object.fromEntries(['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [name, proxy])),
    ...noProxy(given),
    ...trust,
    JAVA_TOOL_OPTIONS: joined(given['JAVA_TOOL_OPTIONS'], javaOptions(world)),
    NODE_OPTIONS: joined(given['NODE_OPTIONS'], `--require ${quoted(world.preload, /[\\"]/g)}`),
    ...identity(given, world),
    [markVariable]: proxy,
  };
  return Object.fromEntries(Object.entries(added).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function noProxy(given: Environment): Environment {
  const names = ['NO_PROXY', 'no_proxy'].filter((name) => given[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, withoutVendor(given[name] ?? '')]));
}

/** Pairs of names by which the vendor's clients find credentials, with the token that belongs to them. */
const credentialNames = [
  ['OSS_ACCESS_KEY_ID', 'OSS_ACCESS_KEY_SECRET', 'OSS_SESSION_TOKEN'],
  ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALIBABA_CLOUD_SECURITY_TOKEN'],
] as const;

function identity(given: Environment, { credentials, region }: ChildWorld): Environment {
  const pairs = credentialNames.map(([id, secret, token]): Environment => {
    if (credentials === undefined || given[id] || given[secret]) return {};
    return { [id]: credentials.accessKeyId, [secret]: credentials.accessKeySecret, [token]: undefined };
  });
  return Object.assign({ OSS_REGION: given['OSS_REGION'] || region }, ...pairs);
}

/** Properties that java.net, and clients that ask for system properties, go by. Java tries no password on a tunnel unless it is told that it may. */
function javaOptions({ proxyPort, secret, trustStore }: ChildWorld): string {
  const proxied = ['http', 'https'].flatMap((scheme) => [
    `-D${scheme}.proxyHost=127.0.0.1`,
    `-D${scheme}.proxyPort=${proxyPort}`,
    `-D${scheme}.proxyUser=${secret.user}`,
    `-D${scheme}.proxyPassword=${secret.password}`,
  ]);
  const trusted = [
    `-Djavax.net.ssl.trustStore=${trustStore}`,
    '-Djavax.net.ssl.trustStoreType=PKCS12',
    '-Djavax.net.ssl.trustStorePassword=changeit',
  ];
  return [...proxied, '-Djdk.http.auth.tunneling.disabledSchemes=', ...trusted].map((option) => quoted(option)).join(' ');
}

/** A word of an option list, in quotes where it has spaces. */
function quoted(word: string, escaped?: RegExp): string {
  if (!/[\s"\\]/.test(word)) return word;
  return `"${escaped === undefined ? word : word.replace(escaped, '\\$&')}"`;
}

function joined(before: string | undefined, option: string): string {
  return before === undefined || before === '' ? option : `${before} ${option}`;
}
