import { boolean, integer, text, token } from '../leaves.ts';
import { list, object, optional } from '../structures.ts';

const keyValue = object({ Key: token(), Value: text() });

const alternate = object({
  MirrorMultiAlternateNumber: integer(),
  MirrorMultiAlternateURL: token(),
  MirrorMultiAlternateVpcId: optional(token()),
  MirrorMultiAlternateDstRegion: optional(token()),
});

/** What a routing rule of a website does: a redirect, or a fetch from an origin (elements of the vendor's SDKs). */
export const routingRedirect = object({
  RedirectType: optional(token()),
  PassQueryString: optional(boolean()),
  MirrorURL: optional(text()),
  MirrorURLSlave: optional(text()),
  MirrorURLProbe: optional(text()),
  MirrorPassQueryString: optional(boolean()),
  MirrorFollowRedirect: optional(boolean()),
  MirrorCheckMd5: optional(boolean()),
  MirrorHeaders: optional(object({ PassAll: optional(boolean()), Pass: list(token()), Remove: list(token()), Set: list(keyValue) })),
  Protocol: optional(token()),
  HostName: optional(token()),
  ReplaceKeyPrefixWith: optional(text()),
  EnableReplacePrefix: optional(boolean()),
  ReplaceKeyWith: optional(text()),
  HttpRedirectCode: optional(integer()),
  MirrorSNI: optional(boolean()),
  MirrorPassOriginalSlashes: optional(boolean()),
  MirrorAsyncStatus: optional(integer()),
  MirrorAuth: optional(
    object({
      AuthType: optional(token()),
      Region: optional(token()),
      AccessKeyId: optional(token()),
      AccessKeySecret: optional(token()),
    }),
  ),
  MirrorAllowVideoSnapshot: optional(boolean()),
  MirrorAllowGetImageInfo: optional(boolean()),
  MirrorAllowHeadObject: optional(boolean()),
  MirrorDstVpcId: optional(token()),
  MirrorDstSlaveVpcId: optional(token()),
  MirrorDstRegion: optional(token()),
  MirrorTunnelId: optional(token()),
  MirrorRole: optional(token()),
  MirrorUsingRole: optional(boolean()),
  MirrorUserLastModified: optional(boolean()),
  MirrorIsExpressTunnel: optional(boolean()),
  MirrorProxyPass: optional(boolean()),
  MirrorSwitchAllErrors: optional(boolean()),
  MirrorSaveOssMeta: optional(boolean()),
  MirrorTaggings: optional(object({ Taggings: list(keyValue) })),
  MirrorReturnHeaders: optional(object({ ReturnHeader: list(keyValue) })),
  MirrorMultiAlternates: optional(object({ MirrorMultiAlternate: list(alternate) })),
  TransparentMirrorResponseCodes: optional(text()),
});
