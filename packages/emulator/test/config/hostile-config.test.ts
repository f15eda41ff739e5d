import fc from 'fast-check';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { readConfigFile, readConfigText } from '../../src/config/read-config.ts';
import { temporaryFolder } from '../server/temporary-folder.ts';

function refusal(text: string): string {
  try {
    readConfigText(text, 'sse.yaml');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'valid';
}

/** Anchors that name twice what the one before names: `depth` lines stand for 2^depth values. */
const bomb = (depth: number): string =>
  ['a0: &a0 [x]', ...Array.from({ length: depth }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`)].join('\n');

describe('a hostile configuration', () => {
  it.each([
    ['aliases that multiply', bomb(40), 'a file that says at most 250000 things'],
    ['an alias of what it is in', 'users: &u [*u]', 'users[0]: expected an alias of an anchor that is set before it'],
    ['lists in lists', `users: ${'['.repeat(100)}${']'.repeat(100)}`, 'lists and mappings in at most 64 others'],
    ['lists in lists without an end', '['.repeat(20_000), 'lists or mappings that are nested too deeply'],
    ['many fields of one mapping', `{${Array.from({ length: 5000 }, (_, index) => `f${index}: 1`).join(', ')}}`, 'and 4950 more'],
    [
      'a field twice, among many',
      `${Array.from({ length: 20_000 }, (_, index) => `f${index}: 1`).join('\n')}\nf0: 1`,
      '20001:1: f0: expected one field',
    ],
    ['the names of what every object has', '{ "constructor": 1, "toString": 1 }', 'toString: unknown field'],
    ['a prototype', 'users: [{ name: a, __proto__: { groups: [x] } }]', 'users[0].__proto__: unknown field'],
    ['a tag of a language', 'users: !!js/function "() => 1"', 'a tag that is not known'],
    ['bytes as a text', 'account: { id: !!binary MTIz }', 'a tag that is not known'],
  ])('is refused: %s', (_what, text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('has few enough aliases to be read', () => {
    const users = Array.from({ length: 500 }, (_, index) => `  - { name: u${index}, policies: *p }`).join('\n');
    expect(refusal(`groups: [{ name: g, policies: &p [AliyunOSSFullAccess] }]\nusers:\n${users}`)).toBe('valid');
  });

  it('as a file is of at most 1 MiB, and of UTF-8', async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/sse.yaml`;
    await writeFile(path, '#'.repeat(1 << 20));
    expect((await readConfigFile(path)).declared.users).toEqual([]);
    await writeFile(path, '#'.repeat((1 << 20) + 1));
    await expect(readConfigFile(path)).rejects.toThrow(`${path}: expected at most 1048576 bytes, got more`);
    await writeFile(path, Buffer.from('users: []\n# \xff', 'latin1'));
    await expect(readConfigFile(path)).rejects.toThrow(`${path}: expected UTF-8, got something else`);
    if (process.platform === 'linux') await expect(readConfigFile('/dev/zero')).rejects.toThrow('expected at most 1048576 bytes');
  });
});

describe('the secrets of a configuration', () => {
  const secret = 'Ki7!hush-hush';
  const text = `account: { id: "1234567890123456" }
users:
  - name: alice
    groups: [ops]
    accessKeys:
      - { id: LTAIalice, secret: "${secret}", status: Active }
      - id: LTAIother
        secret: ${secret}
groups: [{ name: ops }]
`;

  it('are in no message, whatever is wrong', () => {
    expect(refusal(text)).toBe('valid');
    const edit = fc.record({
      at: fc.nat(text.length - 1),
      cut: fc.nat(3),
      put: fc.constantFrom('', ':', '"', '[', '{', '}', ',', '- ', '\n', '*', '&a ', '!', '\t'),
    });
    const edited = fc
      .array(edit, { minLength: 1, maxLength: 3 })
      .map((edits) => edits.reduce((now, { at, cut, put }) => now.slice(0, at) + put + now.slice(at + cut), text));
    fc.assert(
      fc.property(edited, (wrong) => {
        expect(refusal(wrong)).not.toMatch(/Ki7|hush/);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    `users: [{ name: a, accessKeys: [{ id: "${secret}", secret: LTAIalice }] }]`,
    `users: [{ name: a, accessKeys: { LTAIalice: "${secret}" } }]`,
    `users: [{ name: a, accessKeys: [{ "${secret}" }] }]`,
    `users: [{ name: a, accessKeys: ["${secret}"] }]`,
    `users: [{ name: a, accessKeys: "${secret}" }]`,
    `users: [{ name: a, accessKeys: [{ "${secret}", "${secret}" }] }]`,
    `LTAIalice ${secret}`,
  ])('are not shown in the wrong place: %s', (wrong) => {
    expect(refusal(wrong)).not.toMatch(/Ki7|hush/);
    expect(refusal(wrong)).not.toBe('valid');
  });
});
