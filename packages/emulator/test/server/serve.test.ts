import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { portFree } from './port-free.ts';
import { rawClient } from './raw-client.ts';
import { spawnServer } from './spawn-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const halfUpload = 'PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n';

describe('start', () => {
  it('makes the root key once, says once what losing it means, and prints what a client needs', async () => {
    await using folder = await temporaryFolder();
    {
      await using server = spawnServer(folder.path);
      const port = await server.ready();
      expect(server.printed.stdout).toMatch(/^Made the root key .*root\.key\. Keep a copy: without it, everything in .*data is lost\.\n/);
      for (const line of [
        `export OSS_ENDPOINT=http://127.0.0.1:${port}`,
        'export OSS_ACCESS_KEY_ID=FAKEID',
        'export OSS_ACCESS_KEY_SECRET=fake-generated-secret',
        'export OSS_REGION=cn-hangzhou',
      ]) {
        expect(server.printed.stdout.split('\n')).toContain(line);
      }
      expect(server.printed.stderr).not.toContain('fake-generated-secret');
      expect(await (await fetch(`http://127.0.0.1:${port}/a`)).text()).toBe('cn-hangzhou 0');
      server.signal('SIGTERM');
      expect(await server.ended).toBe(0);
      for (const line of server.printed.stderr.trim().split('\n'))
        expect(JSON.parse(line)).toMatchObject({ level: 'info', pid: server.pid });
    }
    await using again = spawnServer(folder.path);
    await again.ready();
    expect(again.printed.stdout).not.toContain('Made the root key');
  });

  it('does not show a secret that it was given', async () => {
    await using folder = await temporaryFolder();
    const environment = {
      SSE_EMULATOR_ACCESS_KEY_ID: 'mine',
      SSE_EMULATOR_ACCESS_KEY_SECRET: 'my-own-secret',
      SSE_EMULATOR_LOG_LEVEL: 'debug',
    };
    await using server = spawnServer(folder.path, ['--workers', '2'], environment);
    await server.ready();
    expect(server.printed.stdout).toContain(
      'export OSS_ACCESS_KEY_ID=mine\nexport OSS_ACCESS_KEY_SECRET="$SSE_EMULATOR_ACCESS_KEY_SECRET"\n',
    );
    server.signal('SIGTERM');
    await server.ended;
    expect(server.printed.stdout + server.printed.stderr).not.toContain('my-own-secret');
  });

  it('is refused on the data folder of a running server, and free again after kill -9', async () => {
    await using folder = await temporaryFolder();
    await using first = spawnServer(folder.path);
    await first.ready();
    await using second = spawnServer(folder.path);
    expect(await second.ended).toBe(1);
    expect(second.printed).toEqual({
      stdout: '',
      stderr: expect.stringMatching(/^sse-emulator: another server uses the data folder [^\n]*\n$/),
    });
    first.signal('SIGKILL');
    await first.ended;
    await using third = spawnServer(folder.path);
    await third.ready();
  });

  it.each([
    ['1', '1'],
    ['2', '2'],
  ])('on a port in use is refused (first server: %s workers, second: %s)', async (workers, workersOfSecond) => {
    await using folder = await temporaryFolder();
    await using other = await temporaryFolder();
    await using first = spawnServer(folder.path, ['--workers', workers]);
    const port = await first.ready();
    await using second = spawnServer(other.path, ['--port', `${port}`, '--workers', workersOfSecond]);
    expect(await second.ended).toBe(1);
    expect(second.printed.stderr).toMatch(
      /^sse-emulator: 127\.0\.0\.1 port \d+ is in use by another process; stop it, or choose another with --port[^\n]*\n$/,
    );
  });

  it.each([
    [['--host', '203.0.113.1'], /203\.0\.113\.1 is not an address of this machine/],
    [['--tls-cert', '/no/cert', '--tls-key', '/no/key'], /cannot serve HTTPS: --tls-cert \/no\/cert: there is nothing of that name/],
    [['--data', '/dev/null/data'], /cannot use \/dev\/null\/data as data folder/],
    [['--data', '/proc/no-such-process/data'], /cannot use \/proc\/no-such-process\/data as data folder: no folder can be made there/],
  ])('with %j ends with one line and 1', async (args, message) => {
    await using folder = await temporaryFolder();
    await using server = spawnServer(folder.path, args);
    expect(await server.ended).toBe(1);
    expect(server.printed.stderr).toMatch(message);
    expect(server.printed.stderr).toMatch(/^sse-emulator: [^\n]*\n$/);
  });

  it('with a bad root key ends with one line and 1', async () => {
    await using folder = await temporaryFolder();
    await writeFile(`${folder.path}/root.key`, Buffer.alloc(32, 1), { mode: 0o644 });
    await using server = spawnServer(folder.path);
    expect(await server.ended).toBe(1);
    expect(server.printed.stderr).toMatch(/^sse-emulator: cannot use the root key file [^\n]*: its mode is 0644[^\n]*\n$/);
  });
});

describe.each(['1', '2'])('a stop signal, %s workers:', (workers) => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s lets a request in flight finish, ends idle connections, then the process with 0',
    async (signal) => {
      await using folder = await temporaryFolder();
      await using server = spawnServer(folder.path, ['--workers', workers]);
      const port = await server.ready();
      using idle = rawClient(port);
      using busy = rawClient(port);
      idle.say('GET /a HTTP/1.1\r\nHost: h\r\n\r\n');
      await idle.hears('cn-hangzhou 0');
      busy.say(halfUpload);
      await busy.hears('100 Continue');
      server.signal(signal);
      await idle.ended;
      await portFree(port);
      busy.say('abcdef');
      expect(await busy.ended).toContain('cn-hangzhou 6');
      expect(await server.ended).toBe(0);
      expect(server.printed.stderr).toContain('node closed');
    },
  );

  it('that comes twice ends the process at once', async () => {
    await using folder = await temporaryFolder();
    await using server = spawnServer(folder.path, ['--workers', workers]);
    using busy = rawClient(await server.ready());
    busy.say(halfUpload);
    await busy.hears('100 Continue');
    server.signal('SIGTERM');
    await server.sees('stderr', /stopping/);
    server.signal('SIGTERM');
    expect(await server.ended).toBe(143);
    expect(await busy.ended).not.toContain('cn-hangzhou');
  });
});
