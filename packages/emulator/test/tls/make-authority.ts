import { openAuthority } from '../../src/tls/open-authority.ts';

// Prints the certificate of the authority in the folder that is named, and makes it there if it has to.
const [, , folder = ''] = process.argv;
const { certificate } = await openAuthority(folder, { domains: ['localhost'] });
process.stdout.write(certificate);
