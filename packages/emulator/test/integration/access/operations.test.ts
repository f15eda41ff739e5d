import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS, type OperationEntry, type OperationName, type QueryPairs } from '@sse/core';
import { HANDLERS } from '../../../src/operations/handlers.ts';
import { startEmulator, type RunningEmulator } from '../../../src/index.ts';
import { ask, type Ask, type Answer } from '../../support/signed-request.ts';
import { addBucket, addUser, type TestUser } from '../../support/users.ts';

let emulator: RunningEmulator;
let user: TestUser;
let bucket: string;
beforeAll(async () => {
  emulator = await startEmulator();
  user = await addUser(emulator, 'alice');
  bucket = await addBucket(emulator);
  await ask(emulator, { method: 'PUT', bucket, key: 'own', body: 'own' });
});
afterAll(() => emulator.close());

const served = Object.keys(HANDLERS).filter((name): name is OperationName => name !== 'OptionObject');

/** The plainest request that is the operation; what it answers besides 403 does not matter here. */
function requestOf(operation: OperationName): Ask {
  const entry: OperationEntry = OPERATIONS[operation];
  const query = (entry.query ?? []).map((term): [string, string] => (typeof term === 'string' ? [term, ''] : [term[0], term[1] ?? '']));
  const copied = entry.headers?.includes('x-oss-copy-source') === true ? { 'x-oss-copy-source': `/${bucket}/own` } : {};
  const place = { service: {}, bucket: { bucket }, object: { bucket, key: 'own' } }[entry.level];
  return { method: entry.method, ...place, query, headers: copied, ...bodyOf(operation) };
}

function bodyOf(operation: OperationName): Pick<Ask, 'body' | 'headers'> {
  if (operation === 'DeleteMultipleObjects') {
    const body = '<Delete><Object><Key>gone</Key></Object></Delete>';
    return { body, headers: { 'content-md5': 'huHypdSrravATozENYdOuw==' } };
  }
  if (operation !== 'PostObject') return {};
  const body = [
    '--b',
    'Content-Disposition: form-data; name="key"',
    '',
    'posted',
    '--b',
    'Content-Disposition: form-data; name="file"',
    '',
    'x',
    '--b--',
    '',
  ];
  return { body: body.join('\r\n'), headers: { 'content-type': 'multipart/form-data; boundary=b' } };
}

function actionsOf(operation: OperationName): readonly string[] {
  const { action, sourceAction }: OperationEntry = OPERATIONS[operation];
  return sourceAction === undefined ? [action] : [action, sourceAction];
}

function isDenied({ status, error }: Answer): boolean {
  return status === 403 && (error === undefined || error.Code === 'AccessDenied');
}

describe.each(served)('%s', (operation) => {
  it('is refused to a user whose policies do not allow it', async () => {
    await user.may();
    const answer = await ask(user, requestOf(operation));
    expect([answer.status, answer.error?.Code]).toEqual([403, 'AccessDenied']);
  });

  it('is allowed by its own actions, and needs each of them', async () => {
    const actions = actionsOf(operation);
    await user.may({ Action: actions });
    expect(isDenied(await ask(user, requestOf(operation)))).toBe(false);
    for (const missing of actions) {
      await user.may({ Action: '*' }, { Effect: 'Deny', Action: missing });
      const answer = await ask(user, requestOf(operation));
      expect([missing, answer.status, answer.error?.Code]).toEqual([missing, 403, 'AccessDenied']);
    }
    await restore();
  });

  it('is refused to anonymous callers of a private bucket', async () => {
    const answer = await ask(emulator, { ...requestOf(operation), anonymous: true });
    expect([answer.status, answer.error?.Code]).toEqual([403, 'AccessDenied']);
  });
});

const versioned = served.filter((name) => (OPERATIONS[name] as OperationEntry).versionAction !== undefined);

describe.each(versioned)('%s of a version', (operation) => {
  it('needs the action for versions, which allows no other', async () => {
    const { versionAction = '' }: OperationEntry = OPERATIONS[operation];
    const query: QueryPairs = [...(requestOf(operation).query ?? []), ['versionId', 'null']];
    const named = { ...requestOf(operation), query };
    await user.may({ Action: actionsOf(operation) });
    expect(isDenied(await ask(user, named))).toBe(true);
    await user.may({ Action: versionAction });
    expect(isDenied(await ask(user, named))).toBe(false);
    await restore();
    expect(isDenied(await ask(user, requestOf(operation)))).toBe(true);
  });
});

/** What an operation that was allowed took away. */
async function restore(): Promise<void> {
  await ask(emulator, { method: 'PUT', bucket });
  await ask(emulator, { method: 'PUT', bucket, query: [['acl', '']], headers: { 'x-oss-acl': 'private' } });
  await ask(emulator, { method: 'PUT', bucket, key: 'own', body: 'own' });
}
