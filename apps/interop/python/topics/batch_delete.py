"""DeleteMultipleObjects: names of every kind, names that are missing, the most that one request takes (protocol reference §4.6)."""

from oss2 import ObjectIteratorV2
from oss2.exceptions import MalformedXml, NoSuchBucket

from expectations import sse_request
from topics.names import NAMES

KEPT = ['kept', 'with spac', 'plus sign', 'a b c d', 'per/cent']


def run(checks, client):
    with client.new_bucket('batch-delete') as bucket:
        for name in NAMES + KEPT:
            bucket.put_object(name, name.encode(), headers=sse_request('AES256'))
        deleted = bucket.batch_delete_objects(NAMES)
        checks.equal('the reply names all', sorted(deleted.deleted_keys), sorted(NAMES))
        left = [entry.key for entry in ObjectIteratorV2(bucket)]
        checks.equal('all are gone, others stay', left, sorted(KEPT))
        for name in KEPT:
            checks.equal(f'{name} stays as it was', bucket.get_object(name).read(), name.encode())
        again = bucket.batch_delete_objects([*NAMES, 'kept'])
        checks.equal('names that are missing count as deleted', sorted(again.deleted_keys), sorted([*NAMES, 'kept']))
        checks.equal('a name among missing ones is deleted', bucket.object_exists('kept'), False)
        one = bucket.batch_delete_objects(['per/cent'])
        checks.equal('one name', (one.deleted_keys, bucket.object_exists('per/cent')), (['per/cent'], False))
        many = [f'many/{n}' for n in range(1000)]
        bucket.put_object(many[-1], b'body')
        checks.equal('1000 names', sorted(bucket.batch_delete_objects(many).deleted_keys), sorted(many))
        checks.equal('the last of 1000 is gone', bucket.object_exists(many[-1]), False)
        too_many = lambda: bucket.batch_delete_objects([*many, 'with spac'])
        checks.raises('1001 names', MalformedXml, too_many, status=400, code='MalformedXML')
        checks.equal('a refused request deletes nothing', bucket.object_exists('with spac'), True)
    missing = client.bucket(client.new_name('missing'))
    checks.raises('in no bucket', NoSuchBucket, lambda: missing.batch_delete_objects(['x']), status=404, ec='0015-00000101')
