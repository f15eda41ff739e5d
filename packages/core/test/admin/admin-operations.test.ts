import { describe, expect, it } from 'vitest';
import { ADMIN_OPERATIONS, adminPath, detectAdminOperation, type AdminOperationName } from '../../src/admin/index.ts';
import { OPERATIONS } from '../../src/operation/index.ts';

const names = Object.keys(ADMIN_OPERATIONS) as AdminOperationName[];

describe('operations of the admin interface', () => {
  it.each(names)('%s is found again by its method and path', (operation) => {
    const name = adminPath(operation, 'n') === adminPath(operation, 'm') ? '' : 'alice@example';
    expect(detectAdminOperation(ADMIN_OPERATIONS[operation].method, adminPath(operation, name))).toEqual({ operation, name });
  });

  it('take a name literally', () => {
    expect(adminPath('GetUser', '$&')).toBe('users/$&');
    expect(detectAdminOperation('GET', 'users/*')).toEqual({ operation: 'GetUser', name: '*' });
  });

  it.each([
    ['POST', 'users', ['GET']],
    ['HEAD', 'users/alice', ['GET', 'PUT', 'DELETE']],
    ['DELETE', 'users/alice/access-keys', ['GET', 'POST']],
    ['GET', 'explain', ['POST']],
  ])('say which methods there are besides %s %s', (method, path, allow) => {
    expect(detectAdminOperation(method, path)).toEqual({ allow });
  });

  it.each(['', 'user', 'users/', 'users//access-keys', 'users/alice/', 'users/alice/keys', 'constructor', 'explain/x', '/users'])(
    'are not at %j',
    (path) => {
      expect(detectAdminOperation('GET', path)).toBe('unknown');
    },
  );

  it('share no name with operations of OSS', () => {
    expect(names.filter((name) => name in OPERATIONS)).toEqual([]);
  });
});
