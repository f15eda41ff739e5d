import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BRIEF_FORMS, fillIn, flawOfProgram } from '../src/brief-programs.ts';

const kept = Object.entries(BRIEF_FORMS).flatMap(([language, form]) =>
  Object.entries(form.programs).map(([program, sha256]) => ({
    name: `${language}/${program}`,
    form,
    sha256,
    text: readFileSync(new URL(`../run/brief/${language}/${program}`, import.meta.url), 'utf8'),
  })),
);

describe('the programs of the manual page', () => {
  it('are three in two forms', () => {
    expect(kept).toHaveLength(6);
  });

  it.each(kept)('are kept as they are there, and run with no placeholder left: $name', ({ text, form, sha256 }) => {
    expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
    expect(flawOfProgram(fillIn(text, form.filled), sha256, form)).toBeUndefined();
  });

  it.each(kept)('are not the same with a byte more or another one: $name', ({ text, form, sha256 }) => {
    for (const other of [`${text}\n`, text.replace('oss2.Bucket', 'oss2.bucket'), text.replace('aliyuncs.com', 'example.com')])
      expect(flawOfProgram(fillIn(other, form.filled), sha256, form)).toContain(`SHA-256 ${sha256}`);
  });

  it.each(kept.filter(({ name }) => name.startsWith('zh/')))('are not run with a placeholder: $name', ({ text, form, sha256 }) => {
    expect(flawOfProgram(text, sha256, form)).toBe('expected something in the place of <yourAccessKeyId>');
  });

  it('take values as they are', () => {
    expect(fillIn("'<yourBucketName>'", { '<yourBucketName>': '$&$1' })).toBe("'$&$1'");
  });
});
