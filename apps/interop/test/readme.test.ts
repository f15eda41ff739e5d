import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
const block = (language: string): string => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1] ?? '';

/** What pnpm hands to a shell for `pnpm <script> <args>`. */
function shellLine(command: string): string {
  const [, script = '', args = ''] = /^(\S+) ?(.*)$/.exec(command) ?? [];
  return `exec ${scripts[script]} ${args}`;
}

interface Surroundings {
  readonly run: (command: string) => Promise<string>;
  readonly environment: NodeJS.ProcessEnv;
}

/** A server started by `pnpm start` on a data folder of its own, and a shell with what it printed; it ends with the test. */
async function startedServer(): Promise<Surroundings> {
  const folder = mkdtempSync(join(tmpdir(), 'sse-readme-'));
  const kept = {
    ...process.env,
    PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}`,
    SSE_EMULATOR_DATA: join(folder, 'data'),
  };
  const child = spawn('sh', ['-c', shellLine('start --port 0')], { cwd: root, env: kept, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  });
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    child.once('close', () => reject(new Error(`the server did not get ready: ${printed}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.includes('export OSS_REGION=')) resolve();
    });
  });
  const exported = Object.fromEntries([...printed.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]));
  const environment = { ...kept, ...exported };
  const run = async (command: string): Promise<string> =>
    (await promisify(execFile)('sh', ['-c', shellLine(command)], { cwd: root, env: environment })).stdout;
  return { run, environment };
}

describe('the README of the repository', () => {
  it('names commands that do what it says, with the variables that the server prints', async () => {
    const { run, environment } = await startedServer();
    const names = [...block('text').matchAll(/^export (\w+)=/gm)].map(([, name = '']) => name);
    expect(names).toHaveLength(4);
    for (const name of names) expect(environment).toHaveProperty(name);
    await run('sse mb oss://bucket');
    const commands = [...readme.matchAll(/`pnpm ((?:sse|emulator) [^`]+)`/g)].map(([, command = '']) => command);
    expect(commands).toHaveLength(7);
    // The program of `emulator run` is the reader's own; the command has tests of its own.
    for (const command of commands.filter((text) => !text.startsWith('emulator run '))) expect(await run(command)).not.toBe('');
    expect(await run('sse bucket-encryption get oss://bucket')).toBe('oss://bucket encrypts with AES256\n');
  });

  it('names only scripts that there are', () => {
    const named = [...readme.matchAll(/(?:`|^npx -y )pnpm(?:@10)? ([a-z]+)/gm)].map(([, script = '']) => script);
    expect(named.length).toBeGreaterThan(6);
    for (const script of named) expect(scripts).toHaveProperty(script);
  });

  it('shows a program that starts a server', async () => {
    const arguments_ = ['--conditions=@sse/source', '--input-type=module-typescript', '--eval', block('ts')];
    const { stdout } = await promisify(execFile)(process.execPath, arguments_, { cwd: fileURLToPath(new URL('..', import.meta.url)) });
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+ LTAI\w+\n$/);
  });
});
