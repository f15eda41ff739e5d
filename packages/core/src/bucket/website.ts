import type { OssError } from '../errors/oss-error.ts';
import type { WebsiteConfiguration, WebsiteRoutingRule } from '../xml/documents/website-configuration.ts';
import { malformed } from '../xml/malformed.ts';
import { invalidArgument } from './invalid-argument.ts';

/**
 * A website as it is stored and shown: documents that have a name, and what a fetch from an origin does where the rule does not say
 * (integration tests of the Go SDK v1). `MalformedXML` when nothing is left; 400 `InvalidArgument` for an error status besides 200 and 404,
 * and for a fetch without an origin.
 */
export function acceptWebsite(website: WebsiteConfiguration): WebsiteConfiguration | OssError {
  const { IndexDocument, ErrorDocument, RoutingRules } = website;
  const status = ErrorDocument?.HttpStatus ?? 404;
  if (status !== 200 && status !== 404)
    return invalidArgument('HttpStatus', String(status), 'The HttpStatus of the error document must be 200 or 404.');
  const rules = RoutingRules?.RoutingRule ?? [];
  const lost = rules.find(({ Redirect }) => Redirect?.RedirectType === mirror && Redirect.MirrorURL === undefined);
  if (lost !== undefined) return invalidArgument('RuleNumber', String(lost.RuleNumber), 'A rule that fetches needs a MirrorURL.');
  const accepted = {
    ...(IndexDocument?.Suffix === undefined ? {} : { IndexDocument }),
    ...(ErrorDocument?.Key === undefined ? {} : { ErrorDocument }),
    ...(rules.length === 0 ? {} : { RoutingRules: { RoutingRule: rules.map(withDefaults) } }),
  };
  return Object.keys(accepted).length > 0 ? accepted : malformed('expected an index document, an error document or routing rules');
}

/**
 * The index document that stands for a missing object whose name ends in `/` (observed behaviour 22): that of the whole website, or of the
 * folder where the website has one for each. `undefined` when there is none.
 */
export function indexDocumentKey({ IndexDocument }: WebsiteConfiguration, key: string): string | undefined {
  if (IndexDocument?.Suffix === undefined || !key.endsWith('/')) return undefined;
  return IndexDocument.SupportSubDir === true ? key + IndexDocument.Suffix : IndexDocument.Suffix;
}

const mirror = 'Mirror';

function withDefaults(rule: WebsiteRoutingRule): WebsiteRoutingRule {
  const { Redirect } = rule;
  if (Redirect?.RedirectType !== mirror) return rule;
  const { MirrorHeaders } = Redirect;
  return {
    ...rule,
    Redirect: {
      PassQueryString: false,
      MirrorPassQueryString: false,
      MirrorFollowRedirect: true,
      MirrorCheckMd5: false,
      ...Redirect,
      ...(MirrorHeaders === undefined ? {} : { MirrorHeaders: { PassAll: false, ...MirrorHeaders } }),
    },
  };
}
