import { writeFile } from 'node:fs/promises';
import type { TemporaryCredentials } from 'ali-oss';
import type { Checks } from '../checks.ts';
import { emptyAndDelete, type Clients } from '../clients.ts';
import { assumeRole, otherServer, roleArn, userPair, type Pair, type Wish } from '../users.ts';

const notAllowed = { status: 403, code: 'AccessDenied' };
const foreign = { status: 403, code: 'InvalidSecurityToken' };
const mismatched = { status: 403, code: 'AccessKeyIdAndSecurityTokenNotMatch' };

/** Temporary credentials that the STS client of ali-oss gets (protocol reference §3, §5.5). */
export async function sessions(checks: Checks, clients: Clients): Promise<void> {
  const { endpoint } = clients.server;
  await clients.withBucket('sessions', async (root, bucket) => {
    await root.put('object', Buffer.from('body'));
    const session = await assumeRole(endpoint, userPair('pipeline'));
    const asking = clients.withSession(session, bucket);
    checks.equal('put', (await asking.put('object', Buffer.from('body'))).res.status, 200);
    checks.equal('get', String((await asking.get('object')).content), 'body');
    checks.equal('list', (await asking.listV2({})).objects.length, 1);
    await checks.refused('what the role may not', () => asking.delete('object'), notAllowed);
    const policy = { Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:GetObject'], Resource: ['*'] }] };
    const narrow = clients.withSession(await assumeRole(endpoint, userPair('pipeline'), { policy }), bucket);
    checks.equal('narrowed: get', String((await narrow.get('object')).content), 'body');
    await checks.refused('narrowed: put', () => narrow.put('object', Buffer.from('other')), notAllowed);
    await tokens(checks, clients, bucket, session);
  });
  await refused(checks, endpoint);
  await expired(checks, clients);
}

async function tokens(checks: Checks, clients: Clients, bucket: string, session: TemporaryCredentials): Promise<void> {
  const theirs = await assumeRole(otherServer().endpoint, userPair('pipeline'));
  const another = await assumeRole(clients.server.endpoint, userPair('pipeline'));
  await checks.refused('of another server', () => clients.withSession(theirs, bucket).get('object'), foreign);
  for (const [what, SecurityToken, refusal] of [
    ['of another session', another.SecurityToken, mismatched],
    ['that is none', 'token', foreign],
  ] as const) {
    await checks.refused(`token ${what}`, () => clients.withSession({ ...session, SecurityToken }, bucket).get('object'), refusal);
  }
  const bare = clients.for(bucket, { accessKeyId: session.AccessKeyId, accessKeySecret: session.AccessKeySecret });
  await checks.refused('no token', () => bare.get('object'), { status: 403, code: 'InvalidAccessKeyId' });
}

async function refused(checks: Checks, endpoint: string): Promise<void> {
  const pipeline = userPair('pipeline');
  const asked: readonly (readonly [string, Pair, Wish, number, string])[] = [
    ['a user that is not trusted', userPair('nobody'), {}, 403, 'NoPermission'],
    ['an unknown role', pipeline, { role: `${roleArn}-missing` }, 404, 'EntityNotExist.Role'],
    ['too short', pipeline, { seconds: 899 }, 400, 'InvalidParameter.DurationSeconds'],
    ['a policy that is none', pipeline, { policy: { Version: '2' } }, 400, 'InvalidParameter.PolicyGrammar'],
    ['a wrong secret', { ...pipeline, accessKeySecret: 'wrong' }, {}, 400, 'SignatureDoesNotMatch'],
    ['an unknown key', { ...pipeline, accessKeyId: 'LTAInobody' }, {}, 404, 'InvalidAccessKeyId.NotFound'],
  ];
  for (const [what, pair, wish, status, code] of asked) {
    await checks.refused(`refused: ${what}`, () => assumeRole(endpoint, pair, wish), { status, code });
  }
}

/** At the server whose clock can be set: the same credentials before and after the end of their 900 seconds. */
async function expired(checks: Checks, clients: Clients): Promise<void> {
  const { endpoint, clockFile, ...pair } = otherServer();
  const bucket = clients.newName('expiry');
  const root = clients.for(bucket, { endpoint, ...pair });
  await root.putBucket(bucket);
  await root.put('object', Buffer.from('body'));
  const session = await assumeRole(endpoint, userPair('pipeline'));
  checks.equal('before its end', String((await clients.withSession(session, bucket, { endpoint }).get('object')).content), 'body');
  const late = { endpoint, amendTimeSkewed: 901_000 };
  await writeFile(clockFile, '901');
  try {
    const asking = clients.withSession(session, bucket, late);
    await checks.refused('after its end', () => asking.get('object'), { status: 403, code: 'SecurityTokenExpired' });
    const account = clients.for(bucket, { ...late, ...pair });
    checks.equal('the account, at that time', String((await account.get('object')).content), 'body');
  } finally {
    await writeFile(clockFile, '0');
  }
  await emptyAndDelete(root, bucket);
}
