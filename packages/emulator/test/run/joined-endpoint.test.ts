import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readEndpoint } from '../../src/run/joined-endpoint.ts';
import { startEmulator } from '../../src/start-emulator.ts';
import { temporaryFolder } from '../server/temporary-folder.ts';
import { modes, run } from '../support/run-process.ts';
import { freePort, listening } from './kept-run.ts';

const mode = modes.at(-1) ?? [];
const url = 'http://127.0.0.1:9677';
const keys = { OSS_ACCESS_KEY_ID: 'id', OSS_ACCESS_KEY_SECRET: 'secret' };

describe('readEndpoint', () => {
  it('takes a URL of scheme, host and port, and the pair that is there with its token', () => {
    for (const text of [url, 'https://host', 'http://[::1]:80/']) expect(readEndpoint(text, keys).url.href).toBe(new URL(text).href);
    expect(readEndpoint(url, keys).credentials).toEqual({ accessKeyId: 'id', accessKeySecret: 'secret' });
    const others = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'a', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'b', ALIBABA_CLOUD_SECURITY_TOKEN: 'c' };
    const { credentials } = readEndpoint(url, { ...others, OSS_ACCESS_KEY_ID: '', OSS_SESSION_TOKEN: 'of none' });
    expect(credentials).toEqual({ accessKeyId: 'a', accessKeySecret: 'b', sessionToken: 'c' });
    expect(readEndpoint(url, { ...others, ...keys }).credentials.accessKeyId).toBe('id');
  });

  it.each(['ftp://h', `${url}/bucket`, `${url}/?x`, `${url}/#y`, `${url}/?`, `${url}/?x#y`])('refuses %s', (text) => {
    expect(() => readEndpoint(text, keys)).toThrow(`--endpoint: expected http://host:port or https://host:port; got "${text}"`);
  });

  it.each(['http://user:pw@host', 'http://user:pw@host:99999', 'http://:pw@host'])(
    'refuses a user, whose password it does not show',
    (text) => {
      expect(() => readEndpoint(text, keys)).toThrow(/^--endpoint: expected http(?!.*pw)/);
    },
  );

  it('refuses half a pair, and none', () => {
    const half = { OSS_ACCESS_KEY_ID: 'id', OSS_ACCESS_KEY_SECRET: '' };
    const only = 'expected both OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET, or neither; got only OSS_ACCESS_KEY_ID';
    expect(() => readEndpoint(url, half)).toThrow(only);
    expect(() => readEndpoint(url, { ...keys, ALIBABA_CLOUD_ACCESS_KEY_SECRET: 's' })).toThrow('only ALIBABA_CLOUD_ACCESS_KEY_SECRET');
    expect(() => readEndpoint(url, {})).toThrow('--endpoint: expected OSS_ACCESS_KEY_ID');
  });
});

describe('sse-emulator run --endpoint', () => {
  it.each(['http', 'https'])('does not start the program where nothing answers at %s', async (scheme) => {
    await using folder = await temporaryFolder();
    const endpoint = `${scheme}://127.0.0.1:${await freePort()}`;
    const { code, out, error } = await run(folder, [...mode, '--endpoint', endpoint, '--', 'echo', 'started'], keys);
    expect({ code, out: out.toString(), error }).toEqual({
      code: 1,
      out: '',
      error: `sse-emulator: --endpoint ${endpoint}: no server answers there (ECONNREFUSED); start it first, or name another\n`,
    });
  });

  it('does not start the program where what answers does not speak TLS', async () => {
    await using folder = await temporaryFolder();
    const server = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const port = await listening(server);
    const { code, error } = await run(folder, [...mode, '--endpoint', `https://127.0.0.1:${port}`, '--', 'echo'], keys);
    server.close();
    expect({ code, error }).toEqual({
      code: 1,
      error: expect.stringMatching(/^sse-emulator: [^\n]*: what answers there does not speak TLS [^\n]*\n$/),
    });
  });

  it('gives the program the pair and the token that are there under the other names too', async () => {
    await using folder = await temporaryFolder();
    await using server = await startEmulator();
    const line = '$ALIBABA_CLOUD_ACCESS_KEY_ID $ALIBABA_CLOUD_ACCESS_KEY_SECRET $ALIBABA_CLOUD_SECURITY_TOKEN';
    const environment = { ...keys, OSS_SESSION_TOKEN: 'token' };
    const { code, out } = await run(folder, [...mode, '--endpoint', server.endpoint, '--', 'sh', '-c', `echo ${line}`], environment);
    expect({ code, out: out.toString() }).toEqual({ code: 0, out: 'id secret token\n' });
  });
});
