"""The server under test as its environment describes it, and clients for it."""

import itertools
import os
from collections import namedtuple
from contextlib import contextmanager

import alibabacloud_oss_v2 as oss

Server = namedtuple(
    'Server', 'endpoint port access_key_id access_key_secret region kms_key_id kms_alias other_kms_key_id disabled_kms_key_id'
)

STYLES = ('path style', 'virtual host')

_numbers = itertools.count(1)
_run = os.urandom(3).hex()


def server_from_environment():
    endpoint = os.environ['OSS_ENDPOINT']
    return Server(
        endpoint=endpoint,
        port=endpoint.rsplit(':', 1)[1],
        access_key_id=os.environ['OSS_ACCESS_KEY_ID'],
        access_key_secret=os.environ['OSS_ACCESS_KEY_SECRET'],
        region=os.environ['OSS_REGION'],
        kms_key_id=os.environ['SSE_INTEROP_KMS_KEY_ID'],
        kms_alias=os.environ['SSE_INTEROP_KMS_ALIAS'],
        other_kms_key_id=os.environ['SSE_INTEROP_OTHER_KMS_KEY_ID'],
        disabled_kms_key_id=os.environ['SSE_INTEROP_DISABLED_KMS_KEY_ID'],
    )


class Access:
    """One way to reach the server: a signature version and an addressing style; `oss` is the client for it."""

    def __init__(self, server, signature, style):
        self.server = server
        self.signature = signature
        self.style = style
        self.oss = self.client()

    def client(self, access_key_id=None, access_key_secret=None, **settings):
        """A client with these settings of `oss.config.Config` in place of those of this way."""
        credentials = oss.credentials.StaticCredentialsProvider(
            access_key_id or self.server.access_key_id, access_key_secret or self.server.access_key_secret
        )
        virtual = self.style == 'virtual host'
        usual = dict(
            credentials_provider=credentials,
            signature_version=self.signature.lower(),
            region=self.server.region,
            endpoint=f'http://oss.interop.test:{self.server.port}' if virtual else self.server.endpoint,
            use_path_style=not virtual,
        )
        return oss.Client(oss.config.Config(**{**usual, **settings}))

    def new_name(self, topic):
        style = 'path' if self.style == 'path style' else 'host'
        return f'oss-v2-{self.signature.lower()}-{style}-{topic}-{_run}-{next(_numbers)}'

    @contextmanager
    def new_bucket(self, topic, **settings):
        """The name of a bucket that is there for the `with` block; afterwards it is emptied and deleted."""
        bucket = self.new_name(topic)
        self.oss.put_bucket(oss.PutBucketRequest(bucket, **settings))
        yield bucket
        empty_and_delete(self.oss, bucket)


def delete_versions(client, bucket):
    """Removes all versions and delete markers for good."""
    for page in client.list_object_versions_paginator().iter_page(oss.ListObjectVersionsRequest(bucket)):
        for entry in (page.version or []) + (page.delete_marker or []):
            client.delete_object(oss.DeleteObjectRequest(bucket, entry.key, version_id=entry.version_id))


def empty_and_delete(client, bucket):
    for page in client.list_objects_v2_paginator().iter_page(oss.ListObjectsV2Request(bucket)):
        for entry in page.contents or []:
            client.delete_object(oss.DeleteObjectRequest(bucket, entry.key))
    client.delete_bucket(oss.DeleteBucketRequest(bucket))
