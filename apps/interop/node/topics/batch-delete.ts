import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { encryption, sseRequest } from '../sse-headers.ts';
import { NAMES } from './names.ts';

const KEPT = ['kept', 'with spac', 'plus sign', 'a b c d', 'per/cent'];

/** DeleteMultipleObjects, quiet and not: names of every kind, names that are missing, the most that one request takes (protocol reference §4.6). */
export async function batchDelete(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('batch-delete', async (client) => {
    for (const quiet of [false, true]) {
      await checks.section(quiet ? 'quiet' : 'not quiet', (part) => everyName(part, client, quiet));
    }
    const many = Array.from({ length: 1000 }, (_, index) => `many/${index}`);
    await client.put('many/999', Buffer.from('body'));
    const { deleted } = await client.deleteMulti(many);
    checks.equal('1000 names', deleted.map(({ Key }) => Key).toSorted(), many.toSorted());
    await checks.refused('the last of 1000 is gone', () => client.head('many/999'), { status: 404 });
    await client.put('stays', Buffer.from('body'));
    await checks.refused('1001 names', () => client.deleteMulti([...many, 'stays']), { status: 400, code: 'MalformedXML' });
    checks.equal('a refused request deletes nothing', (await client.head('stays')).status, 200);
  });
  const missing = clients.for(clients.newName('missing'));
  await checks.refused('in no bucket', () => missing.deleteMulti(['x']), { status: 404, code: 'NoSuchBucket' });
}

async function everyName(checks: Checks, client: OSS, quiet: boolean): Promise<void> {
  for (const name of [...NAMES, ...KEPT]) await client.put(name, Buffer.from(name), { headers: sseRequest(encryption('AES256')) });
  const answered = async (names: readonly string[]): Promise<readonly string[]> => {
    const { deleted } = await client.deleteMulti(names, { quiet });
    return deleted.map(({ Key }) => Key).toSorted();
  };
  const said = (names: readonly string[]): readonly string[] => (quiet ? [] : names.toSorted());
  checks.equal('the reply names all, or none', await answered(NAMES), said(NAMES));
  const left = (await client.listV2({ 'max-keys': 1000 })).objects.map(({ name }) => name);
  checks.equal('all are gone, others stay', left, KEPT.toSorted());
  for (const name of KEPT) checks.equal(`${name} stays as it was`, (await client.get(name)).content.toString(), name);
  checks.equal('names that are missing count as deleted', await answered([...NAMES, 'kept']), said([...NAMES, 'kept']));
  await checks.refused('a name among missing ones is deleted', () => client.head('kept'), { status: 404 });
  checks.equal('one name', await answered(['per/cent']), said(['per/cent']));
}
