import { OssError } from '../errors/index.ts';
import { aclAccess } from './acl-grants.ts';
import type { AccessDecision, WantedAccess } from './access.ts';
import type { Caller } from './caller.ts';

/** What was refused, and to whom. */
export interface RefusedAccess {
  readonly wanted: Pick<WantedAccess, 'action'>;
  readonly caller: Caller;
  /** Where the resource lies: in the account, a bucket, or an object of it. */
  readonly level: 'service' | 'bucket' | 'object';
}

/** 403 `AccessDenied` in the service's words (protocol reference §4.8). Which statement decided is not told to the caller: `explainDecision` does. */
export function accessDenied({ ground }: AccessDecision, refused: RefusedAccess): OssError {
  return new OssError('AccessDenied', { message: messageOf(ground, refused) });
}

function messageOf(ground: AccessDecision['ground'], { wanted, caller, level }: RefusedAccess): string {
  if (ground.kind === 'statement')
    return ground.of === 'bucket' ? 'Access denied by bucket policy.' : "Access denied by authorizer's policy.";
  if (ground.kind === 'session-policy') return "Access denied by authorizer's policy.";
  if (ground.kind === 'acl' && ground.of === 'object')
    return `You do not have ${aclAccess(wanted.action) ?? 'read'} acl permission on this object.`;
  if (level === 'service')
    return caller.kind === 'anonymous' ? 'Anonymous access is forbidden for this operation.' : "Access denied by authorizer's policy.";
  if (level === 'object') return 'You have no right to access this object because of bucket acl.';
  return caller.kind === 'anonymous'
    ? 'Anonymous user has no right to access this bucket.'
    : 'You have no right to access this bucket because of bucket acl.';
}
