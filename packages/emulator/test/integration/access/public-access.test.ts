import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../../src/index.ts';
import { ask, type Ask } from '../../support/signed-request.ts';
import { addBucket, addUser, policyOf, type TestUser } from '../../support/users.ts';

let emulator: RunningEmulator;
let user: TestUser;
let bucket: string;
beforeAll(async () => {
  emulator = await startEmulator();
  user = await addUser(emulator, 'nobody');
});
beforeEach(async () => {
  bucket = await addBucket(emulator, { 'x-oss-acl': 'public-read' });
  await ask(emulator, { method: 'PUT', bucket, key: 'k', body: 'x' });
});
afterAll(() => emulator.close());

const query = [['publicAccessBlock', '']] as const;
const body = (on: boolean): string =>
  `<PublicAccessBlockConfiguration><BlockPublicAccess>${on}</BlockPublicAccess></PublicAccessBlockConfiguration>`;

/** Of the account where no bucket is given. */
async function block(on: boolean, place: Pick<Ask, 'bucket'> = {}): Promise<void> {
  expect((await ask(emulator, { method: 'PUT', ...place, query, body: body(on) })).status).toBe(200);
}

/** What a user whom no policy knows gets, and what somebody without a name does. */
async function outcomes(request: Ask): Promise<readonly number[]> {
  return [(await ask(user, request)).status, (await ask(emulator, { ...request, anonymous: true })).status];
}

describe('a block of public access', () => {
  it('holds for users as it does for anonymous callers: public ACLs and policies give them nothing', async () => {
    await ask(emulator, {
      method: 'PUT',
      bucket,
      query: [['policy', '']],
      body: policyOf({ Action: 'oss:ListObjects', Principal: ['*'] }),
    });
    const get: Ask = { method: 'GET', bucket, key: 'k' };
    const list: Ask = { method: 'GET', bucket };
    expect([await outcomes(get), await outcomes(list)]).toEqual([
      [200, 200],
      [200, 200],
    ]);
    await block(true, { bucket });
    expect([await outcomes(get), await outcomes(list)]).toEqual([
      [403, 403],
      [403, 403],
    ]);
    expect((await ask(emulator, get)).status).toBe(200);
  });

  it('of the account is not lifted by a bucket that has none', async () => {
    const get: Ask = { method: 'GET', bucket, key: 'k' };
    await block(false, { bucket });
    expect(await outcomes(get)).toEqual([200, 200]);
    await block(true);
    expect(await outcomes(get)).toEqual([403, 403]);
    await block(false);
    expect(await outcomes(get)).toEqual([200, 200]);
  });
});
