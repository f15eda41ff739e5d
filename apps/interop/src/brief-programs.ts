import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/** A form of the manual page and its programs. */
export interface BriefForm {
  /** Of the kept files, SHA-256 in hex by name, in the order of the page. */
  readonly programs: Readonly<Record<string, string>>;
  /** What stands in the run file for each placeholder of the page. */
  readonly filled: Readonly<Record<string, string>>;
  /** Options of `sse-emulator run` that make what was filled in true. */
  readonly options: readonly string[];
}

/** The reader's key pair is that of the user `reader` in run/users.yaml. */
const filled = {
  '<yourAccessKeyId>': 'LTAIreaderOfThePage',
  '<yourAccessKeySecret>': 'secret-of-the-reader',
  '<yourBucketName>': 'examplebucket',
};

/** Both forms of the page, by language. */
export const BRIEF_FORMS: Readonly<Record<string, BriefForm>> = {
  en: {
    programs: {
      'put_bucket_encryption.py': 'da74e4f517597546361fac2132e94fd2f9c9cb367c19a4f00af976e88e907b9c',
      'get_bucket_encryption.py': '4ad3fa3f5d663083e38b44f136961c35bc474a24dcaf918634749dd8058465fe',
      'delete_bucket_encryption.py': 'f56f0127a82073899036cbcfa30230e6e6b2c8ba5423710b6ee286abb02af2cc',
    },
    filled: {},
    options: [],
  },
  zh: {
    programs: {
      'put_bucket_encryption.py': '47bda4d2b215b8ec5ecd0e551b6cac7febb512e3edc37be6467124eedb85aaa0',
      'get_bucket_encryption.py': '6fe5208cd5917cfae1c22b87d733c0d420d2367cf78198f9953c6c57680c6e1b',
      'delete_bucket_encryption.py': '10c39f6856cb6ada0d8a59ddf69caac13aaf9001b565bf7b4fc553b287be0dc2',
    },
    filled,
    options: ['--config', fileURLToPath(new URL('../run/users.yaml', import.meta.url))],
  },
};

/** The text of a program with something in the place of each placeholder. */
export function fillIn(text: string, values: BriefForm['filled']): string {
  return Object.entries(values).reduce((so, [placeholder, value]) => so.replaceAll(placeholder, () => value), text);
}

/** How a file that was run differs from the page's program, but for what was filled in; `undefined` where it does not. */
export function flawOfProgram(ran: string, sha256: string, { filled: values }: Pick<BriefForm, 'filled'>): string | undefined {
  const page = Object.entries(values).reduce((so, [placeholder, value]) => so.replaceAll(`'${value}'`, () => `'${placeholder}'`), ran);
  const digest = createHash('sha256').update(page).digest('hex');
  if (digest !== sha256) return `expected the page's text, SHA-256 ${sha256}; got ${digest} of\n${page}`;
  const [left] = /<your\w+>/.exec(ran) ?? [];
  return left === undefined ? undefined : `expected something in the place of ${left}`;
}
