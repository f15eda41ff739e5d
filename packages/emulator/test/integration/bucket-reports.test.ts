import { bucketInfo, bucketStat, decodeXml, OssError, type BucketInfo, type BucketStat } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { abortUpload, beginUpload, uploadPart } from '../support/multipart.ts';
import { ask } from '../support/signed-request.ts';

const NOT_THERE = [404, 'NoSuchBucket', '0015-00000101'] as const;

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
  for (const bucket of ['reports', 'logs']) await ask(emulator, { method: 'PUT', bucket });
});
afterAll(() => emulator.close());

async function statOf(bucket: string): Promise<BucketStat> {
  const found = decodeXml(bucketStat, (await ask(emulator, { method: 'GET', bucket, query: [['stat', '']] })).body);
  if (found instanceof OssError) throw found;
  return found;
}

const counted = (total: { readonly bytes: number; readonly objects: number }, name: string): Readonly<Record<string, number>> => ({
  [`${name}Storage`]: total.bytes,
  [`${name}RealStorage`]: total.bytes,
  [`${name}ObjectCount`]: total.objects,
});
const none = { bytes: 0, objects: 0 };
const NOTHING = {
  Storage: 0,
  ObjectCount: 0,
  MultipartUploadCount: 0,
  LiveChannelCount: 0,
  StandardStorage: 0,
  StandardObjectCount: 0,
  ...counted(none, 'InfrequentAccess'),
  ...counted(none, 'Archive'),
  ...counted(none, 'ColdArchive'),
  ...counted(none, 'DeepColdArchive'),
  MultipartPartCount: 0,
  DeleteMarkerCount: 0,
};

describe('GetBucketStat', () => {
  it('has every element, 0 for an empty bucket', async () => {
    const { LastModifiedTime, ...stat } = await statOf('reports');
    expect(stat).toEqual(NOTHING);
    expect(LastModifiedTime).toBeGreaterThan(0);
    expectRefusal(await ask(emulator, { method: 'GET', bucket: 'not-there', query: [['stat', '']] }), [...NOT_THERE]);
  });

  it('counts objects by class over many pages, and uploads', async () => {
    const place = { target: emulator, bucket: 'reports', key: 'k' };
    for (let index = 0; index < 1_010; index += 10) {
      const names = Array.from({ length: 10 }, (_, offset) => String(index + offset));
      await Promise.all(names.map((key) => ask(emulator, { method: 'PUT', bucket: 'reports', key, body: 'abc' })));
    }
    const headers = { 'x-oss-storage-class': 'IA' };
    await ask(emulator, { method: 'PUT', bucket: 'reports', key: 'ia', body: 'abcde', headers });
    const ids = [await beginUpload(place), await beginUpload(place)];
    for (const number of [1, 2, 3]) await uploadPart(place, ids[0] ?? '', number, Buffer.from('part'));
    const { LastModifiedTime, ...stat } = await statOf('reports');
    expect(stat).toEqual({
      ...NOTHING,
      Storage: 3035,
      ObjectCount: 1011,
      MultipartUploadCount: 2,
      MultipartPartCount: 3,
      StandardStorage: 3030,
      StandardObjectCount: 1010,
      ...counted({ bytes: 5, objects: 1 }, 'InfrequentAccess'),
    });
    expect(Math.abs(LastModifiedTime - Date.now() / 1000)).toBeLessThan(600);
    for (const id of ids) await abortUpload(place, id);
    expect((await statOf('reports')).MultipartUploadCount).toBe(0);
  });
});

describe('GetBucketStat of versions', () => {
  it('counts each, and delete markers apart', async () => {
    const put = (key: string, body: string) => ask(emulator, { method: 'PUT', bucket: 'versioned', key, body });
    await ask(emulator, { method: 'PUT', bucket: 'versioned' });
    await put('before', '1');
    await put('both', '22');
    const body = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
    await ask(emulator, { method: 'PUT', bucket: 'versioned', query: [['versioning', '']], body });
    await put('both', '333');
    await put('after', '4444');
    for (const key of ['after', 'never']) await ask(emulator, { method: 'DELETE', bucket: 'versioned', key });
    expect(await statOf('versioned')).toMatchObject({ Storage: 10, ObjectCount: 4, StandardObjectCount: 4, DeleteMarkerCount: 2 });
  });
});

describe('GetBucketInfo', () => {
  async function info(): Promise<BucketInfo['Bucket']> {
    const found = decodeXml(bucketInfo, (await ask(emulator, { method: 'GET', bucket: 'reports', query: [['bucketInfo', '']] })).body);
    if (found instanceof OssError) throw found;
    return found.Bucket;
  }
  const put = (name: string, body: string) => ask(emulator, { method: 'PUT', bucket: 'reports', query: [[name, '']], body });

  it('tells the defaults, and then what the documents say', async () => {
    const defaults = {
      AccessMonitor: 'Disabled',
      BlockPublicAccess: false,
      TransferAcceleration: 'Disabled',
      ResourceGroupId: 'rg-default',
      BucketPolicy: { LogBucket: '', LogPrefix: '' },
    };
    expect(await info()).toMatchObject(defaults);
    await put('accessmonitor', '<AccessMonitorConfiguration><Status>Enabled</Status></AccessMonitorConfiguration>');
    await put(
      'publicAccessBlock',
      '<PublicAccessBlockConfiguration><BlockPublicAccess>true</BlockPublicAccess></PublicAccessBlockConfiguration>',
    );
    await put('transferAcceleration', '<TransferAccelerationConfiguration><Enabled>true</Enabled></TransferAccelerationConfiguration>');
    await put(
      'resourceGroup',
      '<BucketResourceGroupConfiguration><ResourceGroupId>rg-abcdefgh</ResourceGroupId></BucketResourceGroupConfiguration>',
    );
    await put(
      'logging',
      '<BucketLoggingStatus><LoggingEnabled><TargetBucket>logs</TargetBucket><TargetPrefix>p/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>',
    );
    expect(await info()).toMatchObject({
      AccessMonitor: 'Enabled',
      BlockPublicAccess: true,
      TransferAcceleration: 'Enabled',
      ResourceGroupId: 'rg-abcdefgh',
      BucketPolicy: { LogBucket: 'logs', LogPrefix: 'p/' },
    });
  });
});

describe('ListLiveChannel', () => {
  const live = (bucket: string, more: readonly (readonly [string, string])[] = []) =>
    ask(emulator, { method: 'GET', bucket, query: [['live', ''], ...more] });

  it('is an empty list', async () => {
    expect((await live('logs')).body.toString()).toContain(
      '<ListLiveChannelResult><Prefix></Prefix><Marker></Marker><MaxKeys>100</MaxKeys><IsTruncated>false</IsTruncated></ListLiveChannelResult>',
    );
    const asked = await live('logs', [
      ['prefix', 'p'],
      ['marker', 'm'],
      ['max-keys', '7'],
    ]);
    expect(asked.body.toString()).toContain('<Prefix>p</Prefix><Marker>m</Marker><MaxKeys>7</MaxKeys>');
  });

  it('is of a bucket', async () => {
    expectRefusal(await live('not-there'), [...NOT_THERE]);
  });
});
