import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../../src/index.ts';
import { ask, type Answer, type Ask } from '../../support/signed-request.ts';
import { addBucket, addUser, policyOf, type TestUser } from '../../support/users.ts';

let emulator: RunningEmulator;
let user: TestUser;
beforeAll(async () => {
  emulator = await startEmulator();
  user = await addUser(emulator, 'nobody');
});
afterAll(() => emulator.close());

const BUCKET_ACLS = ['private', 'public-read', 'public-read-write'] as const;
const OBJECT_ACLS = ['default', ...BUCKET_ACLS] as const;
const CASES = BUCKET_ACLS.flatMap((bucketAcl) => OBJECT_ACLS.map((objectAcl) => ({ bucketAcl, objectAcl })));

/** What somebody whom no policy knows gets: status and message. */
type Outcome = readonly [status: number, message: string | undefined];
const outcome = ({ status, error }: Answer): Outcome => [status, error?.Message];

async function bucketWith(bucketAcl: string, objectAcl: string): Promise<string> {
  const bucket = await addBucket(emulator, { 'x-oss-acl': bucketAcl });
  await ask(emulator, { method: 'PUT', bucket, key: 'there', body: 'bytes', headers: { 'x-oss-object-acl': objectAcl } });
  return bucket;
}

describe.each(CASES)('a bucket that is $bucketAcl, an object that is $objectAcl', ({ bucketAcl, objectAcl }) => {
  const effective = objectAcl === 'default' ? bucketAcl : objectAcl;
  const refused = (access: 'read' | 'write'): Outcome =>
    objectAcl === 'default'
      ? [403, 'You have no right to access this object because of bucket acl.']
      : [403, `You do not have ${access} acl permission on this object.`];

  it.each(['anonymous', 'user'])('gives what its ACLs say: %s', async (who) => {
    const bucket = await bucketWith(bucketAcl, objectAcl);
    const call = async (request: Ask): Promise<Outcome> =>
      outcome(who === 'anonymous' ? await ask(emulator, { ...request, anonymous: true }) : await ask(user, request));
    const reads = effective === 'private' ? refused('read') : [200, undefined];
    expect(await call({ method: 'GET', bucket, key: 'there' })).toEqual(reads);
    expect((await call({ method: 'HEAD', bucket, key: 'there' }))[0]).toBe(reads[0]);
    const writes = effective === 'public-read-write' ? [200, undefined] : refused('write');
    expect(await call({ method: 'PUT', bucket, key: 'there', body: 'other' })).toEqual(writes);
    const creates = bucketAcl === 'public-read-write' ? 200 : 403;
    expect((await call({ method: 'PUT', bucket, key: 'new', body: 'new' }))[0]).toBe(creates);
    // Neither lists, nor looks at what only policies give.
    const bucketLevel = who === 'anonymous' ? 'Anonymous user has no right to access this bucket.' : /bucket acl/;
    for (const query of [[], [['acl', '']], [['encryption', '']], [['policy', '']]] as const) {
      const [status, message] = await call({ method: 'GET', bucket, query });
      expect([status, message]).toEqual([403, expect.stringMatching(bucketLevel)]);
    }
    expect((await call({ method: 'GET', bucket, key: 'there', query: [['versionId', 'null']] }))[0]).toBe(403);
    expect((await call({ method: 'PUT', bucket, key: 'there', query: [['acl', '']], headers: { 'x-oss-object-acl': 'private' } }))[0]).toBe(
      403,
    );
    // Who overwrote it made an object without an ACL of its own.
    const removes = effective === 'public-read-write' && bucketAcl === 'public-read-write';
    expect((await call({ method: 'DELETE', bucket, key: 'there' }))[0]).toBe(removes ? 204 : 403);
  });
});

describe('a public bucket', () => {
  it('lets anonymous callers upload in parts, and read through links to what they may read only', async () => {
    const bucket = await bucketWith('public-read-write', 'private');
    const anonymous = true;
    const begun = await ask(emulator, { method: 'POST', bucket, key: 'parts', query: [['uploads', '']], anonymous });
    const uploadId = /<UploadId>(.*)<\/UploadId>/.exec(begun.body.toString())?.[1] ?? '';
    const part = await ask(emulator, {
      method: 'PUT',
      bucket,
      key: 'parts',
      query: [
        ['partNumber', '1'],
        ['uploadId', uploadId],
      ],
      body: 'x',
      anonymous,
    });
    expect(part.status).toBe(200);
    expect((await ask(emulator, { method: 'DELETE', bucket, key: 'parts', query: [['uploadId', uploadId]], anonymous })).status).toBe(204);
    const link = { method: 'PUT', bucket, key: 'link', query: [['symlink', '']], headers: { 'x-oss-symlink-target': 'there' } } as const;
    expect((await ask(emulator, { ...link, anonymous })).status).toBe(200);
    const through = await ask(emulator, { method: 'GET', bucket, key: 'link', anonymous });
    expect(outcome(through)).toEqual([403, 'You do not have read acl permission on this object.']);
    expect((await ask(emulator, { method: 'GET', bucket, key: 'link' })).body.toString()).toBe('bytes');
  });

  it('is private while public access is blocked, for the bucket or for the account', async () => {
    const bucket = await bucketWith('public-read-write', 'default');
    const everybody = policyOf({ Action: 'oss:ListObjects', Principal: ['*'] });
    expect((await ask(emulator, { method: 'PUT', bucket, query: [['policy', '']], body: everybody })).status).toBe(200);
    const read = async (): Promise<number[]> =>
      Promise.all(
        [{ key: 'there' }, {}].map(async (place) => (await ask(emulator, { method: 'GET', bucket, ...place, anonymous: true })).status),
      );
    expect(await read()).toEqual([200, 200]);
    const block = (on: boolean): string =>
      `<PublicAccessBlockConfiguration><BlockPublicAccess>${on}</BlockPublicAccess></PublicAccessBlockConfiguration>`;
    const query = [['publicAccessBlock', '']] as const;
    for (const place of [{ bucket }, {}]) {
      expect((await ask(emulator, { method: 'PUT', ...place, query, body: block(true) })).status).toBe(200);
      expect((await ask(emulator, { method: 'GET', ...place, query })).body.toString()).toContain('>true<');
      expect(await read()).toEqual([403, 403]);
      const publicly = { 'x-oss-acl': 'public-read', 'x-oss-object-acl': 'public-read' };
      for (const [request, status] of [
        [{ method: 'PUT', bucket, query: [['acl', '']], headers: publicly }, 403],
        [{ method: 'PUT', bucket, headers: publicly }, 403],
        [{ method: 'PUT', bucket, key: 'k', body: '', headers: publicly }, 403],
        [{ method: 'PUT', bucket, key: 'there', query: [['acl', '']], headers: publicly }, 403],
        [{ method: 'PUT', bucket, query: [['policy', '']], body: everybody }, 403],
        [{ method: 'PUT', bucket, key: 'k', body: '', headers: { 'x-oss-object-acl': 'private' } }, 200],
      ] as const)
        expect((await ask(emulator, request)).status).toBe(status);
      expect((await ask(emulator, { method: 'DELETE', ...place, query })).status).toBe(204);
      expect(await read()).toEqual([200, 200]);
    }
  });

  it('chooses no headers of the reply for anonymous callers, and answers preflights', async () => {
    const bucket = await bucketWith('public-read', 'default');
    const query = [['response-content-type', 'text/html']] as const;
    const chosen = await ask(emulator, { method: 'GET', bucket, key: 'there', query, anonymous: true });
    expect([chosen.status, chosen.error?.Code]).toEqual([400, 'InvalidArgument']);
    expect((await ask(user, { method: 'GET', bucket, key: 'there', query })).headers['content-type']).toBe('text/html');
  });

  it('is not told from a private one where it is not there', async () => {
    for (const who of [{ anonymous: true }, {}]) {
      const answer = await ask(user, { method: 'GET', bucket: 'not-there', key: 'x', ...who });
      expect([answer.status, answer.error?.Code]).toEqual([404, 'NoSuchBucket']);
    }
  });
});
