"""Tags of objects, of every encryption and of versions (protocol reference §4.6, observed behaviour 30)."""

import alibabacloud_oss_v2 as oss

from encryptions import check_object, every_encryption, sse
from refusals import refused
from topics.copies import copy
from topics.multipart import begin, complete

TAGS = {'team': 'red', 'a b': 'c+d', 'k.:/=-_': '+'}
HEADER = 'team=red&a%20b=c%2Bd&k.%3A%2F%3D-_=%2B'


def run(checks, access):
    client = access.oss
    with access.new_bucket('tagging') as bucket:
        for encryption in every_encryption(access, bucket):
            with checks.section(encryption.name) as part:
                changed(part, client, bucket, encryption)
        writes(checks, client, bucket)
        refusals(checks, client, bucket)


def set_tags(client, bucket, key, tags):
    listed = oss.TagSet(tags=[oss.Tag(key=name, value=value) for name, value in tags.items()])
    return client.put_object_tagging(oss.PutObjectTaggingRequest(bucket, key, tagging=oss.Tagging(tag_set=listed)))


def tags_of(client, bucket, key):
    found = client.get_object_tagging(oss.GetObjectTaggingRequest(bucket, key)).tag_set
    return {tag.key: tag.value for tag in found.tags or []}


def changed(checks, client, bucket, encryption):
    client.put_object(oss.PutObjectRequest(bucket, 'object', body=b'body', tagging='first=1', **encryption.asked))
    checks.equal('of the put', tags_of(client, bucket, 'object'), {'first': '1'})
    set_tags(client, bucket, 'object', TAGS)
    checks.equal('put', tags_of(client, bucket, 'object'), TAGS)
    checks.equal('their number', client.head_object(oss.HeadObjectRequest(bucket, 'object')).tagging_count, 3)
    deleted = client.delete_object_tagging(oss.DeleteObjectTaggingRequest(bucket, 'object'))
    checks.equal('delete', (deleted.status_code, tags_of(client, bucket, 'object')), (204, {}))
    check_object(checks, client, bucket, 'object', 'the object', b'body', encryption.echo)


def writes(checks, client, bucket):
    client.put_object(oss.PutObjectRequest(bucket, 'source', body=b'body', tagging=HEADER, **sse('SM4')))
    checks.equal('of a put', tags_of(client, bucket, 'source'), TAGS)
    client.append_object(oss.AppendObjectRequest(bucket, 'appended', position=0, body=b'body', tagging=HEADER))
    checks.equal('of an append', tags_of(client, bucket, 'appended'), TAGS)
    target = (bucket, 'parts', begin(client, bucket, 'parts', tagging=HEADER).upload_id)
    part = client.upload_part(oss.UploadPartRequest(*target[:2], 1, target[2], body=b'body'))
    complete(client, target, [oss.UploadPart(part_number=1, etag=part.etag)])
    checks.equal('of an upload', tags_of(client, bucket, 'parts'), TAGS)
    for directive, expected in [(None, TAGS), ('Copy', TAGS), ('Replace', {'new': '1'})]:
        copy(client, (bucket, 'source'), (bucket, 'copy'), tagging='new=1', tagging_directive=directive)
        checks.equal(f'of a copy, directive {directive}', tags_of(client, bucket, 'copy'), expected)


def refusals(checks, client, bucket):
    for what, tags in [
        ('eleven', {f'k{n}': 'v' for n in range(11)}),
        ('a long key', {'k' * 129: 'v'}),
        ('a long value', {'k': 'v' * 257}),
        ('a sign that tags cannot have', {'50%': 'v'}),
    ]:
        refused(checks, what, lambda: set_tags(client, bucket, 'source', tags), 400, 'InvalidTag')
    checks.equal('what was refused changes nothing', tags_of(client, bucket, 'source'), TAGS)
    refused(checks, 'of no object', lambda: tags_of(client, bucket, 'missing'), 404, 'NoSuchKey')
