import type { AdminClient, RamGroup } from '@sse/sdk/admin';
import type { Command } from 'commander';
import type { RunCommand } from '../../command-run.ts';
import { readPolicyFlags, showPolicies, withPolicyFlags, type PolicyFlags } from '../../policy-flags.ts';
import { table } from '../../table.ts';
import { addEntityCommands } from './entity-commands.ts';

/** `sse admin group put|show|list|delete`. */
export function group(admin: Command, run: RunCommand<AdminClient>): void {
  const command = admin.command('group').description('policies that hold for all users of a group');
  withPolicyFlags(command.command('put').description('make a group, or replace its policies').argument('<name>')).action(
    (name: string, flags: PolicyFlags, put: Command) =>
      run(put, async ({ client, surroundings, signal, print }) => {
        const kept = await client.groups.put(name, { policies: await readPolicyFlags(flags, surroundings) }, { signal });
        await print(kept, ...table(rows(kept)));
      }),
  );
  addEntityCommands(command, run, { what: 'group', entities: ({ groups }) => groups, rows });
}

function rows({ name, createdAt, policies }: RamGroup): Readonly<Record<string, string>> {
  return { group: name, created: createdAt.toISOString(), policies: showPolicies(policies) };
}
