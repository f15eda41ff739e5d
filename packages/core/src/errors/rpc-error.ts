/** Errors of the JSON interfaces (STS, KMS, the admin interface) by code: HTTP status and default message. Source: protocol reference §5.5, §6.4; those of RAM have the vendor's codes. */
export const RPC_ERROR_TABLE = {
  AliasAlreadyExists: { status: 400, message: 'The specified Alias already exists.' },
  'EntityAlreadyExists.User': { status: 409, message: 'The user already exists.' },
  'EntityAlreadyExists.User.AccessKey': { status: 409, message: 'The access key already exists.' },
  'EntityNotExist.User': { status: 404, message: 'The user does not exist.' },
  'EntityNotExist.User.AccessKey': { status: 404, message: 'The access key does not exist.' },
  'EntityNotExist.Group': { status: 404, message: 'The group does not exist.' },
  'EntityNotExist.Policy': { status: 404, message: 'The policy does not exist.' },
  'EntityNotExist.Role': { status: 404, message: 'The specified Role not exists.' },
  'LimitExceeded.User.AccessKey': { status: 409, message: 'The user has as many access keys as a user may have.' },
  'DeleteConflict.Group.User': { status: 409, message: 'The group has users.' },
  'DeleteConflict.Policy.Attachment': { status: 409, message: 'The policy is attached.' },
  'Forbidden.AliasNotFound': { status: 404, message: 'The specified Alias is not found.' },
  'Forbidden.KeyNotFound': { status: 404, message: 'The specified Key is not found.' },
  'Forbidden.KeyVersionNotFound': { status: 404, message: 'The specified KeyVersion is not found.' },
  'Forbidden.NoPermission': { status: 403, message: 'This operation is forbidden by permission system.' },
  IllegalTimestamp: { status: 400, message: 'The input parameter "Timestamp" is not a time within 15 minutes of the server\'s clock.' },
  IncompleteSignature: { status: 400, message: 'The request signature does not conform to Aliyun standards.' },
  InternalFailure: { status: 500, message: 'The request processing has failed due to some unknown error.' },
  'InvalidAccessKeyId.NotFound': { status: 404, message: 'Specified access key is not found.' },
  'InvalidAction.NotFound': { status: 404, message: 'Specified api is not found, please check your url and method.' },
  InvalidParameter: { status: 400, message: 'A parameter is not valid.' },
  'InvalidParameter.DurationSeconds': { status: 400, message: 'The Min/Max value of DurationSeconds is 15min/1hr.' },
  'InvalidParameter.PolicyGrammar': { status: 400, message: 'The parameter Policy has not passed grammar check.' },
  'InvalidParameter.PolicySize': { status: 400, message: 'The size of Policy must be smaller than 1024 bytes.' },
  'InvalidParameter.RoleArn': { status: 400, message: 'The parameter RoleArn is wrongly formed.' },
  'InvalidParameter.RoleSessionName': { status: 400, message: 'The parameter RoleSessionName is wrongly formed.' },
  'InvalidSecurityToken.Expired': { status: 400, message: 'Specified SecurityToken is expired.' },
  'InvalidSecurityToken.Malformed': { status: 400, message: 'Specified SecurityToken is malformed.' },
  'InvalidSecurityToken.MismatchWithAccessKey': { status: 400, message: 'Specified SecurityToken mismatch with the AccessKey.' },
  MalformedPolicyDocument: { status: 400, message: 'The policy is not valid.' },
  MissingParameter: { status: 400, message: 'A parameter is needed but not provided.' },
  NoPermission: { status: 403, message: 'You are not authorized to do this action. You should be authorized by RAM.' },
  NotImplemented: { status: 501, message: 'This interface is not implemented by this server.' },
  ParseRequestParameterException: { status: 400, message: 'The parameters of the request cannot be read.' },
  'Rejected.Disabled': { status: 409, message: 'The request was rejected because the key state is Disabled.' },
  'Rejected.LimitExceeded': { status: 400, message: 'The request was rejected because a limit was exceeded.' },
  'Rejected.PendingDeletion': { status: 409, message: 'The request was rejected because the key state is PendingDeletion.' },
  'Rejected.PendingImport': { status: 409, message: 'The request was rejected because the key state is PendingImport.' },
  'Rejected.StateModifiedFailed': { status: 409, message: 'The request was rejected because the key state does not allow it.' },
  ServiceUnavailableTemporary: { status: 503, message: 'Service is temporarily unavailable.' },
  SignatureDoesNotMatch: { status: 400, message: 'Specified signature is not matched with our calculation.' },
  'Unsupported.Alias': { status: 400, message: 'An alias cannot be used for this operation; name the key by its id.' },
  UnsupportedHTTPMethod: { status: 403, message: 'This http method is not supported.' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly message: string }>>;

export type RpcErrorCode = keyof typeof RPC_ERROR_TABLE;

/** An error of a JSON interface; it is answered as `{ RequestId, HostId, Code, Message }` (protocol reference §6.4). */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcErrorCode;
  readonly status: number;

  constructor(code: RpcErrorCode, message?: string, options?: ErrorOptions) {
    super(message ?? RPC_ERROR_TABLE[code].message, options);
    this.code = code;
    this.status = RPC_ERROR_TABLE[code].status;
  }
}
