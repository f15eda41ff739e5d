import type { OssError } from '../errors/oss-error.ts';
import type { CorsConfiguration, CorsRule } from '../xml/documents/cors-configuration.ts';
import { malformed } from '../xml/malformed.ts';
import { invalidArgument } from './invalid-argument.ts';

/** Rules that a bucket may have, and the longest time that a browser may be told to remember a preflight, in seconds. */
const mostRules = 20;
const longestAge = 999_999_999;

/**
 * CORS rules as they are stored and shown: header names in lower case, `ResponseVary` said (observed behaviour 20).
 * `MalformedXML` for no rules, over 20, or a rule without origin or method; 400 `InvalidArgument` for more than one `*` in an origin or header,
 * any in a header that scripts may read, and a longer age than 999,999,999 s.
 */
export function acceptCorsRules({ CORSRule: rules, ResponseVary = false }: CorsConfiguration): CorsConfiguration | OssError {
  if (rules.length === 0 || rules.length > mostRules) return malformed(`expected 1 to ${mostRules} CORS rules, got ${rules.length}`);
  for (const rule of rules) {
    const refusal = checkRule(rule);
    if (refusal !== undefined) return refusal;
  }
  const CORSRule = rules.map((rule) => ({ ...rule, AllowedHeader: rule.AllowedHeader.map((name) => name.toLowerCase()) }));
  return { CORSRule, ResponseVary };
}

function checkRule({ AllowedOrigin, AllowedMethod, AllowedHeader, ExposeHeader, MaxAgeSeconds = 0 }: CorsRule): OssError | undefined {
  if (AllowedOrigin.length === 0 || AllowedMethod.length === 0) return malformed('expected an origin and a method in every CORS rule');
  const origin = AllowedOrigin.find((pattern) => wildcardsIn(pattern) > 1);
  if (origin !== undefined) return invalidArgument('AllowedOrigin', origin, 'An AllowedOrigin can have one wildcard at most.');
  const header = AllowedHeader.find((pattern) => wildcardsIn(pattern) > 1);
  if (header !== undefined) return invalidArgument('AllowedHeader', header, 'An AllowedHeader can have one wildcard at most.');
  const exposed = ExposeHeader.find((name) => !isHeaderName(name));
  if (exposed !== undefined)
    return invalidArgument('ExposeHeader', exposed, 'An ExposeHeader must be the name of a header, without wildcards.');
  return MaxAgeSeconds > longestAge ? invalidArgument('MaxAgeSeconds', String(MaxAgeSeconds), 'The MaxAgeSeconds is too long.') : undefined;
}

function wildcardsIn(pattern: string): number {
  return pattern.split('*').length - 1;
}

/** Names go into a reply header, which must not be broken by them. */
function isHeaderName(name: string): boolean {
  return /^[!#$%&'+\-.^_`|~0-9A-Za-z]+$/.test(name);
}
