import { INTEROP_CLIENTS } from './interop-clients.ts';
import { runInterop } from './run-interop.ts';

const usage = `Usage: pnpm interop [client…]

Runs real OSS clients against a server process on a temporary data folder. Without arguments, all of them:
${Object.entries(INTEROP_CLIENTS)
  .map(([name, { about }]) => `  ${name.padEnd(10)}${about}\n`)
  .join('')}`;

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(INTEROP_CLIENTS, name));
if (names.includes('--help')) {
  process.stdout.write(usage);
} else if (unknown.length > 0) {
  process.stderr.write(`No client is called ${unknown.join(', ')}.\n\n${usage}`);
  process.exitCode = 2;
} else {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort(new Error(`stopped by ${signal}`)));
  const clients = names.length === 0 ? Object.values(INTEROP_CLIENTS) : names.flatMap((name) => INTEROP_CLIENTS[name] ?? []);
  process.exitCode = await runInterop(clients, { signal: interrupted.signal, print: (line) => void process.stdout.write(`${line}\n`) });
}
