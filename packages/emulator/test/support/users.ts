import { randomBytes } from 'node:crypto';
import type { RunningEmulator } from '../../src/index.ts';
import { ask, type Target } from './signed-request.ts';

/** One statement of a policy, with the effect Allow where it names none. */
export interface Stated {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  readonly Principal?: readonly string[];
}

/** The JSON of a policy; a statement that names no resource is about all of them. */
export function policyOf(...statements: readonly Stated[]): string {
  return JSON.stringify({
    Version: '1',
    Statement: statements.map((stated) => ({ Effect: 'Allow', Resource: '*', ...stated })),
  });
}

/** A user of a running emulator, with the one policy that was given last. */
export interface TestUser extends Target {
  /** What bucket policies name. */
  readonly id: string;
  readonly name: string;
  /** Replaces the policy; it holds for the next request. */
  may(...statements: readonly Stated[]): Promise<void>;
}

/** Makes a user who may do nothing yet. */
export async function addUser({ node, host, port }: Pick<RunningEmulator, 'node' | 'host' | 'port'>, name: string): Promise<TestUser> {
  const { ram } = node.admin;
  const { id } = await ram.users.put(name, {});
  const { accessKeyId, accessKeySecret } = await ram.accessKeys.create(name);
  return {
    host,
    port,
    accessKeyId,
    accessKeySecret,
    id,
    name,
    may: async (...statements) => {
      await ram.users.put(name, { policies: statements.length === 0 ? [] : [{ document: policyOf(...statements) }] });
    },
  };
}

/** Makes a bucket as the account; the name is random where none is given. */
export async function addBucket(root: Target, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const bucket = `bucket-${randomBytes(6).toString('hex')}`;
  const made = await ask(root, { method: 'PUT', bucket, headers });
  if (made.status !== 200) throw new Error(`no bucket: ${made.body.toString()}`);
  return bucket;
}
