import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../server/temporary-folder.ts';
import { ask } from '../support/signed-request.ts';
import { end, freePort, isThere, listening, saidServer, startRun, type Ended } from './kept-run.ts';

const declared = 'buckets: [{ name: examplebucket, acl: public-read-write, blockPublicAccess: false }]\n';

/** Writes an object under the vendor's name, says so, and ends when its input does. */
const writer = [
  process.execPath,
  '-e',
  `fetch('http://examplebucket.oss-cn-hangzhou.aliyuncs.com/key', { method: 'PUT', body: 'the bytes' })
    .then(({ status }) => { console.log(status); process.stdin.resume(); });`,
];

function lines(text: string): number {
  return text.split('\n').length - 1;
}

describe('sse-emulator run --port', () => {
  it.for([false, true])('does not start the program where the port is in use, and leaves nothing (--keep: %s)', async (keep) => {
    await using folder = await temporaryFolder();
    const occupant = createServer();
    const port = await listening(occupant);
    const args = [
      '--port',
      String(port),
      '--data',
      `${folder.path}/kept/data`,
      ...(keep ? ['--keep'] : []),
      '--',
      'touch',
      `${folder.path}/started`,
    ];
    const { code, out, error } = await startRun(folder.path, args).ended;
    occupant.close();
    expect({ code, out, error }).toEqual({
      code: 1,
      out: '',
      error: `sse-emulator: 127.0.0.1 port ${port} is in use by another process; stop it, or choose another with --port (0 takes a free one)\n`,
    });
    expect(await readdir(folder.path)).toEqual([]);
  });
});

describe('sse-emulator run --keep', () => {
  it('leaves a server at the port of the run, with what the program wrote and the credentials it tells', async () => {
    await using folder = await temporaryFolder();
    const config = `${folder.path}/sse.yaml`;
    await writeFile(config, declared);
    const port = await freePort();
    const args = ['--keep', '--port', String(port), '--config', config, '--', ...writer];
    const { child, ended } = startRun(folder.path, args, { CURL_CA_BUNDLE: config });
    if (child.stdout !== null) await once(child.stdout, 'data');
    expect((await fetch(`http://127.0.0.1:${port}/_sse/health`)).status).toBe(200);
    child.stdin?.end();
    const { code, out, error } = await ended;
    expect({ code, out }).toEqual({ code: 0, out: '200\n' });

    await using kept = saidServer(error);
    const { OSS_ENDPOINT, OSS_ACCESS_KEY_ID: accessKeyId = '', OSS_ACCESS_KEY_SECRET: accessKeySecret = '' } = kept.variables;
    expect({ port: kept.port, OSS_ENDPOINT }).toEqual({ port, OSS_ENDPOINT: `http://127.0.0.1:${port}` });
    const read = await ask({ ...kept, accessKeyId, accessKeySecret }, { method: 'GET', bucket: 'examplebucket', key: 'key' });
    expect(read.body.toString()).toBe('the bytes');
    expect((await readdir(`${kept.dataFolder}/..`)).toSorted()).toEqual(['data', 'root.key', 'server.log', 'tls']);
    expect(await readFile(kept.logFile, 'utf8')).toBe('');

    await end(kept.pid);
    await expect(fetch(`http://127.0.0.1:${port}/_sse/health`)).rejects.toThrow('fetch failed');
    expect(await readdir(kept.dataFolder)).toContain('store');
  });

  it.skipIf(process.platform !== 'linux')(
    'leaves it in a session of its own, without the mark of a run and with no secret to be seen',
    async () => {
      await using folder = await temporaryFolder();
      const { code, error } = await startRun(folder.path, ['--keep', '--', 'true'], { SSE_EMULATOR_RUN: 'of a run around this one' }).ended;
      await using kept = saidServer(error);
      expect(code).toBe(0);
      const [state, environment, command] = await Promise.all(
        ['stat', 'environ', 'cmdline'].map((file) => readFile(`/proc/${kept.pid}/${file}`, 'utf8')),
      );
      expect(state?.split(') ')[1]?.split(' ')[3]).toBe(String(kept.pid));
      expect(environment).toContain(`TMPDIR=${folder.path}`);
      expect(environment).not.toContain('SSE_EMULATOR_RUN');
      const { OSS_ACCESS_KEY_SECRET = '' } = kept.variables;
      expect(OSS_ACCESS_KEY_SECRET).toHaveLength(30);
      expect(command).toContain('--data');
      expect(command).not.toContain(OSS_ACCESS_KEY_SECRET);
    },
  );

  it('leaves it on the data folder that was named, with credentials that were given, and ends with the exit code of the program', async () => {
    await using folder = await temporaryFolder();
    await using tmp = await temporaryFolder();
    const credentials = { accessKeyId: 'given-id', accessKeySecret: 'given-secret-of-the-test' };
    const environment = { SSE_EMULATOR_ACCESS_KEY_ID: 'given-id', SSE_EMULATOR_ACCESS_KEY_SECRET: credentials.accessKeySecret };
    const args = ['--keep', '--data', `${folder.path}/data`, '--bucket', 'examplebucket', '--', 'sh', '-c', 'exit 7'];
    const { code, error } = await startRun(tmp.path, args, environment).ended;
    await using kept = saidServer(error);
    expect({ code, dataFolder: kept.dataFolder }).toEqual({ code: 7, dataFolder: `${folder.path}/data` });
    expect(error).not.toContain(credentials.accessKeySecret);
    expect(kept.variables).toMatchObject({ OSS_ACCESS_KEY_SECRET: '"$SSE_EMULATOR_ACCESS_KEY_SECRET"' });
    expect((await ask({ ...kept, ...credentials }, { method: 'GET', bucket: 'examplebucket' })).status).toBe(200);
    expect(await readdir(tmp.path)).toEqual([]);
    await end(kept.pid);
    expect(await isThere(kept.pid)).toBe(false);
  });

  it('keeps nothing where the program is not found', async () => {
    await using folder = await temporaryFolder();
    const { code, error } = await startRun(folder.path, ['--keep', '--', 'no-such-program']).ended;
    expect({ code, lines: lines(error) }).toEqual({ code: 127, lines: 1 });
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('says why a server cannot go on, keeps the data, and fails unless the program has', async () => {
    await using folder = await temporaryFolder();
    const data = `${folder.path}/of this/data`;
    const config = `${folder.path}/sse.yaml`;
    await writeFile(config, declared);
    const run = (dataFolder: string, exitCode: number): Promise<Ended> => {
      const program = ['sh', '-c', `rm '${dataFolder}/../root.key'; exit ${exitCode}`];
      return startRun(folder.path, ['--keep', '--data', dataFolder, '--config', config, '--', ...program]).ended;
    };
    expect(await run(`${folder.path}/other/data`, 7)).toMatchObject({ code: 7 });
    const { code, error } = await run(data, 0);
    expect({ code, lines: lines(error) }).toEqual({ code: 1, lines: 2 });
    expect(error).toMatch(/^sse-emulator run: the server does not go on: the root key file .* is missing, and nothing else opens/);
    const port = /--port (\d+) /.exec(error)?.[1];
    const byHand = `sse-emulator start --data '${data}' --root-key '${folder.path}/of this/root.key' --host 127.0.0.1 --port ${port}`;
    expect(error).toContain(`; the data is kept in ${data}, to serve it: ${byHand} --region cn-hangzhou --config ${config}\n`);
    expect(await readdir(data)).toContain('store');
  });
});
