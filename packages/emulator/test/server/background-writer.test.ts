import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { backgroundWriter } from '../../src/server/background-writer.ts';
import { temporaryFolder } from './temporary-folder.ts';

const logger = fileURLToPath(new URL('../../src/server/logger.ts', import.meta.url));
const args = (program: string): string[] => [
  '--conditions=@sse/source',
  '--input-type=module',
  '--eval',
  `import { streamLogger } from ${JSON.stringify(logger)}; const log = streamLogger({ level: 'info' }); ${program}`,
];
const turn = 'await new Promise((resolve) => setTimeout(resolve, 50));';

describe('backgroundWriter', () => {
  it('writes everything in order, many texts at once', async () => {
    await using folder = await temporaryFolder();
    const file = `${folder.path}/out`;
    const fd = openSync(file, 'w');
    const writer = backgroundWriter(fd, 1_000_000);
    const texts = Array.from({ length: 2000 }, (_, index) => `line ${index} ünïcödé\n`);
    for (const text of texts) {
      writer.write(text);
      if (text.endsWith('00 ünïcödé\n')) await new Promise((resolve) => setImmediate(resolve));
    }
    while (readFileSync(file, 'utf8').length < texts.join('').length) await new Promise((resolve) => setImmediate(resolve));
    expect(readFileSync(file, 'utf8')).toBe(texts.join(''));
    closeSync(fd);
  });

  it('drops what there is no room for', async () => {
    await using folder = await temporaryFolder();
    const file = `${folder.path}/out`;
    const fd = openSync(file, 'w');
    const writer = backgroundWriter(fd, 10);
    for (const text of ['first', '12345678', 'dropped', 'ab']) writer.write(text);
    writer.flush();
    while (readFileSync(file, 'utf8').length < 15) await new Promise((resolve) => setImmediate(resolve));
    expect(readFileSync(file, 'utf8').replace('first', '')).toBe('12345678ab');
    closeSync(fd);
  });
});

describe('the log of a process', () => {
  it('is written to its end when the process exits', async () => {
    const program = `for (let index = 0; index < 5000; index += 1) log.info({ index }, 'said'); process.exit(3);`;
    const outcome: unknown = await promisify(execFile)(process.execPath, args(program), { maxBuffer: 1 << 24 }).catch(
      (error: unknown) => error,
    );
    const { code, stderr } = outcome as { code: number; stderr: string };
    expect(code).toBe(3);
    const said = stderr
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { index: number }).index);
    expect(said.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 5000 }, (_, index) => index));
  });

  it('waits for a slow reader of a pipe that does not block', async () => {
    // Whoever mentions process.stderr makes its pipe one that does not block.
    const program = `
      process.stderr; process.stdin.resume().on('end', () => process.exit(3));
      for (let index = 0; index < 20000; index += 1) log.info({ index }, 'said');`;
    const child = spawn(process.execPath, args(program), { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    await new Promise((resolve) => setTimeout(resolve, 500));
    for await (const text of child.stderr.setEncoding('utf8')) {
      said += String(text);
      if (said.includes('"index":19999,') && said.endsWith('\n')) break;
    }
    expect(said.split('\n')).toHaveLength(20_001);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([3, null]);
  });

  it.each([
    ['a full disk', `log.info({}, 'a'); ${turn} log.info({}, 'b'); process.exit(3);`],
    ['a full disk, at the end only', `log.info({}, 'a'); log.info({}, 'b'); process.exit(3);`],
  ])('neither ends the process nor keeps it from ending on %s', async (_what, program) => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, args(program), { stdio: ['ignore', 'ignore', full] });
    closeSync(full);
    expect(await once(child, 'exit')).toEqual([3, null]);
  });

  it.each([
    ['gone', `${turn} log.info({}, 'a'); ${turn} log.info({}, 'b'); process.exit(3);`],
    ['going', `${turn} log.info({}, 'a'); log.info({}, 'b'); process.exit(3);`],
  ])('nor does a reader that is %s', async (_what, program) => {
    const child = spawn(process.execPath, args(program), { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.destroy();
    expect(await once(child, 'exit')).toEqual([3, null]);
  });
});
