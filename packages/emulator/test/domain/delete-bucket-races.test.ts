import { beforeAll, describe, expect, it } from 'vitest';
import { append, begin, inTurn, put, raced as racedObjects, remove, removeBucket, type World } from '../support/raced-objects.ts';
import { inOrder, racedUploads, type Act, type RacedUploads } from '../support/raced-uploads.ts';

let raced: RacedUploads;
beforeAll(async () => {
  raced = await racedUploads({ withObject: false });
});

const ACTS: Readonly<Record<string, () => Act>> = {
  'stores a part': () => raced.part('3'),
  completes: () => raced.complete,
  aborts: () => raced.abort,
  'aborts and dies before its job': () => raced.abortOnly,
  'deletes the bucket': () => raced.removeBucket,
  'aborts and deletes the bucket': () => inOrder(raced.abort, raced.removeBucket),
  'completes and deletes all': () => inOrder(raced.complete, raced.removeObject, raced.removeBucket),
  'deletes object and bucket': () => inOrder(raced.removeObject, raced.removeBucket),
};
const act = (name: string): Act => (ACTS[name] ?? expect.fail('no such act'))();

/** `failed`: a key of the bucket was gone; the pipeline answers NoSuchBucket then. */
const RACES: readonly [ours: string, theirs: string, outcomes: readonly string[]][] = [
  ['deletes the bucket', 'stores a part', ['BucketNotEmpty, done: no object and an upload of 1,2,3']],
  ['deletes the bucket', 'completes', ['BucketNotEmpty, done: 1,2']],
  ['deletes the bucket', 'aborts', ['BucketNotEmpty, done: no object', 'done, done: no bucket']],
  ['deletes the bucket', 'aborts and dies before its job', ['BucketNotEmpty, done: no object', 'done, done: no bucket']],
  ['deletes the bucket', 'aborts and deletes the bucket', ['BucketNotEmpty, done: no bucket', 'NoSuchBucket, done: no bucket']],
  ['stores a part', 'deletes the bucket', ['done, BucketNotEmpty: no object and an upload of 1,2,3']],
  ['stores a part', 'aborts and deletes the bucket', ['NoSuchUpload, done: no bucket', 'done, done: no bucket', 'failed, done: no bucket']],
  ['stores a part', 'completes and deletes all', ['NoSuchUpload, done: no bucket', 'done, done: no bucket', 'failed, done: no bucket']],
  ['completes', 'deletes the bucket', ['done, BucketNotEmpty: 1,2']],
  ['completes', 'aborts and deletes the bucket', ['NoSuchUpload, done: no bucket', 'done, NoSuchUpload: 1,2', 'failed, done: no bucket']],
  ['completes', 'deletes object and bucket', ['done, BucketNotEmpty: 1,2', 'done, done: no bucket']],
  ['aborts', 'deletes the bucket', ['done, BucketNotEmpty: no object', 'done, done: no bucket', 'failed, done: no bucket']],
  [
    'aborts',
    'aborts and deletes the bucket',
    ['NoSuchUpload, done: no bucket', 'done, NoSuchUpload: no object', 'failed, done: no bucket'],
  ],
  [
    'aborts and deletes the bucket',
    'stores a part',
    ['done, NoSuchBucket: no bucket', 'done, NoSuchUpload: no bucket', 'done, done: no bucket'],
  ],
];

describe('a bucket with nothing but an upload, at whatever step', () => {
  it.each(RACES)('of one process that %s, another %s', async (ours, theirs, expected) => {
    expect(await raced.outcomes({ ours: act(ours), event: act(theirs) })).toEqual(expected);
  });

  it('dies deleting it: it is there or gone, with everything in it', async () => {
    const outcomes = await raced.outcomes({ ours: act('aborts and deletes the bucket'), event: 'dies' });
    expect(outcomes).toEqual(['failed, dead: no bucket', 'failed, dead: no object', 'failed, dead: no object and an upload of 1,2']);
  });
});

describe('DeleteBucket and a write of an object, at whatever step', () => {
  const WRITES = { put: put('ours'), append: append('ours', 0), remove };
  type Name = keyof typeof WRITES;
  const RACES: readonly (readonly [start: string, name: Name])[] = [
    ['no object', 'put'],
    ['no object', 'append'],
    ['an object', 'put'],
    ['an object', 'remove'],
  ];
  const beginWith = (start: string) => (): Promise<World> => begin(start === 'no object' ? [] : [put('former')]);

  it.each(RACES)('%s: %s against DeleteBucket is as one after the other', async (start, name) => {
    const schedule = { begin: beginWith(start), ours: WRITES[name], theirs: removeBucket };
    expect(await racedObjects(schedule)).toEqual(await bothOrders(schedule));
  });

  it.each(RACES)('%s: DeleteBucket against %s is as one after the other', async (start, name) => {
    const schedule = { begin: beginWith(start), ours: removeBucket, theirs: WRITES[name] };
    expect(await racedObjects(schedule)).toEqual(await bothOrders(schedule));
  });

  async function bothOrders(schedule: Parameters<typeof inTurn>[0]): Promise<string[]> {
    return [...new Set([await inTurn(schedule, 'ours'), await inTurn(schedule, 'theirs')])].toSorted();
  }
});
