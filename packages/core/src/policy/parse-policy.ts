import { OssError } from '../errors/index.ts';
import { OPERATORS } from './condition-operators.ts';
import { CONDITION_OPERATORS, type Policy, type StatementCondition, type PolicyStatement } from './policy.ts';
import { isActionPattern, isConditionKey, isResourcePattern } from './policy-forms.ts';
import { repeatedMember } from './repeated-member.ts';

/**
 * Where a policy is attached: one of a bucket says whom it is about, and so does one that a role is trusted to (`trust`), which is about that role
 * alone and names no resource.
 */
export type PolicyKind = 'identity' | 'bucket' | 'trust';

/** Policies in use are far shorter; the service takes 16 KiB of a bucket policy and 6 KiB of others. */
const longestPolicy = 16 * 1024;
const knownElements: Readonly<Record<'Policy' | 'Statement', readonly string[]>> = {
  Policy: ['Version', 'Statement', 'Id'],
  Statement: ['Sid', 'Effect', 'Action', 'Resource', 'Principal', 'Condition'],
};
/** Whom a trust policy may name; only what stands under `RAM` is known here. */
const trustedKinds = ['RAM', 'Service', 'Federated'];

class Malformed extends Error {}

/**
 * Reads a policy (protocol reference §5.1). 400 `InvalidPolicyDocument` for what is not JSON, not of version "1", too long, or has an element, an
 * operator or a value that is not known, or a member twice: nothing that a policy says is ignored. The message names the place, such as `Statement[0].Effect`.
 */
export function parsePolicy(text: string, kind: PolicyKind): Policy | OssError {
  try {
    return readPolicy(text, kind);
  } catch (error) {
    if (error instanceof Malformed) return new OssError('InvalidPolicyDocument', { message: error.message });
    throw error;
  }
}

function readPolicy(text: string, kind: PolicyKind): Policy {
  if (text.length > longestPolicy) fail('the policy', `at most ${longestPolicy} characters`, `${text.length}`);
  const policy = objectAt(parseJson(text), 'the policy', knownElements.Policy);
  if (policy['Version'] !== '1') fail('Version', '"1"', show(policy['Version']));
  const listed = policy['Statement'];
  const statements = Array.isArray(listed) ? listed : [listed];
  if (statements.length === 0) fail('Statement', 'at least one statement', '[]');
  return { statements: statements.map((statement, index) => readStatement(statement, `Statement[${index}]`, kind)) };
}

function readStatement(value: unknown, path: string, kind: PolicyKind): PolicyStatement {
  const statement = objectAt(value, path, knownElements.Statement);
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') return fail(`${path}.Effect`, '"Allow" or "Deny"', show(effect));
  if (kind === 'trust' && statement['Resource'] !== undefined) fail(`${path}.Resource`, 'no resource in a trust policy', 'one');
  if (kind === 'identity' && statement['Principal'] !== undefined) fail(`${path}.Principal`, 'no principal outside bucket policies', 'one');
  const actions = textsAt(statement['Action'], `${path}.Action`);
  const resources = kind === 'trust' ? ['*'] : textsAt(statement['Resource'], `${path}.Resource`);
  for (const [name, texts] of [
    ['Action', actions],
    ['Resource', resources],
  ] as const)
    checkPatterns(`${path}.${name}`, texts, name);
  const conditions = readConditions(statement['Condition'], `${path}.Condition`);
  const stated: PolicyStatement = { effect, actions, resources, conditions };
  if (kind === 'identity') return stated;
  const read = kind === 'bucket' ? readPrincipals : readTrusted;
  return { ...stated, principals: read(statement['Principal'], `${path}.Principal`) };
}

/** What could mean nothing would be ignored. */
function checkPatterns(path: string, texts: readonly string[], kind: 'Action' | 'Resource'): void {
  if (texts.length === 0) fail(path, 'at least one', '[]');
  const [isPattern, example] =
    kind === 'Action'
      ? ([isActionPattern, 'an action such as oss:GetObject'] as const)
      : ([isResourcePattern, 'a name such as acs:oss:*:*:bucket/*'] as const);
  const wrong = texts.find((text) => !isPattern(text));
  if (wrong !== undefined) fail(path, example, show(wrong));
}

/** Users, roles and accounts by their names; services and identity providers are read, and nobody here is one. */
function readTrusted(value: unknown, path: string): readonly string[] {
  const trusted = Object.entries(objectAt(value, path, trustedKinds)).map(
    ([kind, texts]) => [kind, textsAt(texts, `${path}.${kind}`)] as const,
  );
  if (!trusted.some(([, texts]) => texts.length > 0)) fail(path, `at least one of ${trustedKinds.join(', ')}`, show(value));
  return trusted.find(([kind]) => kind === 'RAM')?.[1] ?? [];
}

/** An empty list is everybody (protocol reference §5.1). */
function readPrincipals(value: unknown, path: string): readonly string[] {
  const principals = textsAt(value, path);
  return principals.length === 0 ? ['*'] : principals;
}

function readConditions(value: unknown, path: string): readonly StatementCondition[] {
  if (value === undefined) return [];
  return Object.entries(objectAt(value, path)).flatMap(([name, keys]) => {
    const operator = CONDITION_OPERATORS.find((known) => known === name);
    if (operator === undefined) return fail(path, `an operator such as ${CONDITION_OPERATORS.slice(0, 3).join(', ')}`, show(name));
    const compared = Object.entries(objectAt(keys, `${path}.${name}`));
    if (compared.length === 0) fail(`${path}.${name}`, 'at least one key', '{}');
    return compared.map(([key, listed]) => {
      if (!isConditionKey(key)) fail(`${path}.${name}`, 'a condition key such as acs:SourceIp or oss:Prefix', show(key));
      const values = textsAt(listed, `${path}.${name}.${key}`);
      const wrong = values.find((text) => !OPERATORS[operator].isValue(text));
      if (values.length === 0 || wrong !== undefined)
        fail(`${path}.${name}.${key}`, `values that ${operator} can compare`, show(wrong ?? []));
      return { operator, key, values };
    });
  });
}

function parseJson(text: string): unknown {
  const value = parsed(text);
  const repeated = repeatedMember(text);
  return repeated === undefined ? value : fail('the policy', 'every member of an object once', `${show(repeated)} twice`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail('the policy', 'JSON', 'something else');
  }
}

function objectAt(value: unknown, path: string, known?: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path, 'an object', show(value));
  const unknown = known === undefined ? undefined : Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) fail(path, `only ${known?.join(', ')}`, show(unknown));
  return value as Readonly<Record<string, unknown>>;
}

/** A text, or a list of texts. */
function textsAt(value: unknown, path: string): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  const wrong = texts.find((text) => typeof text !== 'string');
  if (wrong !== undefined || value === undefined) return fail(path, 'a text or a list of texts', show(wrong));
  return texts as readonly string[];
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
}

function fail(path: string, expected: string, got: string): never {
  throw new Malformed(`The policy is not valid at ${path}: expected ${expected}, got ${got}.`);
}
