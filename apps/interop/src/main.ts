import { INTEROP_CLIENTS } from './interop-clients.ts';
import { runInterop } from './run-interop.ts';

const usage = `Usage: pnpm interop [client…]
       pnpm interop --write-table

Runs real OSS clients, each against a server process on a temporary data folder. Without arguments it runs all of them and compares
docs/clients.md, the table of what they did, with what the server saw; --write-table writes the table instead. The clients:
${Object.entries(INTEROP_CLIENTS)
  .map(([name, { about }]) => `  ${name.padEnd(21)}${about}\n`)
  .join('')}`;

const write = process.argv.includes('--write-table');
const names = process.argv.slice(2).filter((argument) => argument !== '--write-table');
const unknown = names.filter((name) => !Object.hasOwn(INTEROP_CLIENTS, name));
if (names.includes('--help')) {
  process.stdout.write(usage);
} else if (unknown.length > 0 || (write && names.length > 0)) {
  const objection = unknown.length > 0 ? `No client is called ${unknown.join(', ')}.` : 'The table is written from a run of all clients.';
  process.stderr.write(`${objection}\n\n${usage}`);
  process.exitCode = 2;
} else {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort(new Error(`stopped by ${signal}`)));
  const clients = Object.entries(INTEROP_CLIENTS).filter(([name]) => names.length === 0 || names.includes(name));
  process.exitCode = await runInterop(Object.fromEntries(clients), {
    table: write ? 'write' : names.length === 0 ? 'compare' : 'leave',
    signal: interrupted.signal,
    print: (line) => void process.stdout.write(`${line}\n`),
  });
}
