import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { leavesOf } from '../../src/tls/leaves.ts';
import { madeAuthority, nodesVerdict } from './forged-leaf.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const authority = madeAuthority(['aliyuncs.com', 'localhost'], start);

function leaves(made = authority) {
  const time = { now: start };
  return { time, leaves: leavesOf(made, () => time.now) };
}

describe('leaves', () => {
  it('are made for the name that is asked for, and kept', () => {
    const { leaves: made } = leaves();
    const leaf = made.named('A.oss-cn-hangzhou.aliyuncs.com.');
    const certificate = new X509Certificate(leaf.cert);
    expect(certificate.subjectAltName).toBe('DNS:a.oss-cn-hangzhou.aliyuncs.com');
    expect(certificate.checkIssued(authority.certificate)).toBe(true);
    expect(certificate.verify(authority.certificate.publicKey)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(made.named('a.oss-cn-hangzhou.aliyuncs.com')).toBe(leaf);
    expect(made.secureContextFor('b.aliyuncs.com')).toBe(made.secureContextFor('B.aliyuncs.com'));
  });

  it('of names that the authority does not certify, or that are none, are that for clients without a name', () => {
    const { leaves: made } = leaves();
    const unnamed = made.unnamed();
    for (const name of ['example.com', '*', '', 'a b.aliyuncs.com', `${'a'.repeat(64)}.aliyuncs.com`, '.aliyuncs.com', '\0.aliyuncs.com'])
      expect(made.named(name)).toBe(unnamed);
    expect(new X509Certificate(unnamed.cert).subjectAltName).toBe(
      'DNS:aliyuncs.com, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
  });

  it('are valid for less than 398 days and renewed a month before they expire', () => {
    const { leaves: made, time } = leaves();
    const first = made.named('localhost');
    const { validFrom, validTo } = new X509Certificate(first.cert);
    expect(Date.parse(validTo)).toBe(start + 397 * day);
    expect(Date.parse(validTo) - Date.parse(validFrom)).toBeLessThan(398 * day);
    const context = made.secureContextFor('localhost');
    time.now = start + 367 * day - 1;
    expect(made.named('localhost')).toBe(first);
    time.now += 1;
    const second = made.named('localhost');
    expect(Date.parse(new X509Certificate(second.cert).validTo)).toBe(start + (367 + 397) * day);
    expect(made.secureContextFor('localhost')).not.toBe(context);
    expect(made.named('localhost')).toBe(second);
  });

  it('end with the authority, and are not made again and again before', () => {
    const { leaves: made, time } = leaves();
    const end = Date.parse(authority.certificate.validTo);
    time.now = end - 10 * day;
    const last = made.named('localhost');
    expect(last.notAfter).toBe(end);
    expect(made.named('localhost')).toBe(last);
  });

  it('are forgotten when there are many', () => {
    const made = leavesOf(authority, () => start, 5);
    const first = made.named('first.aliyuncs.com');
    for (let index = 0; index < 5; index += 1) made.named(`b${index}.aliyuncs.com`);
    expect(made.named('first.aliyuncs.com')).not.toBe(first);
  });

  it('are trusted by node', async () => {
    const current = madeAuthority(['aliyuncs.com', 'localhost']);
    const made = leavesOf(current, Date.now);
    const ca = current.certificate.toString();
    expect(await nodesVerdict(made.unnamed(), ca)).toBe('trusted');
    expect(await nodesVerdict(made.named('kms.cn-hangzhou.aliyuncs.com'), ca, 'kms.cn-hangzhou.aliyuncs.com')).toBe('trusted');
    expect(await nodesVerdict(made.named('example.com'), ca, 'example.com')).toMatch(/does not match certificate's altnames/);
  });
});
