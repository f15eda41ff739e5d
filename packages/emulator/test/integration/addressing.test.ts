import { signV1Header, signV4Header } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { ask, send, type Answer } from '../support/signed-request.ts';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ baseDomains: ['oss.test'], cnames: { 'files.example.org': 'addressed' } });
  await ask(emulator, { method: 'PUT', bucket: 'addressed' });
  await ask(emulator, { method: 'PUT', bucket: 'addressed', key: 'a b/+ü', body: 'found' });
});
afterAll(() => emulator.close());

const SIGNERS = {
  V1: (method: string, resource: { bucket?: string; key: string }) =>
    signV1Header({ method, ...resource }, { credentials: emulator, now: Date.now() }),
  V4: (method: string, resource: { bucket?: string; key: string }) =>
    signV4Header({ method, ...resource }, { credentials: emulator, now: Date.now(), region: 'cn-hangzhou', product: 'oss' }),
} as const;

const STYLES = {
  'path style': { host: 'localhost', path: '/addressed/a%20b/%2B%C3%BC' },
  'path style with + and %2F': { host: '127.0.0.1:1234', path: '/addressed/a+b%2F%2B%C3%BC' },
  'virtual host': { host: 'addressed.oss.test:8080', path: '/a%20b/%2B%C3%BC' },
  'the vendor’s host on this address': { host: 'addressed.oss-cn-hangzhou.aliyuncs.com', path: '/a%20b/%2B%C3%BC' },
  'the vendor’s host and path together': { host: 'addressed.oss-cn-hangzhou.aliyuncs.com', path: '/addressed/a%20b/%2B%C3%BC' },
  CNAME: { host: 'files.example.org', path: '/a%20b/%2B%C3%BC' },
} as const;

describe.each(Object.keys(SIGNERS) as (keyof typeof SIGNERS)[])('signed with %s', (version) => {
  it.each(Object.entries(STYLES))('%s', async (_, { host, path }) => {
    const headers = { host, ...SIGNERS[version]('GET', { bucket: 'addressed', key: 'a b/+ü' }) };
    const answer = await send(emulator, { method: 'GET', path, headers });
    expect([answer.status, answer.body.toString()]).toEqual([200, 'found']);
  });

  it('lists buckets under an empty bucket label, with the endpoint that the client used', async () => {
    const headers = { host: '.oss-cn-hangzhou.aliyuncs.com', ...SIGNERS[version]('GET', { key: '' }) };
    expect((await send(emulator, { method: 'GET', path: '/', headers })).body.toString()).toContain('<Name>addressed</Name>');
  });
});

describe('replies', () => {
  it('name the endpoint without the bucket label', async () => {
    const query = [['bucketInfo', '']] as const;
    const signed = signV1Header({ method: 'GET', bucket: 'addressed', key: '', query }, { credentials: emulator, now: Date.now() });
    const answer = await send(emulator, { method: 'GET', path: '/?bucketInfo', headers: { host: 'addressed.oss.test:8080', ...signed } });
    expect(answer.body.toString()).toContain('<ExtranetEndpoint>oss.test:8080</ExtranetEndpoint>');
  });

  it('name this server’s address to clients that send the vendor’s Host to it', async () => {
    const signed = signV1Header({ method: 'GET', key: '' }, { credentials: emulator, now: Date.now() });
    const answer = await send(emulator, { method: 'GET', path: '/', headers: { host: '.oss-cn-hangzhou.aliyuncs.com', ...signed } });
    expect(answer.body.toString()).toContain(`<ExtranetEndpoint>127.0.0.1:${emulator.port}</ExtranetEndpoint>`);
  });

  it('to HEAD carry the error in x-oss-err', async () => {
    const answer = await ask(emulator, { method: 'HEAD', bucket: 'addressed', key: 'none' });
    expect([answer.status, answer.body.length, answer.headers['x-oss-ec'], answer.error?.Code]).toEqual([
      404,
      0,
      '0026-00000001',
      'NoSuchKey',
    ]);
  });

  it('of the server itself need no signature', async () => {
    const answer = await send(emulator, { method: 'GET', path: '/_sse/health', headers: {} });
    expect([answer.status, answer.body.toString()]).toEqual([200, '{"status":"ok"}\n']);
  });
});

describe('regions', () => {
  const ofRegion = (target: RunningEmulator, region: string): Promise<Answer> => {
    const signed = signV4Header(
      { method: 'HEAD', bucket: 'addressed', key: 'k' },
      { credentials: target, now: Date.now(), region, product: 'oss' },
    );
    return send(target, { method: 'HEAD', path: '/addressed/k', headers: { host: 'localhost', ...signed } });
  };

  it('are all accepted by default', async () => {
    expect((await ofRegion(emulator, 'xx-made-up')).error?.Code).toBe('NoSuchKey');
  });

  it('other than the server’s are refused with --strict-region, on HEAD through x-oss-err', async () => {
    await using strict = await startEmulator({ strictRegion: true });
    const answer = await ofRegion(strict, 'cn-beijing');
    expect([answer.status, answer.error?.Code, answer.headers['x-oss-ec']]).toEqual([400, 'InvalidArgument', '0002-00000226']);
    expect(answer.error?.Message).toBe('Invalid signing region in Authorization header.');
  });
});
