import type {
  AccessMonitorConfiguration,
  ArchiveDirectReadConfiguration,
  BucketLoggingStatus,
  BucketResourceGroupConfiguration,
  CorsConfiguration,
  HttpsConfiguration,
  InventoryConfiguration,
  LifecycleConfiguration,
  PublicAccessBlockConfiguration,
  RefererConfiguration,
  RequestPaymentConfiguration,
  ResponseHeaderConfiguration,
  Tagging,
  TransferAccelerationConfiguration,
  UserDefinedLogFieldsConfiguration,
  WebsiteConfiguration,
} from '@sse/core';

/** The documents that a bucket may lack, by the name of their row, which is the sub-resource. A row is there from the first put to the delete. */
export interface OptionalDocuments {
  readonly tagging: Tagging;
  readonly cors: CorsConfiguration;
  readonly lifecycle: LifecycleConfiguration;
  readonly logging: BucketLoggingStatus;
  readonly userDefinedLogFieldsConfig: UserDefinedLogFieldsConfiguration;
  readonly referer: RefererConfiguration;
  readonly website: WebsiteConfiguration;
  readonly requestPayment: RequestPaymentConfiguration;
  readonly publicAccessBlock: PublicAccessBlockConfiguration;
  readonly transferAcceleration: TransferAccelerationConfiguration;
  readonly httpsConfig: HttpsConfiguration;
  readonly bucketArchiveDirectRead: ArchiveDirectReadConfiguration;
  readonly resourceGroup: BucketResourceGroupConfiguration;
  readonly accessmonitor: AccessMonitorConfiguration;
  readonly responseHeader: ResponseHeaderConfiguration;
  /** All inventories of the bucket, in the order of their ids. */
  readonly inventory: { readonly inventories: readonly InventoryConfiguration[] };
}
