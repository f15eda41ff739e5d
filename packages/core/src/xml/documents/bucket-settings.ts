import { type ValueOfDocument, xmlDocument } from '../codec.ts';
import { boolean, oneOf, token } from '../leaves.ts';
import { list, object, optional } from '../structures.ts';

/** Who pays for requests; another payer than these two is `MalformedXML` (observed behaviour 22). */
export const requestPaymentConfiguration = xmlDocument(
  'RequestPaymentConfiguration',
  object({ Payer: oneOf(['BucketOwner', 'Requester']) }),
);
export type RequestPaymentConfiguration = ValueOfDocument<typeof requestPaymentConfiguration>;

/** Whether public access is blocked, whatever ACLs and policies say (observed behaviour 17). */
export const publicAccessBlockConfiguration = xmlDocument('PublicAccessBlockConfiguration', object({ BlockPublicAccess: boolean() }));
export type PublicAccessBlockConfiguration = ValueOfDocument<typeof publicAccessBlockConfiguration>;

/** Whether a bucket policy opens its bucket to everybody. */
export const policyStatus = xmlDocument('PolicyStatus', object({ IsPublic: boolean() }));

/** Whether the bucket is reached through an accelerated endpoint. */
export const transferAccelerationConfiguration = xmlDocument('TransferAccelerationConfiguration', object({ Enabled: boolean() }));
export type TransferAccelerationConfiguration = ValueOfDocument<typeof transferAccelerationConfiguration>;

/** Whether archived objects can be read without thawing them. */
export const archiveDirectReadConfiguration = xmlDocument('ArchiveDirectReadConfiguration', object({ Enabled: boolean() }));
export type ArchiveDirectReadConfiguration = ValueOfDocument<typeof archiveDirectReadConfiguration>;

/** Whether the time of the last access to objects is kept. */
export const accessMonitorConfiguration = xmlDocument('AccessMonitorConfiguration', object({ Status: oneOf(['Enabled', 'Disabled']) }));
export type AccessMonitorConfiguration = ValueOfDocument<typeof accessMonitorConfiguration>;

/** The resource group that a bucket belongs to; absent means the default one. */
export const bucketResourceGroupConfiguration = xmlDocument(
  'BucketResourceGroupConfiguration',
  object({ ResourceGroupId: optional(token()) }),
);
export type BucketResourceGroupConfiguration = ValueOfDocument<typeof bucketResourceGroupConfiguration>;

/** The TLS versions and cipher suites that clients may use. */
export const httpsConfiguration = xmlDocument(
  'HttpsConfiguration',
  object({
    TLS: optional(object({ Enable: boolean(), TLSVersion: list(oneOf(['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'])) })),
    CipherSuite: optional(
      object({
        Enable: boolean(),
        StrongCipherSuite: optional(boolean()),
        CustomCipherSuite: list(token()),
        TLS13CustomCipherSuite: list(token()),
      }),
    ),
  }),
);
export type HttpsConfiguration = ValueOfDocument<typeof httpsConfiguration>;

/** Which headers replies to which operations leave out. */
export const responseHeaderConfiguration = xmlDocument(
  'ResponseHeaderConfiguration',
  object({
    Rule: list(
      object({
        Name: token(),
        Filters: optional(object({ Operation: list(token()) })),
        HideHeaders: optional(object({ Header: list(token()) })),
      }),
    ),
  }),
);
export type ResponseHeaderConfiguration = ValueOfDocument<typeof responseHeaderConfiguration>;
