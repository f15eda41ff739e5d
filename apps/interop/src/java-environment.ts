import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Program } from './run-program.ts';

export interface JavaProject {
  /** Folder of a Maven project; what is built is kept in its `target` from run to run. */
  readonly project: string;
  readonly signal: AbortSignal;
}

export interface JavaEnvironment extends JavaProject {
  readonly mainClass: string;
}

const run = promisify(execFile);

/** The client logs every error that a check provokes. */
const silent = '-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog';

/**
 * The program of a Maven project, made ready by `javaClasspath`. It resolves host names by a file of its own, which it writes itself.
 */
export async function javaWith({ project, mainClass, signal }: JavaEnvironment): Promise<Program> {
  const classpath = await javaClasspath({ project, signal });
  const hosts = join(project, 'target', 'hosts');
  await writeFile(hosts, '');
  return { command: 'java', args: [`-Djdk.net.hosts.file=${hosts}`, silent, '-cp', classpath, mainClass] };
}

/** The class path of a Maven project, compiled when its sources, its pom or the machine's Java changed. Rejects with a message that says what is missing. */
export async function javaClasspath({ project, signal }: JavaProject): Promise<string> {
  const target = join(project, 'target');
  const stamp = join(target, 'made-for');
  const version = await javaVersion(signal);
  const wanted = `${version}${await digestOf(project)}`;
  const found = await readFile(stamp, 'utf8').catch(() => undefined);
  if (found !== wanted) {
    await mkdir(target, { recursive: true });
    const goals = ['clean:clean', 'compiler:compile', 'dependency:build-classpath'];
    await run('mvn', ['--quiet', '--batch-mode', '--file', join(project, 'pom.xml'), ...goals], { signal }).catch(explain);
    await writeFile(stamp, wanted);
  }
  return [join(target, 'classes'), (await readFile(join(target, 'classpath'), 'utf8')).trim()].join(':');
}

async function javaVersion(signal: AbortSignal): Promise<string> {
  try {
    await run('mvn', ['--version'], { signal });
    return (await run('javac', ['-version'], { signal })).stdout;
  } catch (cause) {
    throw new Error('the client for Java needs a JDK (17 or newer) and Maven (3.6.3 or newer) on the PATH', { cause });
  }
}

/** Of the pom and all sources, with their names. */
async function digestOf(project: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(join(project, 'src'), { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of [join(project, 'pom.xml'), ...sources.toSorted()]) hash.update(path).update(await readFile(path));
  return hash.digest('hex');
}

/** Maven says on standard output what is wrong. */
function explain(cause: Error & { readonly stdout?: string }): never {
  throw new Error(`the program for Java was not built:\n${cause.stdout ?? ''}`, { cause });
}
