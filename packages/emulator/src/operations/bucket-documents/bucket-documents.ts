import { randomUUID } from 'node:crypto';
import {
  acceptCorsRules,
  acceptLifecycle,
  acceptRefererLists,
  acceptResourceGroup,
  acceptWebsite,
  accessMonitorConfiguration,
  archiveDirectReadConfiguration,
  bucketLoggingStatus,
  bucketResourceGroupConfiguration,
  checkBucketTags,
  checkHttps,
  checkResponseHeaders,
  corsConfiguration,
  DEFAULT_RESOURCE_GROUP,
  httpsConfiguration,
  lifecycleConfiguration,
  publicAccessBlockConfiguration,
  refererConfiguration,
  requestPaymentConfiguration,
  responseHeaderConfiguration,
  tagging,
  transferAccelerationConfiguration,
  userDefinedLogFieldsConfiguration,
  websiteConfiguration,
  withoutTags,
} from '@sse/core';
import { parameter } from '../../pipeline/call.ts';
import { documentOperations, type DocumentOperations } from './document-row.ts';
import { checkAccessMonitor } from './check-access-monitor.ts';
import { checkLogging } from './check-logging.ts';

/**
 * The documents of buckets that are put, shown and deleted alike, under the name that their operations share: `PutBucketCors`, `GetBucketCors`
 * and, where the operation table has it, `DeleteBucketCors`. A row here is all that serves them.
 */
export const BUCKET_DOCUMENTS = {
  BucketTags: documentOperations({
    name: 'tagging',
    schema: tagging,
    absent: { TagSet: { Tag: [] } },
    accept: checkBucketTags,
    remove: (value, call) => withoutTags(value, parameter(call, 'tagging') ?? ''),
  }),
  BucketCors: documentOperations({ name: 'cors', schema: corsConfiguration, absent: 'NoSuchCORSConfiguration', accept: acceptCorsRules }),
  BucketLifecycle: documentOperations({
    name: 'lifecycle',
    schema: lifecycleConfiguration,
    absent: 'NoSuchLifecycle',
    accept: (value, { call }) => {
      const allowOverlap = call.headers['x-oss-allow-same-action-overlap']?.toLowerCase() === 'true';
      return acceptLifecycle(value, { allowOverlap, newId: randomUUID });
    },
  }),
  BucketLogging: documentOperations({ name: 'logging', schema: bucketLoggingStatus, absent: {}, accept: checkLogging }),
  UserDefinedLogFieldsConfig: documentOperations({
    name: 'userDefinedLogFieldsConfig',
    schema: userDefinedLogFieldsConfiguration,
    absent: 'NoSuchUserDefinedLogFieldsConfig',
  }),
  BucketReferer: documentOperations({
    name: 'referer',
    schema: refererConfiguration,
    absent: { AllowEmptyReferer: true, AllowTruncateQueryString: true, RefererList: [] },
    accept: acceptRefererLists,
  }),
  BucketWebsite: documentOperations({
    name: 'website',
    schema: websiteConfiguration,
    absent: 'NoSuchWebsiteConfiguration',
    accept: acceptWebsite,
  }),
  BucketRequestPayment: documentOperations({
    name: 'requestPayment',
    schema: requestPaymentConfiguration,
    absent: { Payer: 'BucketOwner' },
  }),
  BucketPublicAccessBlock: documentOperations({
    name: 'publicAccessBlock',
    schema: publicAccessBlockConfiguration,
    absent: { BlockPublicAccess: false },
  }),
  BucketTransferAcceleration: documentOperations({
    name: 'transferAcceleration',
    schema: transferAccelerationConfiguration,
    absent: 'NoSuchTransferAccelerationConfiguration',
  }),
  BucketHttpsConfig: documentOperations({
    name: 'httpsConfig',
    schema: httpsConfiguration,
    absent: { TLS: { Enable: false, TLSVersion: [] } },
    accept: checkHttps,
  }),
  BucketArchiveDirectRead: documentOperations({
    name: 'bucketArchiveDirectRead',
    schema: archiveDirectReadConfiguration,
    absent: { Enabled: false },
  }),
  BucketResourceGroup: documentOperations({
    name: 'resourceGroup',
    schema: bucketResourceGroupConfiguration,
    absent: { ResourceGroupId: DEFAULT_RESOURCE_GROUP },
    accept: acceptResourceGroup,
  }),
  BucketAccessMonitor: documentOperations({
    name: 'accessmonitor',
    schema: accessMonitorConfiguration,
    absent: { Status: 'Disabled' },
    accept: checkAccessMonitor,
  }),
  BucketResponseHeader: documentOperations({
    name: 'responseHeader',
    schema: responseHeaderConfiguration,
    absent: 'NoSuchResponseHeaderConfiguration',
    accept: checkResponseHeaders,
  }),
} as const satisfies Readonly<Record<string, DocumentOperations>>;
