import { describe, expect, it } from 'vitest';
import { RpcError } from '../../src/errors/index.ts';
import { utf8 } from '../../src/primitives/index.ts';
import { signAcs3, signRpc } from '../../src/rpc/index.ts';
import { encoded, receiveRpc, type SentRpc } from './receive-rpc.ts';
import { RECORDED, RECORDED_AT, RECORDED_PAIR } from './recorded-requests.ts';

interface Mutant {
  readonly change: string;
  readonly request: SentRpc;
}

const token = 'tok/en+=';
const form = 'application/x-www-form-urlencoded';
const facts = { accessKeySecret: RECORDED_PAIR.accessKeySecret, now: RECORDED_AT };
const options = { credentials: { ...RECORDED_PAIR, securityToken: token }, now: RECORDED_AT, nonce: 'n1' };
const parameters = { Action: 'AssumeRole', Version: '2015-04-01', RoleArn: 'acs:ram::1:role/r', RoleSessionName: 'a b*~', Policy: '' };
const formBody = utf8(encoded({ RoleArn: 'acs:ram::1:role/r', Policy: '{}' }));

/** Requests of every kind; those that are made here have a token. */
const REQUESTS: Readonly<Record<string, SentRpc>> = {
  ...RECORDED,
  'RPC in the query, with a token': { method: 'GET', target: `/?${encoded(signRpc('GET', parameters, options))}`, headers: {} },
  'RPC in a form, with a token': {
    method: 'POST',
    target: '/',
    headers: { 'content-type': form },
    body: utf8(encoded(signRpc('POST', parameters, options))),
  },
  'ACS3 with query, form and token': {
    method: 'POST',
    target: '/?DurationSeconds=900',
    headers: signAcs3(
      {
        method: 'POST',
        action: 'AssumeRole',
        version: '2015-04-01',
        host: 'sts.aliyuncs.com',
        query: [['DurationSeconds', '900']],
        headers: { 'Content-Type': form },
        body: formBody,
      },
      options,
    ),
    body: formBody,
  },
};

/** Another value of the same shape: digits stay digits. */
function altered(value: string): string {
  const digit = value.search(/\d(?=\D*$)/);
  if (digit < 0) return value === '' ? 'x' : `${value.slice(0, -1)}${value.endsWith('x') ? 'y' : 'x'}`;
  return `${value.slice(0, digit)}${(Number(value[digit]) + 1) % 10}${value.slice(digit + 1)}`;
}

/** The pairs of a query or a form with one of them altered, removed or doubled, and with one more. */
function pairMutants(text: string, place: string): [change: string, text: string][] {
  const pairs = [...new URLSearchParams(text)];
  const spell = (list: readonly (readonly [string, string])[]) =>
    new URLSearchParams(list.map(([name, value]) => [name, value])).toString();
  const each = pairs.flatMap(([name, value], index): [string, string][] => [
    [`${place} ${name} altered`, spell(pairs.with(index, [name, altered(value)]))],
    [`${place} ${name} renamed`, spell(pairs.with(index, [`${name}X`, value]))],
    [`${place} ${name} removed`, spell(pairs.toSpliced(index, 1))],
    [`${place} ${name} twice`, spell([...pairs, [name, value]])],
  ]);
  return [...each, [`${place} added`, spell([...pairs, ['Added', '1']])]];
}

function headerMutants(request: SentRpc): Mutant[] {
  const authorization = request.headers['authorization'];
  if (authorization === undefined) return [];
  const signed = /SignedHeaders=([^,]*)/.exec(authorization)?.[1]?.split(';') ?? [];
  const withHeaders = (headers: SentRpc['headers']) => ({ ...request, headers: { ...request.headers, ...headers } });
  return [
    ...signed.flatMap((name) => [
      { change: `${name} altered`, request: withHeaders({ [name]: altered(request.headers[name] ?? '') }) },
      { change: `${name} removed`, request: withHeaders({ [name]: undefined }) },
      {
        change: `${name} no longer signed`,
        request: withHeaders({ authorization: authorization.replace(new RegExp(`\\b${name};|;${name}(?=,)`), '') }),
      },
    ]),
    { change: 'an interface header added', request: withHeaders({ 'x-acs-extra': 'other' }) },
    { change: 'a token added', request: withHeaders({ 'x-acs-security-token': 'other' }) },
    { change: 'signature altered', request: withHeaders({ authorization: altered(authorization) }) },
    { change: 'signature cut', request: withHeaders({ authorization: authorization.slice(0, -1) }) },
    { change: 'SignedHeaders of no header', request: withHeaders({ authorization: authorization.replace('host;', 'constructor;host;') }) },
  ];
}

function mutants(request: SentRpc): Mutant[] {
  const { method, target, body } = request;
  const query = target.slice(2);
  const isAcs3 = request.headers['authorization'] !== undefined;
  return [
    { change: 'method', request: { ...request, method: method === 'GET' ? 'POST' : 'GET' } },
    ...(query === '' && !isAcs3 ? [] : pairMutants(query, 'query')).map(([change, text]) => ({
      change,
      request: { ...request, target: `/?${text}` },
    })),
    ...(body === undefined ? [] : pairMutants(new TextDecoder().decode(body), 'form')).map(([change, text]) => ({
      change,
      request: { ...request, body: utf8(text) },
    })),
    ...(isAcs3 ? [{ change: 'path', request: { ...request, target: request.target.replace('/', '/x') } }] : []),
    ...headerMutants(request),
  ];
}

describe.each(Object.entries(REQUESTS))('%s', (name, request) => {
  const known = { ...facts, securityToken: name in RECORDED ? undefined : token };

  it('is accepted as it is, and with an unsigned header more', () => {
    expect(receiveRpc(request, known)).toBe('testid');
    expect(receiveRpc({ ...request, headers: { ...request.headers, 'x-unsigned': 'y' } }, known)).toBe('testid');
  });

  it('is refused with one signed element changed', () => {
    const list = mutants(request);
    expect(list.length).toBeGreaterThan(20);
    const accepted = list.filter((mutant) => !(receiveRpc(mutant.request, known) instanceof RpcError)).map(({ change }) => change);
    expect(accepted).toEqual([]);
  });
});
