import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../../src/start-emulator.ts';
import { base64, kmsCaller, type KmsCaller } from '../../support/kms-caller.ts';
import { ask } from '../../support/signed-request.ts';

const STATES = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'] as const;
type State = (typeof STATES)[number];

const use = ['200', '409 Rejected.Disabled', '409 Rejected.PendingDeletion', '409 Rejected.PendingImport'];
const failed = '409 Rejected.StateModifiedFailed';
const amend = ['200', '200', '409 Rejected.PendingDeletion', '200'];
const read = ['200', '200', '200', '200'];

let emulator: RunningEmulator;
let kms: KmsCaller;
let other: string;
let aliases = 0;
beforeAll(async () => {
  emulator = await startEmulator();
  kms = kmsCaller(emulator, emulator);
  other = await kms.newKey();
});
afterAll(() => emulator.close());

interface Place {
  readonly KeyId: string;
  readonly version: string;
  readonly ciphertext: string;
  readonly alias: string;
}

async function keyIn(state: State): Promise<Place> {
  const KeyId = await kms.newKey();
  const ciphertext = await kms.text('CiphertextBlob', 'Encrypt', { KeyId, Plaintext: base64('x') });
  const alias = `alias/states-${(aliases += 1)}`;
  await kms.ask('CreateAlias', { KeyId, AliasName: alias });
  const { KeyMetadata } = (await kms.ask('DescribeKey', { KeyId })) as { KeyMetadata: { PrimaryKeyVersion: string } };
  await emulator.node.admin.setKeyState(KeyId, state as 'Enabled');
  return { KeyId, ciphertext, alias, version: KeyMetadata.PrimaryKeyVersion };
}

/** An alias of another key. */
async function otherAlias(): Promise<string> {
  const AliasName = `alias/states-${(aliases += 1)}`;
  await kms.ask('CreateAlias', { AliasName, KeyId: other });
  return AliasName;
}

type Parameters = Readonly<Record<string, string>>;
/** Protocol reference §6.3, row by row. */
const TABLE: readonly (readonly [action: string, of: (place: Place) => Parameters | Promise<Parameters>, expected: readonly string[]])[] = [
  ['Encrypt', ({ KeyId }) => ({ KeyId, Plaintext: base64('x') }), use],
  ['Decrypt', ({ ciphertext }) => ({ CiphertextBlob: ciphertext }), use],
  ['ReEncrypt', ({ ciphertext }) => ({ CiphertextBlob: ciphertext, DestinationKeyId: other }), use],
  [
    'ReEncrypt',
    async ({ KeyId }) => ({
      CiphertextBlob: await kms.text('CiphertextBlob', 'Encrypt', { KeyId: other, Plaintext: base64('y') }),
      DestinationKeyId: KeyId,
    }),
    use,
  ],
  ['GenerateDataKey', ({ KeyId }) => ({ KeyId }), use],
  ['GenerateDataKeyWithoutPlaintext', ({ alias }) => ({ KeyId: alias }), use],
  ['CreateKeyVersion', ({ KeyId }) => ({ KeyId }), use],
  ['UpdateRotationPolicy', ({ KeyId }) => ({ KeyId, EnableAutomaticRotation: 'true', RotationInterval: '30d' }), use],
  ['EnableKey', ({ KeyId }) => ({ KeyId }), ['200', '200', failed, failed]],
  ['DisableKey', ({ KeyId }) => ({ KeyId }), ['200', '200', failed, failed]],
  ['ScheduleKeyDeletion', ({ KeyId }) => ({ KeyId, PendingWindowInDays: '7' }), ['200', '200', failed, '200']],
  ['CancelKeyDeletion', ({ KeyId }) => ({ KeyId }), [failed, failed, '200', failed]],
  ['CreateAlias', ({ KeyId, alias }) => ({ KeyId, AliasName: `${alias}-b` }), ['200', '200', failed, '200']],
  ['UpdateAlias', async ({ KeyId }) => ({ KeyId, AliasName: await otherAlias() }), amend],
  ['UpdateAlias', ({ alias }) => ({ KeyId: other, AliasName: alias }), read],
  ['UpdateKeyDescription', ({ KeyId }) => ({ KeyId, Description: 'd' }), amend],
  ['TagResource', ({ KeyId }) => ({ KeyId, Tags: '[{"TagKey":"k","TagValue":"v"}]' }), amend],
  ['UntagResource', ({ KeyId }) => ({ KeyId, TagKeys: '["k"]' }), amend],
  ['DescribeKey', ({ KeyId }) => ({ KeyId }), read],
  ['ListKeys', () => ({}), read],
  ['ListAliases', () => ({}), read],
  ['ListAliasesByKeyId', ({ KeyId }) => ({ KeyId }), read],
  ['ListKeyVersions', ({ KeyId }) => ({ KeyId }), read],
  ['ListResourceTags', ({ KeyId }) => ({ KeyId }), read],
  ['DeleteAlias', ({ alias }) => ({ AliasName: alias }), read],
  ['DescribeKeyVersion', ({ KeyId, version }) => ({ KeyId, KeyVersionId: version }), read],
];

const cases = TABLE.flatMap(([action, of, expected]) => STATES.map((state, index) => [action, state, expected[index] ?? '', of] as const));

describe('states of keys', () => {
  it.each(cases)('%s of a key that is %s: %s', async (action, state, expected, of) => {
    const place = await keyIn(state);
    const before = await kms.ask('DescribeKey', { KeyId: place.KeyId });
    const parameters = await of(place);
    expect(await kms.outcome(action, parameters)).toBe(expected);
    const { RequestId: _, ...after } = await kms.ask('DescribeKey', { KeyId: place.KeyId });
    if (expected !== '200') expect(before).toMatchObject(after);
  });

  it.each([
    ['EnableKey', 'Disabled', 'Enabled'],
    ['DisableKey', 'Enabled', 'Disabled'],
    ['CancelKeyDeletion', 'PendingDeletion', 'Enabled'],
  ] as const)('%s makes a key that is %s %s', async (action, from, to) => {
    const { KeyId } = await keyIn(from);
    await kms.ask(action, { KeyId });
    expect(await kms.ask('DescribeKey', { KeyId })).toMatchObject({ KeyMetadata: { KeyState: to, DeleteDate: '' } });
  });

  it('hold for objects at once, and the other way round', async () => {
    const KeyId = await kms.newKey();
    const headers = { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': KeyId };
    const target = { bucket: 'states', key: 'o' };
    await ask(emulator, { method: 'PUT', bucket: 'states' });
    await ask(emulator, { method: 'PUT', ...target, headers, body: 'body' });
    const read = async (): Promise<string> => {
      const { status, error } = await ask(emulator, { method: 'GET', ...target });
      return `${status} ${error?.Code ?? ''}`;
    };
    for (const [action, expected] of [
      ['DisableKey', '409 KeyDisabled'],
      ['EnableKey', '200 '],
      ['ScheduleKeyDeletion', '409 KeyPendingDeletion'],
      ['CancelKeyDeletion', '200 '],
    ] as const) {
      await kms.ask(action, { KeyId, ...(action === 'ScheduleKeyDeletion' ? { PendingWindowInDays: '7' } : {}) });
      expect([action, await read()]).toEqual([action, expected]);
    }
  });
});
