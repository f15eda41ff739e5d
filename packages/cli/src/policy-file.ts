import { repeatedMember } from '@sse/core';
import type { JsonObject } from '@sse/sdk/admin';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileError } from './local-file.ts';
import { printable } from './printable.ts';
import type { Surroundings } from './surroundings.ts';
import { UsageError } from './usage-error.ts';

/** The text of a file. Throws `FileError`. */
export async function readTextFile(file: string, { workingFolder }: Pick<Surroundings, 'workingFolder'>): Promise<string> {
  const path = resolve(workingFolder, file);
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError('read', path, error);
  });
}

/** The policy in a file, as an object that the server will look at. Throws `FileError`, and `UsageError` for what is no JSON object or has a member twice. */
export async function readPolicyFile(file: string, surroundings: Pick<Surroundings, 'workingFolder'>): Promise<JsonObject> {
  const text = await readTextFile(file, surroundings);
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`expected a policy, which is a JSON object, in ${printable(file)}`);
  const repeated = repeatedMember(text);
  if (repeated !== undefined)
    throw new UsageError(`expected every member of an object once, got "${printable(repeated)}" twice in ${printable(file)}`);
  return value as JsonObject;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
