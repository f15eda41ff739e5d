import {
  ADMIN_BUCKET,
  ADMIN_KEY_PREFIX,
  ADMIN_OPERATIONS,
  OPERATIONS,
  signRpc,
  termName,
  type AdminOperationRow,
  type OperationEntry,
} from '@sse/core';
import { hash, toBase64 } from '@sse/core/primitives';
import { DOCUMENT_SAMPLES } from './document-samples.ts';
import { BODIES, brokenForm, brokenXml } from './malformed-bodies.ts';
import { AUTHORIZATIONS, FIELDS, METHODS, OTHER_TARGETS, PATHS, SIGNED_QUERIES, VALUES, VERSIONS } from './malformed-pieces.ts';
import { mangled, type Dice } from './mangled-requests.ts';
import type { Target } from './signed-request.ts';
import { one, signed, some, written } from './signed-text.ts';

/** One request, in Latin-1, and what its sender does behind it. */
export interface MalformedRequest {
  readonly text: string;
  /** Which row of `FAMILIES` it is from. */
  readonly family: string;
  /**
   * `listen`: waits for one reply and keeps the connection if it may; `half-close`: ends its side, since nobody knows where the request ends;
   * `wait`: says nothing more until the server ends the connection.
   */
  readonly ending: 'listen' | 'half-close' | 'wait';
}

type Family = (target: Target, dice: Dice) => Omit<MalformedRequest, 'family'>;

const key = (dice: Dice): string => `k${dice(8)}`;
const withId = (text: string, { accessKeyId }: Target): string => text.replaceAll('ID', accessKeyId);
const header = (values: readonly (readonly [string, string])[]): Record<string, string> => Object.fromEntries(values);

/** Operations that make nothing that stays, so that what is stored has a bound whatever happens. */
const operations = Object.values<OperationEntry>(OPERATIONS).filter(
  ({ query = [] }) => !['uploads', 'versioning'].includes(termName(query[0] ?? '')),
);
const documents = Object.entries(DOCUMENT_SAMPLES).flatMap(([name, { put }]) => {
  const found = Object.entries<OperationEntry>(OPERATIONS).find(([operation]) => operation === `Put${name}`);
  return put.map(([text]) => [found?.[1].query ?? [], text] as const);
});

/** Documents of the admin interface, before they are broken. */
const ADMIN_DOCUMENTS = [
  '{"policies":["AliyunOSSFullAccess",{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:*","Resource":"*"}]}],"groups":["fuzz"]}',
  '{"trust":["alice"],"policies":[]}',
  '{"document":{"Version":"1","Statement":[]}}',
  '{"status":"Inactive"}',
  '{"user":"alice","action":"oss:GetObject","resource":"acs:oss:*:*:fuzz/k0"}',
  '{"__proto__":{"policies":[]},"constructor":null}',
  '',
] as const;

const RPC_PARAMETERS = {
  Action: 'AssumeRole',
  Version: '2015-04-01',
  Format: 'JSON',
  RoleArn: 'acs:ram::1000000000000001:role/reader',
  RoleSessionName: 'session',
  DurationSeconds: '900',
  Policy: '{"Version":"1","Statement":[]}',
};

/** The kinds of malformed requests, by name. */
export const FAMILIES: Readonly<Record<string, Family>> = {
  'admin requests': (target, dice) => {
    const { method, path } = one(Object.values<AdminOperationRow>(ADMIN_OPERATIONS), dice);
    const name = one(['fuzz', 'fuzz', '..', '\0', 'a b', '%00', '', 'x'.repeat(300), '\u{1f600}'], dice);
    const body = method === 'PUT' || method === 'POST' ? brokenXml(one(ADMIN_DOCUMENTS, dice), dice) : '';
    const md5 = dice(4) === 0 ? {} : { 'content-md5': toBase64(hash('md5', Buffer.from(body, 'latin1'))) };
    const key = `${ADMIN_KEY_PREFIX}${path.replace('*', () => name)}`;
    return { text: signed(target, { method, bucket: ADMIN_BUCKET, key, headers: md5, body }, dice), ending: 'half-close' };
  },
  'RPC requests': (target, dice) => {
    const odd = some(Object.keys(RPC_PARAMETERS), 3, dice).map((name) => [name, one(VALUES, dice).toWellFormed()]);
    const parameters = { ...RPC_PARAMETERS, ...Object.fromEntries(odd) };
    const options = { credentials: target, now: Date.now(), nonce: `nonce-${dice(1_000_000_000)}` };
    const method = one(['GET', 'POST'], dice);
    const sent = new URLSearchParams(signRpc(method, parameters, options)).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const text =
      method === 'GET'
        ? written(`GET /?${sent} HTTP/1.1`, {})
        : written('POST / HTTP/1.1', headers, dice(3) > 0 ? sent : brokenXml(sent, dice));
    return { text, ending: 'half-close' };
  },
  paths: (_, dice) => ({ text: written(`${one(METHODS.slice(0, 6), dice)} ${one(PATHS, dice)} HTTP/1.1`, {}), ending: 'half-close' }),
  'signed names': (target, dice) => {
    const odd = one(
      ['..', 'a/../b', '/', '\\', '\0', '\u0001', 'a\nb', '\u{1f600}', 'é', '%', '%00', '+ &=?#', 'k'.repeat(1024), '中'.repeat(342)],
      dice,
    );
    const asked = {
      method: one(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'], dice),
      bucket: one(['fuzz', 'nosuch', '..', 'A', 'fuzz'], dice),
      key: odd,
    };
    return { text: signed(target, { ...asked, body: asked.method === 'PUT' ? 'x' : '' }, dice), ending: 'listen' };
  },
  targets: (_, dice) => ({
    text: written(`${one(METHODS, dice)} ${one([...PATHS, ...OTHER_TARGETS], dice)} ${one(VERSIONS, dice)}`, {}),
    ending: 'half-close',
  }),
  'signed queries': (target, dice) => {
    const { method, level, query: terms = [] } = one(operations, dice);
    const named = terms.map((term): [string, string] => [termName(term), one(VALUES, dice).toWellFormed()]);
    const more = some(
      ['versionId', 'uploadId', 'partNumber', 'max-keys', 'prefix', 'marker', 'position', 'x-oss-process', 'acl', ''],
      3,
      dice,
    );
    const query = [...named, ...more.map((name): [string, string] => [name, one(VALUES, dice).toWellFormed()])];
    const place = {
      bucket: level === 'service' ? undefined : method === 'GET' ? 'fuzz' : 'documents',
      key: level === 'object' ? key(dice) : '',
    };
    return { text: signed(target, { method, ...place, query, body: one(['', 'x'], dice) }, dice), ending: 'half-close' };
  },
  'signed headers': (target, dice) => {
    const method = one(['GET', 'HEAD', 'PUT', 'PUT', 'POST', 'DELETE', 'OPTIONS'], dice);
    const headers = header(some(FIELDS, 3, dice));
    return {
      text: signed(
        target,
        { method, bucket: 'fuzz', key: key(dice), headers, body: method.startsWith('P') ? 'x'.repeat(dice(3_000)) : '' },
        dice,
      ),
      ending: 'half-close',
    };
  },
  authorizations: (target, dice) => {
    const headers = header(some(FIELDS, 1, dice));
    const authorization = withId(one(AUTHORIZATIONS, dice), target);
    return {
      text: written(`${one(METHODS.slice(0, 6), dice)} /fuzz/${key(dice)} HTTP/1.1`, { ...headers, authorization }),
      ending: 'half-close',
    };
  },
  'signatures in queries': (target, dice) => ({
    text: written(`${one(METHODS.slice(0, 6), dice)} /fuzz/${key(dice)}?${withId(one(SIGNED_QUERIES, dice), target)} HTTP/1.1`, {}),
    ending: 'listen',
  }),
  'signed documents': (target, dice) => {
    const [terms, text] = one(documents, dice);
    const put = { method: 'PUT', bucket: 'documents', query: terms.map((term): [string, string] => [termName(term), '']) };
    return { text: signed(target, { ...put, body: brokenXml(text, dice) }, dice), ending: 'listen' };
  },
  'signed lists of objects': (target, dice) => {
    const body = brokenXml(
      one(
        [
          '<Delete><Object><Key>k</Key></Object></Delete>',
          '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>',
          '<Tagging><TagSet/></Tagging>',
        ],
        dice,
      ),
      dice,
    );
    const [method, query, name] = one(
      [
        ['POST', [['delete', '']], ''],
        ['POST', [['uploadId', 'u']], 'k0'],
        ['PUT', [['tagging', '']], 'k0'],
      ] as const,
      dice,
    );
    return { text: signed(target, { method, bucket: 'fuzz', key: name, query, body }, dice), ending: 'listen' };
  },
  forms: (target, dice) => {
    const { type, body } = brokenForm(target, dice);
    return { text: written('POST /fuzz HTTP/1.1', { 'content-type': type }, body), ending: 'half-close' };
  },
  'wrong lengths': (target, dice) => {
    const [lines, body] = one(BODIES, dice);
    const text = signed(target, { method: one(['PUT', 'PUT', 'POST', 'GET', 'DELETE'], dice), bucket: 'fuzz', key: key(dice) }, dice);
    const ending = dice(12) === 0 ? 'wait' : 'half-close';
    return {
      text:
        text.replace(/content-length: 0\r\n/, '').replace('\r\n', `\r\n${lines}\r\n${ending === 'wait' ? 'connection: close\r\n' : ''}`) +
        body,
      ending,
    };
  },
  'header lines': (_, dice) => {
    const lines = some(
      [
        ...FIELDS.map(([name, value]) => `${name}: ${value}`),
        ' folded',
        ': x',
        'a',
        'a b: c',
        'a\0: b',
        'a: \0',
        'Host:',
        'Host: x',
        `a: ${'b'.repeat(70_000)}`,
      ],
      5,
      dice,
    );
    return {
      text: `${one(METHODS.slice(0, 6), dice)} /fuzz/${key(dice)} HTTP/1.1\r\nHost: localhost\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`,
      ending: 'half-close',
    };
  },
  'too many headers': (_, dice) => ({
    text: `GET / HTTP/1.1\r\nHost: h\r\n${'a: b\r\n'.repeat(990 + dice(3_000))}\r\n`,
    ending: 'half-close',
  }),
};

const names = Object.keys(FAMILIES);

/** A request of any kind, signed by one of `signers` where it is signed; one in five is mangled besides. */
export function malformedRequest(signers: readonly Target[], dice: Dice): MalformedRequest {
  const family = one(names, dice);
  const made = FAMILIES[family]?.(one(signers, dice), dice);
  if (made === undefined) throw new Error(`there is no family ${family}`);
  if (dice(5) > 0) return { ...made, family };
  return { text: mangled(made.text, dice), family: `mangled ${family}`, ending: 'half-close' };
}
