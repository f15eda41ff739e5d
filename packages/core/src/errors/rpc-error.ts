/** Errors of the JSON interfaces (STS, the admin interface) by code: HTTP status and default message. Source: protocol reference §5.5, §6.4; those of RAM have the vendor's codes. */
export const RPC_ERROR_TABLE = {
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
  InvalidParameter: { status: 400, message: 'A parameter is not valid.' },
  MalformedPolicyDocument: { status: 400, message: 'The policy is not valid.' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly message: string }>>;

export type RpcErrorCode = keyof typeof RPC_ERROR_TABLE;

/** An error of a JSON interface; it is answered as `{ RequestId, HostId, Code, Message }` (protocol reference §6.4). */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcErrorCode;
  readonly status: number;

  constructor(code: RpcErrorCode, message?: string) {
    super(message ?? RPC_ERROR_TABLE[code].message);
    this.code = code;
    this.status = RPC_ERROR_TABLE[code].status;
  }
}
