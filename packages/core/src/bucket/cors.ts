import type { CorsConfiguration, CorsRule } from '../xml/documents/cors-configuration.ts';
import { matchesWildcard } from './wildcard.ts';

/** What a browser asks on behalf of a page. */
export interface CorsRequest {
  readonly origin: string;
  /** The method of the request itself; for a preflight the one that it announces. */
  readonly method: string;
  /** Header names that a preflight announces. */
  readonly headers?: readonly string[];
}

type ReplyHeaders = Readonly<Record<string, string>>;

/** The first rule that allows the request, or `undefined` (observed behaviour 20). */
export function findCorsRule({ CORSRule: rules }: CorsConfiguration, { origin, method, headers = [] }: CorsRequest): CorsRule | undefined {
  return rules.find(
    (rule) =>
      rule.AllowedMethod.some((allowed) => allowed === method) &&
      rule.AllowedOrigin.some((pattern) => matchesOrigin(pattern, origin)) &&
      headers.every((name) => rule.AllowedHeader.some((pattern) => matchesWildcard(pattern.toLowerCase(), name.toLowerCase()))),
  );
}

/** The reply headers by which a browser lets the page have the reply; none where no rule allows it. `Vary` is there when the rules ask for it. */
export function corsReplyHeaders(configuration: CorsConfiguration, request: CorsRequest | undefined): ReplyHeaders {
  const rule = request && findCorsRule(configuration, request);
  return { ...(rule === undefined || request === undefined ? {} : ruleHeaders(rule, request)), ...varyHeader(configuration) };
}

function ruleHeaders(rule: CorsRule, { origin, headers = [] }: CorsRequest): ReplyHeaders {
  return {
    'Access-Control-Allow-Origin': rule.AllowedOrigin.includes('*') ? '*' : origin,
    'Access-Control-Allow-Methods': rule.AllowedMethod.join(', '),
    ...(headers.length === 0 ? {} : { 'Access-Control-Allow-Headers': headers.map((name) => name.toLowerCase()).join(', ') }),
    ...(rule.ExposeHeader.length === 0 ? {} : { 'Access-Control-Expose-Headers': rule.ExposeHeader.join(', ') }),
    ...(rule.MaxAgeSeconds === undefined ? {} : { 'Access-Control-Max-Age': String(rule.MaxAgeSeconds) }),
  };
}

function varyHeader({ ResponseVary }: CorsConfiguration): ReplyHeaders {
  return ResponseVary === true ? { Vary: 'Origin' } : {};
}

/** A pattern has one `*` at most; every other character, `?` too, is itself. */
function matchesOrigin(pattern: string, origin: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return pattern === origin;
  return origin.length >= start.length + end.length && origin.startsWith(start) && origin.endsWith(end);
}
