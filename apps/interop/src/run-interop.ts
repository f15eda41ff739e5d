import { readFile, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { clientsDocument, type ObservedClient } from './clients-document.ts';
import type { InteropClient } from './interop-clients.ts';
import { programEnvironment } from './program-environment.ts';
import { runProgram, type Tally } from './run-program.ts';
import { startServer } from './start-server.ts';

export interface InteropOptions {
  /** What becomes of docs/clients.md, the table of what was seen: compared with the runs, written from them, or left alone. */
  readonly table: 'compare' | 'write' | 'leave';
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/** Names that the programs use to reach buckets in other ways than by path; the programs resolve them to this machine themselves. */
const serverArgs = ['--domain', 'oss.interop.test', '--cname', 'files.interop.test=interop-cname'];

const tableFile = new URL('../../../docs/clients.md', import.meta.url);

/**
 * Runs the clients one after the other, each against a server of its own, and prints each check and, at the end, `N passed, N failed`.
 * Resolves to the exit code, 0 when nothing failed; servers are stopped and their folders removed in any case.
 */
export async function runInterop(
  clients: Readonly<Record<string, InteropClient>>,
  { table, signal, print }: InteropOptions,
): Promise<number> {
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
  const observed: ObservedClient[] = [];
  for (const [name, client] of Object.entries(clients)) {
    try {
      signal.throwIfAborted();
      const program = await client.prepare(signal);
      const server = await startServer({ args: serverArgs, signal });
      try {
        const made = await programEnvironment(server);
        try {
          add(await runProgram(program, { environment: { ...process.env, ...made.variables }, signal, print }));
        } finally {
          await made.release();
        }
      } finally {
        for (const flaw of await server.stop()) fail(`${name}: server`, flaw);
      }
      observed.push({ name, package: client.package, version: await versionOf(client), served: server.served() });
    } catch (error) {
      fail(name, signal.aborted ? String(signal.reason) : error);
    }
  }
  const flaw = await settleTable(table, clientsDocument(observed), failed);
  if (flaw !== undefined) fail('docs/clients.md', flaw);
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Resolves to what is wrong with the table; nothing when all is well. */
async function settleTable(table: InteropOptions['table'], document: string, failed: number): Promise<string | undefined> {
  if (table === 'leave') return undefined;
  if (table === 'compare') {
    const there = await readFile(tableFile, 'utf8').catch(() => '');
    return there === document ? undefined : `it is not what the runs show; write it with pnpm interop --write-table:\n${document}`;
  }
  if (failed > 0) return 'it is not written, because something failed';
  await writeFile(tableFile, document);
  return undefined;
}

async function versionOf({ pin }: InteropClient): Promise<string> {
  const [, version] = pin.pattern.exec(await readFile(pin.file, 'utf8')) ?? [];
  if (version === undefined) throw new Error(`${pin.file.pathname} pins no version: nothing in it is like ${pin.pattern}`);
  return version;
}
