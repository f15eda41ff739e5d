import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { follow } from '../support/presigned.ts';
import { ask, type Answer } from '../support/signed-request.ts';

const NO_KEY = [404, 'NoSuchKey', '0026-00000001'] as const;

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
  for (const bucket of ['site', 'plain']) {
    await ask(emulator, { method: 'PUT', bucket });
    const objects = { 'index.html': 'home', 'docs/index.html': 'docs', 'error.html': 'sorry', 'own/': 'own' };
    for (const [key, body] of Object.entries(objects))
      await ask(emulator, { method: 'PUT', bucket, key, body, headers: { 'content-type': 'text/html' } });
  }
});
afterAll(() => emulator.close());

async function makeSite(inner: string): Promise<void> {
  const body = `<WebsiteConfiguration>${inner}</WebsiteConfiguration>`;
  expect((await ask(emulator, { method: 'PUT', bucket: 'site', query: [['website', '']], body })).status).toBe(200);
}

const get = (key: string, bucket = 'site', headers = {}): Promise<Answer> => ask(emulator, { method: 'GET', bucket, key, headers });
const browse = (key: string, bucket = 'site'): Promise<Answer> => follow(emulator, { method: 'GET', bucket, key });

describe('the index document', () => {
  it('is the answer where an object whose name ends in / is missing', async () => {
    await makeSite('<IndexDocument><Suffix>index.html</Suffix></IndexDocument>');
    const answer = await get('docs/');
    expect([answer.status, answer.body.toString(), answer.headers['content-type']]).toEqual([200, 'home', 'text/html']);
    expect((await get('docs/', 'site', { range: 'bytes=9-', 'if-match': '"x"' })).body.toString()).toBe('home');
    const head = await ask(emulator, { method: 'HEAD', bucket: 'site', key: 'docs/' });
    expect([head.status, head.headers['content-length']]).toEqual([200, '4']);
    expect((await get('own/')).body.toString()).toBe('own');
    expectRefusal(await get('docs'), [...NO_KEY]);
  });

  it('is that of the folder where folders have their own', async () => {
    await makeSite('<IndexDocument><Suffix>index.html</Suffix><SupportSubDir>true</SupportSubDir></IndexDocument>');
    expect((await get('docs/')).body.toString()).toBe('docs');
    expectRefusal(await get('empty/'), [...NO_KEY]);
  });

  it('may be missing itself', async () => {
    await makeSite('<IndexDocument><Suffix>none.html</Suffix></IndexDocument>');
    const answer = await get('docs/');
    expectRefusal(answer, [...NO_KEY]);
    expect(answer.body.toString()).toContain('<Key>docs/</Key>');
  });

  it('is no answer where there is no website', async () => {
    expectRefusal(await get('docs/', 'plain'), [...NO_KEY]);
    expectRefusal(await browse('docs/', 'plain'), [...NO_KEY]);
  });
});

describe('the error document', () => {
  it('is what a browser sees of a missing object, and no program', async () => {
    await makeSite('<ErrorDocument><Key>error.html</Key></ErrorDocument>');
    const answer = await browse('missing');
    expect([answer.status, answer.body.toString(), answer.headers['content-type']]).toEqual([404, 'sorry', 'text/html']);
    expectRefusal(await get('missing'), [...NO_KEY]);
    expectRefusal(await follow(emulator, { method: 'HEAD', bucket: 'site', key: 'missing' }), [...NO_KEY]);
  });

  it('has the status that the website says', async () => {
    await makeSite('<ErrorDocument><Key>error.html</Key><HttpStatus>200</HttpStatus></ErrorDocument>');
    expect((await browse('missing')).status).toBe(200);
  });

  it('may be missing itself', async () => {
    await makeSite('<ErrorDocument><Key>none.html</Key></ErrorDocument>');
    expectRefusal(await browse('missing'), [...NO_KEY]);
  });

  it('is not seen by anonymous readers, who may read nothing', async () => {
    await makeSite('<ErrorDocument><Key>error.html</Key></ErrorDocument>');
    expectRefusal(await ask(emulator, { method: 'GET', bucket: 'site', key: 'missing', anonymous: true }), [403, 'AccessDenied']);
  });
});
