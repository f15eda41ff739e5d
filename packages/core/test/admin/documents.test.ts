import { describe, expect, it } from 'vitest';
import {
  accessKeyPair,
  accessKeySettings,
  explainQuestion,
  groupSettings,
  policySettings,
  readJson,
  roleSettings,
  userDocument,
  userSettings,
  type JsonReader,
} from '../../src/admin/index.ts';
import { RpcError } from '../../src/errors/index.ts';

const policy = { Version: '1', Statement: [] };
const deep = (levels: number): string => '{"a":'.repeat(levels) + '0' + '}'.repeat(levels);

function refusal(document: string, reader: JsonReader<unknown>): string {
  const read = readJson(document, reader);
  if (!(read instanceof RpcError)) throw new Error('expected a refusal, got a value');
  expect([read.code, read.status]).toEqual(['InvalidParameter', 400]);
  return read.message;
}

describe('documents of the admin interface', () => {
  it.each<readonly [unknown, JsonReader<unknown>]>([
    [{}, userSettings],
    [{ id: '200000000000000001', policies: ['AliyunOSSFullAccess', policy], groups: ['ops'] }, userSettings],
    [{ policies: [] }, groupSettings],
    [{ document: policy }, policySettings],
    [{ trust: ['alice'], policies: [policy], maxSessionSeconds: 3600 }, roleSettings],
    [{ trust: policy }, roleSettings],
    [{ status: 'Inactive' }, accessKeySettings],
    [{ accessKeyId: 'LTAIalice', accessKeySecret: 'alice-secret' }, accessKeyPair],
    [{ policies: [] }, userSettings],
    [{ caller: 'anonymous', action: 'oss:GetObject', resource: 'b/k' }, explainQuestion],
    [
      { caller: { role: 'r', session: 's', sessionPolicy: policy }, action: 'a', resource: 'b', context: { k: ['1', '2'], l: '3' } },
      explainQuestion,
    ],
  ])('are read: %j', (value, reader) => {
    expect(readJson(JSON.stringify(value), reader)).toEqual(value);
  });

  it.each<readonly [string, JsonReader<unknown>, string]>([
    ['', userSettings, 'expected JSON, got something else'],
    ['[]', userSettings, 'expected an object, got a list'],
    ['null', userSettings, 'expected an object, got null'],
    ['{"polices":[]}', userSettings, 'at polices: expected only id, policies, groups'],
    ['{"__proto__":{}}', userSettings, 'at __proto__'],
    ['{"id":5}', userSettings, 'at id: expected a text, got a number'],
    ['{"policies":"all"}', userSettings, 'at policies: expected a list, got another text'],
    ['{"policies":["a",7]}', userSettings, 'at policies[1]: expected an object, got a number'],
    ['{"groups":null}', userSettings, 'at groups: expected a list, got null'],
    [`{"document":${deep(17)}}`, policySettings, 'at document: expected at most 16 levels'],
    [`{"document":${deep(5000)}}`, policySettings, 'at document: expected at most 16 levels'],
    ['{"document":"{}"}', policySettings, 'at document: expected an object, got another text'],
    ['{}', roleSettings, 'at trust: expected an object, got nothing'],
    ['{"trust":[1]}', roleSettings, 'at trust[0]: expected a text, got a number'],
    ['{"trust":[],"maxSessionSeconds":3600.5}', roleSettings, 'at maxSessionSeconds: expected a whole number'],
    ['{"status":"active"}', accessKeySettings, 'at status: expected "Active" or "Inactive", got another text'],
    ['{"caller":"nobody","action":"a","resource":"r"}', explainQuestion, 'at caller: expected "anonymous" or "root"'],
    ['{"caller":{"users":"a"},"action":"a","resource":"r"}', explainQuestion, 'at caller.users: expected only user'],
    ['{"caller":"root","action":"a","resource":"r","context":{"k":[1]}}', explainQuestion, 'at context.k[0]: expected a text'],
  ])('are refused with the place and what was expected there: %s', (document, reader, words) => {
    expect(refusal(document, reader)).toContain(words);
  });

  it('do not repeat what came, which may be a secret', () => {
    expect(refusal('{"accessKeyId":"LTAIalice","accessKeySecret":["alice-secret"]}', accessKeyPair)).not.toContain('alice-secret');
  });

  it('may leave a pair to the server', () => {
    expect(readJson('{}', accessKeyPair)).toBeUndefined();
    expect(refusal('{"accessKeyId":"LTAIalice"}', accessKeyPair)).toContain('at accessKeySecret: expected a text, got nothing');
  });

  it('may say more to a client than it knows', () => {
    const user = { id: '2', name: 'alice', createdAt: 1, policies: [], groups: [], accessKeyIds: [] };
    expect(readJson(JSON.stringify({ ...user, added: 'later' }), userDocument)).toEqual(user);
  });
});
