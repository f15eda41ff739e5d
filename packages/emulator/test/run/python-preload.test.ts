import { execFile, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonPreload } from '../../src/run/python-preload.ts';
import { temporaryFolder, type TemporaryFolder } from '../server/temporary-folder.ts';

const run = promisify(execFile);

/** Those of this machine; the shims of a version manager stand for interpreters that are not there, too. */
const interpreters = ['python3', 'python2.7'].filter((name) => spawnSync(name, ['--version']).status === 0);
if (!interpreters.includes('python3')) process.stderr.write('not tested: what Python programs load first, for want of python3\n');

/** The path of an interpreter that has no packages, where it can be told to have none. */
async function bareInterpreter(name: string, { path }: TemporaryFolder): Promise<string> {
  if (name !== 'python3') return (await run(name, ['-c', 'import sys; print(sys.executable)'])).stdout.trim();
  await run(name, ['-m', 'venv', '--without-pip', join(path, 'venv')]);
  return join(path, 'venv', 'bin', 'python');
}

/** As clients ask for it. */
const asks = `
from certifi import contents, where
import certifi, certifi.core
print(sorted(set([where(), certifi.where(), certifi.core.where(), str(contents()).strip()])))
`;

/** What the program could see of the preload. */
const looks = `
import sys
try:
    import certifi
    print([type(certifi.__loader__), type(getattr(getattr(certifi, '__spec__', None), 'loader', None)), certifi.__file__])
except (AttributeError, ImportError):
    print('none')
print([sys.path, getattr(sys.modules.get('sitecustomize'), '__file__', None)])
`;

const files = {
  'lib/certifi/__init__.py': 'from .core import contents, where\n',
  'lib/certifi/core.py': "def where():\n    return 'its own'\n\n\ndef contents():\n    return 'its own'\n",
  'other/sitecustomize.py': "print('other')\n",
  'broken/sitecustomize.py': '1 / 0\n',
  'roots.pem': 'AÉB\n',
};

interface Asked {
  readonly program: string;
  /** Behind the preload, by their names in the folder. */
  readonly libraries: readonly string[];
  readonly options?: readonly string[];
  /** Default `roots.pem`. */
  readonly roots?: string;
  readonly preloaded?: boolean;
}

type Python = (asked: Asked) => Promise<{ readonly stdout: string; readonly stderr: string }>;

async function pythonIn({ path }: TemporaryFolder, interpreter: string): Promise<Python> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  await run(interpreter, ['-c', "import shutil; shutil.make_archive('zipped', 'zip', 'lib')"], { cwd: path });
  const { folder } = await pythonPreload(path, '');
  return ({ program, libraries, options = [], roots = 'roots.pem', preloaded = true }) => {
    const PYTHONPATH = [...(preloaded ? [folder] : []), ...libraries.map((name) => join(path, name))].join(delimiter);
    // Python 2 names the compiled file once there is one.
    const env = { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH, SSE_EMULATOR_RUN_ROOTS: join(path, roots) };
    return run(interpreter, [...options, '-c', program], { env, cwd: path });
  };
}

describe.each(interpreters)('what %s loads first', (name) => {
  let home: TemporaryFolder;
  let interpreter: string;
  beforeAll(async () => {
    home = await temporaryFolder();
    interpreter = await bareInterpreter(name, home);
  });
  afterAll(() => home[Symbol.asyncDispose]());

  it.each(['lib', 'zipped.zip'])('makes certifi name the roots of the run, from %s', async (library) => {
    await using folder = await temporaryFolder();
    const python = await pythonIn(folder, interpreter);
    const { stdout, stderr } = await python({ program: asks, libraries: [library], options: ['-W', 'error'] });
    expect({ stdout, stderr }).toEqual({ stdout: `['${join(folder.path, 'roots.pem')}', 'AB']\n`, stderr: '' });
  });

  it.each([
    ['-S', { options: ['-S', '-W', 'error'] }],
    ['-E', { options: ['-E'], program: `import sys; sys.path.insert(0, 'lib')${asks}` }],
    ['a file that is gone', { roots: 'none.pem' }],
  ])('leaves certifi alone with %s', async (_what, asked) => {
    await using folder = await temporaryFolder();
    const python = await pythonIn(folder, interpreter);
    expect((await python({ program: asks, libraries: ['lib'], ...asked })).stdout).toBe("['its own']\n");
  });

  it('hands over to the sitecustomize that Python would have otherwise, and to its errors', async () => {
    await using folder = await temporaryFolder();
    const python = await pythonIn(folder, interpreter);
    const kinds = [['lib'], ['lib', 'other', 'broken'], ['lib', 'broken'], ['zipped.zip']];
    for (const libraries of kinds) {
      const seen = await python({ program: looks, libraries });
      expect(seen).toEqual(await python({ program: looks, libraries, preloaded: false }));
      expect(seen.stdout.match(/^other$/gm) ?? []).toHaveLength(libraries.includes('other') ? 1 : 0);
    }
  });

  it('finds certifi only where it is', async () => {
    await using folder = await temporaryFolder();
    const python = await pythonIn(folder, interpreter);
    const { stdout } = await python({ program: `import sys; sys.path[:] = []${looks}`, libraries: [] });
    expect(stdout).toMatch(/^none\n/);
  });
});
