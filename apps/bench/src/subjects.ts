import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commitOf } from './commit.ts';
import type { Row } from './figures.ts';
import type { MeasureOptions } from './options.ts';

/** A server that is measured, with its rows so far. */
export interface Subject {
  /** The file of the server's program. */
  readonly program: string;
  readonly commit: string;
  /** The result file. */
  readonly out: string;
  /** Where its CPU profiles go; absent: none are made. */
  readonly profileFolder: string | undefined;
  readonly rows: Row[];
}

const ownFolder = fileURLToPath(new URL('..', import.meta.url));
const ownProgram = fileURLToPath(import.meta.resolve('@sse/emulator')).replace(/index(\.[jt]s)$/, 'bin$1');

/** This checkout's server and, where one is named, that of another checkout; files of the other one end in `-against`. */
export async function subjectsOf(options: MeasureOptions, startedAt: string): Promise<Subject[]> {
  const own = await subjectOf(options, { checkout: ownFolder, program: ownProgram, startedAt, suffix: '' });
  if (options.against === undefined) return [own];
  const checkout = resolve(options.against);
  return [
    own,
    await subjectOf(options, { checkout, program: join(checkout, 'packages/emulator/src/bin.ts'), startedAt, suffix: '-against' }),
  ];
}

interface SubjectPlace {
  readonly checkout: string;
  readonly program: string;
  readonly startedAt: string;
  readonly suffix: string;
}

async function subjectOf({ out, profile }: MeasureOptions, { checkout, program, startedAt, suffix }: SubjectPlace): Promise<Subject> {
  const commit = await commitOf(checkout);
  const time = startedAt.slice(0, 19).replaceAll(/[-:]/g, '');
  const file = out?.replace(/(\.json)?$/, `${suffix}.json`) ?? join(ownFolder, 'results', `${time}-${commit}${suffix}.json`);
  const profileFolder = profile === undefined ? undefined : resolve(profile, `${commit}${suffix}`);
  return { program, commit, out: resolve(file), profileFolder, rows: [] };
}
