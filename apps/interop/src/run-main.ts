import { checkPrograms, PROGRAM_GROUPS } from './check-programs.ts';

const every = Object.keys(PROGRAM_GROUPS);
const named = process.argv.slice(2);
const unknown = named.filter((name) => !every.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`No program is called ${unknown.join(', ')}. Usage: pnpm interop:run [${every.join(' | ')}]…\n`);
  process.exitCode = 2;
} else {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort(new Error(`stopped by ${signal}`)));
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const { passed, failed } = await checkPrograms(named.length === 0 ? every : named, { signal: interrupted.signal, print });
  print(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
