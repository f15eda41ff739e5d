import { signRpc } from '@sse/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger, type Logger } from '../../src/server/logger.ts';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { askRpc, type RpcAsk, type RpcReply, type RpcStyle } from '../support/rpc-request.ts';
import { ask, send } from '../support/signed-request.ts';

const lines: object[] = [];
const log: Logger = { ...silentLogger, info: (fields) => void lines.push(fields), error: (fields) => void lines.push(fields) };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator({ baseDomains: ['oss.test', 'aliyuncs.com'], log });
  await ask(emulator, { method: 'PUT', bucket: 'sts' });
});
beforeEach(() => void lines.splice(0));
afterAll(() => emulator.close());

const whoami = (more: Partial<RpcAsk> = {}, style?: RpcStyle): Promise<RpcReply> =>
  askRpc(emulator, { action: 'GetCallerIdentity', credentials: emulator, ...more }, style);

async function posted(body: string | AsyncIterable<Uint8Array>, headers: Readonly<Record<string, string>> = form): Promise<string> {
  const sized: Record<string, string> = typeof body === 'string' ? { 'content-length': String(body.length) } : {};
  const answer = await send(emulator, { method: 'POST', path: '/', headers: { ...sized, ...headers } }, body);
  return `${answer.status} ${String(JSON.parse(answer.body.toString()).Code)}`;
}

/** More bytes than a form may have, without a length. */
async function* endless(): AsyncGenerator<Uint8Array> {
  for (let count = 0; count < 10; count++) yield Buffer.alloc(10_000, 'a');
}

describe('requests of an RPC interface', () => {
  it.each<[string, Partial<RpcAsk>, string]>([
    ['an action that is none', { action: 'Nothing' }, '404 InvalidAction.NotFound'],
    ['an action of every object', { action: 'constructor' }, '404 InvalidAction.NotFound'],
    ['an empty action', { action: '' }, '400 MissingParameter'],
    ['an interface that is none', { version: '2000-01-01' }, '400 InvalidParameter'],
    ['an interface of every object', { version: '__proto__' }, '400 InvalidParameter'],
    ['no interface', { version: '' }, '400 MissingParameter'],
    ['another action of STS', { action: 'AssumeRoleWithSAML' }, '501 NotImplemented'],
    ['an action of KMS', { action: 'AsymmetricSign', version: '2016-01-20' }, '501 NotImplemented'],
    ['an action that is none of KMS', { action: 'Nothing', version: '2016-01-20' }, '404 InvalidAction.NotFound'],
    ['another format', { parameters: { Format: 'YAML' } }, '400 InvalidParameter'],
  ])('with %s are refused in every style', async (_, request, expected) => {
    for (const style of ['query', 'form', 'acs3'] as const) {
      const { status, document } = await whoami(request, style);
      expect(`${status} ${String(document['Code'])}`).toBe(expected);
    }
  });

  it('to KMS say what is missing', async () => {
    const { document } = await whoami({ action: 'AsymmetricSign', version: '2016-01-20' });
    expect(document['Message']).toBe('KMS AsymmetricSign is not implemented by this server.');
  });

  it('that are not signed are refused', async () => {
    const answer = await send(emulator, { method: 'GET', path: '/?Action=AssumeRole&Version=2015-04-01&Format=JSON', headers: {} });
    expect([answer.status, JSON.parse(answer.body.toString()).Code]).toEqual([400, 'MissingParameter']);
  });

  it.each(['PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'])('of method %s are refused', async (method) => {
    const answer = await send(emulator, { method, path: '/?Action=AssumeRole', headers: {} });
    expect(answer.status).toBe(403);
    if (method !== 'HEAD') expect(JSON.parse(answer.body.toString()).Code).toBe('UnsupportedHTTPMethod');
  });

  it.each<[string, Parameters<typeof posted>]>([
    ['a broken escape', ['Action=%zz']],
    ['bytes that are no UTF-8', ['Action=%ff']],
    ['a name twice', ['Action=A&Action=B']],
    ['another type', ['{}', { 'content-type': 'application/json', 'x-acs-action': 'A' }]],
    ['too much', ['a'.repeat(65_537)]],
    ['too much, without a length', [endless(), { ...form, 'transfer-encoding': 'chunked' }]],
  ])('with a body of %s are refused', async (_, given) => {
    expect(await posted(...given)).toBe('400 ParseRequestParameterException');
  });

  it('may have a body of 64 KiB', async () => {
    const text = `Action=A&Version=2015-04-01&Format=JSON&Fill=`;
    expect(await posted(text.padEnd(65_536, 'x'))).toBe('404 InvalidAction.NotFound');
  });

  it('may put some parameters in the query and some in the form', async () => {
    const signed = signRpc(
      'POST',
      { Action: 'GetCallerIdentity', Version: '2015-04-01' },
      { credentials: emulator, now: Date.now(), nonce: 'n' },
    );
    const { Signature = '', ...others } = signed;
    const path = `/?${new URLSearchParams(others).toString()}`;
    const body = new URLSearchParams({ Signature }).toString();
    const answer = await send(emulator, { method: 'POST', path, headers: { ...form, 'content-length': String(body.length) } }, body);
    expect([answer.status, answer.body.toString()]).toEqual([200, expect.stringContaining('"IdentityType":"Account"')]);
  });

  it('are answered in XML where they ask for it', async () => {
    const { headers, text } = await whoami({ parameters: { Format: 'XML' } });
    expect(headers['content-type']).toBe('text/xml;charset=utf-8');
    expect(text).toMatch(/<GetCallerIdentityResponse><RequestId>.*<IdentityType>Account<\/IdentityType>.*<\/GetCallerIdentityResponse>$/);
    const refused = await whoami({ parameters: { Format: 'XML' }, action: 'A&B' });
    expect(refused.text).toMatch(/<Error><RequestId>.*<Code>InvalidAction\.NotFound<\/Code>.*<\/Error>$/);
  });
});

describe('the host', () => {
  it.each([
    'sts.aliyuncs.com',
    'sts.cn-hangzhou.aliyuncs.com',
    'sts-vpc.cn-hangzhou.aliyuncs.com',
    'kms.cn-hangzhou.aliyuncs.com',
    'localhost',
  ])('%s is that of the interfaces', async (host) => {
    for (const style of ['query', 'form', 'acs3'] as const)
      expect((await whoami({ host }, style)).document).toMatchObject({ IdentityType: 'Account' });
  });

  it('of STS has nothing else', async () => {
    const headers = { host: 'sts.cn-hangzhou.aliyuncs.com' };
    const codeOf = async (path: string) => JSON.parse((await send(emulator, { method: 'GET', path, headers })).body.toString()).Code;
    expect([await codeOf('/sts/key?Action=AssumeRole'), await codeOf('/?Format=json')]).toEqual([
      'InvalidAction.NotFound',
      'MissingParameter',
    ]);
    expect((await send(emulator, { method: 'GET', path: '/_sse/health', headers })).status).toBe(200);
  });

  it.each(['sts.oss.test', 'sts.oss-cn-hangzhou.aliyuncs.com'])('%s is a bucket', async (host) => {
    const answer = await send(emulator, { method: 'GET', path: '/?Action=GetCallerIdentity&Version=2015-04-01', headers: { host } });
    expect([answer.status, answer.error?.Code]).toEqual([403, 'AccessDenied']);
  });

  it('without a bucket still serves the buckets', async () => {
    const answer = await ask(emulator, { method: 'GET', bucket: 'sts', headers: { 'x-acs-action': 'GetCallerIdentity' } });
    expect([answer.status, answer.body.toString()]).toEqual([200, expect.stringContaining('<ListBucketResult>')]);
  });
});

describe('the access log', () => {
  it('names the operation and the outcome, and no secret', async () => {
    await whoami();
    await whoami({ credentials: { ...emulator, accessKeySecret: 'wrong' } });
    await whoami({ action: 'Made-Up' });
    await expect.poll(() => lines.length).toBe(3);
    expect(lines).toMatchObject([
      { operation: 'sts:GetCallerIdentity', status: 200, outcome: undefined },
      { operation: 'sts:GetCallerIdentity', status: 400, outcome: 'SignatureDoesNotMatch' },
      { operation: undefined, status: 404, outcome: 'InvalidAction.NotFound' },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/Signature=|Made-Up|secret/i);
  });
});
