import { RpcError } from '@sse/core';
import { openSession, type Session } from '../bucket-key.ts';
import { keyspace, systemScope } from '../keyspace.ts';
import { newAccessKey, type AccessKeyPair } from '../new-access-key.ts';
import type { SealedRows, Stored } from '../sealed-rows.ts';
import { accessKeyAddress, longestAccessKeyId, toAccessKey, toRow, type AccessKeyRow, type UserAccessKeyRow } from './access-key-row.ts';
import type { ChangeRam } from './change-ram.ts';
import { invalid, isUserName } from './check-input.ts';
import type { UserAccessKeys } from './ram.ts';
import type { RamAccessKey, RamUser } from './ram-rows.ts';

export interface UserAccessKeysOptions {
  readonly rows: SealedRows;
  readonly change: ChangeRam;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

/** As many pairs as a user may have. */
const mostAccessKeys = 20;
const idPattern = new RegExp(`^(?!STS\\.)[A-Za-z0-9._-]{3,${longestAccessKeyId}}$`);
const secretPattern = /^[\x21-\x7e]{3,128}$/;

/** Pairs of users; every one is named by its user's row, in the same commits. */
export function userAccessKeys({ rows, change, now, random }: UserAccessKeysOptions): UserAccessKeys {
  const stored = (session: Session, accessKeyId: string): Promise<Stored<AccessKeyRow> | undefined> =>
    rows.read<AccessKeyRow>(session, accessKeyAddress(accessKeyId));

  async function findRow(session: Session, accessKeyId: string): Promise<Stored<UserAccessKeyRow> | undefined> {
    if (!idPattern.test(accessKeyId)) return undefined;
    const row = await stored(session, accessKeyId);
    return row?.value.user === undefined ? undefined : { value: row.value, version: row.version };
  }

  async function requireRow(session: Session, accessKeyId: string): Promise<Stored<UserAccessKeyRow>> {
    const row = await findRow(session, accessKeyId);
    if (row === undefined) throw new RpcError('EntityNotExist.User.AccessKey');
    return row;
  }

  async function requireUser(session: Session, name: string): Promise<Stored<RamUser>> {
    const user = isUserName(name) ? await rows.read<RamUser>(session, { scope: systemScope, key: keyspace.user(name) }) : undefined;
    if (user === undefined) throw new RpcError('EntityNotExist.User');
    return user;
  }

  return {
    async find(accessKeyId) {
      const row = await findRow(openSession(), accessKeyId);
      return row && toAccessKey(accessKeyId, row.value);
    },
    async listOf(name) {
      const session = openSession();
      const { value } = await requireUser(session, name);
      const found = await Promise.all(value.accessKeyIds.map(async (id) => ({ id, row: await findRow(session, id) })));
      return found.flatMap(({ id, row }) => (row === undefined ? [] : [toAccessKey(id, row.value)]));
    },
    async create(name, given) {
      const pair = given === undefined ? newAccessKey(random) : checkPair(given);
      const { status = 'Active' } = given ?? {};
      checkStatus(status);
      const key = keyspace.accessKey(pair.accessKeyId);
      return change(async (session) => {
        const user = await requireUser(session, name);
        const former = await stored(session, pair.accessKeyId);
        if (former !== undefined && former.value.user !== name) throw new RpcError('EntityAlreadyExists.User.AccessKey');
        const createdAt = former?.value.user === undefined ? now() : former.value.createdAt;
        const made: RamAccessKey = { ...pair, user: name, status, createdAt };
        if (former?.value.user !== undefined && isSame(toAccessKey(pair.accessKeyId, former.value), made)) return { result: made };
        const ids = user.value.accessKeyIds;
        if (former === undefined && ids.length >= mostAccessKeys) throw new RpcError('LimitExceeded.User.AccessKey');
        const named: RamUser = { ...user.value, accessKeyIds: [...ids, pair.accessKeyId] };
        return {
          result: made,
          checks: [
            { key: keyspace.user(name), version: user.version },
            { key, version: former?.version ?? 'absent' },
          ],
          sets: [{ key, value: toRow(made) }, ...(former === undefined ? [{ key: keyspace.user(name), value: named }] : [])],
        };
      });
    },
    setStatus: (accessKeyId, status) =>
      change(async (session) => {
        checkStatus(status);
        const { value, version } = await requireRow(session, accessKeyId);
        const result = { ...toAccessKey(accessKeyId, value), status };
        if (value.status === status) return { result };
        const key = keyspace.accessKey(accessKeyId);
        return { result, checks: [{ key, version }], sets: [{ key, value: toRow(result) }] };
      }),
    remove: (accessKeyId) =>
      change(async (session) => {
        const { value, version } = await requireRow(session, accessKeyId);
        const user = await requireUser(session, value.user);
        const accessKeyIds = user.value.accessKeyIds.filter((id) => id !== accessKeyId);
        const [key, userKey] = [keyspace.accessKey(accessKeyId), keyspace.user(value.user)];
        return {
          result: undefined,
          checks: [
            { key, version },
            { key: userKey, version: user.version },
          ],
          sets: [{ key: userKey, value: { ...user.value, accessKeyIds } satisfies RamUser }],
          deletes: [key],
        };
      }),
  };
}

function checkStatus(status: unknown): void {
  if (status !== 'Active' && status !== 'Inactive') invalid('status of the access key', 'Active or Inactive', status);
}

function isSame(kept: RamAccessKey, made: RamAccessKey): boolean {
  return kept.accessKeySecret === made.accessKeySecret && kept.status === made.status;
}

/** The message never holds the secret. */
function checkPair({ accessKeyId, accessKeySecret }: AccessKeyPair): AccessKeyPair {
  if (!idPattern.test(accessKeyId))
    invalid('id of the access key', `3 to ${longestAccessKeyId} letters, digits, . _ -, not beginning with STS.`, accessKeyId);
  if (!secretPattern.test(accessKeySecret))
    throw new RpcError(
      'InvalidParameter',
      'The secret of the access key is not valid: expected 3 to 128 printable ASCII characters without spaces.',
    );
  return { accessKeyId, accessKeySecret };
}
