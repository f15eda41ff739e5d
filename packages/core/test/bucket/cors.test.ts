import { describe, expect, it } from 'vitest';
import { corsReplyHeaders, findCorsRule } from '../../src/bucket/cors.ts';
import { acceptCorsRules } from '../../src/bucket/cors-rules.ts';
import { OssError } from '../../src/errors/index.ts';
import type { CorsConfiguration, CorsRule } from '../../src/xml/index.ts';

const rule = (more: Partial<CorsRule> = {}): CorsRule => ({
  AllowedOrigin: ['https://a.example'],
  AllowedMethod: ['GET'],
  AllowedHeader: [],
  ExposeHeader: [],
  ...more,
});
const rules = (...all: readonly CorsRule[]): CorsConfiguration => ({ CORSRule: all });
const request = { origin: 'https://a.example', method: 'GET' };

describe('acceptCorsRules', () => {
  it('keeps rules with header names in lower case, and says ResponseVary', () => {
    const accepted = acceptCorsRules(rules(rule({ AllowedHeader: ['X-Oss-Date', '*'] })));
    expect(accepted).toEqual({ ...rules(rule({ AllowedHeader: ['x-oss-date', '*'] })), ResponseVary: false });
    expect(acceptCorsRules({ ...rules(rule()), ResponseVary: true })).toMatchObject({ ResponseVary: true });
  });

  it.each([
    ['no rules', rules(), 'MalformedXML'],
    ['21 rules', rules(...Array.from({ length: 21 }, () => rule())), 'MalformedXML'],
    ['no origin', rules(rule({ AllowedOrigin: [] })), 'MalformedXML'],
    ['no method', rules(rule({ AllowedMethod: [] })), 'MalformedXML'],
    ['two * in an origin', rules(rule({ AllowedOrigin: ['*://*'] })), 'InvalidArgument'],
    ['two * in a header', rules(rule({ AllowedHeader: ['x-*-*'] })), 'InvalidArgument'],
    ['a * in what is exposed', rules(rule({ ExposeHeader: ['x-oss-*'] })), 'InvalidArgument'],
    ['what would break a reply header', rules(rule({ ExposeHeader: ['ETag\r\nSet-Cookie: a=b'] })), 'InvalidArgument'],
    ['more seconds than there may be', rules(rule({ MaxAgeSeconds: 1_000_000_000 })), 'InvalidArgument'],
  ])('refuses %s', (_name, configuration, code) => {
    const refusal = acceptCorsRules(configuration);
    expect(refusal).toBeInstanceOf(OssError);
    expect(refusal).toMatchObject({ code, status: 400 });
  });
});

describe('findCorsRule', () => {
  it.each([
    ['the origin', rule(), request, true],
    ['another origin', rule(), { ...request, origin: 'https://b.example' }, false],
    ['an origin with another case', rule(), { ...request, origin: 'https://A.example' }, false],
    ['any origin', rule({ AllowedOrigin: ['*'] }), request, true],
    ['a sub-domain', rule({ AllowedOrigin: ['https://*.example'] }), request, true],
    ['no sub-domain', rule({ AllowedOrigin: ['https://*.a.example'] }), request, false],
    ['an overlap of both ends', rule({ AllowedOrigin: ['https://a.e*a.example'] }), request, false],
    ['a ? which is itself', rule({ AllowedOrigin: ['https://?.example'] }), request, false],
    ['another method', rule(), { ...request, method: 'PUT' }, false],
    ['headers in any case', rule({ AllowedHeader: ['x-oss-*', 'etag'] }), { ...request, headers: ['X-OSS-Date', 'ETag'] }, true],
    ['one header that is not allowed', rule({ AllowedHeader: ['x-oss-*'] }), { ...request, headers: ['x-oss-date', 'etag'] }, false],
  ])('%s', (_name, one, asked, found) => {
    expect(findCorsRule(rules(one), asked)).toBe(found ? one : undefined);
  });

  it('takes the first rule that fits', () => {
    const [put, first, second] = [rule({ AllowedMethod: ['PUT'] }), rule({ MaxAgeSeconds: 1 }), rule({ MaxAgeSeconds: 2 })];
    expect(findCorsRule(rules(put, first, second), request)).toBe(first);
  });
});

describe('corsReplyHeaders', () => {
  it('name the origin, or any where the rule says so', () => {
    expect(corsReplyHeaders(rules(rule()), request)).toEqual({
      'Access-Control-Allow-Origin': 'https://a.example',
      'Access-Control-Allow-Methods': 'GET',
    });
    expect(corsReplyHeaders(rules(rule({ AllowedOrigin: ['*'] })), request)['Access-Control-Allow-Origin']).toBe('*');
  });

  it('vary, with a rule that fits and without, only where they are to', () => {
    const other = { ...request, origin: 'https://b.example' };
    expect(corsReplyHeaders({ ...rules(rule()), ResponseVary: true }, other)).toEqual({ Vary: 'Origin' });
    expect(corsReplyHeaders({ ...rules(rule()), ResponseVary: false }, other)).toEqual({});
    expect(corsReplyHeaders({ ...rules(rule()), ResponseVary: true }, undefined)).toEqual({ Vary: 'Origin' });
  });
});
