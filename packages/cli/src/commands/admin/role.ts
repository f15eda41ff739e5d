import type { AdminClient, RamRole, TrustDocument } from '@sse/sdk/admin';
import type { Command } from 'commander';
import type { RunCommand } from '../../command-run.ts';
import { readPolicyFile } from '../../policy-file.ts';
import { readPolicyFlags, showPolicies, withPolicyFlags, type PolicyFlags } from '../../policy-flags.ts';
import { printable } from '../../printable.ts';
import { repeated } from '../../repeated.ts';
import { table } from '../../table.ts';
import type { Surroundings } from '../../surroundings.ts';
import { UsageError } from '../../usage-error.ts';
import { addEntityCommands } from './entity-commands.ts';

interface RoleFlags extends PolicyFlags {
  readonly trust?: readonly string[];
  readonly trustFile?: string;
  readonly maxSession?: string;
}

/** `sse admin role put|show|list|delete`. */
export function role(admin: Command, run: RunCommand<AdminClient>): void {
  const group = admin.command('role').description('what users may become for a while, by AssumeRole');
  withPolicyFlags(group.command('put').description('make a role, or replace its trust and policies').argument('<name>'))
    .option('--trust <user>', 'a user who may assume it; may be repeated', repeated)
    .option('--trust-file <file>', 'a trust policy as JSON, in place of --trust')
    .option('--max-session <seconds>', 'the longest life of a session, 3600 to 43200 (default: 3600)')
    .action((name: string, flags: RoleFlags, command: Command) => {
      const maxSessionSeconds = secondsOf(flags.maxSession);
      if ((flags.trust === undefined) === (flags.trustFile === undefined)) throw new UsageError('expected --trust or --trust-file');
      return run(command, async ({ client, surroundings, signal, print }) => {
        const settings = {
          trust: await trustOf(flags, surroundings),
          policies: await readPolicyFlags(flags, surroundings),
          maxSessionSeconds,
        };
        const kept = await client.roles.put(name, settings, { signal });
        await print(kept, ...table(rows(kept)));
      });
    });
  addEntityCommands(group, run, { what: 'role', entities: ({ roles }) => roles, rows });
}

async function trustOf({ trust = [], trustFile }: RoleFlags, surroundings: Surroundings): Promise<TrustDocument> {
  return trustFile === undefined ? trust : readPolicyFile(trustFile, surroundings);
}

function secondsOf(text: string | undefined): number | undefined {
  if (text !== undefined && !/^\d{1,6}$/.test(text)) throw new UsageError(`expected --max-session in seconds, got "${printable(text)}"`);
  return text === undefined ? undefined : Number(text);
}

function rows({ name, id, createdAt, trust, policies, maxSessionSeconds }: RamRole): Readonly<Record<string, string>> {
  return {
    role: name,
    id,
    created: createdAt.toISOString(),
    trust: Array.isArray(trust) ? trust.join(', ') || 'none' : JSON.stringify(trust),
    policies: showPolicies(policies),
    'longest session': `${maxSessionSeconds} s`,
  };
}
