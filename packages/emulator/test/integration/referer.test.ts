import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type RunningEmulator } from '../../src/start-emulator.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { follow } from '../support/presigned.ts';
import { ask, type Answer } from '../support/signed-request.ts';

let emulator: RunningEmulator;
beforeAll(async () => {
  emulator = await startEmulator();
  await ask(emulator, { method: 'PUT', bucket: 'linked' });
  await ask(emulator, { method: 'PUT', bucket: 'linked', key: 'picture', body: 'pixels' });
});
afterAll(() => emulator.close());

async function allow(inner: string): Promise<void> {
  const body = `<RefererConfiguration>${inner}</RefererConfiguration>`;
  expect((await ask(emulator, { method: 'PUT', bucket: 'linked', query: [['referer', '']], body })).status).toBe(200);
}

function link(referer?: string, method = 'GET'): Promise<Answer> {
  return follow(emulator, { method, bucket: 'linked', key: 'picture', ...(referer === undefined ? {} : { headers: { referer } }) });
}

describe('the referer lists of a bucket', () => {
  it('let every page link to objects until there are some', async () => {
    expect((await link('http://evil.example')).body.toString()).toBe('pixels');
  });

  it('refuse links from other pages, and without a page where that is not allowed', async () => {
    await allow('<AllowEmptyReferer>false</AllowEmptyReferer><RefererList><Referer>https://*.example.com</Referer></RefererList>');
    expect((await link('https://www.example.com/page?q=1')).body.toString()).toBe('pixels');
    for (const method of ['GET', 'HEAD']) {
      expectRefusal(await link('https://www.example.org/', method), [403, 'AccessDenied']);
      expectRefusal(await link(undefined, method), [403, 'AccessDenied']);
    }
    await allow('<AllowEmptyReferer>true</AllowEmptyReferer><RefererList><Referer>https://*.example.com</Referer></RefererList>');
    expect((await link()).status).toBe(200);
  });

  it('do not concern programs, which sign in a header', async () => {
    await allow('<AllowEmptyReferer>false</AllowEmptyReferer><RefererList><Referer>https://www.example.com</Referer></RefererList>');
    const answer = await ask(emulator, {
      method: 'GET',
      bucket: 'linked',
      key: 'picture',
      headers: { referer: 'https://www.example.org' },
    });
    expect(answer.body.toString()).toBe('pixels');
  });
});
