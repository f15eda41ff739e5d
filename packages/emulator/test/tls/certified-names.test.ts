import { describe, expect, it } from 'vitest';
import { certifiedDomains, covers, objectionToHost } from '../../src/tls/certified-names.ts';

describe('certifiedDomains', () => {
  it('are the vendor’s, this machine’s and those that the server goes by, none below another', () => {
    expect(certifiedDomains({ host: '127.0.0.1', baseDomains: [], cnames: {} })).toEqual(['aliyuncs.com', 'localhost']);
    const cnames = { 'files.example.com': 'b', 'x.oss.test': 'c' };
    expect(certifiedDomains({ host: 'Box.lan', baseDomains: ['OSS.test', 'a.aliyuncs.com'], cnames })).toEqual([
      'aliyuncs.com',
      'box.lan',
      'files.example.com',
      'localhost',
      'oss.test',
    ]);
  });
});

describe('covers', () => {
  it.each([
    ['aliyuncs.com', true],
    ['a.b.aliyuncs.com', true],
    ['notaliyuncs.com', false],
    ['com', false],
    ['aliyuncs.com.test', false],
  ])('%s: %s', (name, covered) => expect(covers(['aliyuncs.com', 'localhost'], name)).toBe(covered));
});

describe('objectionToHost', () => {
  it.each(['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost', 'box.lan'])('is none to %s', (host) =>
    expect(objectionToHost(host)).toBeUndefined(),
  );
  it.each(['192.168.1.5', '127.0.0.2', 'fe80::1'])('is there to %s', (host) =>
    expect(objectionToHost(host)).toMatch(/certifies names and the addresses 127\.0\.0\.1 and ::1 only/),
  );
});
