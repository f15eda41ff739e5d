import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillIn, flawOfProgram, type BriefForm } from './brief-programs.ts';
import { flawOfRun, type Expectation, type Mode } from './emulated-run.ts';
import { answeredReport, refusedReport, storedReport } from './expected-report.ts';

export interface BriefCheck {
  /** Folder name below run/brief. */
  readonly language: string;
  readonly form: BriefForm;
  readonly mode: Mode;
  /** Empty; the programs are put there and started there. */
  readonly folder: string;
  /** Folder with the interpreter `python`. */
  readonly path: string;
  readonly signal: AbortSignal;
  /** Told of each check; `flaw` is absent where all is well. */
  readonly check: (what: string, flaw: string | undefined) => void;
}

interface Step {
  readonly program: string;
  readonly what: string;
  readonly expected: Expectation;
}

/** What a reader sees who goes through the page, puts an object under the rule, and asks once more at the end. */
const steps: readonly Step[] = [
  {
    program: 'put_bucket_encryption.py',
    what: 'sets the rule',
    expected: { exitCode: 0, output: 'http response code: 200\n', report: answeredReport(1) },
  },
  {
    program: 'get_bucket_encryption.py',
    what: 'shows it',
    expected: { exitCode: 0, output: 'sse_algorithm: AES256\nkms_master_keyid: None\n', report: answeredReport(1) },
  },
  {
    program: 'oss2_put_get.py',
    what: 'finds a put without a header encrypted by it',
    expected: { exitCode: 0, output: 'encryption: AES256\ncontent: hello\n', report: storedReport(2, 'AES256') },
  },
  {
    program: 'delete_bucket_encryption.py',
    what: 'deletes it',
    expected: { exitCode: 0, output: 'http status: 204\n', report: answeredReport(1) },
  },
  {
    program: 'get_bucket_encryption.py',
    what: 'then ends with the error of oss2',
    expected: {
      exitCode: 1,
      output: '',
      complaint: 'oss2.exceptions.NoSuchServerSideEncryptionRule: ',
      report: refusedReport('NoSuchServerSideEncryptionRule'),
    },
  },
];

/** Runs the programs of one form of the page in their order, each by a run of its own on the same data. */
export async function checkBrief({ language, form, mode, folder, path, signal, check }: BriefCheck): Promise<void> {
  await mkdir(join(folder, 'programs'));
  const runFile = (program: string): string => join(folder, 'programs', program);
  for (const program of Object.keys(form.programs)) {
    const kept = await readFile(sourceOf(`brief/${language}/${program}`), 'utf8');
    await writeFile(runFile(program), fillIn(kept, form.filled));
  }
  await copyFile(sourceOf('programs/oss2_put_get.py'), runFile('oss2_put_get.py'));
  const options = ['--data', join(folder, 'data'), '--bucket', 'examplebucket', ...form.options];
  for (const { program, what, expected } of steps) {
    const run = { mode, options, folder: join(folder, 'programs'), path, signal, command: 'python', args: [program] };
    check(`${program} ${what}`, await flawOfRun(run, expected));
  }
  for (const [program, sha256] of Object.entries(form.programs))
    check(`${program} was the page's, byte for byte`, flawOfProgram(await readFile(runFile(program), 'utf8'), sha256, form));
}

function sourceOf(file: string): string {
  return fileURLToPath(new URL(`../run/${file}`, import.meta.url));
}
