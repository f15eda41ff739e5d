import fc from 'fast-check';
import { secretKey } from '@sse/core/primitives';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/adapters/memory-store.ts';
import { openSession } from '../../../src/domain/bucket-key.ts';
import type { KeyHierarchy } from '../../../src/domain/key-hierarchy.ts';
import { keyspace, systemScope } from '../../../src/domain/keyspace.ts';
import type { TemporaryCredentials } from '../../../src/domain/ram/session-tokens.ts';
import type { Services } from '../../../src/operations/services.ts';
import type { OrderedStore } from '../../../src/ports/ordered-store.ts';
import { openDomainProcess } from '../../support/domain-process.ts';
import { policyText } from './statements.ts';

let store: OrderedStore;
let services: Services;
let keys: KeyHierarchy;
let at: number;
let temporary: TemporaryCredentials;

beforeEach(async () => {
  store = memoryStore();
  at = 1_700_000_000_000;
  ({ services, keys } = await openDomainProcess(store, { now: () => at }));
  const role = await services.ram.roles.put('reader', { trust: { users: [] }, policies: [{ managed: 'AliyunOSSReadOnlyAccess' }] });
  temporary = await services.tokens.issue({ role, sessionName: 'one', durationSeconds: 900 });
});

const credentialOf = (accessKeyId: string, token: string | undefined) =>
  services.identities.credentialOf(openSession(), accessKeyId, token);
const own = () => credentialOf(temporary.accessKeyId, temporary.securityToken);

describe('a token', () => {
  it('gives the session that it was given out for, in every process', async () => {
    const { accessKeyId, accessKeySecret, securityToken, expiresAt } = temporary;
    expect(accessKeyId).toMatch(/^STS\.[0-9a-f]{20}$/);
    expect(expiresAt).toBe(at + 900_000);
    const { id } = (await services.ram.roles.find('reader')) ?? expect.fail('no role');
    const caller = { kind: 'role-session', roleId: id, role: 'reader', session: 'one' } as const;
    const credential = { accessKeySecret, securityToken, securityTokenExpiresAt: expiresAt, caller };
    expect(await own()).toEqual(credential);
    const other = (await openDomainProcess(store)).services.identities;
    expect(await other.credentialOf(openSession(), accessKeyId, securityToken)).toEqual(credential);
    expect((await other.policiesOf(openSession(), caller)).map(({ name }) => name)).toEqual(['role reader: AliyunOSSReadOnlyAccess']);
  });

  it('carries the policy that narrows its session', async () => {
    const role = (await services.ram.roles.find('reader')) ?? expect.fail('no role');
    const policy = policyText('oss:GetObject');
    const { accessKeyId, securityToken } = await services.tokens.issue({ role, sessionName: 'one', durationSeconds: 900, policy });
    expect(await credentialOf(accessKeyId, securityToken)).toMatchObject({
      sessionPolicy: { name: 'session', statements: [{ effect: 'Allow', actions: ['oss:GetObject'] }] },
    });
  });

  it('is not kept', async () => {
    expect(await store.get(keyspace.sessionToken())).toBeUndefined();
  });

  it('says when its time is over', async () => {
    at += 900_000;
    expect(await own()).toMatchObject({ securityTokenExpiresAt: at });
  });

  it('is needed by its key', async () => {
    expect(await credentialOf(temporary.accessKeyId, undefined)).toBeUndefined();
  });

  it('is of one key', async () => {
    const role = (await services.ram.roles.find('reader')) ?? expect.fail('no role');
    const other = await services.tokens.issue({ role, sessionName: 'one', durationSeconds: 900 });
    expect(await credentialOf(other.accessKeyId, temporary.securityToken)).toBe('token-of-another-key');
  });

  it('is void once its role is gone, also when it is made again, but not when it is changed', async () => {
    const { roles } = services.ram;
    await roles.put('reader', { trust: { users: [] } });
    expect(await own()).toMatchObject({ caller: { role: 'reader' } });
    await roles.remove('reader');
    expect(await own()).toBe('invalid-token');
    await roles.put('reader', { trust: { users: [] } });
    expect(await own()).toBe('invalid-token');
  });
});

describe('a token that nobody gave out here', () => {
  it('is one of another store, under the same root key or another', async () => {
    for (const root of [undefined, secretKey(Buffer.alloc(32, 'another'))]) {
      const other = (await openDomainProcess(memoryStore(), root && { root })).services;
      const role = await other.ram.roles.put('reader', { trust: { users: [] } });
      const { accessKeyId, securityToken } = await other.tokens.issue({ role, sessionName: 'one', durationSeconds: 900 });
      expect(await credentialOf(accessKeyId, securityToken)).toBe('invalid-token');
    }
  });

  it('is a row of this store', async () => {
    const [row] = await store.range({ ...keyspace.roles(), limit: 1 });
    const sealed = Buffer.from(row?.value ?? []).toString('base64');
    expect(await credentialOf(temporary.accessKeyId, sealed)).toBe('invalid-token');
  });

  it('is one with a bit flipped, a byte more, or a byte less', async () => {
    const bytes = Buffer.from(temporary.securityToken, 'base64');
    const texts = [bytes.subarray(1), bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.of(0)])];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      texts.push(flipped);
    }
    for (const text of texts) expect(await credentialOf(temporary.accessKeyId, text.toString('base64'))).toBe('invalid-token');
  });

  it('is any other text', async () => {
    const base64 = fc.uint8Array({ maxLength: 6144 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    const format = fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from([1, ...bytes]).toString('base64'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(base64, format, fc.string({ unit: 'binary' })), async (text) => {
        expect(await credentialOf('STS.0123456789abcdef0123', text)).toBe('invalid-token');
      }),
    );
  });

  it('is not decoded when it is longer than any', async () => {
    const role = (await services.ram.roles.find('reader')) ?? expect.fail('no role');
    const policy = policyText('x'.repeat(8192));
    const { accessKeyId, securityToken } = await services.tokens.issue({ role, sessionName: 'one', durationSeconds: 900, policy });
    expect(await credentialOf(accessKeyId, securityToken)).toBe('invalid-token');
  });

  it('is under a key of another scope', async () => {
    const key = keyspace.sessionToken();
    const system = await keys.liveKeys.local(openSession(), systemScope);
    const elsewhere = keys.rows.seal({ ...system, id: Buffer.alloc(16, 1) }, key, {});
    expect(await credentialOf(temporary.accessKeyId, Buffer.from(elsewhere).toString('base64'))).toBe('invalid-token');
  });
});
