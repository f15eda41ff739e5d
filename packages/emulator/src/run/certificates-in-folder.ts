import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The certificates (PEM) of all files of a folder, each once, and nothing else of them. Files that cannot be read are passed over, as OpenSSL does. */
export async function certificatesInFolder(folder: string): Promise<string> {
  const certificates = new Set<string>();
  // Most are there twice: by their name, and by a link that is named after their hash.
  for (const name of (await readdir(folder)).toSorted()) {
    for (const certificate of certificatesOf(await textOf(join(folder, name)))) certificates.add(certificate);
  }
  return [...certificates].join('\n');
}

function certificatesOf(text: string): readonly string[] {
  return text.match(/-----BEGIN ((?:TRUSTED |X509 )?CERTIFICATE)-----[^-]+-----END \1-----/g) ?? [];
}

async function textOf(file: string): Promise<string> {
  try {
    // Reading a pipe would wait for who writes to it.
    return (await stat(file)).isFile() ? await readFile(file, 'utf8') : '';
  } catch {
    return '';
  }
}
