import { describe, expect, it } from 'vitest';
import { ERROR_TABLE, OssError, type ErrorEntry, type OssErrorCode } from '../../src/errors/index.ts';

const ROWS: readonly (readonly [string, ErrorEntry])[] = Object.entries(ERROR_TABLE);

/** Codes by HTTP status, as the vendor's catalogue of protocol reference §4.1 and the tables of §1.5 and §3 have them. */
const CATALOGUE: Readonly<Record<number, string>> = {
  304: 'NotModified',
  400:
    'InvalidBucketName InvalidObjectName TooManyBuckets InvalidArgument MissingArgument NotImplemented InvalidDigest InvalidCRC64 ' +
    'IncompleteBody MalformedXML EntityTooSmall EntityTooLarge InvalidPart InvalidPartOrder InvalidTag InvalidTargetType NotSymlink ' +
    'RequestTimeout InvalidPolicyDocument RequestIsNotMultiPartContent IncorrectNumberOfFilesInPOSTRequest FieldItemTooLong ' +
    'MalformedPOSTRequest InvalidEncryptionAlgorithmError InvalidDataEncryptionAlgorithmError InvalidParameter InvalidEncryptionRequest ' +
    'PartNotSequential ResourceGroupIdPreCheckError',
  403:
    'AccessDenied InvalidAccessKeyId SignatureDoesNotMatch RequestTimeTooSkewed SecondLevelDomainForbidden InvalidSecurityToken ' +
    'SecurityTokenExpired AccessKeyIdAndSecurityTokenNotMatch InvalidObjectState CnameDenied UserDisable BucketDisable ' +
    'KmsServiceNotEnabled KmsUbsmsInvalidBid KmsInDebt KmsInDebtOverdue AccessForbidden',
  404:
    'NoSuchBucket NoSuchKey NoSuchUpload NoSuchVersion SymlinkTargetNotExist NoSuchServerSideEncryptionRule NoSuchWebsiteConfiguration ' +
    'NoSuchCORSConfiguration NoSuchLifecycle NoSuchBucketPolicy KeyNotFound AliasNotFound NoSuchInventory ' +
    'NoSuchTransferAccelerationConfiguration',
  405: 'MethodNotAllowed',
  409:
    'BucketAlreadyExists BucketNotEmpty PositionNotEqualToLength ObjectNotAppendable FileAlreadyExists FileImmutable KeyDisabled ' +
    'KeyPendingDeletion KeyPendingImport',
  411: 'MissingContentLength',
  412: 'PreconditionFailed',
  416: 'InvalidRange',
  500: 'InternalError',
  503: 'ServiceUnavailable',
};

const ECS = {
  NoSuchBucket: '0015-00000101',
  BucketAlreadyExists: '0015-00000104',
  BucketNotEmpty: '0015-00000301',
  NoSuchKey: '0026-00000001',
  PositionNotEqualToLength: '0026-00000016',
  InvalidTargetType: '0026-00000011',
  NoSuchUpload: '0042-00000002',
  MethodNotAllowed: '0003-00000016',
  UserDisable: '0003-00000801',
  SignatureDoesNotMatch: '0002-00000040',
  InvalidAccessKeyId: '0002-00000902',
  RequestTimeTooSkewed: '0002-00000504',
  InvalidEncryptionAlgorithmError: '0005-00000003',
  InvalidDataEncryptionAlgorithmError: '0005-00000203',
  KeyNotFound: '0005-00000208',
  KeyDisabled: '0005-00000214',
  KeyPendingDeletion: '0005-00000215',
  KmsServiceNotEnabled: '0005-00000218',
  ResourceGroupIdPreCheckError: '0039-00000003',
} as const satisfies Partial<Record<OssErrorCode, string>>;

describe('the error table', () => {
  it.each(Object.entries(CATALOGUE))('has every code of status %s', (status, codes) => {
    const found = Object.fromEntries(codes.split(' ').map((code) => [code, ROWS.find(([name]) => name === code)?.[1].status]));
    expect(found).toEqual(Object.fromEntries(codes.split(' ').map((code) => [code, Number(status)])));
  });

  it('has the ECs that the reference shows, and no others', () => {
    const found = Object.fromEntries(ROWS.filter(([, { ec }]) => ec !== undefined).map(([code, { ec }]) => [code, ec]));
    expect(found).toEqual(ECS);
  });

  it.each(ROWS)('%s is an error status with a message', (_, { status, message }) => {
    expect(status === 304 || (status >= 400 && status < 600)).toBe(true);
    expect(message).not.toBe('');
  });
});

describe('OssError', () => {
  it('is its row', () => {
    const error = new OssError('NoSuchBucket');
    expect(error).toMatchObject({ code: 'NoSuchBucket', status: 404, ec: '0015-00000101', details: {}, headers: {} });
    expect(error.message).toBe('The specified bucket does not exist.');
    expect('cause' in error).toBe(false);
  });

  it('lets an occurrence change message and EC, add details and headers, and keep a cause', () => {
    const cause = new Error('why');
    const options = { message: 'm', ec: 'e', details: { Key: 'k' }, headers: { 'x-oss-delete-marker': 'true' }, cause };
    expect(new OssError('NoSuchKey', options)).toMatchObject({ code: 'NoSuchKey', status: 404, ...options });
  });
});
