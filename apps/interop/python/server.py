"""The server under test as its environment describes it, and oss2 clients for it."""

import itertools
import os
import socket
from collections import namedtuple
from contextlib import contextmanager
from unittest import mock

import oss2

from users import user

Server = namedtuple(
    'Server', 'endpoint port access_key_id access_key_secret region kms_key_id kms_alias other_kms_key_id disabled_kms_key_id'
)

SIGNATURES = {'V1': oss2.Auth, 'V2': oss2.AuthV2, 'V4': oss2.AuthV4}

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


class Client:
    """Makes oss2 objects that sign with one version and, unless told otherwise, reach the server by its IP address (V1 and V2, path style) or a
    name that only `stand_in_for_dns` knows (V4, virtual hosts)."""

    def __init__(self, server, signature):
        self.server = server
        self.signature = signature
        self.auth = SIGNATURES[signature](server.access_key_id, server.access_key_secret)
        self.endpoint = f'http://oss.interop.test:{server.port}' if signature == 'V4' else server.endpoint

    def bucket(self, name, endpoint=None, auth=None, **options):
        return oss2.Bucket(auth or self.auth, endpoint or self.endpoint, name, region=self.server.region, **options)

    def service(self, **options):
        return oss2.Service(self.auth, self.endpoint, region=self.server.region, **options)

    def auth_with(self, access_key_id=None, access_key_secret=None):
        return SIGNATURES[self.signature](access_key_id or self.server.access_key_id, access_key_secret or self.server.access_key_secret)

    def as_user(self, bucket, name):
        """The same bucket, asked by a user that the runner made."""
        pair = user(name)
        return self.bucket(bucket.bucket_name, auth=self.auth_with(pair.access_key_id, pair.access_key_secret))

    def as_session(self, bucket, session):
        """The same bucket, asked with the credentials of a role's session."""
        return self.bucket(bucket.bucket_name, auth=oss2.StsAuth(*session, auth_version=self.signature.lower()))

    def new_name(self, topic):
        return f'oss2-{self.signature.lower()}-{topic}-{_run}-{next(_numbers)}'

    @contextmanager
    def new_bucket(self, topic, headers=None):
        """A bucket that is there for the `with` block; afterwards it is emptied and deleted."""
        bucket = self.bucket(self.new_name(topic))
        bucket.create_bucket(headers=headers)
        yield bucket
        empty_and_delete(bucket)


def empty_and_delete(bucket):
    for entry in oss2.ObjectIteratorV2(bucket):
        bucket.delete_object(entry.key)
    bucket.delete_bucket()


@contextmanager
def stand_in_for_dns():
    """Every host name means this machine."""
    real = socket.getaddrinfo

    def lookup(host, *rest, **named):
        return real('127.0.0.1', *rest, **named)

    with mock.patch('socket.getaddrinfo', lookup):
        yield
