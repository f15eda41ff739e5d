import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../../src/start-emulator.ts';
import { base64, kmsCaller, type KmsCaller } from '../../support/kms-caller.ts';
import { ask } from '../../support/signed-request.ts';

const id = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

let emulator: RunningEmulator;
let kms: KmsCaller;
let KeyId: string;
beforeAll(async () => {
  emulator = await startEmulator();
  kms = kmsCaller(emulator, emulator);
  KeyId = await kms.newKey();
});
afterAll(() => emulator.close());

const metadataOf = async (key: string): Promise<unknown> => (await kms.ask('DescribeKey', { KeyId: key }))['KeyMetadata'];

describe('CreateKey', () => {
  it('answers with all that is known of the key', async () => {
    const { status, document } = await kms.call('CreateKey', { Description: 'dé & <b>', KeySpec: 'Aliyun_AES_256', Origin: 'Aliyun_KMS' });
    const { KeyMetadata } = document as { KeyMetadata: { KeyId: string } };
    expect([status, document]).toEqual([
      200,
      {
        RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
        KeyMetadata: {
          KeyId: expect.stringMatching(id),
          Arn: `acs:kms:cn-hangzhou:1000000000000001:key/${KeyMetadata.KeyId}`,
          CreationDate: expect.stringMatching(date),
          Creator: '1000000000000001',
          Description: 'dé & <b>',
          KeyState: 'Enabled',
          KeySpec: 'Aliyun_AES_256',
          KeyUsage: 'ENCRYPT/DECRYPT',
          Origin: 'Aliyun_KMS',
          ProtectionLevel: 'SOFTWARE',
          PrimaryKeyVersion: expect.stringMatching(id),
          DeleteDate: '',
          MaterialExpireTime: '',
          AutomaticRotation: 'Disabled',
          LastRotationDate: '',
          NextRotationDate: '',
        },
      },
    ]);
    const described = { ...KeyMetadata, DeletionProtection: 'Disabled', DeletionProtectionDescription: '' };
    expect(await metadataOf(KeyMetadata.KeyId)).toEqual(described);
    expect(await metadataOf(`acs:kms:cn-hangzhou:1000000000000001:key/${KeyMetadata.KeyId}`)).toEqual(described);
  });

  it('takes tags and a rotation', async () => {
    const key = await kms.newKey({ Tags: '[{"TagKey":"a","TagValue":"b"}]', EnableAutomaticRotation: 'True', RotationInterval: '168h' });
    expect(await metadataOf(key)).toMatchObject({ AutomaticRotation: 'Enabled', RotationInterval: '604800s' });
    expect(await kms.ask('ListResourceTags', { KeyId: key })).toMatchObject({
      Tags: { Tag: [{ KeyId: key, TagKey: 'a', TagValue: 'b' }] },
    });
    await kms.ask('DisableKey', { KeyId: key });
    expect(await metadataOf(key)).toMatchObject({ AutomaticRotation: 'Suspended', NextRotationDate: '' });
  });

  it.each<[Record<string, string>, string]>([
    [{ KeySpec: 'Aliyun_SM4' }, '501 NotImplemented'],
    [{ KeySpec: 'RSA_2048' }, '501 NotImplemented'],
    [{ KeySpec: 'AES' }, '400 InvalidParameter'],
    [{ KeyUsage: 'SIGN/VERIFY' }, '501 NotImplemented'],
    [{ Origin: 'EXTERNAL' }, '501 NotImplemented'],
    [{ ProtectionLevel: 'HSM' }, '501 NotImplemented'],
    [{ ProtectionLevel: 'hsm' }, '400 InvalidParameter'],
    [{ DKMSInstanceId: 'k' }, '501 NotImplemented'],
    [{ Policy: '{}' }, '501 NotImplemented'],
    [{ Description: 'x'.repeat(8193) }, '400 InvalidParameter'],
    [{ EnableAutomaticRotation: 'true' }, '400 MissingParameter'],
    [{ Tags: '{}' }, '400 InvalidParameter'],
  ])('refuses %j', async (parameters, expected) => {
    expect(await kms.call('CreateKey', parameters, 'form').then(({ status, document }) => `${status} ${String(document['Code'])}`)).toBe(
      expected,
    );
  });
});

describe('a parameter that is missing or wrong', () => {
  const context = `{"a":"${'x'.repeat(8192)}"}`;
  it.each<[string, Record<string, string>, string]>([
    ['DescribeKey', {}, '400 MissingParameter'],
    ['DescribeKey', { KeyId: '' }, '400 MissingParameter'],
    ['DescribeKey', { KeyId: 'a b' }, '400 InvalidParameter'],
    ['DescribeKey', { KeyId: 'alias/none' }, '404 Forbidden.AliasNotFound'],
    ['DescribeKey', { KeyId: 'alias/acs/oss' }, '404 Forbidden.AliasNotFound'],
    ['DescribeKey', { KeyId: 'none' }, '404 Forbidden.KeyNotFound'],
    ['EnableKey', { KeyId: 'alias/x' }, '400 Unsupported.Alias'],
    ['ListKeys', { PageSize: '0' }, '400 InvalidParameter'],
    ['ListKeys', { PageSize: '102' }, '400 InvalidParameter'],
    ['ListKeys', { PageNumber: '0' }, '400 InvalidParameter'],
    ['ListKeys', { PageNumber: '1.5' }, '400 InvalidParameter'],
    ['ListKeys', { Filters: '[]' }, '501 NotImplemented'],
    ['ScheduleKeyDeletion', { KeyId: 'ID' }, '400 MissingParameter'],
    ['ScheduleKeyDeletion', { KeyId: 'ID', PendingWindowInDays: '6' }, '400 InvalidParameter'],
    ['ScheduleKeyDeletion', { KeyId: 'ID', PendingWindowInDays: '367' }, '400 InvalidParameter'],
    ['UpdateKeyDescription', { KeyId: 'ID' }, '400 MissingParameter'],
    ['UpdateRotationPolicy', { KeyId: 'ID' }, '400 MissingParameter'],
    ['UpdateRotationPolicy', { KeyId: 'ID', EnableAutomaticRotation: 'yes' }, '400 InvalidParameter'],
    ['UpdateRotationPolicy', { KeyId: 'ID', EnableAutomaticRotation: 'true', RotationInterval: '6d' }, '400 InvalidParameter'],
    ['UpdateRotationPolicy', { KeyId: 'ID', EnableAutomaticRotation: 'true', RotationInterval: '731d' }, '400 InvalidParameter'],
    ['UpdateRotationPolicy', { KeyId: 'ID', EnableAutomaticRotation: 'true', RotationInterval: '7' }, '400 InvalidParameter'],
    ['GenerateDataKey', { KeyId: 'ID', KeySpec: 'AES_512' }, '400 InvalidParameter'],
    ['GenerateDataKey', { KeyId: 'ID', NumberOfBytes: '0' }, '400 InvalidParameter'],
    ['GenerateDataKey', { KeyId: 'ID', NumberOfBytes: '1025' }, '400 InvalidParameter'],
    ['GenerateDataKey', { KeyId: 'ID', DryRun: 'true' }, '501 NotImplemented'],
    ['GenerateDataKey', { KeyId: 'ID', EncryptionContext: '{"a":1}' }, '400 InvalidParameter'],
    ['GenerateDataKey', { KeyId: 'ID', EncryptionContext: '["a"]' }, '400 InvalidParameter'],
    ['GenerateDataKey', { KeyId: 'ID', EncryptionContext: '{' }, '400 InvalidParameter'],
    ['GenerateDataKey', { KeyId: 'ID', EncryptionContext: context }, '400 InvalidParameter'],
    ['Encrypt', { KeyId: 'ID' }, '400 MissingParameter'],
    ['Encrypt', { KeyId: 'ID', Plaintext: 'a' }, '400 InvalidParameter'],
    ['Encrypt', { KeyId: 'ID', Plaintext: base64(new Uint8Array(6145)) }, '400 InvalidParameter'],
    ['Decrypt', {}, '400 MissingParameter'],
    ['Decrypt', { CiphertextBlob: '%' }, '400 InvalidParameter'],
    ['Decrypt', { CiphertextBlob: base64('SSKC') }, '400 InvalidParameter'],
    ['Decrypt', { CiphertextBlob: base64(`SSKC\u0001\u0003a\u0000b${'x'.repeat(99)}`) }, '400 InvalidParameter'],
    ['Decrypt', { CiphertextBlob: base64(`SSKC\u0001\u0003abc${'x'.repeat(99)}`) }, '404 Forbidden.KeyNotFound'],
    ['ReEncrypt', { CiphertextBlob: base64('x'), SourceKeyId: 'x' }, '501 NotImplemented'],
    ['CreateAlias', { KeyId: 'ID' }, '400 MissingParameter'],
    ['CreateAlias', { KeyId: 'ID', AliasName: 'a' }, '400 InvalidParameter'],
    ['CreateAlias', { KeyId: 'ID', AliasName: 'alias/acs/mine' }, '400 InvalidParameter'],
    ['CreateAlias', { KeyId: 'none', AliasName: 'alias/a' }, '404 Forbidden.KeyNotFound'],
    ['UpdateAlias', { KeyId: 'ID', AliasName: 'alias/none' }, '404 Forbidden.AliasNotFound'],
    ['DeleteAlias', { AliasName: 'alias/none' }, '404 Forbidden.AliasNotFound'],
    ['DescribeKeyVersion', { KeyId: 'ID' }, '400 MissingParameter'],
    ['DescribeKeyVersion', { KeyId: 'ID', KeyVersionId: 'none' }, '404 Forbidden.KeyVersionNotFound'],
    ['TagResource', { KeyId: 'ID' }, '400 MissingParameter'],
    ['TagResource', { KeyId: 'ID', Tags: '[{"TagKey":""}]' }, '400 InvalidParameter'],
    ['TagResource', { KeyId: 'ID', Tags: '[{"TagKey":"a"},{"TagKey":"a"}]' }, '400 InvalidParameter'],
    ['TagResource', { KeyId: 'ID', Tags: '[null]' }, '400 InvalidParameter'],
    ['UntagResource', { KeyId: 'ID', TagKeys: '[1]' }, '400 InvalidParameter'],
    ['SetKeyPolicy', { KeyId: 'ID' }, '501 NotImplemented'],
    ['Nothing', {}, '404 InvalidAction.NotFound'],
  ])('%s %j: %s', async (action, { ...parameters }, expected) => {
    if (parameters['KeyId'] === 'ID') parameters['KeyId'] = KeyId;
    const { status, document } = await kms.call(action, parameters, 'form');
    expect(`${status} ${String(document['Code'])}`).toBe(expected);
    expect(document['HttpStatus']).toBe(status);
  });
});

describe('listings', () => {
  it('have pages', async () => {
    const seen: string[] = [];
    const all = new Set(await Promise.all(Array.from({ length: 5 }, () => kms.newKey())));
    for (let page = 1; ; page += 1) {
      const { Keys, TotalCount, PageNumber, PageSize } = (await kms.ask('ListKeys', { PageNumber: String(page), PageSize: '3' })) as {
        Keys: { Key: readonly { KeyId: string; KeyArn: string }[] };
        TotalCount: number;
        PageNumber: number;
        PageSize: number;
      };
      expect([PageNumber, PageSize]).toEqual([page, 3]);
      for (const { KeyId: key, KeyArn } of Keys.Key) expect(KeyArn).toBe(`acs:kms:cn-hangzhou:1000000000000001:key/${key}`);
      seen.push(...Keys.Key.map((key) => key.KeyId));
      if (Keys.Key.length < 3) {
        expect(seen).toHaveLength(TotalCount);
        break;
      }
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect([...all].every((key) => seen.includes(key))).toBe(true);
  });

  it('of versions are newest first', async () => {
    const key = await kms.newKey();
    const { KeyVersion } = await kms.ask('CreateKeyVersion', { KeyId: key });
    const { KeyVersions } = (await kms.ask('ListKeyVersions', { KeyId: key })) as {
      KeyVersions: { KeyVersion: { KeyVersionId: string }[] };
    };
    expect(KeyVersions.KeyVersion).toHaveLength(2);
    expect(KeyVersions.KeyVersion[0]).toEqual(KeyVersion);
    const KeyVersionId = KeyVersions.KeyVersion[1]?.KeyVersionId ?? '';
    expect(await kms.ask('DescribeKeyVersion', { KeyId: key, KeyVersionId })).toMatchObject({ KeyVersion: { KeyId: key, KeyVersionId } });
    expect(await kms.ask('ListKeyVersions', { KeyId: key, PageSize: '1', PageNumber: '2' })).toMatchObject({
      KeyVersions: { KeyVersion: [KeyVersions.KeyVersion[1]] },
      TotalCount: 2,
    });
  });
});

describe('the account', () => {
  it.each([
    ['DescribeRegions', { Regions: { Region: [{ RegionId: 'cn-hangzhou' }] } }],
    ['OpenKmsService', {}],
    ['DescribeAccountKmsStatus', { AccountStatus: 'Enabled' }],
  ])('%s', async (action, expected) => {
    expect(await kms.ask(action)).toEqual({ RequestId: expect.any(String), ...expected });
  });

  it('is answered in XML where it asks for it, with an element for each item', async () => {
    const [AliasName, second] = ['alias/xml-a', 'alias/xml-b'];
    await kms.ask('CreateAlias', { KeyId, AliasName });
    await kms.ask('CreateAlias', { KeyId, AliasName: second });
    const { text } = await kms.call('ListAliasesByKeyId', { KeyId, Format: 'XML' });
    expect(text).toMatch(
      /<Aliases>(?:<Alias><KeyId>[^<]*<\/KeyId><AliasName>alias\/xml-.<\/AliasName><AliasArn>[^<]*<\/AliasArn><\/Alias>){2}<\/Aliases><TotalCount>2</,
    );
  });

  it("sees the key of the service, whose names are the service's and which is not rotated by itself", async () => {
    const headers = { 'x-oss-server-side-encryption': 'KMS' };
    await ask(emulator, { method: 'PUT', bucket: 'of-service' });
    await ask(emulator, { method: 'PUT', bucket: 'of-service', key: 'o', headers, body: 'x' });
    const { KeyMetadata } = (await kms.ask('DescribeKey', { KeyId: 'alias/acs/oss' })) as {
      KeyMetadata: { KeyId: string; Creator: string };
    };
    expect(KeyMetadata.Creator).toBe('OSS');
    const own = { KeyId: KeyMetadata.KeyId };
    for (const action of ['UpdateAlias', 'DeleteAlias'])
      expect(await kms.outcome(action, { KeyId, AliasName: 'alias/acs/oss' })).toBe('400 InvalidParameter');
    const rotation = { ...own, EnableAutomaticRotation: 'true', RotationInterval: '30d' };
    expect(await kms.outcome('UpdateRotationPolicy', rotation)).toBe('400 InvalidParameter');
    await kms.ask('CreateKeyVersion', own);
    const { status, body } = await ask(emulator, { method: 'GET', bucket: 'of-service', key: 'o' });
    expect([status, body.toString()]).toEqual([200, 'x']);
  });
});
