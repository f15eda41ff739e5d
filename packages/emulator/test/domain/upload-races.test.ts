import { beforeAll, describe, expect, it } from 'vitest';
import { inOrder, racedUploads, type Act, type Race, type RacedUploads } from '../support/raced-uploads.ts';

let raced: RacedUploads;
beforeAll(async () => {
  raced = await racedUploads({ withObject: true });
});

type Name = Exclude<keyof RacedUploads, 'outcomes' | 'part'> | '3' | '2' | '2+' | 'complete late' | 'abort late' | '2+ late' | '3 late';

/** Late: the fence of whoever was completing has run out. */
function act(name: Name): Act {
  const [what, late] = name.split(' ') as [keyof RacedUploads | '2' | '2+' | '3', string | undefined];
  const chosen = what === '2' || what === '2+' || what === '3' ? raced.part(what) : (raced[what] as Act);
  return late === undefined ? chosen : inOrder(raced.wait, chosen);
}

const outcomes = (ours: Name, event: Name | 'dies'): Promise<string[]> =>
  raced.outcomes({ ours: act(ours), event: event === 'dies' ? event : act(event) } satisfies Race);

/** How ours ends, how theirs ends: what is there then. */
const TWO: readonly [ours: Name, theirs: Name, outcomes: readonly string[]][] = [
  ['complete', '3', ['done, NoSuchUpload: 1,2', 'done, done: 1,2,3']],
  ['complete', '2+', ['done, NoSuchUpload: 1,2', 'done, done: 1,2+']],
  ['3', 'complete', ['NoSuchUpload, done: 1,2', 'done, done: 1,2,3']],
  ['2+', 'complete', ['NoSuchUpload, done: 1,2', 'done, done: 1,2+']],
  ['complete', 'complete', ['NoSuchUpload, done: 1,2', 'done, NoSuchUpload: 1,2']],
  ['complete', 'abort', ['NoSuchUpload, done: former', 'done, NoSuchUpload: 1,2']],
  ['abort', 'complete', ['NoSuchUpload, done: 1,2', 'done, NoSuchUpload: former']],
  ['abort', 'abort', ['NoSuchUpload, done: former', 'done, NoSuchUpload: former']],
  ['abort', '2+', ['done, NoSuchUpload: former', 'done, done: former']],
  ['2+', 'abort', ['NoSuchUpload, done: former', 'done, done: former']],
  ['2+', '2', ['done, done: former and an upload of 1,2', 'done, done: former and an upload of 1,2+']],
  ['3', 'refused', ['done, InvalidPart: former and an upload of 1,2,3']],
  ['2+', 'refused', ['done, InvalidPart: former and an upload of 1,2+']],
  ['refused', '2+', ['InvalidPart, NoSuchUpload: former and an upload of 1,2', 'InvalidPart, done: former and an upload of 1,2+']],
  ['complete', 'removeObject', ['done, done: 1,2', 'done, done: no object']],
  // Whoever comes after the fence has run out takes the upload over, also from one who is alive.
  ['complete', 'complete late', ['NoSuchUpload, done: 1,2', 'ServiceUnavailable, done: 1,2', 'done, NoSuchUpload: 1,2']],
  ['complete', 'abort late', ['NoSuchUpload, done: former', 'ServiceUnavailable, done: former', 'done, NoSuchUpload: 1,2']],
  ['complete', '3 late', ['ServiceUnavailable, done: former and an upload of 1,2,3', 'done, NoSuchUpload: 1,2', 'done, done: 1,2,3']],
  ['complete', '2+ late', ['ServiceUnavailable, done: former and an upload of 1,2+', 'done, NoSuchUpload: 1,2', 'done, done: 1,2+']],
];

/** What is there when the process that does it dies, and leases and fences have run out. */
const DEATHS: readonly [ours: Name, outcomes: readonly string[]][] = [
  ['3', ['former and an upload of 1,2', 'former and an upload of 1,2,3']],
  ['2+', ['former and an upload of 1,2', 'former and an upload of 1,2+']],
  ['complete', ['1,2', 'former and an upload of 1,2']],
  ['refused', ['former and an upload of 1,2']],
  ['abort', ['former', 'former and an upload of 1,2']],
];

describe('an upload in parts, at whatever step of one process', () => {
  it.each(TWO)('that does this: %s, another does this: %s', async (ours, theirs, expected) => {
    expect(await outcomes(ours, theirs)).toEqual(expected);
  });

  it.each(DEATHS)('that does this: %s, it dies: another goes on', async (ours, expected) => {
    expect(await outcomes(ours, 'dies')).toEqual(expected.map((seen) => `failed, dead: ${seen}`));
  });
});
