import { OssError } from '../errors/oss-error.ts';
import type {
  BucketResourceGroupConfiguration,
  HttpsConfiguration,
  ResponseHeaderConfiguration,
} from '../xml/documents/bucket-settings.ts';
import { malformed } from '../xml/malformed.ts';

/** The resource group of every bucket that was put into no other. */
export const DEFAULT_RESOURCE_GROUP = 'rg-default';

/** A resource group by its id, empty for the default one; 400 `ResourceGroupIdPreCheckError` for what is none (integration tests of the Go SDK v2). */
export function acceptResourceGroup({
  ResourceGroupId = DEFAULT_RESOURCE_GROUP,
}: BucketResourceGroupConfiguration): Required<BucketResourceGroupConfiguration> | OssError {
  const isGroup = ResourceGroupId === DEFAULT_RESOURCE_GROUP || /^rg-[a-z0-9]{6,32}$/.test(ResourceGroupId);
  return isGroup ? { ResourceGroupId } : new OssError('ResourceGroupIdPreCheckError');
}

/** TLS settings that name the versions that they switch on, else `MalformedXML`. */
export function checkHttps(configuration: HttpsConfiguration): HttpsConfiguration | OssError {
  const { TLS } = configuration;
  return TLS?.Enable === true && TLS.TLSVersion.length === 0 ? malformed('expected a TLSVersion where TLS is enabled') : configuration;
}

/** Rules for reply headers, at least one and each of its own name, else `MalformedXML`. */
export function checkResponseHeaders(configuration: ResponseHeaderConfiguration): ResponseHeaderConfiguration | OssError {
  const names = new Set(configuration.Rule.map(({ Name }) => Name));
  return names.size === 0 || names.size < configuration.Rule.length ? malformed('expected rules with names of their own') : configuration;
}
