import { invalidParameter, type RpcParameters } from '@sse/core';
import type { KeyTags } from '../../domain/kms/kms-key.ts';
import { jsonOf, requiredText } from './read-parameters.ts';

/** Tags of one key. */
const mostTags = 20;
const longest = 128;

/** `Tags`: a JSON list of `{ TagKey, TagValue }`, each key once. 400 `MissingParameter`, 400 `InvalidParameter`. */
export function givenTags(parameters: RpcParameters): KeyTags {
  const tags = listOf(parameters, 'Tags').map(tagOf);
  if (new Set(tags.map(([key]) => key)).size < tags.length) throw invalidParameter('Tags');
  return tags;
}

/** `TagKeys`: a JSON list of texts. 400 `MissingParameter`, 400 `InvalidParameter`. */
export function givenTagKeys(parameters: RpcParameters): readonly string[] {
  return listOf(parameters, 'TagKeys').map((key) => {
    if (typeof key !== 'string') throw invalidParameter('TagKeys');
    return key;
  });
}

/** The tags with those added or replaced; 400 `InvalidParameter` where they are too many. */
export function withTags(tags: KeyTags, added: KeyTags): KeyTags {
  const joined = [...new Map([...tags, ...added])];
  if (joined.length > mostTags) throw invalidParameter('Tags');
  return joined;
}

function listOf(parameters: RpcParameters, name: string): readonly unknown[] {
  const value = jsonOf(requiredText(parameters, name));
  if (!Array.isArray(value) || value.length === 0 || value.length > mostTags) throw invalidParameter(name);
  return value;
}

function tagOf(value: unknown): readonly [string, string] {
  if (typeof value !== 'object' || value === null) throw invalidParameter('Tags');
  const { TagKey: key, TagValue: text = '' } = value as Readonly<Record<string, unknown>>;
  const isRight = typeof key === 'string' && typeof text === 'string' && key !== '' && key.length <= longest && text.length <= longest;
  if (!isRight) throw invalidParameter('Tags');
  return [key, text];
}
