import type { RamUser } from '../domain/ram/ram-rows.ts';
import type { ConfigFault, ConfigPath } from './config-error.ts';
import { joinPlans, type ConfigPlan, type ConfigStep, type ConfigTarget } from './config-plan.ts';
import type { DeclaredAccessKey, DeclaredConfig, DeclaredUser } from './declared-config.ts';

/** As many pairs as a user may have. */
const mostAccessKeys = 20;

/** Policies, groups, users with their access keys, and roles, in the order in which they refer to each other. */
export async function planRam(target: ConfigTarget, declared: DeclaredConfig): Promise<ConfigPlan> {
  const { ram } = target;
  const policies = declared.policies.map(({ name, document }, index): ConfigStep => ({
    path: ['policies', index],
    run: () => ram.policies.put(name, { document }),
  }));
  const groups = declared.groups.map(({ name, policies: attached }, index): ConfigStep => ({
    path: ['groups', index],
    run: async () => ram.groups.put(name, { policies: attached ?? (await ram.groups.find(name))?.policies }),
  }));
  const roles = declared.roles.map(({ name, trust, ...given }, index): ConfigStep => ({
    path: ['roles', index],
    async run() {
      const former = await ram.roles.find(name);
      const maxSessionSeconds = given.maxSessionSeconds ?? former?.maxSessionSeconds;
      await ram.roles.put(name, { trust, policies: given.policies ?? former?.policies, maxSessionSeconds });
    },
  }));
  const known = await ram.users.list();
  const users = await Promise.all(declared.users.map((user, index) => planUser(target, known, user, ['users', index])));
  return joinPlans([{ faults: [], steps: [...policies, ...groups] }, ...users, { faults: [], steps: roles }]);
}

async function planUser(
  target: ConfigTarget,
  known: readonly RamUser[],
  { name, id, policies, groups, accessKeys }: DeclaredUser,
  path: ConfigPath,
): Promise<ConfigPlan> {
  const { users } = target.ram;
  const former = known.find((user) => user.name === name);
  const added = accessKeys.filter((key) => former?.accessKeyIds.includes(key.id) !== true);
  const total = added.length + (former?.accessKeyIds.length ?? 0);
  const faults = [
    ...idFaults(known, { name, id }, [...path, 'id']),
    ...(total > mostAccessKeys ? [{ path: [...path, 'accessKeys'], message: tooMany(former, total) }] : []),
  ];
  const step: ConfigStep = {
    path,
    run: () => users.put(name, { id, policies: policies ?? former?.policies, groups: groups ?? former?.groups }),
  };
  const keys = await Promise.all(accessKeys.map((key, index) => planAccessKey(target, name, key, [...path, 'accessKeys', index])));
  return joinPlans([{ faults, steps: [step] }, ...keys]);
}

function idFaults(known: readonly RamUser[], { name, id }: Pick<DeclaredUser, 'name' | 'id'>, path: ConfigPath): readonly ConfigFault[] {
  const kept = known.find((user) => user.name === name)?.id;
  if (id === undefined || kept === id) return [];
  if (kept !== undefined) return [{ path, message: `expected ${kept}, which the user has for life, got "${id}"` }];
  const owner = known.find((user) => user.id === id);
  return owner === undefined ? [] : [{ path, message: `expected another id than the user ${owner.name} has, got the same` }];
}

function tooMany(former: RamUser | undefined, total: number): string {
  const there = former?.accessKeyIds.length ?? 0;
  return `expected at most ${mostAccessKeys} access keys together with the ${there} that the user has, got ${total}`;
}

async function planAccessKey(
  { ram, rootAccessKeyId }: ConfigTarget,
  user: string,
  key: DeclaredAccessKey,
  path: ConfigPath,
): Promise<ConfigPlan> {
  const { accessKeys } = ram;
  const former = await accessKeys.find(key.id);
  const owner =
    key.id === rootAccessKeyId
      ? 'the account itself'
      : former !== undefined && former.user !== user
        ? `the user ${former.user}`
        : undefined;
  if (owner !== undefined) {
    return {
      faults: [{ path: [...path, 'id'], message: `expected the id of another access key than ${owner} has, got the same` }],
      steps: [],
    };
  }
  const status = key.status ?? former?.status;
  const run = () => accessKeys.create(user, { accessKeyId: key.id, accessKeySecret: key.secret, status });
  return { faults: [], steps: [{ path, run }] };
}
