import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { mergedTrustStore } from '../../src/run/merged-trust-store.ts';
import { UsageError } from '../../src/server/usage-error.ts';
import { trustStore } from '../../src/tls/trust-store.ts';
import { temporaryFolder } from '../server/temporary-folder.ts';

const [ours = '', first = '', second = ''] = rootCertificates.map((certificate) => `${certificate}\n`);
const hasKeytool = spawnSync('keytool', ['-help'], { stdio: 'ignore' }).error === undefined;
if (!hasKeytool) process.stderr.write('not tested, because there is no keytool: that trust stores of Java are read\n');

const { PATH } = process.env;
const password = 'kept-to-themselves';

async function world(path: string) {
  const files = { certificate: `${path}/authority.pem`, bundle: `${path}/bundle.pem`, trustStore: `${path}/truststore.p12` };
  await writeFile(files.certificate, ours);
  const set = (options: string, more: object = {}) => mergedTrustStore({ PATH, ...more, JAVA_TOOL_OPTIONS: options }, files, path);
  return { files, set };
}

/** What a store without encryption holds, in order, is all in its bytes. */
async function expectStore(file: string, certificates: readonly string[]): Promise<void> {
  expect(Buffer.compare(await readFile(file), trustStore(certificates))).toBe(0);
}

async function refusal(merging: Promise<string>): Promise<string> {
  const error: unknown = await merging.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return error instanceof Error ? error.message : '';
}

describe('mergedTrustStore', () => {
  it("names the run's own where none was set", async () => {
    await using folder = await temporaryFolder();
    const { files, set } = await world(folder.path);
    for (const options of ['', '-Xmx1g', '-Djavax.net.ssl.trustStore=', '-Djavax.net.ssl.trustStorePassword=changeit']) {
      expect(await set(options)).toBe(files.trustStore);
    }
    expect(await mergedTrustStore({}, files, folder.path)).toBe(files.trustStore);
  });

  it('says that there is nothing to read one with', async () => {
    await using folder = await temporaryFolder();
    const { set } = await world(folder.path);
    const options = `-Djavax.net.ssl.trustStore=their.jks -Djavax.net.ssl.trustStorePassword=${password}`;
    expect(await refusal(set(options, { PATH: folder.path, JAVA_HOME: folder.path }))).toBe(
      'JAVA_TOOL_OPTIONS: expected a trust store that can be read as javax.net.ssl.trustStore; "their.jks": there is no keytool, neither in JAVA_HOME nor in PATH, to read it with',
    );
  });
});

describe.skipIf(process.platform === 'win32')('mergedTrustStore, of what keytool says', () => {
  async function saying(path: string, script: string): Promise<object> {
    await mkdir(`${path}/bin`);
    await writeFile(`${path}/bin/keytool`, `#!/bin/sh\n${script}\n`);
    await chmod(`${path}/bin/keytool`, 0o700);
    return { JAVA_HOME: path };
  }

  it('takes entries that are certificates, and of the chain of a key the first', async () => {
    await using folder = await temporaryFolder();
    const { set } = await world(folder.path);
    await writeFile(
      `${folder.path}/said`,
      `Certificate[1]:\n${first}Certificate[2]:\n${rootCertificates[9]}\n\nAlias name: b\n\n${second}`,
    );
    const java = await saying(folder.path, `cat '${folder.path}/said'`);
    await expectStore(await set('-Djavax.net.ssl.trustStore=a', java), [first, second, ours]);
  });

  it('gives the password by the environment, and no options that are for the program', async () => {
    await using folder = await temporaryFolder();
    const { set } = await world(folder.path);
    const java = await saying(
      folder.path,
      `echo "keytool error: java.io.IOException: $* $JAVA_TOOL_OPTIONS$_JAVA_OPTIONS"; env >'${folder.path}/env'; exit 1`,
    );
    const options = `-Djavax.net.ssl.trustStore=a -Djavax.net.ssl.trustStoreType=JKS "-Djavax.net.ssl.trustStorePassword=${password}"`;
    const message = await refusal(set(options, { ...java, _JAVA_OPTIONS: '-Xmx1g' }));
    expect(message).toMatch(/"a": -J\S+ -list -rfc -keystore a -storetype JKS -storepass:env SSE_EMULATOR_STORE_PASSWORD$/);
    expect(await readFile(`${folder.path}/env`, 'utf8')).toContain(`SSE_EMULATOR_STORE_PASSWORD=${password}\n`);
  });

  it('refuses a store without a certificate, or with one that is none', async () => {
    await using folder = await temporaryFolder();
    const { set } = await world(folder.path);
    const java = await saying(folder.path, `cat '${folder.path}/said'`);
    await writeFile(`${folder.path}/said`, 'Your keystore contains 0 entries\n');
    expect(await refusal(set('-Djavax.net.ssl.trustStore=a', java))).toMatch(/no certificate can be seen in it without a password$/);
    await writeFile(`${folder.path}/said`, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    expect(await refusal(set('-Djavax.net.ssl.trustStore=a', java))).toMatch(/a certificate in it is none that can be read$/);
  });
});

describe.skipIf(!hasKeytool).each(['JKS', 'PKCS12'])('mergedTrustStore, of a %s store', (type) => {
  function made(path: string): string {
    const store = `${path}/their store`;
    const target = ['-keystore', store, '-storetype', type, '-storepass', password];
    execFileSync('keytool', ['-importcert', '-noprompt', '-alias', 'root', ...target], {
      input: first,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    return store;
  }

  it('writes one of its certificates and the authority', async () => {
    await using folder = await temporaryFolder();
    const { files, set } = await world(folder.path);
    const store = made(folder.path);
    const options = `"-Djavax.net.ssl.trustStore=${store}" -Djavax.net.ssl.trustStorePassword='${password}'`;
    const merged = await set(options, { JAVA_HOME: `${folder.path}/none` });
    expect(merged).not.toBe(files.trustStore);
    await expectStore(merged, [first, ours]);
  });

  it('refuses one that cannot be read, in a line without the password', async () => {
    await using folder = await temporaryFolder();
    const { set } = await world(folder.path);
    const store = made(folder.path);
    const wrong = await refusal(set(`"-Djavax.net.ssl.trustStore=${store}" -Djavax.net.ssl.trustStorePassword=not-${password}`));
    expect(wrong).toMatch(/^JAVA_TOOL_OPTIONS: expected a trust store .*their store": .*password was incorrect$/);
    expect(wrong).not.toContain(password);
    const absent = await refusal(set('-Djavax.net.ssl.trustStore=none -Djavax.net.ssl.trustStorePassword=changeit'));
    expect(absent).toMatch(/"none": Keystore file does not exist: none$/);
  });
});
