import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { listedVersions } from '../support/listed-versions.ts';
import { ask, type Answer, type Ask } from '../support/signed-request.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1, 12);
let clock = START;
let target: RunningEmulator;
let bucket: string;
let made = 0;

beforeAll(async () => {
  target = await startEmulator({ clock: () => clock, sweepEvery: 0 });
});
afterAll(() => target.close());
beforeEach(async () => {
  clock = START;
  bucket = `lifecycle-${(made += 1)}`;
  await send('PUT');
});

const send = (method: string, key?: string, more: Partial<Ask> = {}): Promise<Answer> =>
  ask(target, { method, bucket, ...(key === undefined ? {} : { key }), signedAt: clock, ...more });
const put = async (key: string, body = key, headers = {}): Promise<void> => {
  expect((await send('PUT', key, { body, headers })).status).toBe(200);
};

async function setRules(...rules: readonly string[]): Promise<void> {
  const body = `<LifecycleConfiguration>${rules.map((rule) => `<Rule>${rule}<Status>Enabled</Status></Rule>`).join('')}</LifecycleConfiguration>`;
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
  const answer = await send('PUT', undefined, { query: [['lifecycle', '']], body, headers });
  expect(answer.status, answer.body.toString()).toBe(200);
}
const enable = (): Promise<Answer> =>
  send('PUT', undefined, {
    query: [['versioning', '']],
    body: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
  });

async function after(days: number): Promise<void> {
  clock = START + days * DAY;
  await target.node.applyLifecycle(new AbortController().signal);
}

/** All that is in the bucket: `name` for the null version, `name+` for others, `-name` for delete markers, newest first. */
async function kept(): Promise<string[]> {
  const listed = listedVersions(await send('GET', undefined, { query: [['versions', '']] }));
  const versions = listed.Version.map(({ Key, VersionId }) => (VersionId === 'null' ? Key : `${Key}+`));
  return [...versions, ...listed.DeleteMarker.map(({ Key }) => `-${Key}`)];
}

describe('lifecycle rules', () => {
  it('expire objects of their prefix at the midnight after so many days', async () => {
    await setRules('<Prefix>logs/</Prefix><Expiration><Days>2</Days></Expiration>');
    for (const key of ['keep', 'logs/a', 'logs/b']) await put(key);
    await after(2.4);
    expect(await kept()).toEqual(['keep', 'logs/a', 'logs/b']);
    await after(2.5);
    expect(await kept()).toEqual(['keep']);
    expect((await send('GET', 'keep')).body.toString()).toBe('keep');
  });

  it('count from the last write', async () => {
    await setRules('<Prefix></Prefix><Expiration><Days>1</Days></Expiration>');
    await put('a');
    clock = START + DAY;
    await put('a', 'again');
    await after(1.5);
    expect(await kept()).toEqual(['a']);
    await after(2.5);
    expect(await kept()).toEqual([]);
  });

  it('hide current versions, remove old ones, and markers that hide nothing', async () => {
    await put('a');
    await enable();
    await setRules(
      '<Prefix></Prefix><Expiration><Days>3</Days></Expiration><NoncurrentVersionExpiration><NoncurrentDays>2</NoncurrentDays></NoncurrentVersionExpiration>',
    );
    clock = START + DAY;
    await put('a');
    await after(3);
    expect(await kept(), 'replaced on the second day').toEqual(['a+', 'a']);
    await after(3.6);
    expect(await kept()).toEqual(['a+']);
    await after(4.6);
    expect(await kept(), 'expired').toEqual(['a+', '-a']);
    expect((await send('GET', 'a')).headers['x-oss-delete-marker']).toBe('true');
    await after(7.6);
    expect(await kept()).toEqual(['-a']);
    await setRules('<Prefix></Prefix><Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>');
    await put('b');
    await send('DELETE', 'b');
    await after(9);
    expect(await kept(), 'the marker of b hides a version').toEqual(['b+', '-b']);
  });

  it('look at tags, also at those that keep an object', async () => {
    await setRules(
      '<Prefix></Prefix><Tag><Key>old</Key><Value>yes</Value></Tag><Filter><Not><Prefix>keep</Prefix></Not></Filter><Expiration><Days>1</Days></Expiration>',
    );
    for (const key of ['keep', 'tagged']) await put(key, key, { 'x-oss-tagging': 'old=yes&a=b' });
    await put('other', 'x', { 'x-oss-tagging': 'old=no' });
    await after(2.5);
    expect(await kept()).toEqual(['keep', 'other']);
  });

  it('abort uploads', async () => {
    await setRules('<Prefix>up</Prefix><AbortMultipartUpload><Days>1</Days></AbortMultipartUpload>');
    for (const key of ['up', 'other']) await send('POST', key, { query: [['uploads', '']] });
    await after(1.5);
    const left = (await send('GET', undefined, { query: [['uploads', '']] })).body.toString();
    expect([left.includes('<Key>up</Key>'), left.includes('<Key>other</Key>')]).toEqual([false, true]);
  });

  it('do nothing while they are disabled, and all pages are looked at', async () => {
    for (let index = 0; index < 1100; index += 50)
      await Promise.all(Array.from({ length: 50 }, (_, offset) => put(String(index + offset).padStart(4, '0'))));
    const rule = '<ID>r</ID><Prefix></Prefix><Expiration><Days>1</Days></Expiration>';
    await send('PUT', undefined, {
      query: [['lifecycle', '']],
      body: `<LifecycleConfiguration><Rule>${rule}<Status>Disabled</Status></Rule></LifecycleConfiguration>`,
    });
    await after(3);
    expect((await kept()).length).toBe(100);
    clock = START;
    await setRules(rule);
    await after(3);
    expect(await kept()).toEqual([]);
  });
});
