import OSS from 'ali-oss';
import { startOtherServer } from './other-server.ts';
import { makeRestrictedUsers, type RestrictedUser } from './restricted-users.ts';
import type { ServerProcess } from './start-server.ts';

/** What a program needs to know of the servers, and how to let go of what was made for it. */
export interface ProgramEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  release(): Promise<void>;
}

/** In the account that there is where none was configured. */
const roleArn = 'acs:ram::1000000000000001:role/ci';

/** Makes keys for SSE-KMS, users and a role at a server that runs, and starts another one beside it. */
export async function programEnvironment(server: ServerProcess): Promise<ProgramEnvironment> {
  const { OSS_ENDPOINT: endpoint = '', OSS_REGION: region = '', OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET } = server.exports;
  const credentials = { accessKeyId: OSS_ACCESS_KEY_ID ?? '', accessKeySecret: OSS_ACCESS_KEY_SECRET ?? '' };
  const keys = await madeKeys(server);
  const users = await makeRestrictedUsers({ endpoint, region, credentials }, keys.SSE_INTEROP_KMS_KEY_ID);
  const { pipeline } = users;
  if (pipeline === undefined) throw new Error('there is no user pipeline');
  const session = await assumedRole(endpoint, pipeline);
  const other = await startOtherServer(region, pipeline);
  const variables = {
    ...server.exports,
    ...keys,
    SSE_INTEROP_ROLE_ARN: roleArn,
    SSE_INTEROP_SESSION: session,
    SSE_INTEROP_OTHER_ENDPOINT: other.endpoint,
    SSE_INTEROP_OTHER_CLOCK: other.clockFile,
    SSE_INTEROP_OTHER_ACCESS_KEY: `${other.credentials.accessKeyId} ${other.credentials.accessKeySecret}`,
    ...Object.fromEntries(
      Object.entries(users).map(([name, { id, accessKeyId, accessKeySecret }]) => [
        `SSE_INTEROP_USER_${name.toUpperCase().replaceAll('-', '_')}`,
        `${id} ${accessKeyId} ${accessKeySecret}`,
      ]),
    ),
  };
  return { variables, release: () => other.stop() };
}

/** Credentials of a session of an hour, for programs without an STS client: key, secret and token, with spaces between. */
async function assumedRole(endpoint: string, { accessKeyId, accessKeySecret }: RestrictedUser): Promise<string> {
  const { credentials } = await new OSS.STS({ accessKeyId, accessKeySecret, endpoint }).assumeRole(roleArn, undefined, 3600, 'program');
  return `${credentials.AccessKeyId} ${credentials.AccessKeySecret} ${credentials.SecurityToken}`;
}

/** Keys for SSE-KMS, made by the server's own command line while the server runs. */
async function madeKeys(server: ServerProcess) {
  const alias = 'alias/interop';
  const keyId = await server.keys('create', '--alias', alias);
  const otherKeyId = await server.keys('create');
  const disabledKeyId = await server.keys('create');
  await server.keys('disable', disabledKeyId);
  return {
    SSE_INTEROP_KMS_KEY_ID: keyId,
    SSE_INTEROP_KMS_ALIAS: alias,
    SSE_INTEROP_OTHER_KMS_KEY_ID: otherKeyId,
    SSE_INTEROP_DISABLED_KMS_KEY_ID: disabledKeyId,
  };
}
