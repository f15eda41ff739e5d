import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../../src/start-emulator.ts';
import { base64, kmsCaller, type KmsCaller } from '../../support/kms-caller.ts';

let emulator: RunningEmulator;
let kms: KmsCaller;
let keys: readonly [string, string];
beforeAll(async () => {
  emulator = await startEmulator();
  kms = kmsCaller(emulator, emulator);
  keys = [await kms.newKey(), await kms.newKey()];
  await kms.ask('CreateAlias', { AliasName: 'alias/first', KeyId: keys[0] });
});
afterAll(() => emulator.close());

const contexts = fc.dictionary(fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 8 }), { maxKeys: 4 });
/** The same pairs in another order. */
const turned = (context: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(context).toReversed()));

describe('what was encrypted', () => {
  it('is decrypted under the same context only, through new versions and ReEncrypt', async () => {
    const commands = fc.array(fc.constantFrom('version', 're-encrypt', 'decrypt'), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), contexts, contexts, commands, async (bytes, first, next, steps) => {
        const Plaintext = base64(bytes);
        let [context, holder] = [first, 0];
        let blob = await kms.text('CiphertextBlob', 'Encrypt', {
          KeyId: 'alias/first',
          Plaintext,
          EncryptionContext: JSON.stringify(context),
        });
        for (const step of [...steps, 'decrypt']) {
          if (step === 'version') await kms.ask('CreateKeyVersion', { KeyId: keys[holder] ?? '' });
          if (step === 're-encrypt') {
            const after = context === first ? next : first;
            blob = await kms.text('CiphertextBlob', 'ReEncrypt', {
              CiphertextBlob: blob,
              DestinationKeyId: keys[(holder = 1 - holder)] ?? '',
              SourceEncryptionContext: JSON.stringify(context),
              DestinationEncryptionContext: JSON.stringify(after),
            });
            context = after;
          }
          const opened = await kms.ask('Decrypt', { CiphertextBlob: blob, EncryptionContext: turned(context) });
          expect([opened['Plaintext'], opened['KeyId']]).toEqual([Plaintext, keys[holder]]);
          const other = JSON.stringify({ ...context, more: 'x' });
          expect(await kms.outcome('Decrypt', { CiphertextBlob: blob, EncryptionContext: other })).toBe('400 InvalidParameter');
        }
      }),
      { numRuns: 25 },
    );
  });

  it('fails with any byte changed', async () => {
    const blob = Buffer.from(await kms.text('CiphertextBlob', 'Encrypt', { KeyId: keys[0], Plaintext: base64('text') }), 'base64');
    for (let at = 0; at < blob.length; at += 1) {
      const changed = Buffer.from(blob);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect([at, await kms.outcome('Decrypt', { CiphertextBlob: base64(changed) })]).toEqual([
        at,
        expect.stringMatching(/^400 InvalidParameter|^404 Forbidden.KeyNotFound/),
      ]);
    }
  });

  it('is what data keys are', async () => {
    const EncryptionContext = '{"a":"b"}';
    for (const [parameters, length] of [
      [{}, 32],
      [{ KeySpec: 'AES_128' }, 16],
      [{ KeySpec: 'AES_256', NumberOfBytes: '1024' }, 1024],
      [{ NumberOfBytes: '1' }, 1],
    ] as const) {
      const made = await kms.ask('GenerateDataKey', { KeyId: keys[0], EncryptionContext, ...parameters });
      expect(Buffer.from(String(made['Plaintext']), 'base64')).toHaveLength(length);
      const opened = await kms.ask('Decrypt', { CiphertextBlob: String(made['CiphertextBlob']), EncryptionContext });
      expect({ ...opened, RequestId: '', CiphertextBlob: made['CiphertextBlob'] }).toEqual({ ...made, RequestId: '' });
    }
    const hidden = await kms.ask('GenerateDataKeyWithoutPlaintext', { KeyId: keys[0] });
    expect(Object.keys(hidden).toSorted()).toEqual(['CiphertextBlob', 'KeyId', 'KeyVersionId', 'RequestId']);
  });

  it('may have 6 KiB', async () => {
    const Plaintext = base64(new Uint8Array(6144).fill(7));
    const { document } = await kms.call('Encrypt', { KeyId: keys[0], Plaintext }, 'form');
    const opened = await kms.call('Decrypt', { CiphertextBlob: String(document['CiphertextBlob']) }, 'form');
    expect(opened.document['Plaintext']).toBe(Plaintext);
  });

  it('is under the newest version', async () => {
    const before = await kms.ask('Encrypt', { KeyId: keys[0], Plaintext: base64('x') });
    const { KeyVersion } = (await kms.ask('CreateKeyVersion', { KeyId: keys[0] })) as { KeyVersion: { KeyVersionId: string } };
    const after = await kms.ask('Encrypt', { KeyId: keys[0], Plaintext: base64('x') });
    expect(after['KeyVersionId']).toBe(KeyVersion.KeyVersionId);
    expect(before['KeyVersionId']).not.toBe(KeyVersion.KeyVersionId);
    const opened = await kms.ask('Decrypt', { CiphertextBlob: String(before['CiphertextBlob']) });
    expect(opened['KeyVersionId']).toBe(before['KeyVersionId']);
  });
});
