/**
 * Query names that a V1 signature covers, besides every name that begins with `x-oss-`: the union of what the vendor's SDKs sign.
 * Source: protocol reference §3.1; from `accessPoint` on, the sub-resources that the Python and Go SDKs of 2025 and later sign.
 * `accessmonitor`, which the reference has too, is signed by none of them.
 */
const SIGNED_SUB_RESOURCES: ReadonlySet<string> = new Set(
  (
    'acl uploads location cors logging website referer lifecycle delete append tagging objectMeta uploadId partNumber security-token ' +
    'position img style styleName replication replicationProgress replicationLocation cname bucketInfo comp qos live status vod ' +
    'startTime endTime symlink response-content-type response-content-language response-expires response-cache-control ' +
    'response-content-disposition response-content-encoding udf udfName udfImage udfId udfImageDesc udfApplication ' +
    'udfApplicationLog restore callback callback-var qosInfo policy stat encryption versions versioning versionId requestPayment ' +
    'sequential inventory inventoryId continuation-token asyncFetch worm wormId wormExtend withHashContext transferAcceleration ' +
    'regionList cloudboxes metaQuery resourceGroup rtc responseHeader ' +
    'accessPoint accessPointPolicy accessPointForObjectProcess accessPointConfigForObjectProcess accessPointPolicyForObjectProcess ' +
    'bucketArchiveDirectRead cleanRestoredObject httpsConfig legalHold metadataConfiguration metadataInventoryTable ' +
    'metadataJournalTable objectWorm overwriteConfig policyStatus publicAccessBlock qosRequester quota redundancyTransition ' +
    'requesterQosInfo resourcePool resourcePoolBuckets resourcePoolInfo retention seal userDefinedLogFieldsConfig'
  ).split(' '),
);

/** Whether a V1 signature covers the query parameter `name`; case matters. */
export function isSignedSubResource(name: string): boolean {
  return name.startsWith('x-oss-') || SIGNED_SUB_RESOURCES.has(name);
}
