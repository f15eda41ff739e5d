import type { AdminClient, ManagedPolicy } from '@sse/sdk/admin';
import type { Command } from 'commander';
import type { RunCommand } from '../../command-run.ts';
import { readPolicyFile } from '../../policy-file.ts';
import { table } from '../../table.ts';
import { addEntityCommands } from './entity-commands.ts';

interface ManagedPolicyFlags {
  readonly policyFile: string;
}

/** `sse admin policy put|show|list|delete`. */
export function managedPolicy(admin: Command, run: RunCommand<AdminClient>): void {
  const group = admin.command('policy').description('policies that users, groups and roles have by name');
  group
    .command('put')
    .description('make or replace a managed policy')
    .argument('<name>')
    .requiredOption('--policy-file <file>', 'the policy as JSON')
    .action((name: string, { policyFile }: ManagedPolicyFlags, command: Command) =>
      run(command, async ({ client, surroundings, signal, print }) => {
        const kept = await client.policies.put(name, { document: await readPolicyFile(policyFile, surroundings) }, { signal });
        await print(kept, ...table(rows(kept)));
      }),
    );
  addEntityCommands(group, run, { what: 'policy', entities: ({ policies }) => policies, rows });
}

function rows({ name, createdAt, document }: ManagedPolicy): Readonly<Record<string, string>> {
  return { policy: name, created: createdAt.toISOString(), document: JSON.stringify(document) };
}
