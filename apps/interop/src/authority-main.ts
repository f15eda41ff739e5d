import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goProgram } from './go-program.ts';
import { runProgram, type Program, type Tally } from './run-program.ts';
import { startServer } from './start-server.ts';

const folder = fileURLToPath(new URL('../authority/', import.meta.url));

/** In this order: the first one makes the certificates that the others judge. */
const programs: readonly ((signal: AbortSignal) => Promise<Program>)[] = [
  (signal) => goProgram({ module: folder, signal }),
  async () => ({ command: 'python3', args: [join(folder, 'main.py')] }),
  async () => ({ command: process.execPath, args: [join(folder, 'main.mjs')] }),
];

/** Runs the programs against a server with `--tls self`; resolves to how many checks passed and failed. */
async function checkAuthority(signal: AbortSignal): Promise<Tally> {
  const server = await startServer({ args: ['--tls', 'self'], needs: ['SSL_CERT_FILE'], signal });
  const forged = await mkdtemp(join(tmpdir(), 'sse-forged-'));
  let passed = 0;
  let failed = 0;
  try {
    const authority = dirname(server.exports['SSL_CERT_FILE'] ?? '');
    const { OSS_ENDPOINT } = server.exports;
    const environment = { ...process.env, OSS_ENDPOINT, SSE_INTEROP_AUTHORITY: authority, SSE_INTEROP_FORGED: forged };
    for (const prepare of programs) {
      const tally = await runProgram(await prepare(signal), { environment, signal, print });
      passed += tally.passed;
      failed += tally.failed;
    }
  } finally {
    await rm(forged, { recursive: true });
    for (const flaw of await server.stop()) {
      print(`FAIL server: ${flaw}`);
      failed += 1;
    }
  }
  return { passed, failed };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort(new Error(`stopped by ${signal}`)));
const { passed, failed } = await checkAuthority(interrupted.signal);
print(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
