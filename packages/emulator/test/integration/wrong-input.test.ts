import { connect } from 'node:net';
import { signV1Header } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawClient, type RawClient } from '../server/raw-client.ts';
import { expectRefusal, expectRefusedUntouched, type Refusal } from '../support/expect-refusal.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { ask, send, type Ask } from '../support/signed-request.ts';

let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected();
  await ask(emulator, { method: 'PUT', bucket: 'inputs' });
  // The keys of each kind are made by the first writes that need them.
  for (const headers of [{}, ...['AES256', 'SM4', 'KMS'].map((algorithm) => ({ 'x-oss-server-side-encryption': algorithm }))])
    await ask(emulator, { method: 'PUT', bucket: 'inputs', key: 'victim', headers, body: 'kept' });
  await ask(emulator, { method: 'PUT', bucket: 'inputs', query: [['encryption', '']], body: rule('<SSEAlgorithm>SM4</SSEAlgorithm>') });
});
afterAll(() => emulator.close());

const rule = (inner: string): string =>
  `<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault>${inner}</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>`;
const aes = '<SSEAlgorithm>AES256</SSEAlgorithm>';
const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${rule('<SSEAlgorithm>&b;</SSEAlgorithm>')}`;
const external = `<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>${rule('<SSEAlgorithm>&a;</SSEAlgorithm>')}`;
const twice = (element: string): string => rule(aes).replace(new RegExp(`<${element}>.*</${element}>`), '$&$&');

const MALFORMED: Refusal = [400, 'MalformedXML'];
const UNKNOWN_ALGORITHM: Refusal = [400, 'InvalidEncryptionAlgorithmError', '0005-00000003'];
const UNKNOWN_CIPHER: Refusal = [400, 'InvalidDataEncryptionAlgorithmError', '0005-00000203'];
const KEY_WITHOUT_KMS: Refusal = [400, 'InvalidArgument', '0005-00000204'];

const RULES: [name: string, body: string | Uint8Array, refusal: Refusal][] = [
  ['no XML', 'SSEAlgorithm=AES256', MALFORMED],
  ['JSON', '{"SSEAlgorithm":"AES256"}', MALFORMED],
  ['nothing', '', MALFORMED],
  ['an unclosed element', '<ServerSideEncryptionRule><Apply', MALFORMED],
  ['another root', '<Rule/>', MALFORMED],
  ['no default', '<ServerSideEncryptionRule/>', MALFORMED],
  ['two documents', rule(aes) + rule(aes), MALFORMED],
  ['two defaults', twice('ApplyServerSideEncryptionByDefault'), MALFORMED],
  ['two algorithms', twice('SSEAlgorithm'), MALFORMED],
  ['no algorithm', rule('<KMSMasterKeyID>k</KMSMasterKeyID>'), MALFORMED],
  ['an empty algorithm', rule('<SSEAlgorithm></SSEAlgorithm>'), MALFORMED],
  ['an entity bomb', bomb, MALFORMED],
  ['an external entity', external, MALFORMED],
  ['an external document type', `<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">${rule(aes)}`, MALFORMED],
  ['an entity that nobody declared', rule('<SSEAlgorithm>&aes;</SSEAlgorithm>'), MALFORMED],
  ['UTF-16 by name', `<?xml version="1.0" encoding="UTF-16"?>${rule(aes)}`, MALFORMED],
  ['UTF-16', Buffer.from(`\ufeff${rule(aes)}`, 'utf16le'), MALFORMED],
  ['bytes that are not UTF-8', Buffer.from(rule('<SSEAlgorithm>\xff</SSEAlgorithm>'), 'latin1'), MALFORMED],
  ['100,000 levels', '<a>'.repeat(100_000), MALFORMED],
  ['10 MB of XML', rule(`${aes}${'<x>y</x>'.repeat(1_250_000)}`), MALFORMED],
  ['an unknown algorithm', rule('<SSEAlgorithm>DES</SSEAlgorithm>'), UNKNOWN_ALGORITHM],
  ['an algorithm in small letters', rule('<SSEAlgorithm>aes256</SSEAlgorithm>'), UNKNOWN_ALGORITHM],
  ['AES256 with a key id', rule(`${aes}<KMSMasterKeyID>k</KMSMasterKeyID>`), KEY_WITHOUT_KMS],
  ['SM4 with a key id', rule('<SSEAlgorithm>SM4</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID>'), KEY_WITHOUT_KMS],
  ['an unknown data cipher', rule('<SSEAlgorithm>KMS</SSEAlgorithm><KMSDataEncryption>DES</KMSDataEncryption>'), UNKNOWN_CIPHER],
  ['a data cipher in small letters', rule('<SSEAlgorithm>KMS</SSEAlgorithm><KMSDataEncryption>sm4</KMSDataEncryption>'), UNKNOWN_CIPHER],
];

const sse = (algorithm: string, companions: Record<string, string> = {}): Partial<Ask> => ({
  headers: {
    'x-oss-server-side-encryption': algorithm,
    ...Object.fromEntries(Object.entries(companions).map(([name, value]) => [`x-oss-server-side-${name}`, value])),
  },
});
const nobodysKey = '9468da86-3509-4f8d-a61e-6eab1eac0000';

/** Wrong puts of the object `victim`; what is wrong with names and signatures has tests of its own. */
const PUTS: [name: string, request: Partial<Ask>, refusal: Refusal][] = [
  ['a wrong Content-MD5', { headers: { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' } }, [400, 'InvalidDigest']],
  ['a Content-MD5 that is no base64', { headers: { 'content-md5': 'abc' } }, [400, 'InvalidDigest']],
  ['a Content-MD5 of 15 bytes', { headers: { 'content-md5': Buffer.alloc(15).toString('base64') } }, [400, 'InvalidDigest']],
  ['an unknown algorithm', sse('aes'), UNKNOWN_ALGORITHM],
  ['an algorithm in small letters', sse('aes256'), UNKNOWN_ALGORITHM],
  ['an empty algorithm', sse(''), UNKNOWN_ALGORITHM],
  ['AES256 with a key id', sse('AES256', { 'encryption-key-id': 'k' }), KEY_WITHOUT_KMS],
  ['SM4 with a key id', sse('SM4', { 'encryption-key-id': 'k' }), KEY_WITHOUT_KMS],
  ['KMS with an empty key id', sse('KMS', { 'encryption-key-id': '' }), [400, 'InvalidArgument', '0005-00000205']],
  ['KMS with an unknown data cipher', sse('KMS', { 'data-encryption': 'AES' }), UNKNOWN_CIPHER],
  ['a KMS key that is not there', sse('KMS', { 'encryption-key-id': nobodysKey }), [404, 'KeyNotFound', '0005-00000208']],
  ['keys of the customer', { headers: { 'x-oss-server-side-encryption-customer-algorithm': 'AES256' } }, [400, 'NotImplemented']],
  ['a condition', { headers: { 'if-modified-since': 'Sat, 21 Nov 2026 21:06:10 GMT' } }, [400, 'NotImplemented']],
  ['metadata over 8 KiB', { headers: { 'x-oss-meta-a': 'x'.repeat(8192) } }, [400, 'InvalidArgument']],
  ['metadata over 8 KiB in many headers', { headers: manyHeaders(90, 90) }, [400, 'InvalidArgument']],
  ['an unknown storage class', { headers: { 'x-oss-storage-class': 'Cheap' } }, [400, 'InvalidArgument']],
  ['a wrong CRC-64', { headers: { 'x-oss-hash-crc64ecma': '1' } }, [400, 'InvalidCRC64']],
  ['a CRC-64 that is none', { headers: { 'x-oss-hash-crc64ecma': '0x1' } }, [400, 'InvalidCRC64']],
  ['a callback in the query', { query: [['callback', 'e30=']] }, [400, 'NotImplemented']],
  ['a sub-resource that nobody knows', { query: [['nonsense', '']] }, [400, 'NotImplemented']],
];

function manyHeaders(count: number, size: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-oss-meta-${index}`, 'x'.repeat(size)]));
}

const putRule = (body: string | Uint8Array, headers: Record<string, string> = {}): Ask => ({
  method: 'PUT',
  bucket: 'inputs',
  query: [['encryption', '']],
  headers,
  body,
});

describe('PutBucketEncryption', () => {
  it.each(RULES)('refuses %s and keeps the rule', async (_, body, refusal) => {
    await expectRefusedUntouched(emulator, () => ask(emulator, putRule(body)), refusal);
  });

  it.each(['XUFAKrxLKna5cZ2REBfFkg==', 'abc'])('refuses a document whose Content-MD5 is %s', async (md5) => {
    await expectRefusedUntouched(emulator, () => ask(emulator, putRule(rule(aes), { 'content-md5': md5 })), [400, 'InvalidDigest']);
  });

  it('drops the data cipher of SM4', async () => {
    await ask(emulator, putRule(rule('<SSEAlgorithm>SM4</SSEAlgorithm><KMSDataEncryption>SM4</KMSDataEncryption>')));
    const kept = await ask(emulator, { method: 'GET', bucket: 'inputs', query: [['encryption', '']] });
    expect(kept.body.toString()).toContain(rule('<SSEAlgorithm>SM4</SSEAlgorithm>'));
  });
});

describe('PutObject', () => {
  describe.each([
    ['of a row', Buffer.from('wrong')],
    ['of a blob', Buffer.alloc(100_000, 'wrong')],
  ])('with a body %s', (_, body) => {
    it.each(PUTS)('refuses %s and stores nothing', async (__, request, refusal) => {
      const asked: Ask = { method: 'PUT', bucket: 'inputs', key: 'victim', body, ...request };
      await expectRefusedUntouched(emulator, () => ask(emulator, asked), refusal);
    });
  });

  it('wants the body of an object of 5 GiB, and refuses one byte more at its headers', async () => {
    const begin = (length: number): RawClient => {
      const signed = signV1Header({ method: 'PUT', bucket: 'inputs', key: 'huge' }, { credentials: emulator, now: Date.now() });
      const fields = Object.entries({ host: 'localhost', ...signed, expect: '100-continue', 'content-length': String(length) });
      const client = rawClient(emulator.port);
      client.say(`PUT /inputs/huge HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
      return client;
    };
    using largest = begin(5 * 2 ** 30);
    expect(await largest.hears('\r\n\r\n')).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    using tooLarge = begin(5 * 2 ** 30 + 1);
    expect(await tooLarge.ended).toMatch(/^HTTP\/1\.1 400 [^]*<Code>EntityTooLarge</);
  });

  it('answers a rule whose key is not there only when an object is written', async () => {
    await ask(emulator, { method: 'PUT', bucket: 'bad-rule' });
    const body = rule('<SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID>no-such-key</KMSMasterKeyID>');
    expect((await ask(emulator, { method: 'PUT', bucket: 'bad-rule', query: [['encryption', '']], body })).status).toBe(200);
    expectRefusal(await ask(emulator, { method: 'PUT', bucket: 'bad-rule', key: 'k', body: 'x' }), [404, 'KeyNotFound', '0005-00000208']);
    expect((await ask(emulator, { method: 'HEAD', bucket: 'bad-rule', key: 'k' })).status).toBe(404);
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
});

describe('reads', () => {
  it('refuse the encryption header', async () => {
    const headers = { 'x-oss-server-side-encryption': 'AES256' };
    for (const method of ['GET', 'HEAD'] as const) {
      const answer = await ask(emulator, { method, bucket: 'inputs', key: 'k', headers });
      expectRefusal(answer, [400, 'InvalidArgument', '0005-00000002']);
      expect(answer.error?.Message).toBe('x-oss-server-side-encryption header is not supported for this operation.');
    }
  });

  it('name what is not there', async () => {
    expectRefusal(await ask(emulator, { method: 'GET', bucket: 'inputs', key: 'none' }), [404, 'NoSuchKey', '0026-00000001']);
    expectRefusal(await ask(emulator, { method: 'GET', bucket: 'no-such-bucket', query: [['encryption', '']] }), [
      404,
      'NoSuchBucket',
      '0015-00000101',
    ]);
  });

  it('answer an operation that is not served by its name', async () => {
    const answer = await ask(emulator, { method: 'GET', bucket: 'inputs', query: [['worm', '']] });
    expect([answer.status, answer.error?.Code]).toEqual([400, 'NotImplemented']);
    expect(answer.error?.Message).toContain('GetBucketWorm');
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

  it.each(['GET', 'HEAD', 'DELETE'])('of what is no version touch nothing: %s', async (method) => {
    await ask(emulator, { method: 'PUT', bucket: 'inputs', key: 'current', body: 'kept' });
    const answer = await ask(emulator, { method, bucket: 'inputs', key: 'current', query: [['versionId', 'CAEQ']] });
    expect([answer.status, answer.error?.Code]).toEqual([400, 'InvalidArgument']);
    expect((await ask(emulator, { method: 'GET', bucket: 'inputs', key: 'current', query: [['versionId', 'null']] })).body.toString()).toBe(
      'kept',
    );
    await ask(emulator, { method: 'DELETE', bucket: 'inputs', key: 'current' });
  });

  it('answer a target that cannot be decoded', async () => {
    expect((await send(emulator, { method: 'GET', path: '/inputs/%ff', headers: {} })).error?.Code).toBe('InvalidArgument');
  });
});
