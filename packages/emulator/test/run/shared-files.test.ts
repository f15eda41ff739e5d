import { spawnSync } from 'node:child_process';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../server/temporary-folder.ts';

const bin = fileURLToPath(new URL('../../src/bin.ts', import.meta.url));

/** As programs of another user would: what of the run they can open. */
const asOthers = process.geteuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;
const other = asOthers ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];

/** Whether what programs are to read is there for all, and what they are not to read, is not. */
const looks = String.raw`
  cd "$TMPDIR"
  stat -c '%a %n' sse-emulator-* | sed 's/-[^-]*$//'
  stat -c '%a' sse-emulator-trust-*/*.pem sse-emulator-trust-*/*.p12 sse-emulator-trust-*/python/*.py | sort -u
  for file in "$SSL_CERT_FILE" "$NODE_EXTRA_CA_CERTS" "$CURL_CA_BUNDLE" "$SSE_EMULATOR_RUN_ROOTS" "$PYTHONPATH/sitecustomize.py"; do
    case "$file" in "$TMPDIR"/sse-emulator-trust-*) ;; *) echo "elsewhere: $file" ;; esac
    cat "$file" | grep -q -e CERTIFICATE -e import || echo "not read: $file"
  done
  cat /etc/resolv.conf /etc/hosts > seen || echo 'names are not read'
  grep -rl 'PRIVATE KEY' sse-emulator-trust-*
  echo done`;

describe.skipIf(process.platform !== 'linux')('what programs read of a run', () => {
  it.each([
    ['022', []],
    ['077', []],
    ['077', ['--proxy']],
  ])('is open to other users too, under umask %s with %j, and nothing else is', async (mask, options) => {
    await using folder = await temporaryFolder();
    await chmod(folder.path, 0o777);
    await writeFile(`${folder.path}/theirs.pem`, '-----BEGIN CERTIFICATE-----\n');
    const line = [process.execPath, '--conditions=@sse/source', bin, 'run', ...options, '--', ...other, 'sh', '-c', looks];
    const { PATH } = process.env;
    const env = { PATH, TMPDIR: folder.path, CURL_CA_BUNDLE: `${folder.path}/theirs.pem` };
    const ended = spawnSync('sh', ['-c', `umask ${mask}; exec "$@"`, 'sh', ...line], { env, encoding: 'utf8' });
    expect(ended.stdout).toBe('700 sse-emulator-run\n755 sse-emulator-trust\n644\ndone\n');
    expect((await readdir(folder.path)).toSorted()).toEqual(['seen', 'theirs.pem']);
  });
});
