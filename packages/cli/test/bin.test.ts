import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../src/index.ts';
import { shellWithReply, shellWithServer, type Shell } from './run.ts';

const BIN = fileURLToPath(new URL('../src/bin.ts', import.meta.url));

function start({ environment, folder }: Shell, ...args: readonly string[]): ReturnType<typeof spawn> {
  return spawn(process.execPath, ['--conditions=@sse/source', BIN, ...args], { cwd: folder, env: { ...process.env, ...environment } });
}

async function outputOf(child: ReturnType<typeof spawn>, input = ''): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const collected = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (collected.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (collected.stderr += chunk.toString()));
  child.stdin?.end(input);
  const [code]: unknown[] = await once(child, 'close');
  return { code, ...collected };
}

describe('the program itself', () => {
  it('runs from its sources, with real streams', async () => {
    const server = await shellWithServer();
    await server.sse(['mb', 'oss://photos']);
    const put = await outputOf(start(server, 'put', '-', 'oss://photos/a', '--sse-algorithm', 'AES256'), 'from a pipe');
    expect(put).toEqual({ code: 0, stdout: 'put oss://photos/a, encryption AES256\n', stderr: '' });
    expect(await outputOf(start(server, 'get', 'oss://photos/a', '-'))).toEqual({ code: 0, stdout: 'from a pipe', stderr: '' });
    expect(await outputOf(start(server, 'get', 'oss://photos/none', '-'))).toMatchObject({ code: EXIT_CODES.service, stdout: '' });
  });

  it('ends when it is interrupted, whether or not its output is read', async () => {
    const place = await shellWithReply((response) => void response.writeHead(200).end(Buffer.alloc(5_000_000)));
    const child = start(place, 'get', 'oss://photos/a', '-');
    const closed = once(child, 'exit');
    if (child.stdout !== null) await once(child.stdout, 'readable');
    child.kill('SIGINT');
    expect(await closed).toEqual([EXIT_CODES.interrupted, null]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves no unfinished file when it is interrupted by %s', async (signal) => {
    const place = await shellWithReply((response) => void response.writeHead(200, { 'content-length': '100' }).write('abc'));
    const child = start(place, 'get', 'oss://photos/a');
    const ended = outputOf(child);
    while (readdirSync(place.folder).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill(signal);
    expect(await ended).toEqual({ code: EXIT_CODES.interrupted, stdout: '', stderr: 'sse: interrupted\n' });
    expect(readdirSync(place.folder)).toEqual([]);
  });
});
