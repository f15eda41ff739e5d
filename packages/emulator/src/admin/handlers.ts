import type { AdminOperationName } from '@sse/core';
import { ACCESS_KEY_HANDLERS } from './access-keys.ts';
import type { AdminHandler } from './admin-handler.ts';
import { EXPLAIN_HANDLERS } from './explain.ts';
import { GROUP_HANDLERS } from './groups.ts';
import { POLICY_HANDLERS } from './policies.ts';
import { ROLE_HANDLERS } from './roles.ts';
import { USER_HANDLERS } from './users.ts';

/** Who does the operations of the admin interface: all of them, a file for each resource. */
export const ADMIN_HANDLERS: Readonly<Record<AdminOperationName, AdminHandler>> = {
  ...USER_HANDLERS,
  ...ACCESS_KEY_HANDLERS,
  ...GROUP_HANDLERS,
  ...POLICY_HANDLERS,
  ...ROLE_HANDLERS,
  ...EXPLAIN_HANDLERS,
};
