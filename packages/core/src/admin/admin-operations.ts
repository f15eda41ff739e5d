/** What the row of an operation of the admin interface says. */
export interface AdminOperationRow {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Below `/_sse/admin/`; `*` stands for the name of an entity. */
  readonly path: string;
  /** HTTP status of plain success. */
  readonly success: number;
  /** One sentence about what it does. */
  readonly doc: string;
}

/** The operations of the admin interface, this server's own: users, groups, managed policies, roles, access keys, explanations. */
export const ADMIN_OPERATIONS = {
  ListUsers: { method: 'GET', path: 'users', success: 200, doc: 'Lists users.' },
  GetUser: { method: 'GET', path: 'users/*', success: 200, doc: 'Shows a user.' },
  PutUser: { method: 'PUT', path: 'users/*', success: 200, doc: 'Makes a user, or replaces its policies and groups.' },
  DeleteUser: { method: 'DELETE', path: 'users/*', success: 204, doc: 'Removes a user with its access keys.' },
  ListAccessKeys: { method: 'GET', path: 'users/*/access-keys', success: 200, doc: 'Lists the access keys of a user, without secrets.' },
  CreateAccessKey: {
    method: 'POST',
    path: 'users/*/access-keys',
    success: 200,
    doc: 'Makes an access key; only this reply has its secret.',
  },
  GetAccessKey: { method: 'GET', path: 'access-keys/*', success: 200, doc: 'Shows an access key, without its secret.' },
  PutAccessKey: { method: 'PUT', path: 'access-keys/*', success: 200, doc: 'Makes an access key active or inactive.' },
  DeleteAccessKey: { method: 'DELETE', path: 'access-keys/*', success: 204, doc: 'Removes an access key.' },
  ListGroups: { method: 'GET', path: 'groups', success: 200, doc: 'Lists groups.' },
  GetGroup: { method: 'GET', path: 'groups/*', success: 200, doc: 'Shows a group.' },
  PutGroup: { method: 'PUT', path: 'groups/*', success: 200, doc: 'Makes a group, or replaces its policies.' },
  DeleteGroup: { method: 'DELETE', path: 'groups/*', success: 204, doc: 'Removes a group without users.' },
  ListPolicies: { method: 'GET', path: 'policies', success: 200, doc: 'Lists managed policies.' },
  GetPolicy: { method: 'GET', path: 'policies/*', success: 200, doc: 'Shows a managed policy.' },
  PutPolicy: { method: 'PUT', path: 'policies/*', success: 200, doc: 'Makes or replaces a managed policy.' },
  DeletePolicy: { method: 'DELETE', path: 'policies/*', success: 204, doc: 'Removes a managed policy that is nowhere attached.' },
  ListRoles: { method: 'GET', path: 'roles', success: 200, doc: 'Lists roles.' },
  GetRole: { method: 'GET', path: 'roles/*', success: 200, doc: 'Shows a role.' },
  PutRole: { method: 'PUT', path: 'roles/*', success: 200, doc: 'Makes a role, or replaces its trust and policies.' },
  DeleteRole: { method: 'DELETE', path: 'roles/*', success: 204, doc: 'Removes a role; its sessions end.' },
  ExplainAccess: { method: 'POST', path: 'explain', success: 200, doc: 'Says whether somebody may do something, and why.' },
} as const satisfies Readonly<Record<string, AdminOperationRow>>;

export type AdminOperationName = keyof typeof ADMIN_OPERATIONS;

/** Where the admin interface is, as the bucket and the beginning of the key of a path-style address: what is signed. */
export const ADMIN_BUCKET = '_sse';
export const ADMIN_KEY_PREFIX = 'admin/';

/** Which operation a request is: with the name in its path, `''` where the row has none. */
export type DetectedAdminOperation =
  | { readonly operation: AdminOperationName; readonly name: string }
  /** There is something, but not for this method. */
  | { readonly allow: readonly AdminOperationRow['method'][] }
  | 'unknown';

const ROWS = Object.entries(ADMIN_OPERATIONS) as unknown as readonly (readonly [AdminOperationName, AdminOperationRow])[];

/** The operation of a method on a decoded path, given from behind `/_sse/admin/` on. */
export function detectAdminOperation(method: string, path: string): DetectedAdminOperation {
  const segments = path.split('/');
  const there = ROWS.filter(([, row]) => covers(row.path.split('/'), segments));
  const found = there.find(([, row]) => row.method === method);
  if (found !== undefined) return { operation: found[0], name: found[1].path.includes('*') ? (segments[1] ?? '') : '' };
  return there.length === 0 ? 'unknown' : { allow: there.map(([, row]) => row.method) };
}

/** The path of an operation from behind `/_sse/admin/` on. */
export function adminPath(operation: AdminOperationName, name = ''): string {
  return ADMIN_OPERATIONS[operation].path.replace('*', () => name);
}

function covers(pattern: readonly string[], segments: readonly string[]): boolean {
  const fits = (part: string, index: number): boolean => (part === '*' ? segments[index] !== '' : part === segments[index]);
  return pattern.length === segments.length && pattern.every(fits);
}
