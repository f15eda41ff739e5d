import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Environment } from '../server/read-settings.ts';
import { errorCode } from '../server/error-code.ts';

/** A key store as Java's properties name it; absent, or empty: what Java takes by itself. */
export interface KeyStore {
  readonly file: string;
  readonly type?: string | undefined;
  readonly password?: string | undefined;
}

/** What keytool says of a key store, or why there is nothing, in one line without the password. */
export type KeyStoreListing = { readonly listing: string } | { readonly trouble: string };

const passwordVariable = 'SSE_EMULATOR_STORE_PASSWORD';

/** Options for every JVM are meant for the program: an agent or a debugger among them has no business in keytool. */
const optionVariables = ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', '_JAVA_OPTIONS'];

/** What `keytool -list -rfc` says, of `JAVA_HOME` or else of `PATH`. A password goes by the environment, because others can read command lines. */
export async function listKeyStore({ file, type, password }: KeyStore, environment: Environment): Promise<KeyStoreListing> {
  const args = ['-J-Duser.language=en', '-list', '-rfc', '-keystore', file];
  if (type) args.push('-storetype', type);
  if (password) args.push('-storepass:env', passwordVariable);
  const env = { ...environment, ...Object.fromEntries(optionVariables.map((name) => [name, undefined])), [passwordVariable]: password };
  const home = environment['JAVA_HOME'];
  for (const program of [...(home ? [join(home, 'bin', 'keytool')] : []), 'keytool']) {
    const listed = await run(program, args, env);
    if (listed !== undefined) return listed;
  }
  return { trouble: 'there is no keytool, neither in JAVA_HOME nor in PATH, to read it with' };
}

/** `undefined` where there is no such program. */
async function run(program: string, args: readonly string[], env: Environment): Promise<KeyStoreListing | undefined> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { env, timeout: 60_000, maxBuffer: 2 ** 26 }, (error, listing) => {
      if (error === null) resolve({ listing });
      else if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errorCode(error))) resolve(undefined);
      else resolve({ trouble: said(listing) });
    });
    // Without a password, keytool asks for one, and takes the end of its input for none.
    child.stdin?.on('error', () => undefined).end();
  });
}

function said(output: string): string {
  return /^keytool error: (?:[\w.$]+: )?(.+)$/m.exec(output)?.[1]?.trim() ?? 'keytool failed';
}
