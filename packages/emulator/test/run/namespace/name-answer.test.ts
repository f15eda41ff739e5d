import { decode, encode, RECURSION_DESIRED, type Packet, type RecordType } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerName, failedName } from '../../../src/run/namespace/name-answer.ts';

const gateway = '198.18.0.1';

function ask(
  name: string,
  type: RecordType = 'A',
  blockOthers = false,
): { readonly answer: Packet | string; readonly refused: readonly string[] } {
  const refused: string[] = [];
  const query = encode({ type: 'query', id: 4711, flags: RECURSION_DESIRED, questions: [{ type, name }] });
  const answer = answerName(query, { gateway, blockOthers, refused: (host) => refused.push(host) });
  return { answer: typeof answer === 'object' ? decode(answer) : (answer ?? 'asks'), refused };
}

function outcome(name: string, type: RecordType = 'A', blockOthers = false): unknown {
  const { answer } = ask(name, type, blockOthers);
  if (typeof answer === 'string') return answer;
  const found = (answer.answers ?? []).flatMap((record) => (record.type === 'A' ? [record.data] : []));
  return answer.flags === undefined || (answer.flags & 0xf) === 0 ? found : 'no such name';
}

describe('answerName', () => {
  it('tells where the names of the vendor that are served here are, in the spelling of the question', () => {
    const { answer } = ask('ExampleBucket.oss-cn-Hangzhou.aliyuncs.com');
    expect(answer).toMatchObject({
      id: 4711,
      type: 'response',
      rcode: 'NOERROR',
      flag_rd: true,
      flag_ra: true,
      questions: [{ type: 'A', name: 'ExampleBucket.oss-cn-Hangzhou.aliyuncs.com' }],
      answers: [{ type: 'A', name: 'ExampleBucket.oss-cn-Hangzhou.aliyuncs.com', data: gateway }],
    });
  });

  it.each([
    ['oss-cn-beijing-internal.aliyuncs.com', 'A', [gateway]],
    ['oss-accelerate.aliyuncs.com', 'A', [gateway]],
    ['sts.cn-hangzhou.aliyuncs.com', 'A', [gateway]],
    ['kms.cn-hangzhou.aliyuncs.com', 'A', [gateway]],
    ['oss-cn-beijing.aliyuncs.com', 'AAAA', []],
    ['oss-cn-beijing.aliyuncs.com', 'TXT', []],
    ['ecs.aliyuncs.com', 'A', 'no such name'],
    ['aliyuncs.com', 'AAAA', 'no such name'],
    ['oss-cn-beijing.aliyuncs.com.corp.example', 'A', 'no such name'],
    ['example.com', 'A', 'asks'],
    ['notaliyuncs.com', 'AAAA', 'asks'],
    ['localhost', 'A', 'asks'],
  ] as const)('%s, %s: %j', (name, type, expected) => {
    expect(outcome(name, type)).toEqual(expected);
  });

  it('knows no others where they are blocked', () => {
    expect(outcome('example.com', 'A', true)).toBe('no such name');
    expect(outcome('localhost', 'A', true)).toBe('asks');
    expect(outcome('oss-cn-beijing.aliyuncs.com', 'A', true)).toEqual([gateway]);
  });

  it('tells of a refused name once for both its addresses', () => {
    expect(ask('ECS.aliyuncs.com').refused).toEqual(['ecs.aliyuncs.com']);
    expect(ask('ecs.aliyuncs.com', 'AAAA').refused).toEqual([]);
    expect(ask('example.com', 'A', true).refused).toEqual(['example.com']);
    expect(ask('oss-cn-beijing.aliyuncs.com.corp').refused).toEqual([]);
    expect(ask('example.com').refused).toEqual([]);
  });

  it('takes what is no query for none, and never throws', () => {
    const response = encode({ type: 'response', id: 1, questions: [{ type: 'A', name: 'oss-cn-beijing.aliyuncs.com' }] });
    const rules = { gateway, blockOthers: false, refused: () => {} };
    expect(answerName(response, rules)).toBe('malformed');
    expect(answerName(encode({ type: 'query', id: 1, questions: [] }), rules)).toBe('malformed');
    const query = encode({ type: 'query', id: 1, questions: [{ type: 'A', name: 'oss-cn-beijing.aliyuncs.com' }] });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(query.length), (bytes, cut) => {
        answerName(Buffer.concat([query.subarray(0, cut), bytes]), rules);
        answerName(Buffer.from(bytes), rules);
      }),
    );
  });
});

describe('failedName', () => {
  it('says that the servers failed', () => {
    const query = encode({ type: 'query', id: 9, questions: [{ type: 'A', name: 'example.com' }] });
    expect(decode(failedName(query))).toMatchObject({ id: 9, rcode: 'SERVFAIL', questions: [{ name: 'example.com' }] });
  });
});
