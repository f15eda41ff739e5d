"""Everything that is checked with oss2: `python main.py [topic…]`, with the environment that the runner sets (README)."""

import logging
import sys

import oss2

from checks import Checks
from server import SIGNATURES, Client, server_from_environment, stand_in_for_dns
from topics import (
    addressing,
    appends,
    batch_delete,
    big_objects,
    bodies,
    brief_programs,
    bucket_policies,
    bucket_rules,
    buckets,
    copies,
    copy_conditions,
    curl_links,
    forbid_overwrite,
    listing,
    metadata,
    multipart,
    names,
    object_encryption,
    part_copies,
    permissions,
    presigned,
    reads,
    refused_encryption,
    refused_parts,
    refused_requests,
    resumable,
    rule_precedence,
    sessions,
    symlinks,
    tags_and_acls,
    upload_listing,
    versions,
)

ONCE = {'brief': brief_programs}
WITH_EACH_SIGNATURE = {
    'buckets': buckets,
    'bucket-rules': bucket_rules,
    'object-encryption': object_encryption,
    'refused-encryption': refused_encryption,
    'rule-precedence': rule_precedence,
    'bodies': bodies,
    'big-objects': big_objects,
    'reads': reads,
    'metadata': metadata,
    'names': names,
    'listing': listing,
    'multipart': multipart,
    'refused-parts': refused_parts,
    'resumable': resumable,
    'part-copies': part_copies,
    'upload-listing': upload_listing,
    'copies': copies,
    'copy-conditions': copy_conditions,
    'appends': appends,
    'versions': versions,
    'batch-delete': batch_delete,
    'forbid-overwrite': forbid_overwrite,
    'tags-and-acls': tags_and_acls,
    'symlinks': symlinks,
    'refused-requests': refused_requests,
    'presigned': presigned,
    'addressing': addressing,
    'permissions': permissions,
    'bucket-policies': bucket_policies,
    'sessions': sessions,
    'curl': curl_links,
}
# What is signed anew, or where the places of signed elements differ, is checked with V2 as well.
WITH_V2 = [
    'object-encryption',
    'refused-encryption',
    'names',
    'listing',
    'multipart',
    'copies',
    'presigned',
    'permissions',
    'bucket-policies',
    'sessions',
    'curl',
]


def main(wanted):
    # oss2 logs every error that a check provokes.
    logging.getLogger('oss2').setLevel(logging.CRITICAL)
    unknown = set(wanted) - set(ONCE) - set(WITH_EACH_SIGNATURE)
    if unknown:
        sys.exit(f"no topic {', '.join(sorted(unknown))}; there are {', '.join([*ONCE, *WITH_EACH_SIGNATURE])}")
    checks = Checks(f'oss2 {oss2.__version__}: ')
    with stand_in_for_dns():
        for signature in SIGNATURES:
            run_topics(checks, Client(server_from_environment(), signature), wanted)
    return 1 if checks.failed else 0


def run_topics(checks, client, wanted):
    topics = {
        'V1': {**ONCE, **WITH_EACH_SIGNATURE},
        'V2': {name: WITH_EACH_SIGNATURE[name] for name in WITH_V2},
        'V4': WITH_EACH_SIGNATURE,
    }[client.signature]
    for name, topic in topics.items():
        if not wanted or name in wanted:
            with checks.section(f'{client.signature}: {name}') as part:
                topic.run(part, client)


sys.exit(main(sys.argv[1:]))
