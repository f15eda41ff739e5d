import type { AdminClient, RamUser } from '@sse/sdk/admin';
import type { Command } from 'commander';
import type { RunCommand } from '../../command-run.ts';
import { readPolicyFlags, showPolicies, withPolicyFlags, type PolicyFlags } from '../../policy-flags.ts';
import { repeated } from '../../repeated.ts';
import { table } from '../../table.ts';
import { addEntityCommands } from './entity-commands.ts';

interface UserFlags extends PolicyFlags {
  readonly group?: readonly string[];
  readonly id?: string;
}

/** `sse admin user put|show|list|delete`. */
export function user(admin: Command, run: RunCommand<AdminClient>): void {
  const group = admin.command('user').description('who may sign requests, besides the account itself');
  withPolicyFlags(
    group.command('put').description('make a user, or replace its policies and groups; it keeps its access keys').argument('<name>'),
  )
    .option('--group <name>', 'a group that the user is in; may be repeated', repeated)
    .option('--id <id>', '18 digits that begin with 2, which bucket policies name (default: made by the server)')
    .action((name: string, flags: UserFlags, command: Command) =>
      run(command, async ({ client, surroundings, signal, print }) => {
        const policies = await readPolicyFlags(flags, surroundings);
        const kept = await client.users.put(name, { id: flags.id, policies, groups: flags.group }, { signal });
        await print(kept, ...table(rows(kept)));
      }),
    );
  addEntityCommands(group, run, { what: 'user', entities: ({ users }) => users, rows });
}

function rows({ name, id, createdAt, policies, groups, accessKeyIds }: RamUser): Readonly<Record<string, string>> {
  return {
    user: name,
    id,
    created: createdAt.toISOString(),
    policies: showPolicies(policies),
    groups: groups.join(', ') || 'none',
    'access keys': accessKeyIds.join(', ') || 'none',
  };
}
