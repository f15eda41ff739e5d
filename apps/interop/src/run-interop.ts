import { inspect } from 'node:util';
import type { InteropClient } from './interop-clients.ts';
import { runProgram, type Tally } from './run-program.ts';
import { startServer, type ServerProcess } from './start-server.ts';

export interface InteropOptions {
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/** Names that the programs use to reach buckets in other ways than by path; the programs resolve them to this machine themselves. */
const serverArgs = ['--domain', 'oss.interop.test', '--cname', 'files.interop.test=interop-cname'];

/**
 * Runs the clients one after the other against one server and prints each check and, at the end, `N passed, N failed`.
 * Resolves to the exit code, 0 when nothing failed; the server is stopped and its folder removed in any case.
 */
export async function runInterop(clients: readonly InteropClient[], { signal, print }: InteropOptions): Promise<number> {
  let passed = 0;
  let failed = 0;
  const add = (tally: Tally): void => {
    passed += tally.passed;
    failed += tally.failed;
  };
  const fail = (what: string, error: unknown): void => {
    print(`FAIL ${what}: ${typeof error === 'string' ? error : inspect(error)}`);
    failed += 1;
  };
  try {
    const server = await startServer({ args: serverArgs, signal });
    try {
      const environment = { ...process.env, ...server.exports, ...(await madeKeys(server)) };
      for (const client of clients) {
        signal.throwIfAborted();
        const program = await client.prepare(signal);
        add(await runProgram(program, { environment, signal, print }));
      }
    } finally {
      for (const flaw of await server.stop()) fail('server', flaw);
    }
  } catch (error) {
    fail('run', signal.aborted ? String(signal.reason) : error);
  }
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Keys for SSE-KMS, made by the server's own command line while the server runs. */
async function madeKeys(server: ServerProcess): Promise<Record<string, string>> {
  const alias = 'alias/interop';
  const keyId = await server.keys('create', '--alias', alias);
  const otherKeyId = await server.keys('create');
  const disabledKeyId = await server.keys('create');
  await server.keys('disable', disabledKeyId);
  return {
    SSE_INTEROP_KMS_KEY_ID: keyId,
    SSE_INTEROP_KMS_ALIAS: alias,
    SSE_INTEROP_OTHER_KMS_KEY_ID: otherKeyId,
    SSE_INTEROP_DISABLED_KMS_KEY_ID: disabledKeyId,
  };
}
