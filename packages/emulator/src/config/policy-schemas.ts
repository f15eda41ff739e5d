import { OssError, parsePolicy, type PolicyKind } from '@sse/core';
import { z } from 'zod';
import { isName, isUserName } from '../domain/ram/check-input.ts';
import type { AttachedPolicy, RoleTrust } from '../domain/ram/ram-rows.ts';
import type { ConfigPath } from './config-error.ts';

/** As many users as a role may trust by their names. */
const mostTrusted = 20;
/** Where the core's message says that a policy is wrong, what it expected, and what came. */
const coreMessage = /^The policy is not valid at (.+?): (expected .*)\.$/s;

/** A policy as a mapping, which becomes the JSON text that is stored; the core's parser finds what is wrong in it. */
export function policyDocument(kind: PolicyKind) {
  return z.unknown().transform((value, context): string => readPolicy(value, { kind, expected: 'a policy' }, context));
}

const choice = 'a policy, or the name of a managed one';

/** A policy of one's own, or the name of a managed one. */
export const policyChoice = z.unknown().transform((value, context): AttachedPolicy => {
  if (typeof value !== 'string') return { document: readPolicy(value, { kind: 'identity', expected: choice }, context) };
  if (!isName(value)) return refuse(context, choice);
  return { managed: value };
});

/** Names of users, or a trust policy. */
export const roleTrust = z.unknown().transform((value, context): RoleTrust => {
  const expected = 'a list of user names, or a trust policy';
  if (!Array.isArray(value)) return { document: readPolicy(value, { kind: 'trust', expected }, context) };
  if (value.length > mostTrusted) return refuse(context, `at most ${mostTrusted} users`);
  for (const [index, name] of value.entries())
    if (typeof name !== 'string' || !isUserName(name)) refuse(context, 'the name of a user', [index]);
  return { users: value };
});

function readPolicy(
  value: unknown,
  { kind, expected }: { readonly kind: PolicyKind; readonly expected: string },
  context: z.RefinementCtx,
): string {
  if (!isMapping(value)) return refuse(context, expected);
  const text = JSON.stringify(value);
  const parsed = parsePolicy(text, kind);
  if (!(parsed instanceof OssError)) return text;
  const [, place = '', sentence = parsed.message] = coreMessage.exec(parsed.message) ?? [];
  context.addIssue({ code: 'custom', message: sentence, path: [...stepsOf(value, place)], params: { sentence: true } });
  return z.NEVER;
}

function refuse(context: z.RefinementCtx, expected: string, path: readonly (string | number)[] = []): never {
  context.addIssue({ code: 'custom', message: expected, path: [...path] });
  return z.NEVER;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The way through a policy that the core's text names, such as `Statement[0].Condition.StringLike.oss:Prefix`; names may hold dots. */
function stepsOf(policy: unknown, place: string): ConfigPath {
  const [, index, afterIndex = ''] = /^\[(\d+)\](.*)$/s.exec(place) ?? [];
  if (index !== undefined) {
    // A single statement may stand for a list of one.
    return Array.isArray(policy) ? [Number(index), ...stepsOf(policy[Number(index)], afterIndex)] : stepsOf(policy, afterIndex);
  }
  if (!isMapping(policy)) return [];
  const rest = place.replace(/^\./, '');
  const fits = (name: string): boolean => rest === name || rest.startsWith(`${name}.`) || rest.startsWith(`${name}[`);
  const [name] = Object.keys(policy)
    .filter(fits)
    .toSorted((left, right) => right.length - left.length);
  if (name !== undefined) return [name, ...stepsOf(policy[name], rest.slice(name.length))];
  // A field that is not there is still what is spoken of.
  return /^[A-Z]\w*$/.test(rest) ? [rest] : [];
}
