import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLogger, type Logger } from '../../../src/server/logger.ts';
import { startEmulator, type RunningEmulator } from '../../../src/start-emulator.ts';
import { base64, kmsCaller, type KmsCaller } from '../../support/kms-caller.ts';
import { askRpc } from '../../support/rpc-request.ts';
import { ask } from '../../support/signed-request.ts';

const lines: unknown[] = [];
const log: Logger = { ...silentLogger, info: (fields) => void lines.push(fields), warn: (fields) => void lines.push(fields) };

let ahead = 0;
let emulator: RunningEmulator;
let kms: KmsCaller;
beforeAll(async () => {
  emulator = await startEmulator({ clock: () => Date.now() + ahead, sweepEvery: 0, log });
  kms = kmsCaller(emulator, emulator);
});
afterAll(() => emulator.close());

async function sweepAfter(days: number): Promise<void> {
  ahead = days * 86_400_000;
  await emulator.node.sweep();
  ahead = 0;
}

it('a round destroys a key on its date, and what is under it can not be read any more', async () => {
  const KeyId = await kms.newKey();
  const headers = { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': KeyId };
  await ask(emulator, { method: 'PUT', bucket: 'doomed' });
  await ask(emulator, { method: 'PUT', bucket: 'doomed', key: 'o', headers, body: 'x' });
  await kms.ask('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: '7' });
  await sweepAfter(6.9);
  const { KeyMetadata } = (await kms.ask('DescribeKey', { KeyId })) as { KeyMetadata: { DeleteDate: string } };
  expect(Math.round((Date.parse(KeyMetadata.DeleteDate) - Date.now()) / 86_400_000)).toBe(7);
  await sweepAfter(7.1);
  expect(await kms.outcome('DescribeKey', { KeyId })).toBe('404 Forbidden.KeyNotFound');
  const { status, error } = await ask(emulator, { method: 'GET', bucket: 'doomed', key: 'o' });
  expect([status, error?.Code]).toEqual([404, 'KeyNotFound']);
  expect(lines).toContainEqual({ keyId: KeyId });
});

it('a round rotates a key when it is due', async () => {
  const KeyId = await kms.newKey({ EnableAutomaticRotation: 'true', RotationInterval: '7d' });
  await sweepAfter(7.1);
  expect(await kms.ask('ListKeyVersions', { KeyId })).toMatchObject({ TotalCount: 2 });
});

it.each(['kms.cn-hangzhou.aliyuncs.com', 'kms-vpc.cn-hangzhou.aliyuncs.com', undefined])('the host %s serves all styles', async (host) => {
  const KeyId = await kms.newKey();
  const parameters = { KeyId, Plaintext: base64('text +/'), EncryptionContext: '{"ä":"b c"}' };
  for (const style of ['query', 'form', 'acs3'] as const) {
    const request = { version: '2016-01-20', credentials: emulator, ...(host === undefined ? {} : { host }) };
    const { document } = await askRpc(emulator, { ...request, action: 'Encrypt', parameters }, style);
    const { EncryptionContext } = parameters;
    const sealed = { CiphertextBlob: String(document['CiphertextBlob']), EncryptionContext };
    const opened = await askRpc(emulator, { ...request, action: 'Decrypt', parameters: sealed }, style);
    expect(opened.document).toMatchObject({ Plaintext: base64('text +/'), KeyId });
  }
  expect(lines).toContainEqual(expect.objectContaining({ operation: 'kms:Decrypt' }));
});
