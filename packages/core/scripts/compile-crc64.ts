// Compiles src/primitives/crc64.wat into src/primitives/crc64-module.ts, once for plain and once for shared memory.
// Usage: node scripts/compile-crc64.ts <path of the npm package wabt>, which is needed for this only.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

interface Wabt {
  parseWat(name: string, text: string, features: { threads: boolean }): { toBinary(options: object): { buffer: Uint8Array } };
}

const [wabtPath] = process.argv.slice(2);
if (wabtPath === undefined)
  throw new Error('expected the path of an installed npm package wabt, such as /somewhere/node_modules/wabt/index.js');
const { default: load }: { default: () => Promise<Wabt> } = await import(pathToFileURL(wabtPath).href);
const wabt = await load();

const source = new URL('../src/primitives/crc64.wat', import.meta.url);
const target = new URL('../src/primitives/crc64-module.ts', import.meta.url);
const text = readFileSync(source, 'utf8');

function compile(shared: boolean): string {
  const variant = shared ? text.replace('(memory 1)', '(memory 1 65536 shared)') : text;
  const { buffer } = wabt.parseWat('crc64.wat', variant, { threads: true }).toBinary({});
  return Buffer.from(buffer).toString('base64');
}

function declaration(name: string, shared: boolean): string {
  return `export const ${name} =\n  '${compile(shared)}';\n`;
}

writeFileSync(
  target,
  `// Generated from crc64.wat by scripts/compile-crc64.ts: the module's bytes in base64.\n// SHA-256 of the source: ${createHash('sha256').update(text).digest('hex')}\n\n${declaration('crc64Module', false)}\n${declaration('crc64SharedModule', true)}`,
);
