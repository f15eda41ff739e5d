import { describe, expect, it } from 'vitest';
import { append, begin, complete, inTurn, put, raced, remove, setVersioning, type Act, type World } from '../support/raced-objects.ts';

/** So long that its extent is not written again with what comes next. */
const long = `first${'.'.repeat(299_995)}`;

/** What was done before, and where the next append goes. */
const STARTS = {
  'no object': { acts: [], position: 0 },
  'a short object': { acts: [append('first', 0)], position: 5 },
  'a long object': { acts: [append(long, 0)], position: 300_000 },
  'a version': { acts: [setVersioning('Enabled'), append('former', 0), remove, append('first', 0)], position: 5 },
  'a null version': { acts: [append('first', 0), setVersioning('Enabled'), setVersioning('Suspended')], position: 5 },
  'a delete marker': { acts: [append('first', 0), setVersioning('Enabled'), remove], position: 0 },
} as const satisfies Record<string, { readonly acts: readonly Act[]; readonly position: number }>;
type Start = keyof typeof STARTS;

const ACTS: Readonly<Record<string, (position: number) => Act>> = {
  append: (position) => append('ours', position),
  'another append': (position) => append('their', position),
  put: () => put('put'),
  remove: () => remove,
  complete: () => complete,
  enable: () => setVersioning('Enabled'),
};

const short: readonly Start[] = ['a short object', 'a version'];
/** All acts where a short extent is written again, at whose steps the append is what happens too; the first ones elsewhere. */
const PAIRS: readonly (readonly [Start, string, string])[] = (Object.keys(STARTS) as Start[]).flatMap((start) => {
  const others = short.includes(start) ? ['put', 'remove', 'complete', 'enable'] : ['put', 'remove'];
  const reversed = short.includes(start) ? others.map((ours) => [start, ours, 'append'] as const) : [];
  return [...['another append', ...others].map((theirs) => [start, 'append', theirs] as const), ...reversed];
});

describe('an append and another write of the object, at whatever step', () => {
  it.each(PAIRS)('%s: %s against %s is as one after the other, in either order', async (start, ours, theirs) => {
    const { acts, position } = STARTS[start];
    const withUpload = [ours, theirs].includes('complete');
    const act = (name: string): Act => ACTS[name]?.(position) ?? expect.fail('no such act');
    const race = { begin: (): Promise<World> => begin(acts, withUpload), ours: act(ours), theirs: act(theirs) };
    const orders = [await inTurn(race, 'ours'), await inTurn(race, 'theirs')];
    expect(await raced(race)).toEqual([...new Set(orders)].toSorted());
  });

  it.each([
    ['no object', 'ours', 'nothing'],
    ['a short object', 'firstours', 'first'],
    ['a long object', 'first~ours', 'first~'],
    ['a version', 'firstours marker former', 'first marker former'],
  ] as const)('%s: it is appended or as it was where the process dies', async (start, after, before) => {
    const { acts, position } = STARTS[start];
    const outcomes = await raced({ begin: () => begin(acts), ours: append('ours', position), theirs: 'dies' });
    expect(outcomes.map((outcome) => outcome.replace('null:', ''))).toEqual(
      [after, before].map((seen) => `broken, dead: ${seen}`).toSorted(),
    );
  });
});
