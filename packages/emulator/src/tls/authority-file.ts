import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '@sse/core';
import { makeDurableFolder } from '../server/durable-folder.ts';
import { errorCode } from '../server/error-code.ts';
import { pathTrouble } from '../server/path-trouble.ts';
import { createPrivateFile, objectionToPrivacy } from '../server/private-file.ts';
import { covers, isEverybodys } from './certified-names.ts';
import { issueAuthority } from './issue-authority.ts';
import { authorityText, readAuthority, type ReadAuthority } from './read-authority.ts';

/** Bytes; an authority takes two thousand. */
const mostBytes = 64 * 1024;

/**
 * The authority that `file` holds, made now for `domains` where there is no such file; of several processes that make it at once, all get the
 * same one. `Fault('configuration')` when the file cannot be used, others could have read it, or its authority does not certify `domains`, or
 * certifies a whole top-level domain besides them.
 */
export async function authorityIn(file: string, domains: readonly string[], now: number): Promise<ReadAuthority> {
  const text = (await readText(file)) ?? (await makeText(file, domains, now));
  const authority = readAuthority(text, now);
  if (typeof authority === 'string') throw refusal(file, authority, remake(file));
  const missing = domains.filter((domain) => !covers(authority.domains, domain));
  if (missing.length > 0) throw refusal(file, `it was made without ${missing.join(', ')}, and certifies no other names`, remake(file));
  const open = authority.domains.filter((domain) => isEverybodys(domain) && !domains.includes(domain));
  if (open.length > 0) throw refusal(file, `it certifies all names below ${open.join(', ')}, which nobody asks for`, remake(file));
  return authority;
}

function remake(file: string): string {
  return `remove the folder ${dirname(file)} to have a new authority made, whose certificate programs then need in place of the old one`;
}

/** The text of the file; `undefined` when there is none. */
async function readText(file: string): Promise<string | undefined> {
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const state = await handle.stat();
      const objection = objectionToPrivacy(file, state, process.geteuid?.());
      if (objection !== undefined) throw refusal(file, objection.reason, objection.remedy ?? remake(file));
      if (state.size > mostBytes) throw refusal(file, `it has ${state.size} bytes, an authority at most ${mostBytes}`, remake(file));
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    if (errorCode(cause) === 'ENOENT') return undefined;
    if (errorCode(cause) === 'ELOOP') throw refusal(file, 'it is a symbolic link', 'put the file itself there', cause);
    throw refusal(file, pathTrouble(cause, 'read'), 'mend that, or run this as the user that it belongs to', cause);
  }
}

/** Makes the file; gives what another process put there that was faster. */
async function makeText(file: string, domains: readonly string[], now: number): Promise<string> {
  const text = authorityText(issueAuthority(domains, now));
  try {
    await makeDurableFolder(dirname(file));
    await createPrivateFile(file, text);
    return text;
  } catch (cause) {
    const made = errorCode(cause) === 'EEXIST' ? await readText(file) : undefined;
    if (made !== undefined) return made;
    const reason = `cannot make the certificate authority ${file}: ${pathTrouble(cause, 'write')}`;
    throw new Fault('configuration', `${reason}; mend that, or serve with --tls-cert and --tls-key`, { cause });
  }
}

function refusal(file: string, reason: string, remedy: string, cause?: unknown): Fault {
  return new Fault('configuration', `cannot use the certificate authority ${file}: ${reason}; ${remedy}`, { cause });
}
