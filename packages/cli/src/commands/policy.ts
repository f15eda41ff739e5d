import { parsePolicy, type PolicyKind } from '@sse/core';
import type { AdminClient, ExplainedCaller } from '@sse/sdk/admin';
import type { Command } from 'commander';
import type { RunCommand, Runs } from '../command-run.ts';
import { policyHelp } from '../help-text.ts';
import { NegativeAnswer } from '../negative-answer.ts';
import { readPolicyFile, readTextFile } from '../policy-file.ts';
import { printable } from '../printable.ts';
import { repeated } from '../repeated.ts';
import type { Surroundings } from '../surroundings.ts';
import { UsageError } from '../usage-error.ts';

interface ExplainFlags {
  readonly user?: string;
  readonly role?: string;
  readonly session?: string;
  readonly sessionPolicyFile?: string;
  readonly anonymous?: boolean;
  readonly root?: boolean;
  readonly action: string;
  readonly resource: string;
  readonly condition?: readonly string[];
}

/** `sse policy explain|check`. */
export function policy(program: Command, { admin, offline }: Runs): void {
  const group = program.command('policy').description('what policies say').addHelpText('after', policyHelp);
  addExplain(group, admin);
  group
    .command('check')
    .description('say whether a file is a policy, and of what kind; asks no server')
    .argument('<file>', 'a policy as JSON')
    .action((file: string, _flags: unknown, command: Command) =>
      offline(command, async ({ surroundings, print }) => {
        const { kind, reason } = kindOf(await readTextFile(file, surroundings));
        const name = printable(file);
        if (kind !== undefined) return print({ file, valid: true, kind }, `${name} is a policy ${OF_KIND[kind]}`);
        await print({ file, valid: false, reason }, `${name}: ${printable(reason ?? '')}`);
        throw new NegativeAnswer();
      }),
    );
}

const OF_KIND: Readonly<Record<PolicyKind, string>> = {
  identity: 'of users, groups and roles',
  bucket: 'of buckets',
  trust: 'of whom a role trusts',
};

function addExplain(group: Command, run: RunCommand<AdminClient>): void {
  group
    .command('explain')
    .description('say whether somebody may do something, and by which statement; exit code 5 where not')
    .option('--user <name>', 'who: a user')
    .option('--role <name>', 'who: a session of a role')
    .option('--session <name>', "with --role: the session's name")
    .option('--session-policy-file <file>', 'with --role: the policy that the session was narrowed to, as JSON')
    .option('--anonymous', 'who: somebody without a signature')
    .option('--root', 'who: the account itself')
    .requiredOption('--action <action>', 'what, such as oss:PutObject')
    .requiredOption('--resource <resource>', 'on what: bucket, bucket/key, * for the account, or a resource name (acs:kms:…)')
    .option('--condition <key=value>', 'what the request says to conditions, such as acs:SourceIp=10.0.0.1; may be repeated', repeated)
    .action((flags: ExplainFlags, command: Command) => {
      const context = contextOf(flags.condition ?? []);
      checkWho(flags);
      return run(command, async ({ client, surroundings, signal, print }) => {
        const question = { caller: await callerOf(flags, surroundings), action: flags.action, resource: flags.resource, context };
        const { allowed, reason, ground, statement } = await client.explain(question, { signal });
        const shown = statement === undefined ? [] : JSON.stringify(statement, undefined, 2).split('\n').map(printable);
        await print({ allowed, reason, ground, statement }, `${allowed ? 'allowed' : 'denied'}: ${printable(reason)}`, ...shown);
        if (!allowed) throw new NegativeAnswer();
      });
    });
}

function checkWho({ user, role, anonymous, root, session, sessionPolicyFile }: ExplainFlags): void {
  if ([user, role, anonymous, root].filter((flag) => flag !== undefined).length !== 1)
    throw new UsageError('expected one of --user, --role, --anonymous and --root');
  if (role === undefined && (session !== undefined || sessionPolicyFile !== undefined))
    throw new UsageError('expected --session and --session-policy-file only with --role');
}

async function callerOf(
  { user, role, anonymous, session, sessionPolicyFile }: ExplainFlags,
  surroundings: Surroundings,
): Promise<ExplainedCaller> {
  if (user !== undefined) return { user };
  if (role === undefined) return anonymous === true ? 'anonymous' : 'root';
  return {
    role,
    session,
    sessionPolicy: sessionPolicyFile === undefined ? undefined : await readPolicyFile(sessionPolicyFile, surroundings),
  };
}

/** A key that is said twice has several values. */
function contextOf(conditions: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const pairs = conditions.map((text) => {
    const mark = text.indexOf('=');
    if (mark < 1) throw new UsageError(`expected --condition key=value, got "${printable(text)}"`);
    return [text.slice(0, mark), text.slice(mark + 1)] as const;
  });
  const byKey = Map.groupBy(pairs, ([key]) => key);
  return Object.fromEntries([...byKey].map(([key, each]) => [key, each.map(([, value]) => value)]));
}

/** The kind that a text is a policy of, or why it is none: of the kind that it looks like. */
function kindOf(text: string): { readonly kind?: PolicyKind; readonly reason?: string } {
  const [likely, ...others] = /"Principal"/.test(text)
    ? (['bucket', 'trust', 'identity'] as const)
    : (['identity', 'bucket', 'trust'] as const);
  const parsed = parsePolicy(text, likely);
  if (!(parsed instanceof Error)) return { kind: likely };
  const other = others.find((kind) => !(parsePolicy(text, kind) instanceof Error));
  return other === undefined ? { reason: parsed.message } : { kind: other };
}
