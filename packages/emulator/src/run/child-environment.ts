import { delimiter } from 'node:path';
import type { Environment } from '../server/read-settings.ts';
import { vendorDomain } from './host-kind.ts';
import { withoutVendor } from './no-proxy.ts';
import { CREDENTIAL_VARIABLES, type ProgramCredentials } from './program-credentials.ts';
import type { ProxySecret } from './proxy-secret.ts';
import type { PythonPreload } from './python-preload.ts';

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

/** The proxy that a program's connections go by. */
interface ChildProxy {
  readonly port: number;
  readonly secret: ProxySecret;
  /** A script that Node programs load first. Absent: connections that do not go by the proxy lead to the server as well. */
  readonly preload?: string;
}

/** What a program needs to be told to reach the server under the vendor's names. */
export interface ChildWorld {
  /** Absent: the names lead to the server by themselves, and no proxy was set that clients would ask for them. */
  readonly proxy?: ChildProxy;
  /** The files that the variables are to name. */
  readonly trust: Readonly<Record<TrustVariable, string>>;
  /** PKCS#12, for Java. */
  readonly trustStore: string;
  readonly python: PythonPreload;
  /** For a program that has none; absent: none. */
  readonly credentials?: ProgramCredentials;
  readonly region: string;
  /** Of `markVariable`. */
  readonly mark: string;
}

/** Marks the processes of a run, by a value that no other has: the URL of its proxy, where it has one. */
export const markVariable = 'SSE_EMULATOR_RUN';

/** A program's environment: what was given, with what `world` asks for added, and merged where both say something. */
export function childEnvironment(given: Environment, world: ChildWorld): Record<string, string> {
  const { proxy, trust, mark } = world;
  const added = {
    ...given,
    ...(proxy === undefined ? {} : byProxy(given, proxy)),
    ...trust,
    ...pythonVariables(given, world.python),
    JAVA_TOOL_OPTIONS: joined(given['JAVA_TOOL_OPTIONS'], javaOptions(given['JAVA_TOOL_OPTIONS'] ?? '', world)),
    ...identity(given, world),
    [markVariable]: mark,
  };
  return Object.fromEntries(Object.entries(added).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function byProxy(given: Environment, { port, secret, preload }: ChildProxy): Environment {
  const url = secret.urlOn(port);
  return {
    ...Object.fromEntries(['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [name, url])),
    ...noProxy(given),
    ...(preload === undefined ? {} : { NODE_OPTIONS: joined(given['NODE_OPTIONS'], `--require ${quoted(preload, /[\\"]/g)}`) }),
  };
}

const proxyVariables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];

/** Whether an environment has a proxy. Some clients ask it for every host, whatever `NO_PROXY` says. */
export function namesProxy(given: Environment): boolean {
  return proxyVariables.some((name) => given[name]);
}

function noProxy(given: Environment): Environment {
  const names = ['NO_PROXY', 'no_proxy'].filter((name) => given[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, withoutVendor(given[name] ?? '')]));
}

/** Names the access key that a run gave its program, for a run inside it: that one's server does not know it. */
const givenKeyVariable = 'SSE_EMULATOR_RUN_ACCESS_KEY_ID';

function identity(given: Environment, { credentials, region }: ChildWorld): Environment {
  const isOwn = (id: string, secret: string): boolean => Boolean(given[id] || given[secret]) && given[id] !== given[givenKeyVariable];
  const pairs = CREDENTIAL_VARIABLES.map(([id, secret, token]): Environment => {
    if (credentials === undefined || isOwn(id, secret)) return {};
    return { [id]: credentials.accessKeyId, [secret]: credentials.accessKeySecret, [token]: credentials.sessionToken };
  });
  const filled = Object.assign({}, ...pairs);
  const mark = Object.keys(filled).length === 0 ? {} : { [givenKeyVariable]: credentials?.accessKeyId };
  return { OSS_REGION: given['OSS_REGION'] || region, ...filled, ...mark };
}

/** First in the path, because Python loads the first that it finds, which loads the next. An empty path would be the folder that a program is in. */
function pythonVariables(given: Environment, { folder, roots }: PythonPreload): Environment {
  const before = given['PYTHONPATH'];
  return { PYTHONPATH: before ? `${folder}${delimiter}${before}` : folder, SSE_EMULATOR_RUN_ROOTS: roots };
}

/** Properties that java.net, and clients that ask for system properties, go by. Java tries no password on a tunnel unless it is told that it may. */
function javaOptions(given: string, { proxy, trustStore }: ChildWorld): string {
  const trusted = [
    `-Djavax.net.ssl.trustStore=${trustStore}`,
    '-Djavax.net.ssl.trustStoreType=PKCS12',
    '-Djavax.net.ssl.trustStorePassword=changeit',
  ];
  const guided = proxy?.preload === undefined ? aroundJavaProxy(given) : javaProxy(proxy);
  return [...guided, ...trusted].map((option) => quoted(option)).join(' ');
}

/** A proxy that Java's own options name is used for other hosts. What it is not used for has a default, which goes where it is named. */
function aroundJavaProxy(given: string): readonly string[] {
  if (!given.includes('.proxyHost=')) return [];
  const [, before = 'localhost|127.*|[::1]'] = /-Dhttp\.nonProxyHosts=([^\s"']*)/.exec(given) ?? [];
  return [`-Dhttp.nonProxyHosts=${before}|*.${vendorDomain}`];
}

function javaProxy({ port, secret }: ChildProxy): readonly string[] {
  const proxied = ['http', 'https'].flatMap((scheme) => [
    `-D${scheme}.proxyHost=127.0.0.1`,
    `-D${scheme}.proxyPort=${port}`,
    `-D${scheme}.proxyUser=${secret.user}`,
    `-D${scheme}.proxyPassword=${secret.password}`,
  ]);
  return [...proxied, '-Djdk.http.auth.tunneling.disabledSchemes='];
}

/** A word of an option list, in quotes where it has spaces. */
function quoted(word: string, escaped?: RegExp): string {
  if (!/[\s"\\]/.test(word)) return word;
  return `"${escaped === undefined ? word : word.replace(escaped, '\\$&')}"`;
}

function joined(before: string | undefined, option: string): string {
  return before === undefined || before === '' ? option : `${before} ${option}`;
}
