import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { encryption, sseRequest } from '../sse-headers.ts';

export const NAMES = [
  'plain.txt',
  'with space',
  'plus+sign',
  'a b+c%20d',
  'per%cent',
  'per%2Fcent',
  'folder/inner/file',
  'folder/',
  'double//slash',
  'question?mark=1&b=2',
  'hash#tag',
  "~tilde!*'()",
  'back\\slash',
  'equals=sign',
  '中文/对象 名称.txt',
  'emoji 😀',
  `1023 bytes ${'x'.repeat(1012)}`,
  '中'.repeat(341),
  'x',
];

const byBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));

/** Object names of 1 to 1023 bytes of UTF-8 (protocol reference §4.6). ali-oss itself drops leading slashes. */
export async function names(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('names', async (client) => {
    for (const name of NAMES) {
      const shown = JSON.stringify(name.slice(0, 30));
      await client.put(name, Buffer.from(name), { headers: sseRequest(encryption('AES256')) });
      checks.equal(`put and get ${shown}`, (await client.get(name)).content.toString(), name);
      checks.equal(`head ${shown}`, (await client.head(name)).res.headers['content-length'], String(Buffer.byteLength(name)));
    }
    const listed = await client.listV2({ 'max-keys': 1000 });
    checks.equal(
      'list v2 has all names in byte order',
      listed.objects.map((entry) => entry.name),
      NAMES.toSorted(byBytes),
    );
    for (const name of NAMES) {
      const shown = JSON.stringify(name.slice(0, 30));
      checks.equal(`delete ${shown}`, (await client.delete(name)).res.status, 204);
      await checks.refused(`get after the deletion of ${shown}`, () => client.get(name), { status: 404, code: 'NoSuchKey' });
    }
    checks.equal('nothing is left', (await client.list()).objects.length, 0);
    const tooLong = { status: 400, code: 'InvalidObjectName' };
    await checks.refused('name of 1024 bytes', () => client.put('x'.repeat(1024), Buffer.from('body')), tooLong);
    await checks.refused('name that begins with a backslash', () => client.put('\\x', Buffer.from('body')), tooLong);
  });
}
