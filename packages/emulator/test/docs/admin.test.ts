import { ADMIN_OPERATIONS } from '@sse/core';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync(new URL('../../../../docs/admin.md', import.meta.url), 'utf8');
const listed = [...page.matchAll(/^\| `(\w+) \/_sse\/admin\/(\S+)` +\| (.*?) +\|$/gm)].map(([, method, path = '', doc]) => [
  method,
  path.replace(/<\w+>/, '*'),
  doc,
]);

describe('docs/admin.md', () => {
  it('lists the operations there are, as they are', () => {
    expect(listed).toEqual(Object.values(ADMIN_OPERATIONS).map(({ method, path, doc }) => [method, path, doc]));
  });
});
