import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

/** A process of this machine, as `/proc/<pid>/stat` has it (proc_pid_stat(5)). */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** In the system's ticks; with `pid`, no other process has it. */
  readonly started: string;
}

/** The processes that have not ended; none where the system has no `/proc`. */
export async function processTable(): Promise<readonly ProcessRow[]> {
  const names = await readdir('/proc').catch(() => []);
  const texts = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')),
  );
  return texts.flatMap((text) => {
    const { state = 'X', parent, started = '' } = fieldsOf(text);
    return 'ZX'.includes(state) ? [] : [{ pid: Number.parseInt(text, 10), parent: Number(parent), started }];
  });
}

/** Whether this process is among those that its terminal sends Ctrl-C to; `undefined` where the system does not tell. */
export function inForeground(): boolean | undefined {
  try {
    const { group, terminalGroup } = fieldsOf(readFileSync('/proc/self/stat', 'utf8'));
    return group === terminalGroup;
  } catch {
    return undefined;
  }
}

function fieldsOf(text: string): Readonly<Record<'state' | 'parent' | 'group' | 'terminalGroup' | 'started', string | undefined>> {
  // The second field is the program's name in parentheses, with whatever characters it has.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] || undefined, parent: fields[1], group: fields[2], terminalGroup: fields[5], started: fields[19] };
}
