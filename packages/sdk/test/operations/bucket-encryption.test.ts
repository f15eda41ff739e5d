import { hash, toBase64 } from '@sse/core/primitives';
import { describe, expect, it } from 'vitest';
import type { EncryptionRule } from '../../src/index.ts';
import { fakeServer, reply } from '../fake-server.ts';
import { rejection, testClient } from '../test-client.ts';

const BEGIN = '<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault>';
const END = '</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>';

function info(rule: string): string {
  return (
    '<BucketInfo><Bucket><CreationDate>2026-11-21T21:06:10.000Z</CreationDate><ExtranetEndpoint>e</ExtranetEndpoint>' +
    '<IntranetEndpoint>i</IntranetEndpoint><Location>oss-cn-hangzhou</Location><Name>photos</Name><StorageClass>Standard</StorageClass>' +
    '<Owner><DisplayName>one</DisplayName><ID>1</ID></Owner><AccessControlList><Grant>private</Grant></AccessControlList>' +
    `<ServerSideEncryptionRule>${rule}</ServerSideEncryptionRule></Bucket></BucketInfo>`
  );
}

describe('putBucketEncryption', () => {
  it('sends the rule with its MD5', async () => {
    const server = await fakeServer(reply(200));
    await testClient(server.endpoint).putBucketEncryption('photos', { algorithm: 'KMS', keyId: 'key', dataEncryption: 'SM4' });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'PUT', url: '/photos/?encryption' });
    expect(request?.body.toString()).toContain(
      `${BEGIN}<SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID>key</KMSMasterKeyID><KMSDataEncryption>SM4</KMSDataEncryption>${END}`,
    );
    expect(request?.headers['content-md5']).toBe(toBase64(hash('md5', request?.body ?? Buffer.alloc(0))));
  });

  it('sends nothing for a rule that is none', async () => {
    const server = await fakeServer(reply(200));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a caller without types may send
    const rule = { algorithm: 'AES256', keyId: 'key' } as unknown as EncryptionRule;
    expect(await rejection(testClient(server.endpoint).putBucketEncryption('photos', rule))).toMatchObject({ code: 'misuse' });
    expect(await rejection(testClient(server.endpoint).createBucket('photos', { encryption: rule }))).toMatchObject({ code: 'misuse' });
    expect(server.requests).toHaveLength(0);
  });
});

describe('reading the rule', () => {
  it('reads what GetBucketEncryption says', async () => {
    const server = await fakeServer(reply(200, {}, `${BEGIN}<SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID/>${END}`));
    expect((await testClient(server.endpoint).getBucketEncryption('photos')).rule).toEqual({ algorithm: 'AES256' });
  });

  it.each(['<SSEAlgorithm>ROT13</SSEAlgorithm>', '<SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID>key</KMSMasterKeyID>', ''])(
    'takes no unknown rule for a rule or for none: %s',
    async (rule) => {
      const server = await fakeServer(reply(200, {}, BEGIN + rule + END), reply(200, {}, info(rule)));
      const client = testClient(server.endpoint);
      expect(await rejection(client.getBucketEncryption('photos'))).toMatchObject({ kind: 'malformed-reply' });
      expect(await rejection(client.getBucketInfo('photos'))).toMatchObject({ kind: 'malformed-reply' });
    },
  );

  it.each([
    ['<SSEAlgorithm>None</SSEAlgorithm>', undefined],
    ['<SSEAlgorithm>None</SSEAlgorithm><KMSMasterKeyID>None</KMSMasterKeyID><KMSDataEncryption>None</KMSDataEncryption>', undefined],
    [
      '<SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID/><KMSDataEncryption>SM4</KMSDataEncryption>',
      { algorithm: 'KMS', dataEncryption: 'SM4' },
    ],
  ])('reads what GetBucketInfo says: %s', async (rule, expected) => {
    const server = await fakeServer(reply(200, {}, info(rule)));
    expect((await testClient(server.endpoint).getBucketInfo('photos')).encryption).toEqual(expected);
  });
});
