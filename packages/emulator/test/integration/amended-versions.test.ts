import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectRefusedUntouched, type Refusal } from '../support/expect-refusal.ts';
import { startInspected, type InspectedEmulator } from '../support/inspected-emulator.ts';
import { ask, type Answer, type Ask } from '../support/signed-request.ts';

const bucket = 'versioned';
const key = 'k';
const VERSION = 'x-oss-version-id';

let target: InspectedEmulator;
beforeAll(async () => {
  target = await startInspected();
  await ask(target, { method: 'PUT', bucket });
  await put('null version', { 'x-oss-tagging': 'made=first' });
  const body = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>';
  expect((await ask(target, { method: 'PUT', bucket, query: [['versioning', '']], body })).status).toBe(200);
});
afterAll(() => target.close());

const put = (body: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(target, { method: 'PUT', bucket, key, headers, body });

function send(method: string, name: string, versionId?: string, more: Pick<Ask, 'headers' | 'body'> = {}): Promise<Answer> {
  const version = versionId === undefined ? [] : ([['versionId', versionId]] as const);
  return ask(target, { method, bucket, key, query: [[name, ''], ...version], ...more });
}

const tagged = (tag: string): { body: string } => ({ body: `<Tagging><TagSet><Tag><Key>${tag}</Key><Value/></Tag></TagSet></Tagging>` });
const acl = (value: string): { headers: Record<string, string> } => ({ headers: { 'x-oss-object-acl': value } });
const idOf = ({ headers }: Answer): string => String(headers[VERSION]);

/** Tag and ACL of a version, and the id that both replies name. */
async function seen(versionId?: string): Promise<unknown[]> {
  const [tags, grant] = [await send('GET', 'tagging', versionId), await send('GET', 'acl', versionId)];
  expect(idOf(tags)).toBe(idOf(grant));
  return [/<Key>(.*)<\/Key>/.exec(tags.body.toString())?.[1], /<Grant>(.*)<\/Grant>/.exec(grant.body.toString())?.[1], idOf(tags)];
}

it('changes the version that is named, and the current one where none is', async () => {
  const second = idOf(await put('second'));
  const third = idOf(await put('third', { 'x-oss-object-acl': 'private' }));
  expect(await seen('null')).toEqual(['made', 'default', 'null']);
  expect([await seen(second), await seen(third), await seen()]).toEqual([
    [undefined, 'default', second],
    [undefined, 'private', third],
    [undefined, 'private', third],
  ]);
  for (const [name, id] of [
    ['older', second],
    ['oldest', 'null'],
    ['current', undefined],
  ] as const)
    expect(idOf(await send('PUT', 'tagging', id, tagged(name)))).toBe(id ?? third);
  expect(idOf(await send('PUT', 'acl', 'null', acl('public-read')))).toBe('null');
  expect(idOf(await send('PUT', 'acl', second, acl('public-read-write')))).toBe(second);
  const all = [await seen('null'), await seen(second), await seen(third)];
  expect(all).toEqual([
    ['oldest', 'public-read', 'null'],
    ['older', 'public-read-write', second],
    ['current', 'private', third],
  ]);
  expect(idOf(await send('DELETE', 'tagging', second))).toBe(second);
  expect((await seen(second))[0]).toBeUndefined();
  const old = await ask(target, { method: 'GET', bucket, key, query: [['versionId', 'null']] });
  expect([old.body.toString(), old.headers['x-oss-tagging-count']]).toEqual(['null version', '1']);
});

it('reads a version of a link, which stands for the current version of its target', async () => {
  const link = async (to: string): Promise<string> =>
    idOf(await ask(target, { method: 'PUT', bucket, key: 'link', query: [['symlink', '']], headers: { 'x-oss-symlink-target': to } }));
  const [toNone, toKey] = [await link('none'), await link(key)];
  const read = (query: Ask['query']): Promise<Answer> => ask(target, { method: 'GET', bucket, key: 'link', query: query ?? [] });
  for (const [id, name] of [
    [toNone, 'none'],
    [toKey, key],
  ] as const) {
    const { headers } = await read([
      ['symlink', ''],
      ['versionId', id],
    ]);
    expect([headers['x-oss-symlink-target'], headers[VERSION]]).toEqual([name, id]);
  }
  expect((await read([['versionId', toNone]])).error?.Code).toBe('SymlinkTargetNotExist');
  const through = await read([['versionId', toKey]]);
  expect([through.body.toString(), idOf(through)]).toEqual(['third', toKey]);
  expect((await put('fourth')).status).toBe(200);
  expect((await read([])).body.toString()).toBe('fourth');
  await ask(target, { method: 'DELETE', bucket, key });
  expect((await read([])).error?.Code).toBe('SymlinkTargetNotExist');
});

it('refuses delete markers, versions that are not there, and what is no id, and changes nothing', async () => {
  const marker = idOf(await ask(target, { method: 'DELETE', bucket, key }));
  const gone = idOf(await ask(target, { method: 'PUT', bucket, key: 'gone', body: 'x' }));
  const refusals: (readonly [string | undefined, Refusal])[] = [
    [undefined, [404, 'NoSuchKey', '0026-00000001']],
    [marker, [405, 'MethodNotAllowed', '0003-00000016']],
    [gone, [404, 'NoSuchVersion']],
    ['CAEQ', [400, 'InvalidArgument']],
  ];
  const requests = [
    ['PUT', 'tagging', tagged('never')],
    ['GET', 'tagging', {}],
    ['DELETE', 'tagging', {}],
    ['PUT', 'acl', acl('private')],
    ['GET', 'acl', {}],
    ['GET', 'symlink', {}],
  ] as const;
  for (const [id, refusal] of refusals)
    for (const [method, name, more] of requests) await expectRefusedUntouched(target, () => send(method, name, id, more), refusal);
});
