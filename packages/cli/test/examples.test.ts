import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { adminHelp, bucketEncryptionHelp, policyHelp, programHelp } from '../src/help-text.ts';
import { shellWithServer, type Outcome } from './run.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const readmeExamples = /```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';

/** The lines of a text that run `sse`, without their remarks, which two spaces divide off; a pipe's beginning is left out. */
function examplesIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => /^ *(?:\S.* \| )?(sse (?:\S+ )*?\S+)(?: {2,}.*)?$/.exec(line)?.[1] ?? []);
}

const policy = { Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:PutObject'], Resource: ['acs:oss:*:*:*'] }] };

/** Runs examples one after the other, in a folder with a picture and a policy, and on a server of their own. */
async function runAll(examples: readonly string[], ...first: readonly string[]): Promise<readonly Outcome[]> {
  const { sse, folder } = await shellWithServer();
  writeFileSync(join(folder, 'cat.png'), 'a cat');
  writeFileSync(join(folder, 'policy.json'), JSON.stringify(policy));
  const outcomes: Outcome[] = [];
  for (const example of [...first, ...examples]) {
    outcomes.push(await sse(example.split(' ').slice(1), { stdin: Readable.from([Buffer.from('from a pipe')]) }));
  }
  return outcomes;
}

describe('examples', () => {
  it.each([
    ['the README', readmeExamples, [], 10],
    ['sse --help', programHelp, [], 8],
    ['sse bucket-encryption --help', bucketEncryptionHelp, ['sse mb oss://photos'], 6],
    ['sse admin --help', adminHelp, [], 8],
    ['sse policy --help', policyHelp, ['sse mb oss://photos', 'sse admin user put alice --policy AliyunOSSFullAccess'], 3],
  ])('of %s do what they say', async (_name, text, first, count) => {
    const examples = examplesIn(text);
    expect(examples).toHaveLength(count);
    const outcomes = await runAll(examples, ...first);
    expect(outcomes.filter(({ code }) => code !== 0)).toEqual([]);
  });
});
