import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { checkObject, everyEncryption, type NamedEncryption } from '../encryptions.ts';
import { encryption, patternBytes } from '../sse-headers.ts';

const BODY = patternBytes(70_001);
/** All letters that ali-oss lets through. */
const TAGS = { ['a'.repeat(128)]: 'b'.repeat(256), '+-.:': '_/', 'a b': '1 = 2' };
const ACLS = ['private', 'public-read', 'public-read-write', 'default'];

/** Tags and ACLs of objects: with a write, after it, and what is refused (protocol reference §4.6, observed behaviour 30). */
export async function tagsAndAcls(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('tags', async (client) => {
    for (const wanted of await everyEncryption(client)) await checks.section(wanted.name, (part) => amended(part, client, wanted));
    await refused(checks, client);
  });
}

async function amended(checks: Checks, client: OSS, { echo, headers }: NamedEncryption): Promise<void> {
  const tags = async (name = 'object'): Promise<unknown> => (await client.getObjectTagging(name)).tag;
  await client.put('object', BODY, { headers: { ...headers(), 'x-oss-tagging': 'k1=v1&k2=%E4%B8%AD', 'x-oss-object-acl': 'private' } });
  checks.equal('tags of a put', await tags(), { k1: 'v1', k2: '中' });
  checks.equal('ACL of a put', (await client.getACL('object')).acl, 'private');
  await client.copy('copy', 'object');
  checks.equal('a copy has the tags and not the ACL', [await tags('copy'), (await client.getACL('copy')).acl], [await tags(), 'default']);
  await client.putObjectTagging('object', TAGS);
  checks.equal('other tags', await tags(), TAGS);
  checks.equal('tags are counted', (await client.head('object')).res.headers['x-oss-tagging-count'], '3');
  for (const acl of ACLS) {
    await client.putACL('object', acl);
    checks.equal(`ACL ${acl}`, (await client.getACL('object')).acl, acl);
  }
  checks.equal('tags stay', await tags(), TAGS);
  checks.equal('tags are deleted', [(await client.deleteObjectTagging('object')).status, await tags()], [204, {}]);
  await checkObject(checks, client, 'object', 'an amended object', { body: BODY, echo });
}

async function refused(checks: Checks, client: OSS): Promise<void> {
  await client.put('kept', BODY, { headers: { 'x-oss-tagging': 'kept=1' } });
  for (const header of ['k=%25', 'a=1&a=2', 'k'.repeat(129)]) {
    const put = (): Promise<unknown> => client.put('kept', Buffer.from('other'), { headers: { 'x-oss-tagging': header } });
    await checks.refused(`x-oss-tagging: ${header.slice(0, 10)}`, put, { status: 400, code: 'InvalidTag' });
  }
  checks.equal('tags stay', (await client.getObjectTagging('kept')).tag, { kept: '1' });
  await checkObject(checks, client, 'kept', 'the object stays', { body: BODY, echo: encryption() });
  await checks.refused('an unknown ACL', () => client.putACL('kept', 'public'), { status: 400, code: 'InvalidArgument' });
  const missing = { status: 404, code: 'NoSuchKey' };
  await checks.refused('tags of no object', () => client.getObjectTagging('none'), missing);
  await checks.refused('ACL of no object', () => client.getACL('none'), missing);
}
