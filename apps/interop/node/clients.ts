import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import type { LookupFunction } from 'node:net';
import OSS, { type TemporaryCredentials } from 'ali-oss';
import { userPair } from './users.ts';
import { variable } from './variable.ts';

export type Signature = 'V1' | 'V4';
type ClientOptions = ConstructorParameters<typeof OSS>[0];

/** The server under test and its keys for SSE-KMS, from the environment that the runner sets. */
export interface Server {
  readonly endpoint: string;
  readonly port: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly keyId: string;
  readonly keyAlias: string;
  readonly otherKeyId: string;
  readonly disabledKeyId: string;
}

export function serverFromEnvironment(): Server {
  const endpoint = variable('OSS_ENDPOINT');
  return {
    endpoint,
    port: new URL(endpoint).port,
    region: variable('OSS_REGION'),
    accessKeyId: variable('OSS_ACCESS_KEY_ID'),
    accessKeySecret: variable('OSS_ACCESS_KEY_SECRET'),
    keyId: variable('SSE_INTEROP_KMS_KEY_ID'),
    keyAlias: variable('SSE_INTEROP_KMS_ALIAS'),
    otherKeyId: variable('SSE_INTEROP_OTHER_KMS_KEY_ID'),
    disabledKeyId: variable('SSE_INTEROP_DISABLED_KMS_KEY_ID'),
  };
}

/** Every host name means this machine: a stand-in for DNS. */
export const lookupHere: LookupFunction = (_host, options, done) => {
  if (options.all === true) done(null, [{ address: '127.0.0.1', family: 4 }]);
  else done(null, '127.0.0.1', 4);
};

/** Ways in which ali-oss puts bucket and host into a request (protocol reference §4.2). */
export const EVERY_ADDRESSING = [
  'IP endpoint',
  'sldEnable, localhost',
  'sldEnable, IP endpoint',
  'virtual host',
  'virtual host under --domain',
  'CNAME',
] as const;

export type Addressing = (typeof EVERY_ADDRESSING)[number];

const onAnyHost = (host: string, port: string): Partial<ClientOptions> => ({
  endpoint: `http://${host}:${port}`,
  agent: new Agent({ keepAlive: true, lookup: lookupHere }),
});

const ADDRESSINGS: Readonly<Record<Addressing, (server: Server) => Partial<ClientOptions>>> = {
  'IP endpoint': ({ endpoint }) => ({ endpoint }),
  'sldEnable, localhost': ({ port }) => ({ endpoint: `http://localhost:${port}`, sldEnable: true }),
  'sldEnable, IP endpoint': ({ endpoint }) => ({ endpoint, sldEnable: true }),
  'virtual host': ({ port }) => onAnyHost('oss-cn-hangzhou.aliyuncs.com', port),
  'virtual host under --domain': ({ port }) => onAnyHost('oss.interop.test', port),
  CNAME: ({ port }) => ({ ...onAnyHost('files.interop.test', port), cname: true }),
};

/** Makes ali-oss clients that sign with one version and address in one way. */
export interface Clients {
  readonly server: Server;
  readonly signature: Signature;
  readonly addressing: Addressing;
  /** A client for a bucket; `options` win over what the factory says. */
  for(bucket: string, options?: Partial<ClientOptions>): OSS;
  /** The same for a user that the runner made. */
  as(user: string, bucket: string): OSS;
  /** The same with the credentials of a role's session. */
  withSession(session: TemporaryCredentials, bucket: string, options?: Partial<ClientOptions>): OSS;
  /** A bucket name that no other check uses. */
  newName(topic: string): string;
  /** Runs `use` with a bucket that is emptied and deleted afterwards. */
  withBucket(topic: string, use: (client: OSS, bucket: string) => Promise<void>): Promise<void>;
}

const run = randomBytes(3).toString('hex');
let buckets = 0;

export function clientsFor(server: Server, signature: Signature, addressing: Addressing): Clients {
  const { accessKeyId, accessKeySecret, region } = server;
  const common = {
    accessKeyId,
    accessKeySecret,
    region: `oss-${region}`,
    authorizationV4: signature === 'V4',
    ...ADDRESSINGS[addressing](server),
  };
  const forBucket: Clients['for'] = (bucket, options) => new OSS({ ...common, bucket, ...options });
  const newName = (topic: string): string => `ali-oss-${signature.toLowerCase()}-${topic}-${run}-${++buckets}`;
  return {
    server,
    signature,
    addressing,
    for: forBucket,
    as: (user, bucket) => forBucket(bucket, userPair(user)),
    withSession: ({ AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret, SecurityToken: stsToken }, bucket, options) => {
      const session = { accessKeyId, accessKeySecret, stsToken };
      // Without a source of new credentials ali-oss prints a warning.
      return forBucket(bucket, { ...session, refreshSTSToken: async () => session, ...options });
    },
    newName,
    async withBucket(topic, use) {
      const bucket = newName(topic);
      const client = forBucket(bucket);
      await client.putBucket(bucket);
      await use(client, bucket);
      await emptyAndDelete(client, bucket);
    },
  };
}

export async function emptyAndDelete(client: OSS, bucket: string): Promise<void> {
  for (let truncated = true; truncated;) {
    const page = await client.listV2({ 'max-keys': 1000 });
    for (const { name } of page.objects) await client.delete(name);
    truncated = page.isTruncated;
  }
  await client.deleteBucket(bucket);
}
