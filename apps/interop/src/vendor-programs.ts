import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Expectation, Mode } from './emulated-run.ts';
import { refusedReport, storedReport } from './expected-report.ts';
import { goProgram } from './go-program.ts';
import { javaClasspath } from './java-environment.ts';
import { pythonWith } from './python-environment.ts';
import type { Program } from './run-program.ts';

/** A program that was written for the vendor's service, with nothing of ours in it. */
export interface VendorProgram {
  /** Those that reach it. */
  readonly modes: readonly Mode[];
  /** Installs what it needs; rejects with a message that says what is missing. */
  prepare(signal: AbortSignal): Promise<PreparedProgram>;
  /** By what they show. */
  readonly cases: Readonly<Record<string, ProgramCase>>;
}

/** A program without its last arguments. */
interface PreparedProgram extends Program {
  /** Folder that the PATH begins with, where one has to. */
  readonly path?: string;
}

interface ProgramCase {
  /** Options of `sse-emulator run`. */
  readonly options: readonly string[];
  /** The program's last arguments. */
  readonly args: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly expected: Expectation;
}

const everyMode: readonly Mode[] = ['default', 'proxy'];
const folderOf = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const sourceOf = (file: string): string => folderOf(`run/programs/${file}`);
const bucket = ['--bucket', 'examplebucket'];
const required = [...bucket, '--require-encryption'];

const greeting = (encryption: string): string => `encryption: ${encryption}\ncontent: hello\n`;

/** Cases of a program that puts an object, encrypted as its last argument says, and gets it back; `refusal`: how it ends when the put is refused. */
function putAndGet(refusal: Pick<Expectation, 'exitCode' | 'complaint'>): VendorProgram['cases'] {
  const stored = (encryption: string) => ({ exitCode: 0, output: greeting(encryption), report: storedReport(2, encryption) });
  return {
    'put and get with AES256': { options: required, args: ['AES256'], expected: stored('AES256') },
    'put and get without encryption': { options: bucket, args: [], expected: stored('none') },
    'a put without encryption, refused': {
      options: required,
      args: [],
      expected: { ...refusal, output: '', report: refusedReport('AccessDenied') },
    },
  };
}

const python = (requirements: string, environment: string) => (signal: AbortSignal) =>
  pythonWith({ requirements: folderOf(requirements), environment: folderOf(environment), signal });

/** The path of a Python that has oss2 and the vendor's clients for STS and KMS; installs it first. */
export const oss2Interpreter = python('python/requirements.txt', '.venv');
const pythonV2Interpreter = python('python-v2/requirements.txt', 'python-v2/.venv');

function byPython(program: string, interpreter = oss2Interpreter): VendorProgram['prepare'] {
  return async (signal) => ({ command: 'python', args: [sourceOf(program)], path: dirname(await interpreter(signal)) });
}

const roleArn = 'acs:ram::1234567890123456:role';
const session = [...bucket, '--config', folderOf('run/users.yaml')];
const pipeline = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIpipeline', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret-of-the-pipeline' };
const assumed = 'assumed: acs:sts::1234567890123456:assumed-role/ci/nightly\n';

const sessionCases: VendorProgram['cases'] = {
  'AssumeRole, put and get with AES256': {
    options: [...session, '--require-encryption'],
    args: [`${roleArn}/ci`, 'AES256'],
    variables: pipeline,
    expected: { exitCode: 0, output: `${assumed}${greeting('AES256')}`, report: storedReport(3, 'AES256') },
  },
  'AssumeRole, put and get without encryption': {
    options: session,
    args: [`${roleArn}/ci`],
    variables: pipeline,
    expected: { exitCode: 0, output: `${assumed}${greeting('none')}`, report: storedReport(3, 'none') },
  },
  'AssumeRole of a role that trusts others, refused': {
    options: session,
    args: [`${roleArn}/closed`, 'AES256'],
    variables: pipeline,
    expected: { exitCode: 1, output: '', complaint: 'NoPermission', report: refusedReport('NoPermission') },
  },
};

const keyCases: VendorProgram['cases'] = {
  'CreateKey, Encrypt, Decrypt, put and get with KMS': {
    options: required,
    args: [],
    expected: {
      exitCode: 0,
      output: 'decrypted: aGVsbG8=\nencryption: KMS\nunder that key: True\ncontent: hello\n',
      report: storedReport(5, 'KMS'),
    },
  },
  'Encrypt with a key that is not there, refused': {
    options: bucket,
    args: ['00000000-0000-0000-0000-000000000000'],
    expected: { exitCode: 1, output: '', complaint: 'Forbidden.KeyNotFound', report: refusedReport('Forbidden.KeyNotFound') },
  },
};

/** Every program, by the name that the command line gives it. */
export const VENDOR_PROGRAMS: Readonly<Record<string, VendorProgram>> = {
  oss2: {
    modes: everyMode,
    prepare: byPython('oss2_put_get.py'),
    cases: putAndGet({ exitCode: 1, complaint: 'oss2.exceptions.AccessDenied' }),
  },
  'alibabacloud-oss-v2': {
    modes: everyMode,
    prepare: byPython('python_v2_put_get.py', pythonV2Interpreter),
    cases: putAndGet({ exitCode: 1, complaint: 'AccessDenied' }),
  },
  'ali-oss': {
    modes: everyMode,
    prepare: async () => ({ command: process.execPath, args: [sourceOf('ali_oss_put_get.mjs')] }),
    cases: putAndGet({ exitCode: 1, complaint: 'AccessDenied' }),
  },
  curl: {
    modes: everyMode,
    prepare: async (signal) => ({ ...(await byPython('presigned_curl.sh')(signal)), command: 'sh' }),
    cases: putAndGet({ exitCode: 22, complaint: '403' }),
  },
  'aliyun-python-sdk-sts': { modes: everyMode, prepare: byPython('assume_role.py'), cases: sessionCases },
  'aliyun-python-sdk-kms': { modes: everyMode, prepare: byPython('kms_key.py'), cases: keyCases },
  'alibabacloud-sts20150401': { modes: everyMode, prepare: byPython('tea_assume_role.py'), cases: sessionCases },
  'alibabacloud-kms20160120': { modes: everyMode, prepare: byPython('tea_kms_key.py'), cases: keyCases },
  'go-v2': {
    modes: ['default'],
    prepare: (signal) => goProgram({ module: folderOf('run/go-v2'), signal }),
    cases: putAndGet({ exitCode: 1, complaint: 'AccessDenied' }),
  },
  'aliyun-sdk-oss': {
    modes: ['default'],
    async prepare(signal) {
      const classpath = await javaClasspath({ project: folderOf('java'), signal });
      return { command: 'java', args: ['-cp', classpath, sourceOf('PutGet.java')] };
    },
    cases: putAndGet({ exitCode: 1, complaint: 'AccessDenied' }),
  },
};
