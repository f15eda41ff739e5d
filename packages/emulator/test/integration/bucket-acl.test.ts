import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal, expectRefusedUntouched } from '../support/expect-refusal.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { ask, type Answer } from '../support/signed-request.ts';

let emulator: InspectedEmulator;
beforeAll(async () => {
  emulator = await startInspected();
  await ask(emulator, { method: 'PUT', bucket: 'acls' });
});
afterAll(() => emulator.close());

const query = [['acl', '']] as const;
const policy = (grant: string): string =>
  `<AccessControlPolicy><AccessControlList><Grant>${grant}</Grant></AccessControlList></AccessControlPolicy>`;

function put(bucket: string, acl: { readonly header?: string; readonly body?: string }): Promise<Answer> {
  const headers = acl.header === undefined ? {} : { 'x-oss-acl': acl.header };
  return ask(emulator, { method: 'PUT', bucket, query, headers, ...(acl.body === undefined ? {} : { body: acl.body }) });
}

async function grantOf(bucket: string): Promise<string | undefined> {
  const shown = (await ask(emulator, { method: 'GET', bucket, query })).body.toString();
  const info = (await ask(emulator, { method: 'GET', bucket, query: [['bucketInfo', '']] })).body.toString();
  const grant = /<AccessControlList><Grant>(.*)<\/Grant><\/AccessControlList>/.exec(shown)?.[1];
  expect(info).toContain(`<Grant>${grant}</Grant>`);
  expect(shown).toMatch(/<Owner><ID>\d+<\/ID><DisplayName>\d+<\/DisplayName><\/Owner>/);
  return grant;
}

describe('the ACL of a bucket', () => {
  it.each(['public-read', 'public-read-write', 'private'])('%s comes by header and by body', async (acl) => {
    expect((await put('acls', { header: acl })).headers['location']).toBe('/acls');
    expect(await grantOf('acls')).toBe(acl);
    await put('acls', { header: 'private' });
    expect((await put('acls', { body: policy(acl) })).status).toBe(200);
    expect(await grantOf('acls')).toBe(acl);
  });

  it.each([
    ['an unknown ACL', { header: 'default' }, [400, 'InvalidArgument']],
    ['an unknown ACL in the body', { body: policy('Private') }, [400, 'InvalidArgument']],
    ['no ACL', {}, [400, 'MissingArgument']],
    ['another document', { body: '<Tagging/>' }, [400, 'MalformedXML']],
  ] as const)('is refused: %s', async (_name, acl, [status, code]) => {
    await expectRefusedUntouched(emulator, () => put('acls', acl), [status, code]);
    await expectRefusedUntouched(emulator, () => put('not-made', acl), [status, code]);
  });

  it('makes the bucket that it is put to, once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => put('made-by-acl', { header: 'public-read' })));
    expect(answers.map(({ status, headers }) => [status, headers['location']])).toEqual([1, 2, 3].map(() => [200, '/made-by-acl']));
    expect(await grantOf('made-by-acl')).toBe('public-read');
    expect((await ask(emulator, { method: 'PUT', bucket: 'made-by-acl', key: 'k', body: 'b' })).status).toBe(200);
  });

  it('is shown of buckets that are there', async () => {
    expectRefusal(await ask(emulator, { method: 'GET', bucket: 'not-there', query }), [404, 'NoSuchBucket', '0015-00000101']);
  });
});
