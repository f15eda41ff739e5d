import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const program = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
const printed = /```\n([\s\S]*?)```/.exec(readme.slice(readme.indexOf('It prints:')))?.[1];

describe('the README', () => {
  it('shows a program that prints what it says', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@sse/source', '--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '--eval', program],
      { cwd: fileURLToPath(new URL('..', import.meta.url)) },
    );
    expect(stdout).toBe(printed);
  });

  it('names every entry', () => {
    for (const entry of Object.keys(manifest.exports)) expect(readme).toContain(`| \`@sse/core${entry.slice(1)}\` `);
  });
});
