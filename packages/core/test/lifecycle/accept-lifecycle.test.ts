import { describe, expect, it } from 'vitest';
import { OssError } from '../../src/errors/index.ts';
import { acceptLifecycle } from '../../src/lifecycle/accept-lifecycle.ts';
import type { LifecycleRuleElement } from '../../src/xml/index.ts';

const midnight = new Date('2030-01-01T00:00:00.000Z');
const expires = { Expiration: { Days: 1 } };

function rule(more: Partial<LifecycleRuleElement> = {}): LifecycleRuleElement {
  return { ID: 'a', Prefix: 'a/', Status: 'Enabled', Tag: [], Transition: [], NoncurrentVersionTransition: [], ...more };
}

function accept(rules: readonly LifecycleRuleElement[], allowOverlap = false) {
  let made = 0;
  return acceptLifecycle({ Rule: rules }, { allowOverlap, newId: () => `made-${(made += 1)}` });
}

describe('acceptLifecycle', () => {
  it.each<[string, Partial<LifecycleRuleElement>]>([
    ['days', expires],
    ['a date', { Expiration: { Date: midnight } }],
    ['what was created before a date', { Expiration: { CreatedBeforeDate: midnight } }],
    ['lone delete markers', { Expiration: { ExpiredObjectDeleteMarker: true } }],
    [
      'lone delete markers next to transitions by date',
      { Expiration: { ExpiredObjectDeleteMarker: true }, Transition: [{ Date: midnight, StorageClass: 'IA' }] },
    ],
    [
      'several transitions',
      {
        Transition: [
          { Days: 3, StorageClass: 'IA' },
          { Days: 30, StorageClass: 'Archive' },
        ],
      },
    ],
    ['objects by date and uploads by days', { Expiration: { CreatedBeforeDate: midnight }, AbortMultipartUpload: { Days: 30 } }],
    ['versions', { NoncurrentVersionExpiration: { NoncurrentDays: 1 } }],
    ['transitions of versions', { NoncurrentVersionTransition: [{ NoncurrentDays: 1, StorageClass: 'IA' }] }],
  ])('accepts rules about %s', (_name, actions) => {
    expect(accept([rule(actions)])).toEqual({ Rule: [rule(actions)] });
  });

  it('names rules that have no ID', () => {
    const { ID: _none, ...unnamed } = rule(expires);
    expect(accept([unnamed, { ...unnamed, Prefix: 'b/' }])).toMatchObject({ Rule: [{ ID: 'made-1' }, { ID: 'made-2' }] });
  });

  it.each<[string, readonly LifecycleRuleElement[], string]>([
    ['no rules', [], 'MalformedXML'],
    ['1,001 rules', Array.from({ length: 1001 }, (_, index) => rule({ ID: `${index}`, Prefix: `${index}/`, ...expires })), 'MalformedXML'],
    ['a rule that does nothing', [rule()], 'MalformedXML'],
    ['an ID twice', [rule(expires), rule({ Prefix: 'b/', ...expires })], 'InvalidArgument'],
    ['an ID that is too long', [rule({ ID: 'i'.repeat(256), ...expires })], 'InvalidArgument'],
    ['an expiration without a time', [rule({ Expiration: {} })], 'InvalidArgument'],
    ['two times', [rule({ Expiration: { Days: 1, Date: midnight } })], 'InvalidArgument'],
    ['two dates', [rule({ AbortMultipartUpload: { CreatedBeforeDate: midnight, Date: midnight } })], 'InvalidArgument'],
    ['no days', [rule({ Expiration: { Days: 0 } })], 'InvalidArgument'],
    ['no days for versions', [rule({ NoncurrentVersionExpiration: { NoncurrentDays: 0 } })], 'InvalidArgument'],
    ['a date within a day', [rule({ Expiration: { Date: new Date('2030-01-01T08:00:00.000Z') } })], 'InvalidArgument'],
    ['days mixed with dates', [rule({ ...expires, Transition: [{ Date: midnight, StorageClass: 'IA' }] })], 'InvalidArgument'],
    ['markers with days', [rule({ Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } })], 'InvalidArgument'],
    ['markers with tags', [rule({ Expiration: { ExpiredObjectDeleteMarker: true }, Tag: [{ Key: 'k', Value: 'v' }] })], 'InvalidArgument'],
  ])('refuses %s', (_name, rules, code) => {
    const refusal = accept(rules);
    expect(refusal).toBeInstanceOf(OssError);
    expect(refusal).toMatchObject({ code, status: 400 });
  });
});

describe('the same action under overlapping prefixes', () => {
  const uploads = { AbortMultipartUpload: { Days: 1 } };
  const tag = (Value: string) => [{ Key: 'k', Value }];
  const between = rule({ ID: 'between', Prefix: 'a/a', ...uploads });

  it.each([
    ['the same prefix', rule({ ID: 'b', ...expires })],
    ['a longer prefix', rule({ ID: 'b', Prefix: 'a/z/', ...expires })],
    ['no prefix', rule({ ID: 'b', Prefix: '', ...expires })],
    ['a disabled rule', rule({ ID: 'b', Status: 'Disabled', ...expires })],
  ])('is refused: %s', (_name, other) => {
    for (const rules of [
      [rule(expires), between, other],
      [other, rule(expires), between],
    ]) {
      expect(accept(rules)).toMatchObject({ code: 'InvalidArgument', message: 'Overlap for same action type Expiration' });
      expect(accept(rules, true)).toEqual({ Rule: rules });
    }
  });

  it.each([
    ['other names', rule({ ID: 'b', Prefix: 'b/', ...expires })],
    ['another action', rule({ ID: 'b', ...uploads })],
    ['objects with a tag', rule({ ID: 'b', Tag: tag('v'), ...expires })],
  ])('is not what rules for %s have', (_name, other) => {
    expect(accept([rule(expires), other])).not.toBeInstanceOf(OssError);
  });

  it('counts for the same tags in any order, and for transitions to one class', () => {
    const both = [...tag('v'), { Key: 'l', Value: 'w' }];
    expect(accept([rule({ Tag: both, ...expires }), rule({ ID: 'b', Tag: both.toReversed(), ...expires })])).toBeInstanceOf(OssError);
    const transition = (StorageClass: 'IA' | 'Archive') => ({ Transition: [{ Days: 1, StorageClass }] });
    expect(accept([rule(transition('IA')), rule({ ID: 'b', ...transition('IA') })])).toBeInstanceOf(OssError);
    expect(accept([rule(transition('IA')), rule({ ID: 'b', ...transition('Archive') })])).not.toBeInstanceOf(OssError);
  });
});
