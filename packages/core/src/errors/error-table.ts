/** One error code of the service: its HTTP status, its usual message, and its EC where the vendor shows one. */
export interface ErrorEntry {
  readonly status: number;
  readonly message: string;
  readonly ec?: string;
}

/**
 * Every error code this project answers with.
 * Source: protocol reference §1.4, §1.5, §2.2, §3 and §4.1 (vendor's HTTP status code pages, EC pages and integration tests) and the
 * observed behaviour of the service. A row has no `ec` when no source shows one, or when it depends on the operation.
 */
export const ERROR_TABLE = {
  // Rules and headers of server-side encryption, and what KMS refuses (§1.4, §1.5, §2.2).
  NoSuchServerSideEncryptionRule: { status: 404, message: 'The server side encryption configuration was not found.' },
  InvalidEncryptionAlgorithmError: {
    status: 400,
    message: 'The Encryption request you specified is not valid. Supported value: AES256/SM4/KMS.',
    ec: '0005-00000003',
  },
  InvalidDataEncryptionAlgorithmError: {
    status: 400,
    message: 'The KMS Data Encryption request you specified is not valid. Supported value:SM4',
    ec: '0005-00000203',
  },
  InvalidEncryptionRequest: { status: 400, message: 'The client-side encryption meta headers are incomplete or not valid.' },
  InvalidParameter: { status: 400, message: 'The specified parameter KMS keyId is not valid.' },
  KeyNotFound: { status: 404, message: 'The specified parameter KMS keyId is not found.', ec: '0005-00000208' },
  AliasNotFound: { status: 404, message: 'The specified Alias is not found.' },
  KeyDisabled: { status: 409, message: 'The request was rejected because the key state is Disabled.', ec: '0005-00000214' },
  KeyPendingDeletion: { status: 409, message: 'The request was rejected because the key state is PendingDeletion.', ec: '0005-00000215' },
  KeyPendingImport: { status: 409, message: 'The request was rejected because the key state is PendingImport.' },
  KmsServiceNotEnabled: { status: 403, message: 'This user does not turn on KMS service.', ec: '0005-00000218' },
  KmsUbsmsInvalidBid: { status: 403, message: 'The KMS service of this user is not available: invalid BID.' },
  KmsInDebt: { status: 403, message: 'The KMS service of this user is not available: the account is in debt.' },
  KmsInDebtOverdue: { status: 403, message: 'The KMS service of this user is not available: the account has been in debt for too long.' },

  // Who asks (§3, §4.1).
  AccessDenied: { status: 403, message: 'AccessDenied' },
  AccessForbidden: { status: 403, message: 'CORSResponse: This CORS request is not allowed.' },
  InvalidAccessKeyId: {
    status: 403,
    message: 'The OSS Access Key Id you provided does not exist in our records.',
    ec: '0002-00000902',
  },
  SignatureDoesNotMatch: {
    status: 403,
    message: 'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ec: '0002-00000040',
  },
  RequestTimeTooSkewed: {
    status: 403,
    message: 'The difference between the request time and the current time is too large.',
    ec: '0002-00000504',
  },
  InvalidSecurityToken: { status: 403, message: 'The security token you provided is invalid.' },
  SecurityTokenExpired: { status: 403, message: 'The security token you provided has expired.' },
  AccessKeyIdAndSecurityTokenNotMatch: { status: 403, message: 'The OSS Access Key Id and the security token you provided do not match.' },
  SecondLevelDomainForbidden: {
    status: 403,
    message: 'The bucket you are attempting to access must be addressed using OSS third level domain.',
  },
  CnameDenied: { status: 403, message: 'The specified domain name is not bound to the bucket.' },
  UserDisable: { status: 403, message: 'UserDisable', ec: '0003-00000801' },
  BucketDisable: { status: 403, message: 'BucketDisable' },

  // The request itself (§4.1).
  BadRequest: { status: 400, message: 'Bad Request' },
  InvalidArgument: { status: 400, message: 'Invalid Argument' },
  MissingArgument: { status: 400, message: 'Missing Some Required Arguments.' },
  MissingContentLength: { status: 411, message: 'You must provide the Content-Length HTTP header.' },
  InvalidDigest: { status: 400, message: 'The Content-MD5 you specified was invalid.' },
  InvalidCRC64: { status: 400, message: 'The CRC64 checksum you specified did not match what we received.' },
  IncompleteBody: { status: 400, message: 'You did not provide the number of bytes specified by the Content-Length HTTP header.' },
  MalformedXML: {
    status: 400,
    message: 'The XML you provided was not well-formed or did not validate against our published schema.',
  },
  MethodNotAllowed: { status: 405, message: 'The specified method is not allowed against this resource.', ec: '0003-00000016' },
  // The vendor's catalogue has this under 400; with 501 its clients would retry what can never succeed.
  NotImplemented: { status: 400, message: 'A header you provided implies functionality that is not implemented.' },
  OperationNotSupported: { status: 400, message: 'The operation is not supported for this resource.' },
  NotModified: { status: 304, message: 'Not Modified' },
  PreconditionFailed: { status: 412, message: 'At least one of the pre-conditions you specified did not hold.' },
  InvalidRange: { status: 416, message: 'The requested range cannot be satisfied.' },
  RequestTimeout: {
    status: 400,
    message: 'Your socket connection to the server was not read from or written to within the timeout period.',
  },

  // Buckets and their documents (§4.1, §4.6).
  InvalidBucketName: { status: 400, message: 'The specified bucket is not valid.' },
  NoSuchBucket: { status: 404, message: 'The specified bucket does not exist.', ec: '0015-00000101' },
  BucketAlreadyExists: {
    status: 409,
    message:
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    ec: '0015-00000104',
  },
  BucketNotEmpty: { status: 409, message: 'The bucket has objects. Please delete them first.', ec: '0015-00000301' },
  TooManyBuckets: { status: 400, message: 'You have attempted to create more buckets than allowed.' },
  InvalidTargetBucketForLogging: { status: 400, message: 'Target bucket for logging is not valid.' },
  InvalidPolicyDocument: { status: 400, message: 'The content of the policy document does not conform to the specified format.' },
  NoSuchWebsiteConfiguration: { status: 404, message: 'The specified bucket does not have a website configuration.' },
  NoSuchCORSConfiguration: { status: 404, message: 'The CORS Configuration does not exist.' },
  NoSuchLifecycle: { status: 404, message: 'No Row found in Lifecycle Table.' },
  NoSuchTransferAccelerationConfiguration: { status: 404, message: 'The bucket does not have a transfer acceleration configuration.' },
  NoSuchUserDefinedLogFieldsConfig: { status: 404, message: 'The user defined log fields configuration does not exist.' },
  NoSuchResponseHeaderConfiguration: { status: 404, message: 'The response header configuration does not exist.' },
  NoSuchInventory: { status: 404, message: 'The specified inventory does not exist.' },
  ResourceGroupIdPreCheckError: { status: 400, message: 'The resource group id precheck error', ec: '0039-00000003' },
  NoSuchBucketPolicy: { status: 404, message: 'The bucket policy does not exist.' },

  // Objects and uploads (§4.1, §4.6, §4.7).
  InvalidObjectName: { status: 400, message: 'The specified object is not valid.' },
  NoSuchKey: { status: 404, message: 'The specified key does not exist.', ec: '0026-00000001' },
  NoSuchVersion: { status: 404, message: 'The specified version does not exist.' },
  SymlinkTargetNotExist: { status: 404, message: 'The symlink target object does not exist.' },
  InvalidTargetType: { status: 400, message: "The symbolic's target file type is invalid.", ec: '0026-00000011' },
  NotSymlink: { status: 400, message: 'The object is not symlink.' },
  InvalidTag: { status: 400, message: 'The tag you provided is not valid.' },
  InvalidObjectState: { status: 403, message: "The operation is not valid for the object's state." },
  FileAlreadyExists: { status: 409, message: 'The object you specified already exists and can not be overwritten.' },
  FileImmutable: { status: 409, message: 'The object you specified is immutable.' },
  ObjectNotAppendable: { status: 409, message: 'The object is not appendable.' },
  PositionNotEqualToLength: { status: 409, message: 'Position is not equal to file length.', ec: '0026-00000016' },
  EntityTooSmall: { status: 400, message: 'Your proposed upload smaller than the minimum allowed size.' },
  EntityTooLarge: { status: 400, message: 'Your proposed upload exceeds the maximum allowed size.' },
  NoSuchUpload: {
    status: 404,
    message: 'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    ec: '0042-00000002',
  },
  InvalidPart: {
    status: 400,
    message:
      "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
  },
  InvalidPartOrder: { status: 400, message: 'The list of parts was not in ascending order.' },
  PartNotSequential: {
    status: 400,
    message: 'For sequential multipart upload, you must upload or complete parts with sequential part number.',
  },

  // PostObject (§3.5).
  RequestIsNotMultiPartContent: { status: 400, message: 'Bucket POST must be of the enclosure-type multipart/form-data.' },
  IncorrectNumberOfFilesInPOSTRequest: { status: 400, message: 'POST requires exactly one file upload per request.' },
  FieldItemTooLong: { status: 400, message: 'Your form field items exceeded the maximum size allowed.' },
  MalformedPOSTRequest: { status: 400, message: 'The body of your POST request is not well-formed multipart/form-data.' },

  // The server (§4.1).
  InternalError: { status: 500, message: 'We encountered an internal error. Please try again.' },
  ServiceUnavailable: { status: 503, message: 'Please reduce your request rate.' },
} as const satisfies Record<string, ErrorEntry>;

export type OssErrorCode = keyof typeof ERROR_TABLE;
