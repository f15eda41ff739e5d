import { setTimeout as sleep } from 'node:timers/promises';
import type OSS from 'ali-oss';
import type { Checks } from '../checks.ts';
import type { Clients } from '../clients.ts';
import { curl } from '../curl.ts';
import { assumeRole, userPair } from '../users.ts';

const NAMES = ['plain.txt', 'a b+c%20d&e.txt', 'folder/内 容[1].txt'];
const OVERRIDES = { 'content-type': 'text/x-other', 'content-disposition': 'attachment; filename="a b.txt"', 'cache-control': 'no-store' };

interface Link {
  readonly headers?: Readonly<Record<string, string>>;
  readonly response?: Readonly<Record<string, string>>;
  readonly seconds?: number;
}

/** Makes a link with the signature version of the topic. */
type Sign = (client: OSS, method: string, name: string, link?: Link) => Promise<string>;

const SIGN: Readonly<Record<Clients['signature'], Sign>> = {
  V1: async (client, method, name, { headers = {}, response, seconds = 600 } = {}) =>
    client.signatureUrl(name, { method, expires: seconds, ...headers, ...(response === undefined ? {} : { response }) }),
  V4: (client, method, name, { headers = {}, response = {}, seconds = 600 } = {}) => {
    const queries = Object.fromEntries(Object.entries(response).map(([header, value]) => [`response-${header}`, value]));
    return client.signatureUrlV4(method, seconds, { headers: { ...headers }, queries }, name);
  },
};

/** Presigned URLs, fetched with curl (protocol reference §3.2, §3.4). */
export async function curlLinks(checks: Checks, clients: Clients): Promise<void> {
  const sign = SIGN[clients.signature];
  await clients.withBucket('curl', async (client, bucket) => {
    for (const name of NAMES) await methods(checks, client, sign, name);
    await contentType(checks, client, sign);
    await overrides(checks, client, sign);
    await altered(checks, client, sign);
    if (clients.signature === 'V4') await additionalHeaders(checks, client);
    await restricted(checks, clients, sign, bucket);
  });
}

async function methods(checks: Checks, client: OSS, sign: Sign, name: string): Promise<void> {
  checks.equal(`${name}: put`, (await curl('PUT', await sign(client, 'PUT', name), {}, name)).status, 200);
  const got = await curl('GET', await sign(client, 'GET', name));
  checks.equal(`${name}: get`, [got.status, got.body], [200, name]);
  const head = await curl('HEAD', await sign(client, 'HEAD', name));
  checks.equal(`${name}: head`, [head.status, head.headers['content-length']], [200, String(Buffer.byteLength(name))]);
}

async function contentType(checks: Checks, client: OSS, sign: Sign): Promise<void> {
  const headers = { 'Content-Type': 'text/x-curl' };
  const url = await sign(client, 'PUT', 'typed', { headers });
  checks.equal('put with a content type', (await curl('PUT', url, headers, 'body')).status, 200);
  checks.equal('what it stored', (await client.head('typed')).res.headers['content-type'], 'text/x-curl');
  checks.equal('put with another', (await curl('PUT', url, { 'Content-Type': 'text/x-other' }, 'other')).status, 403);
  checks.equal('put without it', (await curl('PUT', url, {}, 'other')).status, 403);
  checks.equal('refused puts change nothing', String((await client.get('typed')).content), 'body');
}

async function overrides(checks: Checks, client: OSS, sign: Sign): Promise<void> {
  const url = await sign(client, 'GET', 'plain.txt', { response: OVERRIDES });
  const got = await curl('GET', url);
  checks.equal('overrides', Object.fromEntries(Object.keys(OVERRIDES).map((name) => [name, got.headers[name]])), OVERRIDES);
  checks.holds('the override is in the URL', url.includes('x-other'), url);
  checks.equal('override altered', (await curl('GET', url.replace('x-other', 'x-more'))).status, 403);
}

async function altered(checks: Checks, client: OSS, sign: Sign): Promise<void> {
  const short = await sign(client, 'GET', 'plain.txt', { seconds: 1 });
  const url = await sign(client, 'GET', 'plain.txt');
  const longer = url.replace(/(expires=)(\d+)/i, (_all, name: string, number: string) => `${name}${Number(number) + 1}`);
  const signature = url.replace(/(Signature=)(.)/i, (_all, name: string, first: string) => `${name}${first === 'A' ? 'B' : 'A'}`);
  for (const [what, method, changed] of [
    ['name', 'GET', url.replace('plain.txt', 'typed')],
    ['method', 'DELETE', url],
    ['end', 'GET', longer],
    ['signature', 'GET', signature],
    ['sub-resource', 'GET', `${url}&acl`],
  ] as const) {
    checks.holds(`altered ${what} is another request`, changed !== url || method !== 'GET', changed);
    checks.equal(`altered: ${what}`, (await curl(method, changed)).status, 403);
  }
  checks.equal('unaltered', (await curl('GET', url)).status, 200);
  await sleep(2100);
  const late = await curl('GET', short);
  checks.equal('expired', [late.status, late.body.includes('<Message>Request has expired.</Message>')], [403, true]);
}

/** Headers that are signed because the URL names them. */
async function additionalHeaders(checks: Checks, client: OSS): Promise<void> {
  const headers = { 'x-trace': 'abc', range: 'bytes=0-3' };
  const url = await client.signatureUrlV4('GET', 600, { headers: { ...headers } }, 'plain.txt', ['x-trace', 'range']);
  const got = await curl('GET', url, headers);
  checks.equal('additional headers: get', [got.status, got.body], [206, 'plai']);
  checks.equal('additional headers: one changed', (await curl('GET', url, { ...headers, 'x-trace': 'abd' })).status, 403);
  checks.equal('additional headers: one missing', (await curl('GET', url, { range: headers.range })).status, 403);
}

/** A link may what its signer may, when it is fetched. */
async function restricted(checks: Checks, clients: Clients, sign: Sign, bucket: string): Promise<void> {
  const reader = clients.as('reader', bucket);
  checks.equal('reader: get', (await curl('GET', await sign(reader, 'GET', 'plain.txt'))).status, 200);
  checks.equal('reader: put', (await curl('PUT', await sign(reader, 'PUT', 'plain.txt'), {}, 'other')).status, 403);
  const session = clients.withSession(await assumeRole(clients.server.endpoint, userPair('pipeline')), bucket);
  const url = await sign(session, 'GET', 'plain.txt');
  checks.equal('session: get', (await curl('GET', url)).status, 200);
  const bare = url.replace(/&?(x-oss-)?security-token=[^&]*/, '');
  checks.holds('session: the token is in the URL', bare !== url, url);
  checks.equal('session: without its token', (await curl('GET', bare)).status, 403);
  checks.equal('session: what the role may not', (await curl('DELETE', await sign(session, 'DELETE', 'plain.txt'))).status, 403);
}
