import { helpText } from './help-text.ts';
import { readOptions, UsageError, type Options } from './options.ts';
import { compareResults } from './report/compare-results.ts';
import { readResult } from './report/result-file.ts';
import { runBench } from './run-bench.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort(new Error(`stopped by ${signal}`)));

/** Does what the command line asks; resolves to the exit code. */
async function run(options: Options): Promise<number> {
  if (options.task === 'help') {
    process.stdout.write(helpText);
    return 0;
  }
  if (options.task === 'compare') {
    const [before, after] = await Promise.all([readResult(options.files[0]), readResult(options.files[1])]);
    compareResults(before, after).forEach(print);
    return 0;
  }
  if (process.platform !== 'linux') throw new Error('processor time and memory are read from /proc: this needs Linux');
  const flaws = await runBench({ ...options, print, signal: interrupted.signal });
  flaws.forEach(print);
  print(flaws.length === 0 ? 'No errors, and every figure is there.' : `${flaws.length} flaws.`);
  return flaws.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await run(readOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${interrupted.signal.aborted ? 'stopped before the end' : textOf(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

function textOf(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${helpText}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
