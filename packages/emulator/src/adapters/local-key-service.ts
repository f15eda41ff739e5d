import { randomUUID } from 'node:crypto';
import { contextFor, encodeEncryptionContext, openMessage, sealMessage } from '@sse/core/envelope';
import { concat, equalBytes, fromUtf8, secretKey, utf8 } from '@sse/core/primitives';
import { openSession } from '../domain/bucket-key.ts';
import { requireEnabled } from '../domain/key-state.ts';
import { keyspace, nameOf, systemScope } from '../domain/keyspace.ts';
import type { KeyHierarchy } from '../domain/key-hierarchy.ts';
import type { Stored } from '../domain/sealed-rows.ts';
import {
  KeyServiceError,
  type EncryptionContext,
  type KeyDescription,
  type KeyRef,
  type KeyService,
  type KeyState,
} from '../ports/key-service.ts';
import type { OrderedStore, StoreKey } from '../ports/ordered-store.ts';

/** A key service inside the server's own store, with what its operator can do. */
export interface LocalKeyService extends KeyService {
  /** A new enabled key, with an alias where one is given (`alias/…`, not in use yet: `Fault` otherwise). */
  createKey(options?: { readonly alias?: string | undefined }): Promise<KeyDescription>;
  listKeys(): Promise<readonly KeyDescription[]>;
  setKeyState(keyRef: KeyRef, state: KeyState): Promise<void>;
}

export interface LocalKeyServiceOptions {
  readonly store: OrderedStore;
  readonly keys: KeyHierarchy;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
}

interface KeyRow {
  readonly state: KeyState;
  readonly createdAt: number;
  readonly aliases: readonly string[];
  /** Newest first; the first one wraps. */
  readonly versions: readonly { readonly id: Uint8Array; readonly material: Uint8Array }[];
}

/** The default key's alias: the naming pattern of other services (protocol reference §2.8, a guess). */
const defaultAlias = 'alias/acs/oss';
const keyRefPattern = /^[A-Za-z0-9_\-./:*]{1,256}$/;
const aliasPattern = /^alias\/[A-Za-z0-9_\-/]{1,200}$/;
const arnPattern = /^acs:kms:[^:]*:[^:]*:key\/(.+)$/;
const magic = utf8('SSKC\u0001');

/** Keys live in rows sealed under the system scope; data keys are wrapped as envelope messages bound to key, version and context. */
export function localKeyService({ store, keys, now, random }: LocalKeyServiceOptions): LocalKeyService {
  const { rows, liveKeys } = keys;

  async function insert(alias: string | undefined): Promise<string | undefined> {
    const session = openSession();
    const keyId = randomUUID();
    const system = await liveKeys.local(session, systemScope, 2);
    const row: KeyRow = {
      state: 'Enabled',
      createdAt: now(),
      aliases: alias === undefined ? [] : [alias],
      versions: [{ id: random(16), material: random(32) }],
    };
    const key = keyspace.kmsKey(keyId);
    const sets = [{ key, value: rows.seal(system, key, row) }];
    if (alias === undefined) return (await store.commit({ sets })).ok ? keyId : undefined;
    const aliasKey = keyspace.kmsAlias(alias);
    sets.push({ key: aliasKey, value: rows.seal(system, aliasKey, { keyId }) });
    return (await store.commit({ checks: [{ key: aliasKey, version: 'absent' }], sets })).ok ? keyId : undefined;
  }

  async function resolveAlias(alias: string): Promise<string | undefined> {
    const session = openSession();
    return (await rows.read<{ keyId: string }>(session, { scope: systemScope, key: keyspace.kmsAlias(alias) }))?.value.keyId;
  }

  async function resolve(keyRef: KeyRef): Promise<string> {
    if (keyRef === '' || keyRef === defaultAlias) {
      return (await resolveAlias(defaultAlias)) ?? (await insert(defaultAlias)) ?? resolve(defaultAlias);
    }
    if (!keyRefPattern.test(keyRef)) throw new KeyServiceError('InvalidKeyId', 'a key id holds letters, digits and -_./: only');
    if (!keyRef.startsWith('alias/')) return arnPattern.exec(keyRef)?.[1] ?? keyRef;
    const keyId = await resolveAlias(keyRef);
    if (keyId === undefined) throw new KeyServiceError('AliasNotFound', `there is no ${keyRef}`);
    return keyId;
  }

  function addressOf(keyId: string): { scope: Uint8Array; key: StoreKey } {
    return { scope: systemScope, key: keyspace.kmsKey(keyId) };
  }

  async function find(keyRef: KeyRef): Promise<{ keyId: string; stored: Stored<KeyRow> }> {
    const keyId = await resolve(keyRef);
    const stored = await rows.read<KeyRow>(openSession(), addressOf(keyId));
    if (stored === undefined) throw new KeyServiceError('NotFound', `there is no key ${keyId}`);
    return { keyId, stored };
  }

  async function describeKey(keyRef: KeyRef): Promise<KeyDescription> {
    const { keyId, stored } = await find(keyRef);
    const { state, createdAt, aliases } = stored.value;
    return { keyId, state, createdAt, aliases, isDefault: aliases.includes(defaultAlias) };
  }

  return {
    describeKey,
    async generateDataKey({ keyRef, length, context }) {
      const { keyId, stored } = await find(keyRef);
      requireEnabled(await describeKey(keyId));
      const [version] = stored.value.versions;
      if (version === undefined) throw new KeyServiceError('Unavailable', `key ${keyId} has no version`);
      const plaintext = random(length);
      const sealed = sealMessage(secretKey(version.material), bindingOf(keyId, version.id, context), plaintext, random(24));
      return { keyId, plaintext, ciphertext: concat(magic, Uint8Array.of(keyId.length), utf8(keyId), version.id, sealed) };
    },
    async decryptDataKey({ keyId: wanted, ciphertext, context }) {
      const { keyId, versionId, sealed } = parseCiphertext(ciphertext);
      if (keyId !== wanted) throw new KeyServiceError('InvalidCiphertext', 'the ciphertext is of another key');
      requireEnabled(await describeKey(keyId));
      const { stored } = await find(keyId);
      const version = stored.value.versions.find(({ id }) => equalBytes(id, versionId));
      if (version === undefined) throw new KeyServiceError('InvalidCiphertext', `key ${keyId} has no such version`);
      try {
        return openMessage(secretKey(version.material), bindingOf(keyId, version.id, context), sealed);
      } catch (cause) {
        throw new KeyServiceError('InvalidCiphertext', 'the ciphertext is damaged or its context differs', { cause });
      }
    },
    async createKey({ alias } = {}) {
      if (alias !== undefined && (!aliasPattern.test(alias) || alias.startsWith('alias/acs/'))) {
        throw new KeyServiceError(
          'InvalidKeyId',
          'an alias is alias/ and 1 to 200 of letters, digits, - _ and /, and does not begin with alias/acs/',
        );
      }
      const keyId = await insert(alias);
      if (keyId === undefined) throw new KeyServiceError('InvalidKeyId', `${alias} names a key already`);
      return describeKey(keyId);
    },
    async listKeys() {
      const range = keyspace.kmsKeys();
      const found = await store.range({ ...range, limit: 1000 });
      return Promise.all(found.map(({ key }) => describeKey(nameOf(key, range))));
    },
    async setKeyState(keyRef, state) {
      for (;;) {
        const { keyId, stored } = await find(keyRef);
        const { key } = addressOf(keyId);
        const system = await liveKeys.local(openSession(), systemScope);
        const value = rows.seal(system, key, { ...stored.value, state });
        if ((await store.commit({ checks: [{ key, version: stored.version }], sets: [{ key, value }] })).ok) return;
      }
    },
    health: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

const dataKeyContext = contextFor('kms-data-key');

function bindingOf(keyId: string, versionId: Uint8Array, context: EncryptionContext): Uint8Array {
  return dataKeyContext(keyId, versionId, encodeEncryptionContext(context));
}

function parseCiphertext(blob: Uint8Array): { keyId: string; versionId: Uint8Array; sealed: Uint8Array } {
  const idLength = blob[magic.length] ?? 0;
  const idStart = magic.length + 1;
  const idEnd = idStart + idLength;
  if (!equalBytes(blob.subarray(0, magic.length), magic) || blob.length < idEnd + 16) {
    throw new KeyServiceError('InvalidCiphertext', 'the ciphertext is not one of this service');
  }
  return { keyId: fromUtf8(blob.subarray(idStart, idEnd)), versionId: blob.subarray(idEnd, idEnd + 16), sealed: blob.subarray(idEnd + 16) };
}
