import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { breakConnection, fakeServer, refusal } from './fake-server.ts';
import { rejection, SECRET, testClient, TOKEN } from './test-client.ts';

const credentials = { accessKeyId: 'test-key', accessKeySecret: SECRET, securityToken: TOKEN };

describe('createClient', () => {
  it.each([[''], ['oss cn'], ['CN'], ['cn/hangzhou']])('refuses the region %j', (region) => {
    expect(() => testClient('http://127.0.0.1:1', { region })).toThrow(expect.objectContaining({ code: 'configuration' }));
  });

  it('refuses an endpoint that is none', () => {
    expect(() => testClient('http://127.0.0.1:1/folder')).toThrow(expect.objectContaining({ code: 'configuration' }));
  });

  it('is disposed of like a resource', async () => {
    const client = testClient('http://127.0.0.1:1');
    await client[Symbol.asyncDispose]();
    expect(await rejection(client.listBuckets())).toMatchObject({ kind: 'aborted', cause: new Error('the client was closed') });
  });

  it('ends what is in flight under a signal of the caller', async () => {
    const client = testClient((await fakeServer(() => void client.close())).endpoint);
    const { signal } = new AbortController();
    expect(await rejection(client.listBuckets({ signal }))).toMatchObject({ kind: 'aborted', cause: new Error('the client was closed') });
  });

  it('ends what is in flight, many at once without a warning', async () => {
    const warnings: string[] = [];
    const listen = ({ name }: Error): number => warnings.push(name);
    process.on('warning', listen);
    const server = await fakeServer(() => {});
    const client = testClient(server.endpoint);
    const pending = Array.from({ length: 30 }, () => rejection(client.listBuckets()));
    await new Promise((resolve) => setImmediate(resolve));
    await client.close();
    expect(await Promise.all(pending)).toEqual(pending.map(() => expect.objectContaining({ kind: 'aborted' })));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });
});

describe('credentials', () => {
  it('show nowhere: not in the client, not in its errors and their causes', async () => {
    const repeating = `<StringToSign>x-oss-security-token:${TOKEN}</StringToSign><Note>${SECRET}</Note>`;
    const server = await fakeServer(refusal(403, 'SignatureDoesNotMatch', repeating), breakConnection);
    const client = testClient(server.endpoint, { credentials, retries: { limit: 0 } });
    const refused = await rejection(client.listBuckets());
    const broken = await rejection(client.listBuckets());
    const shown = [client, refused, broken, JSON.stringify(refused), JSON.stringify(broken), String(refused)];
    for (const value of shown) {
      const text = inspect(value, { depth: null, showHidden: true, maxStringLength: null });
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(TOKEN);
    }
  });
});
