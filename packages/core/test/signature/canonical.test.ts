import { describe, expect, it } from 'vitest';
import { percentEncode, percentEncodePath, v1Frame, v1StringToSign, v4CanonicalRequest, v4Frame } from '../../src/signature/index.ts';

describe('percentEncode', () => {
  it.each([
    ['AZaz09-_.~', 'AZaz09-_.~'],
    ["!'()*", '%21%27%28%29%2A'],
    ['a b/+&=?#%', 'a%20b%2F%2B%26%3D%3F%23%25'],
    ['中😀', '%E4%B8%AD%F0%9F%98%80'],
    ['\0\n', '%00%0A'],
  ])('%j is %s', (text, encoded) => {
    expect(percentEncode(text)).toBe(encoded);
    expect(percentEncodePath(text)).toBe(encoded.replaceAll('%2F', '/'));
  });
});

describe('the value of a header', () => {
  it('loses the blanks around it, and no byte of a letter', () => {
    const bytes = Buffer.from(' \tvoilà \t').toString('latin1');
    const frame = v1Frame({ method: 'GET', headers: { 'x-oss-meta-v': bytes }, query: [], date: 'D' });
    expect(v1StringToSign(frame, { bucket: 'b', key: 'k' })).toBe('GET\n\n\nD\nx-oss-meta-v:voilà\n/b/k');
  });
});

describe('the V1 string to sign', () => {
  const headers = { 'x-oss-b': ' 2 ', 'content-type': 'text/plain', 'x-oss-a': '', host: 'h', 'x-oss-absent': undefined };

  it('has the signed sub-resources sorted, by their first value, undecorated, and no other parameter', () => {
    const query = [
      ['x-oss-process', 'style/a b'],
      ['prefix', 'p'],
      ['acl', ''],
      ['acl', '2'],
      ['Zeta', ''],
      ['uploadId', 'ü&?'],
    ] as const;
    const frame = v1Frame({ method: 'GET', headers: {}, query, date: 'D' });
    expect(v1StringToSign(frame, { bucket: 'b', key: 'ä b' })).toBe('GET\n\n\nD\n/b/ä b?acl&uploadId=ü&?&x-oss-process=style/a b');
  });

  it('has the OSS headers sorted and trimmed, and Content-Type in its own line', () => {
    const frame = v1Frame({ method: 'PUT', headers, query: [], date: 'D' });
    expect(v1StringToSign(frame, { bucket: 'b' })).toBe('PUT\n\ntext/plain\nD\nx-oss-a:\nx-oss-b:2\n/b/');
    expect(v1StringToSign(frame, {})).toBe('PUT\n\ntext/plain\nD\nx-oss-a:\nx-oss-b:2\n/');
  });
});

describe('the V4 canonical request', () => {
  it('sorts by encoded name, keeps duplicates in order, and leaves its own signature out', () => {
    const query = [
      ['b', '2'],
      ['a', '/'],
      ['b', '1'],
      ['x-oss-signature', 's'],
      ['~', ''],
      ['B', ' '],
      ['中', ''],
    ] as const;
    const frame = v4Frame({ method: 'GET', headers: { host: ' h ', range: 'r' }, query, additionalHeaders: ['host'], payloadHash: 'P' });
    const canonicalQuery = '%E4%B8%AD&B=%20&a=%2F&b=2&b=1&~';
    expect(v4CanonicalRequest(frame, { bucket: 'b', key: 'a/ä' })).toBe(`GET\n/b/a/%C3%A4\n${canonicalQuery}\nhost:h\n\nhost\nP`);
  });
});
