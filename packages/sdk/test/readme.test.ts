import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { emulatorOptions } from './integration/emulator.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const program = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
const printed = /```\n([\s\S]*?)```/.exec(readme.slice(readme.indexOf('It prints:')))?.[1];

/** The oldest versions that the package runs on do not know `await using` yet. */
const runnable = process.versions.node.startsWith('22.') ? program.replace('await using', 'const') : program;

describe('the README', () => {
  it('shows a program that prints what it says', async () => {
    const { endpoint, region, credentials } = await emulatorOptions();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@sse/source', '--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '--eval', runnable],
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
