import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { emulatorOptions } from './integration/emulator.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
/** Each program with what it prints. */
const programs = [...readme.matchAll(/```ts\n([^]*?)```\n\nIt prints:\n\n```\n([^]*?)```/g)].map(([, program = '', printed = '']) => ({
  program,
  printed,
}));

/** The oldest versions that the package runs on do not know `await using` yet. */
const runnable = (program: string): string =>
  process.versions.node.startsWith('22.') ? program.replaceAll('await using', 'const') : program;

describe('the README', () => {
  it('shows two programs', () => {
    expect(programs).toHaveLength(2);
    expect(readme.match(/```ts/g)).toHaveLength(2);
  });

  it.each(programs)('shows a program that prints what it says: $printed', async ({ program, printed }) => {
    const { endpoint, region, credentials } = await emulatorOptions();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@sse/source', '--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '--eval', runnable(program)],
      {
        cwd: fileURLToPath(new URL('..', import.meta.url)),
        env: {
          ...process.env,
          OSS_ENDPOINT: endpoint,
          OSS_REGION: region,
          OSS_ACCESS_KEY_ID: credentials.accessKeyId,
          OSS_ACCESS_KEY_SECRET: credentials.accessKeySecret,
        },
      },
    );
    expect(stdout).toBe(printed);
  });
});
