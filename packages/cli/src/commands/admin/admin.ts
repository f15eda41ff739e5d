import type { Command } from 'commander';
import type { Runs } from '../../command-run.ts';
import { adminHelp } from '../../help-text.ts';
import { accessKey } from './access-key.ts';
import { group } from './group.ts';
import { managedPolicy } from './managed-policy.ts';
import { role } from './role.ts';
import { user } from './user.ts';

/** `sse admin user|group|policy|role|access-key …`. */
export function admin(program: Command, { admin: run }: Runs): void {
  const command = program
    .command('admin')
    .description('users of an emulator and what they may do; needs the key pair of the account itself')
    .addHelpText('after', adminHelp);
  for (const addTo of [user, group, managedPolicy, role, accessKey]) addTo(command, run);
}
