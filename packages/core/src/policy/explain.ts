import type { AccessDecision, AccessFacts, AccessGround, WantedAccess } from './access.ts';
import { isOpenTo, aclAccess } from './acl-grants.ts';
import type { NamedPolicy } from './judge.ts';
import type { PolicyStatement, StatementCondition } from './policy.ts';
import { isPublicStatement } from './public-access.ts';

/** A decision in words. */
export interface Explanation {
  /** One sentence. */
  readonly reason: string;
  /** The statement that decided, as policy JSON; absent where none did. */
  readonly statement?: Readonly<Record<string, unknown>>;
}

type GroundOf<K extends AccessGround['kind']> = Extract<AccessGround, { kind: K }>;
type Sentences = {
  readonly [K in AccessGround['kind']]: (ground: GroundOf<K>, decision: AccessDecision, what: string, asked: Asked) => string;
};

interface Asked {
  readonly wanted: WantedAccess;
  readonly facts: AccessFacts;
}

const SENTENCES: Sentences = {
  account: (_ground, _decision, what) => `The account itself may ${what}: no bucket policy denies it.`,
  statement: ({ of, policy, statement }, { effect }, what) =>
    `Statement[${statement}] of ${POLICY_OF[of](policy)} ${effect === 'Allow' ? 'allows' : 'denies'} the caller to ${what}.`,
  acl: ({ of, acl }, { effect }, what, asked) =>
    effect === 'Allow'
      ? `The ACL of the ${of} is ${acl}, which allows everybody to ${what}.`
      : `No policy allows the caller to ${what}, and neither does the ACL of the ${of}, which is ${acl}${blockedAcl(acl, asked)}.${blockedPolicy(asked)}`,
  'session-policy': (_ground, _decision, what) =>
    `The caller would be allowed to ${what}, but the policy that its session was narrowed to does not allow it.`,
  nothing: (_ground, _decision, what, asked) => `No policy allows the caller to ${what}.${blockedPolicy(asked)}`,
};

const POLICY_OF: Readonly<Record<GroundOf<'statement'>['of'], (name: string) => string>> = {
  identity: (name) => `the policy "${name}"`,
  session: () => `the policy that the session was narrowed to`,
  bucket: (name) => `the policy of "${name}"`,
};

/** Says in one sentence why something is allowed or denied, and shows the statement that decided. `facts` are those that it was decided from. */
export function explainDecision(decision: AccessDecision, wanted: WantedAccess, facts: AccessFacts): Explanation {
  const what = `do ${wanted.action} on ${wanted.resources[0] ?? 'nothing'}`;
  const reason = sentence(decision.ground, decision, what, { wanted, facts });
  const found = decidingStatement(decision.ground, facts);
  return found === undefined ? { reason } : { reason, statement: statementJson(found) };
}

function sentence<K extends AccessGround['kind']>(
  ground: GroundOf<K> & { readonly kind: K },
  decision: AccessDecision,
  what: string,
  asked: Asked,
): string {
  return SENTENCES[ground.kind](ground, decision, what, asked);
}

function blockedAcl(acl: GroundOf<'acl'>['acl'], { wanted, facts }: Asked): string {
  const access = aclAccess(wanted.action);
  return facts.publicAccessBlocked && access !== undefined && isOpenTo(acl, access)
    ? ' but without effect, as public access is blocked'
    : '';
}

function blockedPolicy({ facts: { bucketPolicy, publicAccessBlocked } }: Asked): string {
  const isVoid = publicAccessBlocked && bucketPolicy?.statements.some(isPublicStatement) === true;
  return isVoid ? ' Public statements of the bucket policy are without effect, as public access is blocked.' : '';
}

function decidingStatement(ground: AccessGround, facts: AccessFacts): PolicyStatement | undefined {
  if (ground.kind !== 'statement') return undefined;
  const policies: Readonly<Record<typeof ground.of, readonly (NamedPolicy | undefined)[]>> = {
    identity: facts.identityPolicies,
    session: [facts.sessionPolicy],
    bucket: [facts.bucketPolicy],
  };
  return policies[ground.of].find((policy) => policy?.name === ground.policy)?.statements[ground.statement];
}

/** A statement in the grammar of policies (protocol reference §5.1). */
export function statementJson({ effect, actions, resources, principals, conditions }: PolicyStatement): Readonly<Record<string, unknown>> {
  return {
    Effect: effect,
    Action: actions,
    ...(principals === undefined ? {} : { Principal: principals }),
    Resource: resources,
    ...(conditions.length === 0 ? {} : { Condition: conditionJson(conditions) }),
  };
}

function conditionJson(conditions: readonly StatementCondition[]): Readonly<Record<string, unknown>> {
  const operators = Map.groupBy(conditions, ({ operator }) => operator);
  return Object.fromEntries([...operators].map(([name, each]) => [name, Object.fromEntries(each.map(({ key, values }) => [key, values]))]));
}
