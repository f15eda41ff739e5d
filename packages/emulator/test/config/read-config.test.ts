import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import type { EmulatorConfig } from '../../src/config/emulator-config.ts';
import { readConfigFile, readConfigObject, readConfigText } from '../../src/config/read-config.ts';
import { parse } from 'yaml';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { temporaryFolder } from '../server/temporary-folder.ts';
import { example } from './config-world.ts';

const read = (text: string) => readConfigText(text, 'sse.yaml').declared;
const nothing = { policies: [], groups: [], users: [], roles: [], keys: [], buckets: [] };

describe('a configuration', () => {
  it('is shown by the README as it is here', () => {
    const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
    const shown = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    expect(read(shown)).toEqual(read(example));
  });

  it('declares what the example says', () => {
    expect(read(example)).toEqual({
      ...nothing,
      account: { id: '1234567890123456' },
      users: [
        {
          name: 'alice',
          accessKeys: [{ id: 'LTAIalice', secret: 'alice-secret' }],
          policies: [
            {
              document:
                '{"Version":"1","Statement":[{"Effect":"Allow","Action":["oss:GetBucketEncryption"],"Resource":["acs:oss:*:*:*"]}]}',
            },
          ],
        },
      ],
      roles: [{ name: 'reader', trust: { users: ['alice'] }, policies: [] }],
      keys: [{ alias: 'alias/app', spec: 'Aliyun_AES_256' }],
      buckets: [{ name: 'app-data', acl: 'private', versioning: 'Enabled', encryption: { algorithm: 'KMS', keyId: 'alias/app' } }],
    });
  });

  it('says the same as JSON, indented with tabs too, and as an object', () => {
    const object: EmulatorConfig = parse(example);
    for (const indent of ['', '  ', '\t']) expect(read(JSON.stringify(object, null, indent))).toEqual(read(example));
    expect(readConfigObject(object).declared).toEqual(read(example));
  });

  it.each(['', '\n', '# all of it\n', '{}', '---\n', '\uFEFF{}', '%YAML 1.1\n---\n{}'])('may be empty: %j', (text) => {
    expect(read(text)).toEqual(nothing);
  });

  it('knows references in any order, and system policies', () => {
    const text = `
roles: [{ name: r, trust: [u], policies: [p, AliyunOSSReadOnlyAccess] }]
users: [{ name: u, groups: [g], policies: [p], id: "200000000000000001" }]
groups: [{ name: g, policies: [AliyunOSSFullAccess, p] }]
policies: [{ name: p, document: { Version: "1", Statement: { Effect: Deny, Action: "*", Resource: "*" } } }]`;
    const document = '{"Version":"1","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}';
    expect(read(text)).toEqual({
      ...nothing,
      policies: [{ name: 'p', document }],
      groups: [{ name: 'g', policies: [{ managed: 'AliyunOSSFullAccess' }, { managed: 'p' }] }],
      users: [{ name: 'u', id: '200000000000000001', accessKeys: [], policies: [{ managed: 'p' }], groups: ['g'] }],
      roles: [{ name: 'r', trust: { users: ['u'] }, policies: [{ managed: 'p' }, { managed: 'AliyunOSSReadOnlyAccess' }] }],
    });
  });

  it('declares a role with a trust policy', () => {
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: ['acs:ram::1000000000000001:root'] } };
    const trust = { Version: '1', Statement: [statement] };
    expect(readConfigObject({ roles: [{ name: 'r', trust }] }).declared.roles).toEqual([
      { name: 'r', trust: { document: JSON.stringify(trust) } },
    ]);
  });

  it('declares all that a bucket may have', () => {
    const text = `buckets: [{ name: all, tags: { team: a, "": "" , stage: "1" }, blockPublicAccess: true, storageClass: IA,
      policy: { Version: "1", Statement: [] } }]`;
    expect(() => read(text)).toThrow(ConfigError);
    const valid = text
      .replace('"": "" , ', '')
      .replace('[] }', '[{ Effect: Allow, Action: oss:GetObject, Resource: "*", Principal: [] }] }');
    expect(read(valid).buckets).toEqual([
      {
        name: 'all',
        tags: {
          TagSet: {
            Tag: [
              { Key: 'team', Value: 'a' },
              { Key: 'stage', Value: '1' },
            ],
          },
        },
        blockPublicAccess: true,
        storageClass: 'IA',
        policy: '{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:GetObject","Resource":"*","Principal":[]}]}',
      },
    ]);
  });

  it('takes an alias as a copy of what its anchor names, at that moment', () => {
    const text = `
groups: [{ name: &n a }, { name: b, policies: &p [AliyunOSSFullAccess] }, { name: &n c }]
users: [{ name: u, groups: &g [*n], policies: *p }, { name: &n a, groups: *g }]`;
    const { users } = read(text);
    expect(users.map(({ groups }) => groups)).toEqual([['c'], ['c']]);
    expect(users[0]?.policies).toEqual([{ managed: 'AliyunOSSFullAccess' }]);
  });

  it('is read from a file, whose name messages hold', async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/sse.json`;
    await writeFile(path, example);
    expect((await readConfigFile(path)).declared).toEqual(read(example));
    await writeFile(path, '{"bucket": []}');
    await expect(readConfigFile(path)).rejects.toThrow(`${path}:1:2: bucket: unknown field; did you mean buckets?`);
    await expect(readConfigFile(`${folder.path}/none`)).rejects.toThrow(
      `--config ${folder.path}/none: there is nothing of that name (ENOENT); name a file that this user may read`,
    );
    await expect(readConfigFile(folder.path)).rejects.toThrow('it is a folder (EISDIR)');
  });

  it('as an object is told without lines', () => {
    const wrong = { users: [{ name: 'a b' }] };
    expect(() => readConfigObject(wrong)).toThrow(
      'config: users[0].name: expected a name of 1 to 64 letters, digits, ".", "_", "-" or "@", got "a b"',
    );
    const round: Record<string, unknown> = {};
    round['account'] = round;
    const called = { users: () => 1, keys: [Symbol('a')] } as unknown as EmulatorConfig;
    expect(() => readConfigObject(called)).toThrow(
      'config: users: expected what JSON can say, got a function\nconfig: keys[0]: expected what JSON can say, got a symbol',
    );
    expect(() => readConfigObject(round as EmulatorConfig)).toThrow('config: expected what JSON can say, got something else');
    expect(() => readConfigObject(null as unknown as EmulatorConfig)).toThrow('config: expected a mapping of account');
  });
});
