"""Deleting many objects with one request (protocol reference §4.5, observed behaviour 28)."""

import alibabacloud_oss_v2 as oss

from encryptions import sse
from refusals import refused
from topics.names import NAMES


def run(checks, access):
    client = access.oss
    with access.new_bucket('batch') as bucket:

        def delete(names, **options):
            request = oss.DeleteMultipleObjectsRequest(
                bucket, encoding_type='url', objects=[oss.DeleteObject(key=name) for name in names], **options
            )
            return [entry.key for entry in client.delete_multiple_objects(request).deleted_objects or []]

        put = lambda name: client.put_object(oss.PutObjectRequest(bucket, name, body=b'body', **sse('KMS')))
        left = lambda: [entry.key for entry in client.list_objects_v2(oss.ListObjectsV2Request(bucket)).contents or []]
        for name in ['kept', *NAMES]:
            put(name)
        checks.equal('names of every kind', (sorted(delete(NAMES)), left()), (sorted(NAMES), ['kept']))
        checks.equal('names that are missing', delete(['missing', 'never']), ['missing', 'never'])
        put('quiet')
        checks.equal('quiet', (delete(['quiet', 'missing'], quiet=True), left()), ([], ['kept']))
        checks.equal('1000 at once', len(delete([f'many/{n}' for n in range(1000)])), 1000)
        refused(checks, '1001 at once', lambda: delete([f'many/{n}' for n in range(1001)]), 400, 'MalformedXML')
        checks.equal('what was refused deletes nothing', left(), ['kept'])
