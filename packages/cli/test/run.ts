import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { startEmulator } from '../../emulator/src/index.ts';
import { runCommandLine, type Surroundings } from '../src/index.ts';

/** What a run printed and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Shell {
  readonly environment: Surroundings['environment'];
  readonly folder: string;
  /** Runs `sse` with these arguments. */
  readonly sse: (args: readonly string[], more?: Partial<Surroundings>) => Promise<Outcome>;
}

/** A folder of its own and an environment to run `sse` in. */
export function shell(environment: Surroundings['environment'] = {}): Shell {
  const folder = mkdtempSync(join(tmpdir(), 'sse-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { environment, folder, sse: (args, more) => run(args, { environment, workingFolder: folder, ...more }) };
}

/** A shell whose environment names an emulator of its own; it ends with the test. */
export async function shellWithServer(): Promise<Shell> {
  const emulator = await startEmulator({ sweepEvery: 0 });
  onTestFinished(() => emulator.close());
  return shell({
    OSS_ENDPOINT: emulator.endpoint,
    OSS_REGION: emulator.region,
    OSS_ACCESS_KEY_ID: emulator.accessKeyId,
    OSS_ACCESS_KEY_SECRET: emulator.accessKeySecret,
  });
}

/** Credentials for runs that reach no server. */
export const OFFLINE = {
  OSS_ENDPOINT: 'http://127.0.0.1:1',
  OSS_REGION: 'cn-hangzhou',
  OSS_ACCESS_KEY_ID: 'test-key',
  OSS_ACCESS_KEY_SECRET: 'the-secret-of-the-test-key',
} as const;

/** A shell whose environment names a server that answers everything so; it ends with the test. */
export async function shellWithReply(answer: (response: ServerResponse) => void): Promise<Shell> {
  const server = createServer((_request, response) => answer(response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return shell({ ...OFFLINE, OSS_ENDPOINT: `http://127.0.0.1:${port}` });
}

async function run(args: readonly string[], more: Partial<Surroundings>): Promise<Outcome> {
  const stdout = collector();
  const stderr = collector();
  const code = await runCommandLine(args, {
    environment: {},
    workingFolder: '.',
    stdin: Readable.from([]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal: new AbortController().signal,
    ...more,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collector(): { readonly stream: Writable; text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}
