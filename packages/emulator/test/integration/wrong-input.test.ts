import { connect } from 'node:net';
import { signV1Header } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ask, send, type Answer, type Ask } from '../support/signed-request.ts';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await ask(emulator, { method: 'PUT', bucket: 'inputs' });
});
afterAll(() => emulator.close());

const rule = (inner: string): string =>
  `<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault>${inner}</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>`;
const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${rule('<SSEAlgorithm>&b;</SSEAlgorithm>')}`;

/** Status, code and EC (absent: none is sent) of each wrong rule document. */
const RULES: [name: string, body: string, status: number, code: string, ec?: string][] = [
  ['no XML', 'SSEAlgorithm=AES256', 400, 'MalformedXML'],
  ['nothing', '', 400, 'MalformedXML'],
  ['an unclosed element', '<ServerSideEncryptionRule><Apply', 400, 'MalformedXML'],
  ['another root', '<Rule/>', 400, 'MalformedXML'],
  ['no algorithm', rule('<KMSMasterKeyID>k</KMSMasterKeyID>'), 400, 'MalformedXML'],
  ['an entity bomb', bomb, 400, 'MalformedXML'],
  ['10 MB of XML', rule(`<SSEAlgorithm>AES256</SSEAlgorithm>${'<x>y</x>'.repeat(1_250_000)}`), 400, 'MalformedXML'],
  ['an unknown algorithm', rule('<SSEAlgorithm>DES</SSEAlgorithm>'), 400, 'InvalidEncryptionAlgorithmError', '0005-00000003'],
  [
    'AES256 with a key id',
    rule('<SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID>'),
    400,
    'InvalidArgument',
    '0005-00000204',
  ],
  [
    'an unknown data cipher',
    rule('<SSEAlgorithm>KMS</SSEAlgorithm><KMSDataEncryption>DES</KMSDataEncryption>'),
    400,
    'InvalidDataEncryptionAlgorithmError',
    '0005-00000203',
  ],
];

/** The same for wrong puts of an object; `key` is `victim` unless given. */
const PUTS: [name: string, request: Partial<Ask>, status: number, code: string, ec?: string][] = [
  ['a wrong Content-MD5', { headers: { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' } }, 400, 'InvalidDigest'],
  ['a Content-MD5 that is none', { headers: { 'content-md5': 'abc' } }, 400, 'InvalidDigest'],
  ['an unknown algorithm', { headers: { 'x-oss-server-side-encryption': 'aes' } }, 400, 'InvalidEncryptionAlgorithmError', '0005-00000003'],
  [
    'AES256 with a key id',
    { headers: { 'x-oss-server-side-encryption': 'AES256', 'x-oss-server-side-encryption-key-id': 'k' } },
    400,
    'InvalidArgument',
    '0005-00000204',
  ],
  [
    'KMS with an empty key id',
    { headers: { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': '' } },
    400,
    'InvalidArgument',
    '0005-00000205',
  ],
  [
    'a KMS key that is not there',
    { headers: { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': '9468da86-3509-4f8d-a61e-6eab1eac0000' } },
    404,
    'KeyNotFound',
    '0005-00000208',
  ],
  ['keys of the customer', { headers: { 'x-oss-server-side-encryption-customer-algorithm': 'AES256' } }, 400, 'NotImplemented'],
  ['a condition', { headers: { 'if-modified-since': 'Sat, 21 Nov 2026 21:06:10 GMT' } }, 400, 'NotImplemented'],
  [
    'a wrong signature',
    { tamper: (headers) => void (headers['authorization'] = `${headers['authorization']?.slice(0, -5)}AAAA=`) },
    403,
    'SignatureDoesNotMatch',
    '0002-00000040',
  ],
  [
    'a header added after signing',
    { tamper: (headers) => void (headers['x-oss-meta-late'] = 'x') },
    403,
    'SignatureDoesNotMatch',
    '0002-00000040',
  ],
  [
    'an unknown access key',
    { tamper: (headers) => void (headers['authorization'] = 'OSS nobody:c2ln') },
    403,
    'InvalidAccessKeyId',
    '0002-00000902',
  ],
  ['a date 16 minutes ago', { signedAt: Date.now() - 16 * 60_000 }, 403, 'RequestTimeTooSkewed', '0002-00000504'],
  ['a date 16 minutes ahead', { signedAt: Date.now() + 16 * 60_000 }, 403, 'RequestTimeTooSkewed', '0002-00000504'],
  ['no signature', { anonymous: true }, 403, 'AccessDenied'],
  ['a missing bucket', { bucket: 'no-such-bucket' }, 404, 'NoSuchBucket', '0015-00000101'],
  ['a bad bucket name', { bucket: 'Bad_Bucket' }, 400, 'InvalidBucketName'],
  ['a bucket name that is too short', { bucket: 'ab' }, 400, 'InvalidBucketName'],
  ['an object name that is too long', { key: 'k'.repeat(1024) }, 400, 'InvalidObjectName'],
  ['an object name with a backslash in front', { key: '\\k' }, 400, 'InvalidObjectName'],
  ['an object name with NUL', { key: 'a\0b' }, 400, 'InvalidObjectName'],
  ['metadata over 8 KiB', { headers: { 'x-oss-meta-a': 'x'.repeat(8192) } }, 400, 'InvalidArgument'],
  ['a wrong CRC-64', { headers: { 'x-oss-hash-crc64ecma': '1' } }, 400, 'InvalidCRC64'],
  ['a callback in the query', { query: [['callback', 'e30=']] }, 400, 'NotImplemented'],
  ['more than 5 GiB', { tamper: (headers) => void (headers['content-length'] = String(5 * 2 ** 30 + 1)), body: '' }, 400, 'EntityTooLarge'],
];

function expectError(answer: Answer, status: number, code: string, ec?: string): void {
  expect([answer.status, answer.error?.Code, answer.headers['x-oss-ec'], answer.error?.EC]).toEqual([status, code, ec, ec]);
  expect(answer.headers['x-oss-request-id']).toMatch(/^[0-9A-F]{24}$/);
  expect(answer.error?.RequestId).toBe(answer.headers['x-oss-request-id']);
  expect(answer.headers['server']).toBe('AliyunOSS');
}

describe('PutBucketEncryption', () => {
  it.each(RULES)('refuses %s and keeps the rule', async (...row) => {
    const [, body, status, code, ec] = row;
    const good = rule('<SSEAlgorithm>SM4</SSEAlgorithm>');
    await ask(emulator, { method: 'PUT', bucket: 'inputs', query: [['encryption', '']], body: good });
    expectError(await ask(emulator, { method: 'PUT', bucket: 'inputs', query: [['encryption', '']], body }), status, code, ec);
    const kept = await ask(emulator, { method: 'GET', bucket: 'inputs', query: [['encryption', '']] });
    expect(kept.body.toString()).toContain('<SSEAlgorithm>SM4</SSEAlgorithm>');
  });

  it('refuses a wrong Content-MD5 of the document', async () => {
    const body = rule('<SSEAlgorithm>AES256</SSEAlgorithm>');
    const headers = { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' };
    expectError(await ask(emulator, { method: 'PUT', bucket: 'inputs', query: [['encryption', '']], headers, body }), 400, 'InvalidDigest');
  });
});

describe('PutObject', () => {
  it.each(PUTS)('refuses %s and stores nothing', async (...row) => {
    const [, request, status, code, ec] = row;
    const asked: Ask = { method: 'PUT', bucket: 'inputs', key: 'victim', body: 'wrong', ...request };
    expectError(await ask(emulator, asked), status, code, ec);
    const listed = await ask(emulator, { method: 'GET', bucket: 'inputs' });
    expect(listed.body.toString()).not.toContain('<Contents>');
  });

  it('answers a rule whose key is not there only when an object is written', async () => {
    await ask(emulator, { method: 'PUT', bucket: 'bad-rule' });
    const body = rule('<SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID>no-such-key</KMSMasterKeyID>');
    expect((await ask(emulator, { method: 'PUT', bucket: 'bad-rule', query: [['encryption', '']], body })).status).toBe(200);
    expectError(await ask(emulator, { method: 'PUT', bucket: 'bad-rule', key: 'k', body: 'x' }), 404, 'KeyNotFound', '0005-00000208');
    expect((await ask(emulator, { method: 'HEAD', bucket: 'bad-rule', key: 'k' })).status).toBe(404);
  });

  it.each([
    ['5 bytes of 10', 5, 10],
    ['100 KiB of 1 MiB', 100 << 10, 1 << 20],
  ])('stores nothing of a body that ends too early: %s', async (_, sent, declared) => {
    const signed = signV1Header({ method: 'PUT', bucket: 'inputs', key: 'cut' }, { credentials: emulator, now: Date.now() });
    const head = Object.entries({ host: 'localhost', ...signed, 'content-length': String(declared) }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const socket = connect(emulator.port, emulator.host);
    socket.write(`PUT /inputs/cut HTTP/1.1\r\n${head.join('')}\r\n`);
    socket.write(Buffer.alloc(sent));
    await new Promise((written) => setTimeout(written, 100));
    socket.destroy();
    await new Promise((noticed) => setTimeout(noticed, 100));
    expectError(await ask(emulator, { method: 'HEAD', bucket: 'inputs', key: 'cut' }), 404, 'NoSuchKey', '0026-00000001');
  });

  it.each([5, 100_000])('stores nothing of a body of %i bytes that goes on', async (size) => {
    const signed = signV1Header({ method: 'PUT', bucket: 'inputs', key: 'long' }, { credentials: emulator, now: Date.now() });
    const head = Object.entries({ host: 'localhost', ...signed, 'content-length': String(size) }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    const socket = connect(emulator.port, emulator.host);
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(
      Buffer.concat([Buffer.from(`PUT /inputs/long HTTP/1.1\r\n${head.join('')}\r\n`), Buffer.alloc(size, 'x'), Buffer.from(' world')]),
    );
    await new Promise((closed) => socket.once('close', closed));
    expect((await ask(emulator, { method: 'HEAD', bucket: 'inputs', key: 'long' })).status).toBe(404);
  });

  it('asks for a length', async () => {
    const signed = signV1Header({ method: 'PUT', bucket: 'inputs', key: 'k' }, { credentials: emulator, now: Date.now() });
    const socket = connect(emulator.port, emulator.host);
    const lines = Object.entries({ host: 'localhost', connection: 'close', ...signed }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`PUT /inputs/k HTTP/1.1\r\n${lines.join('')}\r\n`);
    const pieces: Buffer[] = [];
    for await (const piece of socket) pieces.push(piece as Buffer);
    expect(Buffer.concat(pieces).toString()).toMatch(/^HTTP\/1\.1 411 [^]*MissingContentLength/);
  });
});

describe('reads', () => {
  it('refuse the encryption header', async () => {
    const headers = { 'x-oss-server-side-encryption': 'AES256' };
    for (const method of ['GET', 'HEAD'] as const) {
      const answer = await ask(emulator, { method, bucket: 'inputs', key: 'k', headers });
      expectError(answer, 400, 'InvalidArgument', '0005-00000002');
      expect(answer.error?.Message).toBe('x-oss-server-side-encryption header is not supported for this operation.');
    }
  });

  it('name what is not there', async () => {
    expectError(await ask(emulator, { method: 'GET', bucket: 'inputs', key: 'none' }), 404, 'NoSuchKey', '0026-00000001');
    expectError(
      await ask(emulator, { method: 'GET', bucket: 'no-such-bucket', query: [['encryption', '']] }),
      404,
      'NoSuchBucket',
      '0015-00000101',
    );
  });

  it('answer an operation that is not served by its name', async () => {
    const answer = await ask(emulator, { method: 'GET', bucket: 'inputs', query: [['lifecycle', '']] });
    expect([answer.status, answer.error?.Code]).toEqual([400, 'NotImplemented']);
    expect(answer.error?.Message).toContain('GetBucketLifecycle');
  });

  it('answer a GET that declares a body it does not send', async () => {
    const signed = signV1Header({ method: 'GET', bucket: 'inputs', key: 'none' }, { credentials: emulator, now: Date.now() });
    const socket = connect(emulator.port, emulator.host);
    const lines = Object.entries({ host: 'localhost', ...signed, 'content-length': '9' }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET /inputs/none HTTP/1.1\r\n${lines.join('')}\r\n`);
    const pieces: Buffer[] = [];
    for await (const piece of socket) pieces.push(piece as Buffer);
    expect(Buffer.concat(pieces).toString()).toMatch(/^HTTP\/1\.1 404 /);
  });

  it.each(['GET', 'HEAD', 'DELETE'])('of versions are named and touch nothing: %s', async (method) => {
    await ask(emulator, { method: 'PUT', bucket: 'inputs', key: 'current', body: 'kept' });
    const answer = await ask(emulator, { method, bucket: 'inputs', key: 'current', query: [['versionId', 'CAEQ']] });
    expect([answer.status, answer.error?.Code]).toEqual([400, 'NotImplemented']);
    expect((await ask(emulator, { method: 'GET', bucket: 'inputs', key: 'current', query: [['versionId', 'null']] })).body.toString()).toBe(
      'kept',
    );
    await ask(emulator, { method: 'DELETE', bucket: 'inputs', key: 'current' });
  });

  it('answer a target that cannot be decoded', async () => {
    expect((await send(emulator, { method: 'GET', path: '/inputs/%ff', headers: {} })).error?.Code).toBe('InvalidArgument');
  });
});
