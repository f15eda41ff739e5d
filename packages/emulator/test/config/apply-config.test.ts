import type { BucketName } from '@sse/core';
import { describe, expect, it } from 'vitest';
import { openSession } from '../../src/domain/bucket-key.ts';
import { configWorld, example, rootPair } from './config-world.ts';

const allow = (action: string) => `{ Version: "1", Statement: [{ Effect: Allow, Action: "${action}", Resource: "*" }] }`;
const allowed = (action: string) => `{"Version":"1","Statement":[{"Effect":"Allow","Action":"${action}","Resource":"*"}]}`;
const full = `
policies: [{ name: p, document: ${allow('oss:*')} }]
groups: [{ name: g, policies: [p, AliyunKMSFullAccess] }]
users:
  - name: u
    id: "200000000000000001"
    groups: [g]
    policies: [p, ${allow('kms:*')}]
    accessKeys: [{ id: LTAIone, secret: first-secret }, { id: LTAItwo, secret: other-secret, status: Inactive }]
roles: [{ name: r, trust: [u], policies: [AliyunOSSFullAccess], maxSessionSeconds: 7200 }]
keys: [{ alias: alias/a }, { alias: alias/b }]
buckets:
  - name: one
    acl: public-read
    versioning: Suspended
    encryption: { SSEAlgorithm: KMS, KMSMasterKeyID: alias/a, KMSDataEncryption: SM4 }
    policy: { Version: "1", Statement: [{ Effect: Deny, Action: "oss:Put*", Resource: "*", Principal: "*" }] }
    tags: { team: a }
    blockPublicAccess: true
    storageClass: IA
  - name: two
`;

describe('what is declared', () => {
  it('is there when the server is', async () => {
    const world = configWorld();
    await world.start(full);
    const { services, kms } = await world.look();
    const { ram, buckets, documents } = services;
    const { createdAt: _, ...user } = (await ram.users.find('u')) ?? {};
    expect(user).toEqual({
      id: '200000000000000001',
      name: 'u',
      policies: [{ managed: 'p' }, { document: allowed('kms:*') }],
      groups: ['g'],
      accessKeyIds: ['LTAIone', 'LTAItwo'],
    });
    expect(await ram.accessKeys.listOf('u')).toMatchObject([
      { accessKeyId: 'LTAIone', accessKeySecret: 'first-secret', status: 'Active' },
      { accessKeyId: 'LTAItwo', accessKeySecret: 'other-secret', status: 'Inactive' },
    ]);
    expect(await ram.policies.find('p')).toMatchObject({ document: allowed('oss:*') });
    expect(await ram.groups.find('g')).toMatchObject({ policies: [{ managed: 'p' }, { managed: 'AliyunKMSFullAccess' }] });
    expect(await ram.roles.find('r')).toMatchObject({
      trust: { users: ['u'] },
      policies: [{ managed: 'AliyunOSSFullAccess' }],
      maxSessionSeconds: 7200,
    });
    expect((await kms.listKeys()).flatMap(({ aliases }) => aliases).toSorted()).toEqual(['alias/a', 'alias/b']);
    const session = openSession();
    const one = await buckets.require(session, 'one' as BucketName);
    expect(one).toMatchObject({ versioning: 'Suspended', storageClass: 'IA', dataRedundancyType: 'LRS' });
    expect(await documents.read(session, one.id, 'acl')).toEqual({
      grant: 'public-read',
      policy: '{"Version":"1","Statement":[{"Effect":"Deny","Action":"oss:Put*","Resource":"*","Principal":"*"}]}',
    });
    expect(await documents.read(session, one.id, 'encryption')).toEqual({
      rule: { algorithm: 'KMS', keyId: 'alias/a', dataEncryption: 'SM4' },
    });
    expect(await documents.find(session, one.id, 'tagging')).toEqual({ TagSet: { Tag: [{ Key: 'team', Value: 'a' }] } });
    expect(await documents.find(session, one.id, 'publicAccessBlock')).toEqual({ BlockPublicAccess: true });
    const two = await buckets.require(session, 'two' as BucketName);
    expect(two).toMatchObject({ storageClass: 'Standard' });
    expect(two.versioning).toBeUndefined();
    expect(await documents.read(session, two.id, 'acl')).toEqual({ grant: 'private' });
    expect(await documents.read(session, two.id, 'encryption')).toEqual({});
  });

  it.each([
    ['the example', example],
    ['all that can be declared', full],
  ])('commits nothing the second time: %s', async (_what, config) => {
    const world = configWorld();
    expect(await world.start(config)).toBeGreaterThan(5);
    const rows = await world.rows();
    expect(await world.start(config)).toBe(0);
    expect(await world.rows()).toEqual(rows);
  });

  it('comes back after changes by hand; what is not declared stays', async () => {
    const world = configWorld();
    await world.start(full);
    const { ram, buckets, documents } = (await world.look()).services;
    await ram.users.put('u', { policies: [], groups: [] });
    await ram.users.put('guest', { policies: [{ managed: 'p' }] });
    await ram.accessKeys.create('u', { accessKeyId: 'LTAImine', accessKeySecret: 'by-hand' });
    await ram.accessKeys.create('u', { accessKeyId: 'LTAItwo', accessKeySecret: 'changed' });
    await ram.accessKeys.setStatus('LTAIone', 'Inactive');
    await ram.policies.put('p', { document: allowed('oss:GetObject') });
    await ram.roles.put('r', { trust: { users: ['guest'] } });
    const session = openSession();
    const one = await buckets.require(session, 'one' as BucketName);
    await buckets.setVersioning(session, one.name, 'Enabled');
    await documents.write(session, one, 'acl', { grant: 'private' });
    await documents.write(session, one, 'encryption', {});
    await documents.update(session, one, 'cors', () => ({ CORSRule: [] }));

    await world.start(full);
    const after = (await world.look()).services;
    expect(await after.ram.users.find('u')).toMatchObject({ groups: ['g'], accessKeyIds: ['LTAIone', 'LTAItwo', 'LTAImine'] });
    expect(await after.ram.users.find('guest')).toMatchObject({ policies: [{ managed: 'p' }] });
    expect(await after.ram.accessKeys.listOf('u')).toMatchObject([
      { accessKeySecret: 'first-secret', status: 'Inactive' },
      { accessKeySecret: 'other-secret', status: 'Inactive' },
      { accessKeySecret: 'by-hand', status: 'Active' },
    ]);
    expect(await after.ram.policies.find('p')).toMatchObject({ document: allowed('oss:*') });
    expect(await after.ram.roles.find('r')).toMatchObject({ trust: { users: ['u'] }, maxSessionSeconds: 7200 });
    const again = openSession();
    const bucket = await after.buckets.require(again, one.name);
    expect(bucket).toMatchObject({ versioning: 'Suspended', createdAt: one.createdAt });
    expect(await after.documents.read(again, bucket.id, 'acl')).toEqual({ grant: 'public-read', policy: expect.stringContaining('Deny') });
    expect(await after.documents.read(again, bucket.id, 'encryption')).toMatchObject({ rule: { algorithm: 'KMS' } });
    expect(await after.documents.find(again, bucket.id, 'cors')).toBeDefined();
    expect(await world.start(full)).toBe(0);
  });

  it('has the status of an access key that is declared with it; without, one that is there keeps its own', async () => {
    const world = configWorld();
    const declared = (key: string) => world.start(`users: [{ name: u, accessKeys: [{ id: LTAIone, ${key} }] }]`);
    const found = async () => (await world.look()).services.ram.accessKeys.find('LTAIone');
    await declared('secret: first-secret');
    await (await world.look()).services.ram.accessKeys.setStatus('LTAIone', 'Inactive');
    await declared('secret: first-secret');
    expect(await found()).toMatchObject({ accessKeySecret: 'first-secret', status: 'Inactive' });
    await declared('secret: other-secret');
    expect(await found()).toMatchObject({ accessKeySecret: 'other-secret', status: 'Inactive' });
    await declared('secret: other-secret, status: Active');
    expect(await found()).toMatchObject({ accessKeySecret: 'other-secret', status: 'Active' });
  });

  it('names keys by an alias that is there, or by an id that nobody knows, as a request may', async () => {
    const world = configWorld();
    await world.start('keys: [{ alias: alias/there }]');
    const rule = (keyId: string) => `encryption: { SSEAlgorithm: KMS, KMSMasterKeyID: ${keyId} }`;
    const names = ['alias/there', 'alias/acs/oss', 'unknown-key-id'].map((keyId, index) => `{ name: bucket-${index}, ${rule(keyId)} }`);
    expect(await world.start(`buckets: [${names.join(', ')}]`)).toBeGreaterThan(0);
  });

  it('leaves fields alone that are left out', async () => {
    const world = configWorld();
    await world.start(full);
    const bare =
      'users: [{ name: u }]\ngroups: [{ name: g }]\nroles: [{ name: r, trust: [u] }]\nbuckets: [{ name: one }]\nkeys: [{ alias: alias/a }]';
    expect(await world.start(bare)).toBe(0);
    expect(await world.start('')).toBe(0);
  });

  it('may change the account', async () => {
    const world = configWorld();
    await world.start(example);
    expect(await world.start('account: { id: "1234567890123456" }')).toBe(0);
    expect(await world.start('account: { id: "6543210987654321" }')).toBeGreaterThan(0);
    expect(await world.start('account: { id: "6543210987654321" }')).toBe(0);
  });
});

describe('a configuration that what is stored contradicts', () => {
  const former = `
users: [{ name: alice, id: "200000000000000001", accessKeys: [{ id: LTAIalice, secret: alice-secret }] }, { name: bob, id: "200000000000000002" }]
buckets: [{ name: app }]`;
  const many = Array.from({ length: 20 }, (_, index) => `{ id: LTAI${index}, secret: some-secret }`).join(', ');

  it.each([
    [
      'users: [{ name: alice, id: "200000000000000003" }]',
      '1:28: users[0].id: expected 200000000000000001, which the user has for life, got "200000000000000003"',
    ],
    ['users: [{ name: eve, id: "200000000000000002" }]', '1:26: users[0].id: expected another id than the user bob has, got the same'],
    [
      'users: [{ name: bob, accessKeys: [{ id: LTAIalice, secret: bob-secret }] }]',
      '1:41: users[0].accessKeys[0].id: expected the id of another access key than the user alice has, got the same',
    ],
    [
      `users: [{ name: bob, accessKeys: [{ id: ${rootPair.accessKeyId}, secret: bob-secret }] }]`,
      '1:41: users[0].accessKeys[0].id: expected the id of another access key than the account itself has, got the same',
    ],
    [
      `users: [{ name: alice, accessKeys: [${many}] }]`,
      '1:36: users[0].accessKeys: expected at most 20 access keys together with the 1 that the user has, got 21',
    ],
    [
      'buckets: [{ name: new, encryption: { SSEAlgorithm: KMS, KMSMasterKeyID: alias/neu } }]',
      '1:73: buckets[0].encryption.KMSMasterKeyID: expected an alias that is declared in keys or that is there, got "alias/neu"; did you mean alias/new?',
    ],
    [
      'buckets: [{ name: new, encryption: { SSEAlgorithm: KMS, KMSMasterKeyID: alias/no+such+key } }]',
      '1:73: buckets[0].encryption.KMSMasterKeyID: expected an alias that is declared in keys or that is there, got "alias/no+such+key"',
    ],
    [
      'buckets: [{ name: app, storageClass: IA }]',
      '1:38: buckets[0].storageClass: expected Standard, which the bucket has for life, got "IA"',
    ],
  ])('changes nothing: %s', async (part, fault) => {
    const world = configWorld();
    await world.start(former);
    const rows = await world.rows();
    const config = `${part}\nkeys: [{ alias: alias/new }]\naccount: { id: "1234567890123456" }\npolicies: [{ name: new, document: ${allow('oss:*')} }]`;
    await expect(world.start(config)).rejects.toMatchObject({ name: 'ConfigError', faults: [`sse.yaml:${fault}`] });
    expect(await world.rows()).toEqual(rows);
  });
});
