import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { checkObject, checkRanges, everyEncryption, type NamedEncryption } from '../encryptions.ts';
import { encryption, patternBytes } from '../sse-headers.ts';

const BODY = patternBytes(70_001);
const TARGETS = ['plain', 'dir/a b+c', '中文!@#$%^&*()-=文件-2.txt'];

/** Symbolic links: read as what they stand for, with metadata of their own (observed behaviour 27). */
export async function symlinks(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('symlinks', async (client) => {
    for (const wanted of await everyEncryption(client)) await checks.section(wanted.name, (part) => followed(part, client, wanted));
    for (const target of TARGETS) await named(checks, client, target);
    await broken(checks, client);
  });
}

async function followed(checks: Checks, client: OSS, { echo, headers }: NamedEncryption): Promise<void> {
  await client.put('object', BODY, { headers: headers(), meta: { of: 'object' } });
  await client.putSymlink('link', 'object', { meta: { of: 'link' }, storageClass: 'IA' });
  await checkObject(checks, client, 'link', 'a link', { body: BODY, echo });
  await checkRanges(checks, client, 'link', { body: BODY, echo }, [16_384]);
  const { meta, res } = await client.head('link');
  const shown = [meta, res.headers['x-oss-object-type'], res.headers['x-oss-storage-class'], res.headers['etag']];
  checks.equal('head of a link', shown, [{ of: 'link' }, 'Symlink', 'IA', (await client.head('object')).res.headers['etag']]);
  await client.copy('copy', 'link');
  await checkObject(checks, client, 'copy', 'a copy of a link', { body: BODY, echo: encryption() });
  await client.delete('link');
  await checkObject(checks, client, 'object', 'the object after its link', { body: BODY, echo });
}

async function named(checks: Checks, client: OSS, target: string): Promise<void> {
  await client.put(target, Buffer.from(target));
  await client.putSymlink('named', target);
  const came = [(await client.getSymlink('named')).targetName, (await client.get('named')).content.toString()];
  checks.equal(`a link to ${target}`, came, [target, target]);
  const { objects } = await client.list({ prefix: 'named' });
  checks.equal(
    'the listing',
    objects.map(({ name, type, size }) => [name, type, size]),
    [['named', 'Symlink', 0]],
  );
}

async function broken(checks: Checks, client: OSS): Promise<void> {
  await client.putSymlink('broken', 'missing');
  await checks.refused('to no object', () => client.get('broken'), { status: 404, code: 'SymlinkTargetNotExist' });
  await client.putSymlink('second', 'broken');
  await checks.refused('to a link', () => client.get('second'), { status: 400, code: 'InvalidTargetType', ecCode: '0026-00000011' });
  await client.put('missing', Buffer.from('not any more'));
  checks.equal('to an object that came later', (await client.get('broken')).content.toString(), 'not any more');
  await checks.refused('an object is no link', () => client.getSymlink('missing'), { status: 400, code: 'NotSymlink' });
  const onto = (): Promise<unknown> => client.putSymlink('missing', 'missing', { headers: { 'x-oss-forbid-overwrite': 'true' } });
  await checks.refused('onto an object', onto, { status: 409, code: 'FileAlreadyExists' });
}
