import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goProgram } from './go-program.ts';
import { javaWith } from './java-environment.ts';
import { pythonWith } from './python-environment.ts';
import type { Program } from './run-program.ts';

/** A client of another vendor that is run against the server. */
export interface InteropClient {
  /** What it is, for people. */
  readonly about: string;
  /** Its name in the registry that it comes from. */
  readonly package: string;
  /** The file that pins its version, and where in it the version stands: the pattern's first group. */
  readonly pin: { readonly file: URL; readonly pattern: RegExp };
  /** Makes ready what the client's program needs; rejects with a message that says what is missing. */
  prepare(signal: AbortSignal): Promise<Program>;
}

const requirements = new URL('../python/requirements.txt', import.meta.url);
const virtualEnvironment = fileURLToPath(new URL('../.venv', import.meta.url));
const oss2Checks = fileURLToPath(new URL('../python/main.py', import.meta.url));
const pythonV2 = new URL('../python-v2/', import.meta.url);
const java = new URL('../java/', import.meta.url);
const aliOssChecks = fileURLToPath(import.meta.resolve('../node/main.ts'));
const goV1 = new URL('../go-v1/', import.meta.url);
const goV2 = new URL('../go-v2/', import.meta.url);

/** Every client, by the name that the command line gives it. */
export const INTEROP_CLIENTS: Readonly<Record<string, InteropClient>> = {
  oss2: {
    about: 'the vendor’s client for Python, signatures V1, V2 and V4, with its STS clients, and the three programs of the brief',
    package: 'oss2',
    pin: { file: requirements, pattern: /^oss2==(\S+)$/m },
    async prepare(signal) {
      const python = await pythonWith({ requirements: fileURLToPath(requirements), environment: virtualEnvironment, signal });
      return { command: python, args: [oss2Checks] };
    },
  },
  'alibabacloud-oss-v2': {
    about: 'the vendor’s second client for Python, signatures V1 and V4, path style and virtual host',
    package: 'alibabacloud-oss-v2',
    pin: { file: new URL('requirements.txt', pythonV2), pattern: /^alibabacloud-oss-v2==(\S+)$/m },
    async prepare(signal) {
      const folder = fileURLToPath(pythonV2);
      const python = await pythonWith({ requirements: join(folder, 'requirements.txt'), environment: join(folder, '.venv'), signal });
      return { command: python, args: [join(folder, 'main.py')] };
    },
  },
  'aliyun-sdk-oss': {
    about: 'the vendor’s client for Java, signatures V1 and V4, path style and virtual host',
    package: 'com.aliyun.oss:aliyun-sdk-oss',
    pin: { file: new URL('pom.xml', java), pattern: /<artifactId>aliyun-sdk-oss<\/artifactId>\s*<version>(.+?)</ },
    prepare: (signal) => javaWith({ project: fileURLToPath(java), mainClass: 'interop.Main', signal }),
  },
  'ali-oss': {
    about: 'the vendor’s client for Node, signatures V1 and V4',
    package: 'ali-oss',
    pin: { file: new URL('../package.json', import.meta.url), pattern: /"ali-oss": "(.+)"/ },
    async prepare() {
      // ali-oss is of an age that Node has deprecated parts of.
      return { command: process.execPath, args: [...process.execArgv, '--no-deprecation', aliOssChecks] };
    },
  },
  'go-v1': {
    about: 'the vendor’s first client for Go, signatures V1, V2 and V4',
    package: 'github.com/aliyun/aliyun-oss-go-sdk',
    pin: { file: new URL('go.mod', goV1), pattern: /aliyun-oss-go-sdk v([\d.]+)/ },
    prepare: (signal) => goProgram({ module: fileURLToPath(goV1), signal }),
  },
  'go-v2': {
    about: 'the vendor’s second client for Go, signatures V1 and V4',
    package: 'github.com/aliyun/alibabacloud-oss-go-sdk-v2',
    pin: { file: new URL('go.mod', goV2), pattern: /alibabacloud-oss-go-sdk-v2 v([\d.]+)/ },
    prepare: (signal) => goProgram({ module: fileURLToPath(goV2), signal }),
  },
};
