import { describe, expect, it } from 'vitest';
import { bucketResource, objectResource } from '../src/resource.ts';

const misuse = expect.objectContaining({ code: 'misuse' });

describe('resources', () => {
  it('names what is addressed', () => {
    expect(bucketResource('photos')).toEqual({ bucket: 'photos' });
    expect(objectResource('photos', 'a/b c')).toEqual({ bucket: 'photos', key: 'a/b c' });
  });

  it.each(['', 'ab', 'Photos', '../x', 'a.b.c', 'photos/x'])('refuses the bucket %j', (bucket) => {
    expect(() => bucketResource(bucket)).toThrow(misuse);
    expect(() => objectResource(bucket, 'key')).toThrow(misuse);
  });

  it.each(['', '/a', '\\a', 'a\0b', 'x'.repeat(1024), '\ud800'])(
    'refuses the key %j, which would address something else or nothing',
    (key) => {
      expect(() => objectResource('photos', key)).toThrow(misuse);
    },
  );
});
