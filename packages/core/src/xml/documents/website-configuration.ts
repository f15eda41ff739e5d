import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, integer, text, token } from '../leaves.ts';
import { list, object, optional } from '../structures.ts';
import { routingRedirect } from './website-redirect.ts';

const routingRule = object({
  RuleNumber: integer(),
  Condition: optional(
    object({
      KeyPrefixEquals: optional(text()),
      KeySuffixEquals: optional(text()),
      HttpErrorCodeReturnedEquals: optional(integer()),
      IncludeHeader: list(object({ Key: token(), Equals: optional(text()), StartsWith: optional(text()), EndsWith: optional(text()) })),
    }),
  ),
  Redirect: optional(routingRedirect),
  LuaConfig: optional(object({ Script: text() })),
});

/**
 * The static website of a bucket: its index and error documents, and rules that redirect or fetch what is missing.
 * Some clients send documents without a name for none.
 */
export const websiteConfiguration = xmlDocument(
  'WebsiteConfiguration',
  object({
    IndexDocument: optional(object({ Suffix: optional(token()), SupportSubDir: optional(boolean()), Type: optional(integer()) })),
    ErrorDocument: optional(object({ Key: optional(token()), HttpStatus: optional(integer()) })),
    RoutingRules: optional(object({ RoutingRule: list(routingRule) })),
  }),
);

/** What a bucket is as a website. */
export type WebsiteConfiguration = ValueOfDocument<typeof websiteConfiguration>;
/** One rule of a website. */
export type WebsiteRoutingRule = NonNullable<WebsiteConfiguration['RoutingRules']>['RoutingRule'][number];
