import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { temporaryFolder } from './server/temporary-folder.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const program = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
const printed = /```\n([\s\S]*?)```/.exec(readme.slice(readme.indexOf('It prints:')))?.[1];
const packageFolder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

describe('the README', () => {
  it('shows a program that prints what it says', async () => {
    await using folder = await temporaryFolder();
    await mkdir(`${folder.path}/node_modules/@sse`, { recursive: true });
    for (const name of ['emulator', 'sdk']) await symlink(packageFolder(name), `${folder.path}/node_modules/@sse/${name}`);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@sse/source', '--input-type=module-typescript', '--eval', program],
      { cwd: folder.path },
    );
    expect(stdout).toBe(printed);
  });

  it('names every entry', () => {
    for (const entry of Object.keys(manifest.exports)) expect(readme).toContain(`| \`@sse/emulator${entry.slice(1)}\` `);
  });
});
