import { signV4Header } from '@sse/core';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { askAdmin, type AdminAnswer, type AdminAsk } from '../support/admin-request.ts';
import { ask, send } from '../support/signed-request.ts';

let emulator: RunningEmulator;
const lines: string[] = [];
const write = (fields: object, text: string): void => void lines.push(JSON.stringify(fields) + text);
beforeAll(async () => {
  const log = { debug: write, info: write, warn: write, error: write };
  emulator = await startEmulator({ sweepEvery: 0, baseDomains: ['oss.local.test:9677'], cnames: { 'pictures.test': 'pictures' }, log });
  await put('users/alice', {});
  await askAdmin(emulator, { method: 'POST', path: 'users/alice/access-keys', body: alicesKey });
});
afterAll(() => emulator.close());

const alicesKey = { accessKeyId: 'LTAIalice', accessKeySecret: 'alice-secret' };
const put = (path: string, body: unknown, more: Partial<AdminAsk> = {}): Promise<AdminAnswer> =>
  askAdmin(emulator, { method: 'PUT', path, body, ...more });
const get = (path: string, more: Partial<AdminAsk> = {}): Promise<AdminAnswer> => askAdmin(emulator, { method: 'GET', path, ...more });
const at = (host: string): Partial<AdminAsk> => ({ tamper: (headers) => (headers['host'] = host) });

const policyWith = (statement: object): object => ({ Version: '1', Statement: [statement] });

/** The headers of a GET as the account signs it. */
function signedFor(path: string, bucket = '_sse', key = `admin/${path}`): Record<string, string> {
  return signV4Header({ method: 'GET', bucket, key, headers: {} }, { credentials: emulator, now: Date.now(), region: 'cn-hangzhou' });
}

function expectError(answer: AdminAnswer, status: number, code: string): void {
  expect([answer.status, answer.json.Code]).toEqual([status, code]);
  expect(answer.json).toEqual({
    RequestId: answer.headers['x-oss-request-id'],
    HostId: expect.any(String),
    Code: code,
    Message: expect.stringMatching(/./),
  });
  expect(answer.headers['content-type']).toBe('application/json');
}

describe('the admin interface refuses whoever is not the account', () => {
  it.each<readonly [string, () => Promise<AdminAnswer>, string]>([
    ['without a signature', () => get('users', { signature: 'none' }), 'AccessDenied'],
    ['signed with V1', () => get('users', { signature: 'v1' }), 'AccessDenied'],
    ['by a link', () => get('users', { signature: 'url' }), 'AccessDenied'],
    ['signed by a user', () => askAdmin({ ...emulator, ...alicesKey }, { method: 'GET', path: 'users' }), 'AccessDenied'],
    [
      'with a key of nobody',
      () => askAdmin({ ...emulator, accessKeyId: 'LTAInobody' }, { method: 'GET', path: 'users' }),
      'InvalidAccessKeyId',
    ],
    [
      'with a wrong secret',
      () => askAdmin({ ...emulator, accessKeySecret: 'wrong' }, { method: 'GET', path: 'users' }),
      'SignatureDoesNotMatch',
    ],
    ['at a path that is not there', () => get('nothing', { signature: 'none' }), 'AccessDenied'],
    ['as a preflight', () => askAdmin(emulator, { method: 'OPTIONS', path: 'users', signature: 'none' }), 'AccessDenied'],
  ])('%s', async (_name, request, code) => {
    expectError(await request(), 403, code);
  });

  it('a session of a token that is none', async () => {
    expectError(await get('users', { headers: { 'x-oss-security-token': 'token' } }), 403, 'InvalidSecurityToken');
  });

  it('a user who becomes an administrator by policy, because that is for the account alone', async () => {
    await put('users/alice', { policies: ['AdministratorAccess'] });
    expectError(await askAdmin({ ...emulator, ...alicesKey }, { method: 'GET', path: 'users' }), 403, 'AccessDenied');
  });

  it('a request of another path than was signed', async () => {
    const headers = signedFor('users/alice');
    const forged = { signature: 'none', headers } as const;
    expect((await get('users/alice', forged)).status).toBe(200);
    expectError(await get('users/bob', forged), 403, 'SignatureDoesNotMatch');
    expectError(await askAdmin(emulator, { method: 'DELETE', path: 'users/alice', ...forged }), 403, 'SignatureDoesNotMatch');
  });
});

describe('the admin interface refuses web pages', () => {
  it.each([
    ['an Origin', { origin: 'http://127.0.0.1' }],
    ['an opaque Origin', { origin: 'null' }],
    ['an empty Origin', { origin: '' }],
    ['a request across sites', { 'sec-fetch-site': 'cross-site' }],
    ['a request within a site', { 'sec-fetch-site': 'same-site' }],
  ])('with %s', async (_name, headers) => {
    expectError(await get('users', { headers }), 403, 'AccessDenied');
  });

  it.each([
    'evil.example',
    'evil.example:9677',
    'oss.local.test.evil.example',
    '127.0.0.1.evil.example',
    'evil.example@127.0.0.1',
    '0x7f.1',
    'evillocalhost.com',
    'localhost.evil.example',
    'evil.notlocalhost',
    'evil.localhost.com',
  ])('at the Host %s', async (host) => {
    expectError(await get('users', at(host)), 403, 'AccessDenied');
  });

  it.each([
    'localhost',
    'localhost:80',
    'sse.localhost',
    'emulator:9677',
    '[::1]:9677',
    '10.0.0.7',
    'OSS.local.test',
    'oss.local.test.:9677',
  ])('and not at the Host %s', async (host) => {
    expect((await get('users', at(host))).status).toBe(200);
  });

  it('and not what a browser asks for by itself', async () => {
    expect((await get('users', { headers: { 'sec-fetch-site': 'none' } })).status).toBe(200);
    expect((await get('users', { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(200);
  });
});

describe('the admin interface refuses bodies', () => {
  it.each<readonly [string, unknown, Partial<AdminAsk>, string]>([
    ['without Content-MD5', '{}', { tamper: (headers) => delete headers['content-md5'] }, 'SignatureDoesNotMatch'],
    ['that nobody signed', '{}', { withoutMd5: true }, 'InvalidDigest'],
    ['of an MD5 that is none', '{}', { headers: { 'content-md5': '' } }, 'InvalidDigest'],
    ['of another MD5', '{"policies":[]}', { headers: { 'content-md5': 'mZFLGyRuWZ5Gjd5Kpq0u9w==' } }, 'InvalidDigest'],
    ['that were left out', undefined, { headers: { 'content-md5': 'mZFLGyRuWZ5Gjd5Kpq0u9w==' } }, 'InvalidDigest'],
    ['that are not JSON', '{', {}, 'InvalidParameter'],
    ['that are empty', undefined, {}, 'InvalidParameter'],
    ['that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), {}, 'InvalidParameter'],
    ['that are packed', gzipSync('{}'), {}, 'InvalidParameter'],
    ['with members that are not known', { polices: [] }, {}, 'InvalidParameter'],
    ['with a policy that is none', { policies: [{ Version: '2', Statement: [] }] }, {}, 'MalformedPolicyDocument'],
    ['with a policy that is not there', { policies: ['Nothing'] }, {}, 'EntityNotExist.Policy'],
    ['that are too large', `{"groups":["${'x'.repeat(65_536)}"]}`, {}, 'EntityTooLarge'],
  ])('%s', async (_name, body, more, code) => {
    const status = code === 'SignatureDoesNotMatch' ? 403 : code.startsWith('EntityNotExist') ? 404 : 400;
    expectError(await put('users/new', body, more), status, code);
    expect((await get('users/new')).status).toBe(404);
  });

  it('where none is expected', async () => {
    expectError(await askAdmin(emulator, { method: 'DELETE', path: 'users/alice', body: {} }), 400, 'InvalidParameter');
    expect((await get('users/alice')).status).toBe(200);
  });

  it.each([
    ['PUT', 'users/new', '{"policies":[],"policies":["AdministratorAccess"]}', 'policies'],
    ['PUT', 'users/new', '{"policies":[{"Version":"1","Statement":[{"Effect":"Deny","Effect":"Allow"}]}]}', 'Effect'],
    ['PUT', 'policies/new', '{"document":{"Statement":[{"Effect":"Deny","Eff\\u0065ct":"Allow"}],"Version":"1"}}', 'Effect'],
    ['PUT', 'roles/new', '{"trust":{"Version":"1","Version":"1","Statement":[]}}', 'Version'],
    ['POST', 'explain', '{"caller":{"role":"r","sessionPolicy":{"Version":"1","Statement":[],"Statement":[]}}}', 'Statement'],
  ])('whose objects have a member twice: %s %s %s', async (method, path, body, member) => {
    const answer = await askAdmin(emulator, { method, path, body });
    expectError(answer, 400, 'InvalidParameter');
    expect(answer.json.Message).toBe(`The document is not valid: expected every member of an object once, got "${member}" twice.`);
  });

  it('and says what was expected, and where', async () => {
    const { json } = await put('users/new', { policies: [policyWith({ Effect: 'Perhaps' })] });
    expect(json.Message).toContain('Statement[0].Effect');
    expect((await put('users/new', { groups: [1] })).json.Message).toContain('groups[0]: expected a text, got a number');
  });
});

describe('the admin interface answers', () => {
  it.each(['', 'nothing', 'users/', 'users/alice/', 'users/alice/keys', 'Users'])('404 at %j', async (path) => {
    expectError(await get(path), 404, 'InvalidAction.NotFound');
  });

  it.each([
    ['POST', 'users', 'GET'],
    ['PATCH', 'users/alice', 'GET, PUT, DELETE'],
    ['GET', 'explain', 'POST'],
  ])('405 to %s %s, with what is allowed', async (method, path, allow) => {
    const answer = await askAdmin(emulator, { method, path });
    expectError(answer, 405, 'MethodNotAllowed');
    expect(answer.headers['allow']).toBe(allow);
  });

  it('400 to names that are none', async () => {
    expectError(await put('users/with space', {}), 400, 'InvalidParameter');
    expectError(await get(`users/${'x'.repeat(3000)}`), 400, 'InvalidParameter');
    const long = 'x'.repeat(65);
    expect((await put(`users/${long}`, {})).json.Message).toContain('expected 1 to 64 letters, digits, - _ . @, got');
    expect((await put(`groups/${long}`, {})).json.Message).toContain('expected 1 to 64 letters, digits, - _ ., got');
  });

  it.each([[[['max', '1']]], [[['versionId', '']]], [[['acl', '']]]] as const)('400 to a query, %j', async (query) => {
    expectError(await get('users', { query }), 400, 'InvalidParameter');
    expectError(await put('users/new', {}, { query }), 400, 'InvalidParameter');
    expect((await get('users/new')).status).toBe(404);
  });

  it('nothing where the Host names a bucket: there are objects', async () => {
    const key = '_sse/admin/users';
    await ask(emulator, { method: 'PUT', bucket: 'pictures' });
    await ask(emulator, { method: 'PUT', bucket: 'pictures', key, body: 'a picture' });
    for (const host of ['pictures.oss.local.test', 'pictures.test', 'pictures.oss-cn-hangzhou.aliyuncs.com']) {
      const answer = await send(emulator, { method: 'GET', path: `/${key}`, headers: { host, ...signedFor('', 'pictures', key) } });
      expect([answer.status, answer.body.toString()]).toEqual([200, 'a picture']);
    }
  });

  it('nothing at a bucket of its own name', async () => {
    const headers = { host: '_sse.oss.local.test', ...signedFor('users') };
    const answer = await send(emulator, { method: 'GET', path: '/admin/users', headers });
    expect([answer.status, answer.error?.Code]).toEqual([400, 'InvalidBucketName']);
  });

  it('without a secret in the log', () => {
    expect(lines.filter((line) => line.includes('/_sse/admin/users/alice/access-keys'))).toHaveLength(1);
    for (const secret of [alicesKey.accessKeySecret, emulator.accessKeySecret]) expect(lines.join('')).not.toContain(secret);
  });
});
