import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src', import.meta.url));
/** The clock, randomness, the outside and timers; `primitives` alone may know node. */
const IMPURE =
  /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomBytes\b|\brandomFill|\bperformance\.|\bprocess\.|\bsetTimeout\b|\bfetch\(/;
/** What a module could change while it runs: variables, and collections that begin empty. */
const STATE =
  /^(?:export )?(?:let|var) |^(?:export )?const \w+(?:: [^=\n]+)? = (?:new (?:Map|Set|WeakMap|WeakSet)(?:<.*>)?\(\)|\[\]|\{\});/m;
const NODE = /from 'node:|\bBuffer\b|\bTextEncoder\b/;

async function sources(): Promise<[name: string, text: string][]> {
  const names = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ts'));
  return Promise.all(names.map(async (name) => [name, await readFile(join(source, name), 'utf8')]));
}

it('the core asks nobody for time or chance, keeps no state in modules, and knows node in one folder only', async () => {
  const files = await sources();
  expect(files.length).toBeGreaterThan(80);
  expect(files.filter(([, text]) => IMPURE.test(text)).map(([name]) => name)).toEqual([]);
  expect(files.filter(([, text]) => STATE.test(text)).map(([name]) => name)).toEqual([]);
  expect(files.filter(([name, text]) => !name.startsWith('primitives/') && NODE.test(text)).map(([name]) => name)).toEqual([]);
});
