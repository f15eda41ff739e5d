import { OssError, type OssErrorCode } from '../errors/index.ts';

interface Refusal {
  readonly code: OssErrorCode;
  /** Absent where the row of the error table says it. */
  readonly message?: string;
  readonly ec?: string;
}

/**
 * Every way in which a signature is refused, with the service's wording.
 * Source: protocol reference §3.1 to §3.5, observed behaviour 12 to 14; a message for which no source exists is ours.
 */
export const REFUSALS = {
  malformedAuthorization: { code: 'InvalidArgument', message: 'Authorization header is invalid.' },
  twoSignatures: { code: 'InvalidArgument', message: 'A request must not carry a signature in the header and another one in the query.' },
  unknownSignatureVersion: { code: 'InvalidArgument', message: 'The x-oss-signature-version is not supported.', ec: '0002-00000066' },

  incompleteV1Url: {
    code: 'AccessDenied',
    message: 'Query string authentication requires the Signature, Expires and OSSAccessKeyId parameters',
  },
  missingExpires: {
    code: 'AccessDenied',
    message: 'Query string authentication requires the Signature, Expires and OSSAccessKeyId parameters',
    ec: '0002-00000067',
  },
  blankExpires: {
    code: 'AccessDenied',
    message: 'Query string authentication requires the Signature, Expires and OSSAccessKeyId parameters',
    ec: '0002-00000068',
  },
  nonNumericExpires: { code: 'AccessDenied', message: 'Invalid date (should be seconds since epoch).', ec: '0002-00000070' },
  expiredV1Url: { code: 'AccessDenied', message: 'Request has expired.', ec: '0002-00000069' },

  incompleteV2Url: {
    code: 'AccessDenied',
    message: 'Query string authentication requires the x-oss-signature, x-oss-expires and x-oss-access-key-id parameters',
  },
  nonNumericV2Expires: { code: 'AccessDenied', message: 'Invalid date (should be seconds since epoch).' },
  expiredV2Url: { code: 'AccessDenied', message: 'Request has expired.' },

  emptyAdditionalHeaders: { code: 'InvalidArgument', message: 'The additional headers must not be empty.', ec: '0002-00000209' },
  emptyAdditionalHeader: { code: 'InvalidArgument', message: 'The additional headers must not hold an empty name.', ec: '0002-00000210' },
  malformedCredentialDate: { code: 'InvalidArgument', message: 'The date in credential must be YYYYMMDD.', ec: '0002-00000212' },
  malformedCredential: {
    code: 'InvalidArgument',
    message: 'The credential must be <AccessKeyId>/<date>/<region>/<product>/aliyun_v4_request.',
    ec: '0002-00000213',
  },
  wrongPayloadHash: { code: 'InvalidArgument', message: 'The x-oss-content-sha256 must be UNSIGNED-PAYLOAD.', ec: '0002-00000214' },
  missingV4Expires: { code: 'AccessDenied', message: 'The x-oss-expires is missing.', ec: '0002-00000215' },
  missingV4Signature: { code: 'AccessDenied', message: 'The x-oss-signature is missing.', ec: '0002-00000219' },
  blankV4Signature: { code: 'AccessDenied', message: 'The x-oss-signature is empty.', ec: '0002-00000220' },
  wrongHeaderRegion: { code: 'InvalidArgument', message: 'Invalid signing region in Authorization header.', ec: '0002-00000226' },
  wrongHeaderProduct: { code: 'InvalidArgument', message: 'Invalid signing product in Authorization header.', ec: '0002-00000227' },
  wrongUrlRegion: { code: 'InvalidArgument', message: 'The signing region in credential is invalid.', ec: '0002-00000228' },
  wrongUrlProduct: { code: 'InvalidArgument', message: 'The signing product in credential is invalid.' },
  credentialDateDiffers: { code: 'InvalidArgument', message: 'The date in credential differs from the date of x-oss-date.' },
  v4ExpiresOutOfRange: { code: 'InvalidArgument', message: 'The x-oss-expires must be between 1 and 604800.', ec: '0002-00000232' },
  expiredV4Url: { code: 'AccessDenied', message: 'Request has expired.' },

  emptyPostAccessKeyId: { code: 'InvalidArgument', message: 'Post request accessKeyId is empty.' },
  missingPostSignature: { code: 'InvalidArgument', message: 'The signature field of the form is missing.', ec: '0002-00000703' },
  blankPostSignature: { code: 'InvalidArgument', message: 'The signature field of the form is empty.', ec: '0002-00000704' },
  malformedPostCredential: {
    code: 'InvalidArgument',
    message: 'The x-oss-credential must be <AccessKeyId>/<date>/<region>/<product>/aliyun_v4_request.',
    ec: '0002-00000710',
  },
  expiredPost: { code: 'AccessDenied', message: 'Invalid according to Policy: Policy expired.' },

  invalidDate: { code: 'AccessDenied', message: 'OSS authentication requires a valid Date.', ec: '0002-00000503' },
  skewed: { code: 'RequestTimeTooSkewed' },
  unknownAccessKeyId: { code: 'InvalidAccessKeyId' },
  invalidToken: { code: 'InvalidSecurityToken' },
  expiredToken: { code: 'SecurityTokenExpired' },
  mismatch: { code: 'SignatureDoesNotMatch' },
} as const satisfies Record<string, Refusal>;

/** The error for one row of `REFUSALS`; `details` become elements of its XML body. */
export function refuse(reason: keyof typeof REFUSALS, details: Readonly<Record<string, string>> = {}): OssError {
  const { code, ...options }: Refusal = REFUSALS[reason];
  return new OssError(code, { ...options, details });
}
