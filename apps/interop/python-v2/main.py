"""Everything that is checked with alibabacloud-oss-v2: `python main.py [topic…]`, with the environment that the runner sets (README)."""

import os
import socket
import sys
from unittest import mock

import alibabacloud_oss_v2 as oss

# The check lines and the words of the protocol are those of the checks with oss2; modules of this folder come first.
sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'python'))

from checks import Checks
from access import STYLES, Access, server_from_environment
from topics import (
    appends,
    batch_delete,
    bucket_documents,
    bucket_rules,
    buckets,
    copies,
    listing,
    multipart,
    names,
    object_acls,
    object_encryption,
    part_copies,
    permissions,
    presigned,
    reads,
    refused_encryption,
    refused_parts,
    refused_requests,
    symlinks,
    tagging,
    transfers,
    upload_listing,
    versions,
)

TOPICS = {
    'buckets': buckets,
    'bucket-rules': bucket_rules,
    'object-encryption': object_encryption,
    'refused-encryption': refused_encryption,
    'reads': reads,
    'listing': listing,
    'multipart': multipart,
    'refused-parts': refused_parts,
    'transfers': transfers,
    'upload-listing': upload_listing,
    'appends': appends,
    'batch-delete': batch_delete,
    'refused-requests': refused_requests,
    'copies': copies,
    'part-copies': part_copies,
    'versions': versions,
    'tagging': tagging,
    'object-acls': object_acls,
    'symlinks': symlinks,
    'bucket-documents': bucket_documents,
    'permissions': permissions,
}
# What depends on where the bucket stands in the URL.
IN_EVERY_WAY = {
    'names': names,
    'presigned': presigned,
}
FULLY = {('V1', 'path style'), ('V4', 'virtual host')}


def main(wanted):
    unknown = set(wanted) - set(TOPICS) - set(IN_EVERY_WAY)
    if unknown:
        sys.exit(f"no topic {', '.join(sorted(unknown))}; there are {', '.join([*TOPICS, *IN_EVERY_WAY])}")
    server = server_from_environment()
    checks = Checks(f'alibabacloud-oss-v2 {oss.__version__}: ')
    with mock.patch('socket.getaddrinfo', every_name_is_here(socket.getaddrinfo)):
        for signature in ('V1', 'V4'):
            for style in STYLES:
                access = Access(server, signature, style)
                topics = {**TOPICS, **IN_EVERY_WAY} if (signature, style) in FULLY else IN_EVERY_WAY
                for name, topic in topics.items():
                    if wanted and name not in wanted:
                        continue
                    with checks.section(f'{signature}: {name}: {style}') as part:
                        topic.run(part, access)
    return 1 if checks.failed else 0


def every_name_is_here(real):
    """Stands in for DNS: every host name means this machine."""
    return lambda host, *rest, **named: real('127.0.0.1', *rest, **named)


sys.exit(main(sys.argv[1:]))
