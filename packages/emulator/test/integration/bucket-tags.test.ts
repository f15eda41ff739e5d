import { decodeXml, listAllMyBucketsResult, OssError, type QueryPairs } from '@sse/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { ask } from '../support/signed-request.ts';

let emulator: RunningEmulator;
type Pairs = readonly (readonly [key: string, value: string])[];

async function tag(bucket: string, pairs: Pairs): Promise<void> {
  const set = pairs.map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`).join('');
  await ask(emulator, { method: 'PUT', bucket });
  const body = `<Tagging><TagSet>${set}</TagSet></Tagging>`;
  expect((await ask(emulator, { method: 'PUT', bucket, query: [['tagging', '']], body })).status).toBe(200);
}

beforeAll(async () => {
  emulator = await startEmulator();
  await ask(emulator, { method: 'PUT', bucket: 'untagged' });
  await tag('one', [['k', 'v']]);
  await tag('two', [
    ['k', 'w'],
    ['team', 'a,b'],
  ]);
  await tag('three', [
    ['k', 'v'],
    ['team', 'a,b'],
  ]);
});
afterAll(() => emulator.close());

async function listed(query: QueryPairs) {
  const answer = await ask(emulator, { method: 'GET', query });
  const page = decodeXml(listAllMyBucketsResult, answer.body);
  if (page instanceof OssError) throw page;
  return page;
}

const names = async (query: QueryPairs) => (await listed(query)).Buckets.map(({ Name }) => Name);

describe('buckets by their tags', () => {
  it.each([
    [[['tag-key', 'k']], ['one', 'three', 'two']],
    [[['tag-key', 'K']], []],
    [
      [
        ['tag-key', 'k'],
        ['tag-value', 'v'],
      ],
      ['one', 'three'],
    ],
    [[['tagging', '"k":"v"']], ['one', 'three']],
    [[['tagging', '"k":"v","team":"a,b"']], ['three']],
    [
      [
        ['tag-key', 'k'],
        ['prefix', 't'],
      ],
      ['three', 'two'],
    ],
  ] as const)('%j are %j', async (query, found) => {
    expect(await names(query)).toEqual(found);
  });

  it('are shown with all their tags, and without when they were not asked for by tags', async () => {
    const [three] = (await listed([['tagging', '"team":"a,b","k":"v"']])).Buckets;
    expect(three?.Tagging?.TagSet.Tag).toEqual([
      { Key: 'k', Value: 'v' },
      { Key: 'team', Value: 'a,b' },
    ]);
    expect((await listed([])).Buckets.map(({ Tagging }) => Tagging)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('come in pages that only they fill', async () => {
    const first = await listed([
      ['tagging', '"k":"v"'],
      ['max-keys', '1'],
    ]);
    expect([first.Buckets.map(({ Name }) => Name), first.IsTruncated, first.NextMarker]).toEqual([['one'], true, 'one']);
    const second = await listed([
      ['tagging', '"k":"v"'],
      ['max-keys', '1'],
      ['marker', 'one'],
    ]);
    expect([second.Buckets.map(({ Name }) => Name), second.IsTruncated, second.NextMarker]).toEqual([['three'], false, undefined]);
  });

  it.each([
    [[['tag-value', 'v']]],
    [[['tagging', 'k=v']]],
    [[['tagging', '"k":1']]],
    [[['tagging', '"k":"v"}']]],
    [
      [
        ['tagging', '"k":"v"'],
        ['tag-key', 'k'],
      ],
    ],
  ] as const)('%j is 400', async (query) => {
    expectRefusal(await ask(emulator, { method: 'GET', query }), [400, 'InvalidArgument']);
  });
});

describe('DELETE ?tagging=k1,k2', () => {
  it('removes only these', async () => {
    await tag('some', [
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ]);
    const kept = async (): Promise<string> =>
      (await ask(emulator, { method: 'GET', bucket: 'some', query: [['tagging', '']] })).body.toString();
    await ask(emulator, { method: 'DELETE', bucket: 'some', query: [['tagging', 'c,a,other']] });
    expect(await kept()).toContain('<TagSet><Tag><Key>b</Key><Value>2</Value></Tag></TagSet>');
    await ask(emulator, { method: 'DELETE', bucket: 'some', query: [['tagging', '']] });
    expect(await kept()).toContain('<TagSet></TagSet>');
  });

  it('loses none of several at the same time', async () => {
    const keys = Array.from({ length: 8 }, (_, index) => `k${index}`);
    await tag(
      'raced',
      keys.map((key) => [key, 'v']),
    );
    const removed = keys.slice(1);
    await Promise.all(removed.map((key) => ask(emulator, { method: 'DELETE', bucket: 'raced', query: [['tagging', key]] })));
    expect((await ask(emulator, { method: 'GET', bucket: 'raced', query: [['tagging', '']] })).body.toString()).toContain(
      '<TagSet><Tag><Key>k0</Key><Value>v</Value></Tag></TagSet>',
    );
  });
});
