import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/index.ts';
import { shellWithReply, shellWithServer, type Shell } from '../run.ts';

async function shellWithBucket(): Promise<Shell> {
  const made = await shellWithServer();
  await made.sse(['mb', 'oss://photos']);
  return made;
}

function from(text: string): { readonly stdin: Readable } {
  return { stdin: Readable.from([Buffer.from(text)]) };
}

describe('put and get', () => {
  it('carry a file there and back, encrypted as asked', async () => {
    const { sse, folder } = await shellWithBucket();
    const content = randomBytes(200_000);
    writeFileSync(join(folder, 'cat.png'), content);
    const put = await sse([
      'put',
      'cat.png',
      'oss://photos/2026/',
      '--sse-algorithm',
      'AES256',
      '--content-type',
      'image/png',
      '--meta',
      'a=1=2',
      '--meta',
      'b=',
    ]);
    expect(put).toEqual({ code: 0, stdout: 'put oss://photos/2026/cat.png, encryption AES256\n', stderr: '' });
    const stat = await sse(['stat', 'oss://photos/2026/cat.png', '--json']);
    expect(JSON.parse(stat.stdout)).toMatchObject({
      size: 200_000,
      contentType: 'image/png',
      encryption: { algorithm: 'AES256' },
      metadata: { a: '1=2', b: '' },
      crc64: expect.stringMatching(/^\d+$/),
    });
    mkdirSync(join(folder, 'sub'));
    expect((await sse(['get', 'oss://photos/2026/cat.png', 'sub'])).stdout).toContain('encryption AES256');
    await sse(['get', 'oss://photos/2026/cat.png', 'other.png']);
    expect(readFileSync(join(folder, 'sub', 'cat.png'))).toEqual(content);
    expect(readFileSync(join(folder, 'other.png'))).toEqual(content);
  });

  it('carry standard input to standard output', async () => {
    const { sse, folder } = await shellWithBucket();
    expect((await sse(['put', '-', 'oss://photos/text', '--sse-algorithm', 'KMS'], from('content'))).stdout).toMatch(
      /encryption KMS, key \S+\n/,
    );
    expect(await sse(['get', 'oss://photos/text', '-'])).toEqual({ code: 0, stdout: 'content', stderr: '' });
    expect((await sse(['get', 'oss://photos/text'])).code).toBe(0);
    expect(readdirSync(folder)).toEqual(['text']);
  });

  it('leave a file alone when the object cannot be had', async () => {
    const { sse, folder } = await shellWithBucket();
    writeFileSync(join(folder, 'text'), 'former');
    const { code, stderr } = await sse(['get', 'oss://photos/text']);
    expect(code).toBe(EXIT_CODES.service);
    expect(stderr).toMatch(/^sse: NoSuchKey: .* EC 0026-00000001\)\n$/);
    expect(readFileSync(join(folder, 'text'), 'utf8')).toBe('former');
    expect(readdirSync(folder)).toEqual(['text']);
  });

  it('keep no file whose bytes are not those that were stored', async () => {
    const { sse, folder } = await shellWithReply((response) =>
      response.writeHead(200, { 'x-oss-hash-crc64ecma': '1', 'x-oss-request-id': 'R' }).end('content'),
    );
    const { code, stderr } = await sse(['get', 'oss://photos/text']);
    expect([code, stderr]).toEqual([
      EXIT_CODES.transport,
      expect.stringMatching(/^sse: GetObject: expected bytes of CRC-64 1, got \d+ \(request id R\)\n$/),
    ]);
    expect(readdirSync(folder)).toEqual([]);
    expect((await sse(['get', 'oss://photos/text', '-'])).code).toBe(EXIT_CODES.transport);
  });

  it('refuse to invent a file name, and to write outside the folder', async () => {
    const { sse, folder } = await shellWithBucket();
    for (const key of ['a/', 'a/..', '..']) {
      await sse(['put', '-', `oss://photos/${key}`], from('x'));
      const { code, stderr } = await sse(['get', `oss://photos/${key}`]);
      expect([code, stderr]).toEqual([EXIT_CODES.usage, expect.stringContaining('expected a file name')]);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('do not take the name of a folder that is not there for that of a file', async () => {
    const { sse, folder } = await shellWithBucket();
    await sse(['put', '-', 'oss://photos/text'], from('content'));
    const { code, stderr } = await sse(['get', 'oss://photos/text', 'none/']);
    expect([code, stderr]).toEqual([EXIT_CODES.file, expect.stringMatching(/^sse: cannot write into .*none: expected a folder\n$/)]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('say when standard output cannot take what is written', async () => {
    const { sse } = await shellWithBucket();
    await sse(['put', '-', 'oss://photos/text'], from('content'));
    const full = (): Writable => {
      const stream = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('full'), { code: 'ENOSPC' })) });
      return stream.on('error', () => {});
    };
    for (const args of [['get', 'oss://photos/text', '-'], ['ls']]) {
      expect(await sse(args, { stdout: full() })).toMatchObject({
        code: EXIT_CODES.file,
        stderr: 'sse: cannot write standard output (ENOSPC)\n',
      });
    }
  });

  it('stop when they are interrupted while the reader of the output does not go on', async () => {
    const { sse } = await shellWithBucket();
    await sse(['put', '-', 'oss://photos/text'], from('content'));
    const stop = new AbortController();
    const stdout = new Writable({ write: () => stop.abort(new Error('SIGINT')) });
    expect(await sse(['get', 'oss://photos/text', '-'], { stdout, signal: stop.signal })).toMatchObject({ code: EXIT_CODES.interrupted });
  });

  it('end quietly when the reader of the output goes away', async () => {
    const { sse } = await shellWithBucket();
    await sse(['put', '-', 'oss://photos/text'], from('content'));
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })) });
    stdout.on('error', () => {});
    expect(await sse(['get', 'oss://photos/text', '-'], { stdout })).toMatchObject({ code: EXIT_CODES.brokenPipe, stderr: '' });
  });

  it('tell a key that does not exist', async () => {
    const { sse } = await shellWithBucket();
    const { code, stderr } = await sse(['put', '-', 'oss://photos/a', '--sse-algorithm', 'KMS', '--kms-masterkey-id', 'none'], from('x'));
    expect([code, stderr]).toEqual([EXIT_CODES.service, expect.stringMatching(/^sse: KeyNotFound: .*EC 0005-00000208/)]);
  });
});

describe('ls, stat and rm', () => {
  it('list by prefix, deep or only one level', async () => {
    const { sse } = await shellWithBucket();
    for (const key of ['a', 'd/1', 'd/2', 'e\u001b[2J']) await sse(['put', '-', `oss://photos/${key}`], from('abc'));
    const names = (text: string): string[] => [...text.matchAll(/oss:\/\/\S+/g)].map(([name]) => name);
    expect(names((await sse(['ls', 'oss://photos'])).stdout)).toEqual([
      'oss://photos/a',
      'oss://photos/d/1',
      'oss://photos/d/2',
      'oss://photos/e\\u{1b}[2J',
    ]);
    expect(names((await sse(['ls', '-d', 'oss://photos'])).stdout)).toEqual([
      'oss://photos/d/',
      'oss://photos/a',
      'oss://photos/e\\u{1b}[2J',
    ]);
    const lines = (await sse(['ls', 'oss://photos/d', '--json'])).stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ bucket: 'photos', key: 'd/1', size: 3 }),
      expect.objectContaining({ key: 'd/2' }),
    ]);
  });

  it('show an object, and remove it', async () => {
    const { sse } = await shellWithBucket();
    await sse(['put', '-', 'oss://photos/a', '--meta', 'who=Zoë'], from('abc'));
    const { stdout } = await sse(['stat', 'oss://photos/a']);
    expect(stdout).toMatch(/^object {10}oss:\/\/photos\/a\nsize {12}3\netag {12}"900150983CD24FB0D6963F7D28E17F72"\n/);
    expect(stdout).toMatch(/^encryption {6}none\nmetadata {8}who: Zoë\n$/m);
    expect((await sse(['rm', 'oss://photos/a'])).stdout).toBe('removed oss://photos/a\n');
    expect((await sse(['stat', 'oss://photos/a'])).code).toBe(EXIT_CODES.service);
  });
});
