import { beforeAll, describe, expect, it } from 'vitest';
import { racedUploads, type Act, type RacedUploads } from '../support/raced-uploads.ts';

let raced: RacedUploads;
beforeAll(async () => {
  raced = await racedUploads({ withObject: true, sequential: true });
});

type Name = '1' | '2' | '2+' | '3' | 'complete' | 'abort';
const act = (name: Name): Act => (name === 'complete' || name === 'abort' ? raced[name] : raced.part(name));

/** How ours ends, how theirs ends: what is there then. Whatever object there is has the MD5 of its bytes. */
const TWO: readonly [ours: Name, theirs: Name, outcomes: readonly string[]][] = [
  ['3', '3', ['done, done: former and an upload of 1,2,3']],
  ['2+', '3', ['PartNotSequential, done: former and an upload of 1,2,3', 'done, done: former and an upload of 1,2+,3']],
  [
    '3',
    '2+',
    [
      'PartNotSequential, done: former and an upload of 1,2+',
      'done, PartNotSequential: former and an upload of 1,2,3',
      'done, done: former and an upload of 1,2+,3',
    ],
  ],
  ['2+', '2', ['done, done: former and an upload of 1,2', 'done, done: former and an upload of 1,2+']],
  ['complete', '3', ['done, NoSuchUpload: 1,2', 'done, done: 1,2,3']],
  ['3', 'complete', ['NoSuchUpload, done: 1,2', 'done, done: 1,2,3']],
  ['abort', '3', ['done, NoSuchUpload: former', 'done, done: former']],
  ['3', 'abort', ['NoSuchUpload, done: former', 'done, done: former']],
];

describe('a sequential upload, at whatever step of one process', () => {
  it.each(TWO)('that does this: %s, another does this: %s', async (ours, theirs, expected) => {
    expect(await raced.outcomes({ ours: act(ours), event: act(theirs) })).toEqual(expected);
  });

  it.each<[Name, readonly string[]]>([
    ['3', ['former and an upload of 1,2', 'former and an upload of 1,2,3']],
    ['2+', ['former and an upload of 1,2', 'former and an upload of 1,2+']],
    ['complete', ['1,2', 'former and an upload of 1,2']],
  ])('that does this: %s, it dies: another goes on', async (ours, expected) => {
    expect(await raced.outcomes({ ours: act(ours), event: 'dies' })).toEqual(expected.map((seen) => `failed, dead: ${seen}`));
  });
});
