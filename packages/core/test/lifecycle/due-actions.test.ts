import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueActions, type DueAction, type LifecycleFacts } from '../../src/lifecycle/due-actions.ts';
import type { LifecycleRule } from '../../src/lifecycle/lifecycle-rule.ts';

const dayMs = 86_400_000;
const noon = Date.parse('2026-06-10T12:00:00.000Z');
const midnight = (date: string): number => Date.parse(`${date}T00:00:00.000Z`);

function rule(more: Partial<LifecycleRule> = {}): LifecycleRule {
  return {
    id: 'r',
    enabled: true,
    prefix: '',
    tags: [],
    excluded: [],
    largerThan: undefined,
    smallerThan: undefined,
    expiration: undefined,
    removesLoneMarkers: false,
    transitions: [],
    noncurrentExpirationDays: undefined,
    noncurrentTransitions: [],
    abortUploads: undefined,
    ...more,
  };
}

const current = { kind: 'current', key: 'logs/a', tags: [], size: 10, modifiedAt: noon } as const;
const noncurrent = { ...current, kind: 'noncurrent', since: noon } as const;
const marker = { kind: 'delete-marker', key: 'logs/a', lone: true } as const;
const upload = { kind: 'upload', key: 'logs/a', initiatedAt: noon } as const;

/** The first moment of those given at which something is due. */
function dueAt(rules: readonly LifecycleRule[], facts: LifecycleFacts, moments: readonly number[]): number | undefined {
  return moments.find((now) => dueActions(rules, facts, now).length > 0);
}

describe('when something is due', () => {
  const moments = [
    noon,
    midnight('2026-06-11') - 1,
    midnight('2026-06-11'),
    midnight('2026-06-12') - 1,
    midnight('2026-06-12'),
    noon + 9 * dayMs,
  ];

  it('days are over at the next midnight UTC', () => {
    const days = (count: number) => [rule({ expiration: { days: count } })];
    expect(dueAt(days(1), current, moments)).toBe(midnight('2026-06-12'));
    expect(dueAt(days(1), { ...current, modifiedAt: midnight('2026-06-11') }, moments)).toBe(midnight('2026-06-12'));
    expect(dueAt(days(1), { ...current, modifiedAt: midnight('2026-06-11') + 1 }, moments)).toBe(noon + 9 * dayMs);
    expect(dueAt(days(30), current, moments)).toBeUndefined();
  });

  it('a date is the moment itself, for everything', () => {
    const rules = [rule({ expiration: { on: new Date(midnight('2026-06-11')) } })];
    expect(dueAt(rules, current, moments)).toBe(midnight('2026-06-11'));
    expect(dueAt(rules, { ...current, modifiedAt: midnight('2026-06-12') }, moments)).toBe(midnight('2026-06-11'));
  });

  it('what was created before a date goes then, and nothing else', () => {
    const rules = [rule({ expiration: { createdBefore: new Date(midnight('2026-06-11')) } })];
    expect(dueAt(rules, current, moments)).toBe(midnight('2026-06-11'));
    expect(dueAt(rules, { ...current, modifiedAt: midnight('2026-06-11') }, moments)).toBeUndefined();
  });

  it('versions count from when they were replaced, uploads from their begin', () => {
    const rules = [rule({ noncurrentExpirationDays: 1, abortUploads: { days: 1 } })];
    expect(dueAt(rules, { ...noncurrent, modifiedAt: 0 }, moments)).toBe(midnight('2026-06-12'));
    expect(dueAt(rules, upload, moments)).toBe(midnight('2026-06-12'));
  });
});

describe('what is due', () => {
  const everything = rule({ expiration: { days: 1 }, removesLoneMarkers: true, noncurrentExpirationDays: 1, abortUploads: { days: 1 } });
  const later = noon + 9 * dayMs;

  it.each<[LifecycleFacts, DueAction['action']]>([
    [current, 'expire-current'],
    [noncurrent, 'remove-noncurrent'],
    [marker, 'remove-marker'],
    [upload, 'abort-upload'],
  ])('%j: %s', (facts, action) => {
    expect(dueActions([rule({ id: 'first', enabled: false }), everything], facts, later)).toEqual([{ action, ruleId: 'r' }]);
    expect(dueActions([{ ...everything, enabled: false }], facts, later)).toEqual([]);
    expect(dueActions([], facts, later)).toEqual([]);
  });

  it.each<[string, LifecycleFacts, LifecycleRule]>([
    ['objects', current, rule({ expiration: { days: 1 } })],
    ['versions', noncurrent, rule({ noncurrentExpirationDays: 1 })],
    ['markers', marker, rule({ removesLoneMarkers: true })],
    ['uploads', upload, rule({ abortUploads: { days: 1 } })],
  ])('a rule about %s alone does nothing else', (_name, facts, only) => {
    for (const other of [current, noncurrent, marker, upload])
      expect(dueActions([only], other, later)).toHaveLength(other === facts ? 1 : 0);
  });

  it('a marker that hides something stays', () => {
    expect(dueActions([everything], { ...marker, lone: false }, later)).toEqual([]);
  });

  it('transitions are told where nothing is removed', () => {
    const transition = { storageClass: 'IA', byAccessTime: false };
    const cools = rule({
      id: 'cools',
      transitions: [
        { ...transition, time: { days: 1 } },
        { ...transition, storageClass: 'Archive', time: { days: 30 } },
      ],
    });
    expect(dueActions([cools], current, later)).toEqual([{ action: 'transition', storageClass: 'IA', ruleId: 'cools' }]);
    expect(dueActions([cools, everything], current, later)).toEqual([{ action: 'expire-current', ruleId: 'r' }]);
    const versions = rule({ noncurrentTransitions: [{ ...transition, time: { days: 1 } }] });
    expect(dueActions([versions, cools], noncurrent, later)).toEqual([{ action: 'transition', storageClass: 'IA', ruleId: 'r' }]);
    expect(dueActions([rule({ transitions: [{ ...transition, byAccessTime: true, time: { days: 1 } }] })], current, later)).toEqual([]);
  });
});

describe('whom a rule is about', () => {
  const tags = [{ key: 'k', value: 'v' }];
  const at = (more: Partial<LifecycleRule>, facts: LifecycleFacts) =>
    dueActions([rule({ expiration: { days: 1 }, abortUploads: { days: 1 }, removesLoneMarkers: true, ...more })], facts, noon + 9 * dayMs)
      .length === 1;

  it.each<[string, Partial<LifecycleRule>, LifecycleFacts, boolean]>([
    ['its prefix', { prefix: 'logs/' }, current, true],
    ['another prefix', { prefix: 'log/' }, current, false],
    ['its tags', { tags }, { ...current, tags }, true],
    ['a missing tag', { tags }, current, false],
    ['another value', { tags }, { ...current, tags: [{ key: 'k', value: 'w' }] }, false],
    ['uploads, when it wants tags', { tags }, upload, false],
    ['an excluded prefix', { excluded: [{ prefix: 'logs/', tag: undefined }] }, current, false],
    ['an excluded prefix without its tag', { excluded: [{ prefix: 'logs/', tag: tags[0] }] }, current, true],
    ['an excluded prefix with its tag', { excluded: [{ prefix: 'logs/', tag: tags[0] }] }, { ...current, tags }, false],
    ['an excluded upload', { excluded: [{ prefix: 'logs/', tag: undefined }] }, upload, false],
    ['a larger object', { largerThan: 9 }, current, true],
    ['not the size itself', { largerThan: 10 }, current, false],
    ['a smaller object', { smallerThan: 11 }, current, true],
    ['not that size either', { smallerThan: 10 }, current, false],
    ['markers of any size', { largerThan: 10 }, marker, true],
  ])('%s', (_name, more, facts, about) => {
    expect(at(more, facts)).toBe(about);
  });
});

describe('for all rules', () => {
  const time = fc.oneof(
    fc.record({ days: fc.integer({ min: 1, max: 5 }) }, { noNullPrototype: true }),
    fc.integer({ min: 0, max: 10 }).map((day) => ({ on: new Date(day * dayMs) })),
    fc.integer({ min: 0, max: 10 }).map((day) => ({ createdBefore: new Date(day * dayMs) })),
  );
  const anyRule = fc
    .record({
      enabled: fc.boolean(),
      prefix: fc.constantFrom('', 'a', 'ab'),
      expiration: fc.option(time, { nil: undefined }),
      abortUploads: fc.option(time, { nil: undefined }),
    })
    .map((some) => rule(some));
  const moment = fc.integer({ min: 0, max: 10 * dayMs });
  const object = fc.record({ key: fc.constantFrom('a', 'abc', 'b'), modifiedAt: moment }).map((some) => ({ ...current, ...some }));

  it('what is due stays due', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 4 }), object, moment, moment, (rules, facts, now, more) => {
        if (dueActions(rules, facts, now).length > 0) expect(dueActions(rules, facts, now + more)).not.toEqual([]);
      }),
    );
  });

  it('something is removed exactly when one rule alone removes it', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 4 }), object, moment, (rules, facts, now) => {
        const alone = rules.map((one) => dueActions([one], facts, now));
        expect(dueActions(rules, facts, now)).toEqual(alone.find((due) => due.length > 0) ?? []);
      }),
    );
  });

  it('nothing goes before it is as old as its rule says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), object, moment, (days, facts, now) => {
        const due = dueActions([rule({ expiration: { days } })], facts, now).length > 0;
        if (due) expect(now - facts.modifiedAt).toBeGreaterThanOrEqual(days * dayMs);
        if (now - facts.modifiedAt >= (days + 1) * dayMs) expect(due).toBe(true);
      }),
    );
  });
});
