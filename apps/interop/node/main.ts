import manifest from 'ali-oss/package.json' with { type: 'json' };
import { namedChecks, type Checks, type Failures } from './checks.ts';
import { clientsFor, serverFromEnvironment, type Addressing, type Clients, type Signature } from './clients.ts';
import { addressing } from './topics/addressing.ts';
import { appends } from './topics/appends.ts';
import { batchDelete } from './topics/batch-delete.ts';
import { bodies } from './topics/bodies.ts';
import { bucketRules } from './topics/bucket-rules.ts';
import { buckets } from './topics/buckets.ts';
import { copies } from './topics/copies.ts';
import { copyConditions } from './topics/copy-conditions.ts';
import { forbidOverwrite } from './topics/forbid-overwrite.ts';
import { curlLinks } from './topics/curl-links.ts';
import { listing } from './topics/listing.ts';
import { multipart } from './topics/multipart.ts';
import { names } from './topics/names.ts';
import { objectEncryption } from './topics/object-encryption.ts';
import { partCopies } from './topics/part-copies.ts';
import { permissions } from './topics/permissions.ts';
import { presigned } from './topics/presigned.ts';
import { reads } from './topics/reads.ts';
import { refusedEncryption } from './topics/refused-encryption.ts';
import { refusedParts } from './topics/refused-parts.ts';
import { refusedRequests } from './topics/refused-requests.ts';
import { rulePrecedence } from './topics/rule-precedence.ts';
import { sessions } from './topics/sessions.ts';
import { symlinks } from './topics/symlinks.ts';
import { tagsAndAcls } from './topics/tags-and-acls.ts';
import { uploadListing } from './topics/upload-listing.ts';
import { uploader } from './topics/uploader.ts';
import { versions } from './topics/versions.ts';

type Topic = (checks: Checks, clients: Clients) => Promise<void>;

/** Run with each signature and with the two ways of addressing that a user of an own endpoint has. */
const TOPICS = {
  buckets,
  'bucket-rules': bucketRules,
  'object-encryption': objectEncryption,
  'refused-encryption': refusedEncryption,
  'rule-precedence': rulePrecedence,
  bodies,
  reads,
  names,
  listing,
  multipart,
  'refused-parts': refusedParts,
  uploader,
  'part-copies': partCopies,
  'upload-listing': uploadListing,
  copies,
  'copy-conditions': copyConditions,
  appends,
  versions,
  'batch-delete': batchDelete,
  'forbid-overwrite': forbidOverwrite,
  'tags-and-acls': tagsAndAcls,
  symlinks,
  'refused-requests': refusedRequests,
  permissions,
  sessions,
} as const satisfies Record<string, Topic>;

const EVERY_SIGNATURE: readonly Signature[] = ['V1', 'V4'];
const OWN_ENDPOINTS: readonly Addressing[] = ['IP endpoint', 'sldEnable, localhost'];

const server = serverFromEnvironment();
const failures: Failures = { count: 0 };
const checks = namedChecks(`ali-oss ${manifest.version}: `, failures);
for (const signature of EVERY_SIGNATURE) {
  for (const way of OWN_ENDPOINTS) {
    const clients = clientsFor(server, signature, way);
    for (const [name, topic] of Object.entries(TOPICS)) {
      await checks.section(`${signature}, ${way}: ${name}`, (part) => topic(part, clients));
    }
  }
  for (const way of ['sldEnable, localhost', 'virtual host'] as const) {
    await checks.section(`${signature}, ${way}: presigned`, (part) => presigned(part, clientsFor(server, signature, way)));
    await checks.section(`${signature}, ${way}: curl`, (part) => curlLinks(part, clientsFor(server, signature, way)));
  }
  await checks.section(`${signature}: addressing`, (part) => addressing(part, clientsFor(server, signature, 'IP endpoint')));
}
// ali-oss keeps its connections.
process.exit(failures.count === 0 ? 0 : 1);
